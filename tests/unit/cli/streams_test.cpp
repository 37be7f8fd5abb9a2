#include "cli/streams.hpp"

#include <array>
#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "cli/real_context.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::cli::IssueLog;
using mlt::cli::Output;
using mlt::cli::ReaderGone;

TEST_CASE("output is kept back until it is flushed or much") {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  Output output(ends[1]);
  std::array<char, 256> buffer{};
  output.write("one ");
  output.write("two");
  CHECK(read(ends[0], buffer.data(), buffer.size()) == -1);
  output.flush();
  CHECK(read(ends[0], buffer.data(), buffer.size()) == 7);
  CHECK(std::string_view(buffer.data(), 7) == "one two");
  output.flush();
  CHECK(read(ends[0], buffer.data(), buffer.size()) == -1);
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("a reader that has gone is no error, a full disk is") {
  mlt::cli::handle_closed_pipes();
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  close(ends[0]);
  Output closed(ends[1]);
  closed.write("lost");
  CHECK_THROWS_AS(closed.flush(), ReaderGone);
  CHECK_NOTHROW(closed.flush());  // what could not be written is not tried again
  close(ends[1]);

  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  Output output(full);
  output.write("lost");
  try {
    output.flush();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::system);
    CHECK(error.message() == "cannot write to standard output: No space left on device");
  }
  close(full);
}

TEST_CASE("an issue is said once, and after twenty they are counted") {
  IssueLog issues;
  CHECK(issues.add({"a/journal.jsonl", 3, "torn line"}));
  CHECK_FALSE(issues.add({"a/journal.jsonl", 3, "torn line"}));
  CHECK(issues.add({"a/journal.jsonl", 4, "torn line"}));
  CHECK(issues.count() == 2);
  for (int line = 5; line < 30; ++line) {
    const bool said = issues.add({"a/journal.jsonl", line, "torn line"});
    CHECK(said == (issues.count() <= 20));
  }
  CHECK(issues.count() == 27);
  CHECK(issues.unsaid() == 7);
}
