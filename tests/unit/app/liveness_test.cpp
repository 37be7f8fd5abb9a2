#include "app/liveness.hpp"

#include <unistd.h>

#include <doctest/doctest.h>

#include "base/process.hpp"

namespace mlt::app {
namespace {

Run owned_by_this_process() {
  const auto identity = base::process_identity(::getpid());
  REQUIRE(identity);
  Run run;
  run.tags.emplace(tag::kHost, base::host_name());
  run.tags.emplace(tag::kPid, std::to_string(::getpid()));
  run.tags.emplace(tag::kBootId, identity->boot_id);
  run.tags.emplace(tag::kPidStart, identity->start_ticks);
  return run;
}

void set(Run& run, std::string_view key, const std::string& value) {
  run.tags.insert_or_assign(std::string(key), value);
}

}  // namespace

TEST_CASE("a run lives while its process does") {
  CHECK(liveness_of(owned_by_this_process()) == Liveness::alive);
}

TEST_CASE("a pid that was given to another process is dead, and so is one of an earlier boot") {
  Run run = owned_by_this_process();
  set(run, tag::kPidStart, "1");
  CHECK(liveness_of(run) == Liveness::dead);
  run = owned_by_this_process();
  set(run, tag::kBootId, "another");
  CHECK(liveness_of(run) == Liveness::dead);
  run = owned_by_this_process();
  set(run, tag::kPid, "2147483647");
  CHECK(liveness_of(run) == Liveness::dead);
}

TEST_CASE("of another host, or without a process, nothing is known") {
  Run run = owned_by_this_process();
  set(run, tag::kHost, "elsewhere");
  CHECK(liveness_of(run) == Liveness::unknown);
  for (const char* pid : {"", "0", "-1", "x", "99999999999"}) {
    run = owned_by_this_process();
    set(run, tag::kPid, pid);
    CHECK(liveness_of(run) == Liveness::unknown);
  }
  CHECK(liveness_of(Run{}) == Liveness::unknown);
}

}  // namespace mlt::app
