#include "app/liveness.hpp"

#include <limits>
#include <unistd.h>

#include "base/numbers.hpp"
#include "base/process.hpp"

namespace mlt::app {
namespace {

std::string_view tag_of(const Run& run, std::string_view key) {
  const auto found = run.tags.find(key);
  return found == run.tags.end() ? std::string_view() : found->second;
}

}  // namespace

Liveness liveness_of(const Run& run) {
  const auto pid = base::parse_int64(tag_of(run, tag::kPid));
  if (!pid || *pid <= 0 || *pid > std::numeric_limits<int>::max() ||
      tag_of(run, tag::kHost) != base::host_name()) {
    return Liveness::unknown;
  }
  const Liveness process = liveness_of_process(static_cast<int>(*pid));
  if (process != Liveness::alive) {
    return process;
  }
  // A process of that number: the same one, or one that came later.
  const auto identity = base::process_identity(static_cast<int>(*pid));
  const std::string_view boot_id = tag_of(run, tag::kBootId);
  const std::string_view start = tag_of(run, tag::kPidStart);
  if (!identity || boot_id.empty() || start.empty()) {
    return Liveness::unknown;
  }
  return identity->boot_id == boot_id && identity->start_ticks == start ? Liveness::alive
                                                                        : Liveness::dead;
}

Liveness liveness_of_process(int pid) {
  if (base::process_identity(pid)) {
    return Liveness::alive;
  }
  // Without /proc nothing is known of anybody.
  return base::process_identity(::getpid()) ? Liveness::dead : Liveness::unknown;
}

KeySelection liveness_tags() {
  KeySelection tags;
  for (const auto key : {tag::kHost, tag::kPid, tag::kBootId, tag::kPidStart}) {
    tags.names.emplace(key);
  }
  return tags;
}

}  // namespace mlt::app
