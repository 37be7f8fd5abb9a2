#include "base/log.hpp"

#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/text.hpp"

using namespace mlt::base;

namespace {

std::string contents(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A file of its own for each test; gone with this object.
class TemporaryFile {
 public:
  TemporaryFile() : descriptor_(::mkstemp(path_.data())) { REQUIRE(descriptor_ >= 0); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  std::string path_ = "/tmp/mlt-log-test-XXXXXX";
  int descriptor_;
};

/// Sends stderr to a file while `write` runs; the log is silent again afterwards.
template <typename Write>
std::string logged(LogLevel level, const std::string& trace, const Write& write) {
  const TemporaryFile captured;
  const int before = ::dup(STDERR_FILENO);
  ::dup2(captured.descriptor(), STDERR_FILENO);
  open_log(level, trace);
  write();
  open_log(LogLevel::quiet, "");
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  return contents(captured.path());
}

void write_both() {
  log_info("found {} runs");  // braces are text
  log_debug("two\nlines \x1B[31m");
}

}  // namespace

TEST_CASE("the log is silent until it is opened, and when it is quiet") {
  CHECK_FALSE(log_enabled(LogLevel::info));
  log_info("nobody hears this");
  CHECK(logged(LogLevel::quiet, "", write_both).empty());
}

TEST_CASE("the level chooses what goes to stderr, a line a message") {
  CHECK(logged(LogLevel::warning, "", write_both).empty());
  CHECK(logged(LogLevel::info, "", write_both) == "info: found {} runs\n");
  CHECK(logged(LogLevel::debug, "", write_both) ==
        "info: found {} runs\ndebug: two\\nlines \\x1b[31m\n");
}

TEST_CASE("log_enabled answers for the level that was opened") {
  logged(LogLevel::info, "", [] {
    CHECK(log_enabled(LogLevel::info));
    CHECK_FALSE(log_enabled(LogLevel::debug));
  });
  CHECK_FALSE(log_enabled(LogLevel::quiet));
}

TEST_CASE("a trace file gets everything, with time and pid, and is appended to") {
  const TemporaryFile trace;
  CHECK(logged(LogLevel::quiet, trace.path(), [] {
          CHECK(log_enabled(LogLevel::debug));
          write_both();
        }).empty());
  CHECK(logged(LogLevel::info, trace.path(), write_both) == "info: found {} runs\n");
  const std::string text = contents(trace.path());
  const auto lines = split(text, '\n');
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].ends_with(" " + std::to_string(::getpid()) + " info: found {} runs"));
  CHECK(lines[1].ends_with(" debug: two\\nlines \\x1b[31m"));
  CHECK(matches_glob("2*-*-*T*:*:*.*[+-]*:* * info: *", lines[2]));
}

TEST_CASE("a trace file that cannot be opened is an error that names it") {
  try {
    open_log(LogLevel::info, "/dev/null/trace");
    FAIL("opened");
  } catch (const mlt::Error& error) {
    CHECK(error.code() == mlt::ErrorCode::system);
    CHECK(error.message().find("'/dev/null/trace'") != std::string::npos);
  }
}
