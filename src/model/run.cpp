#include "mlt/run.hpp"

#include <bit>
#include <cmath>
#include <tuple>

namespace mlt {

namespace {

/// Maps a double to an integer in the order of values: all NaNs, -inf, …, -0.0, 0.0, …, inf.
std::int64_t rank_of(double value) {
  if (std::isnan(value)) {
    return INT64_MIN;
  }
  // The bits of non-negative doubles ascend with the value, those of negative ones descend.
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits >= 0 ? bits : ~(bits & INT64_MAX);
}

auto order_of(const MetricPoint& point) {
  return std::tuple(point.step, point.time_ms, rank_of(point.value));
}

const MetricContext& context_of(const MetricPoint& point) {
  static const MetricContext kNone;
  return point.context ? *point.context : kNone;
}

}  // namespace

std::string_view name_of(RunStatus status) {
  switch (status) {
    case RunStatus::running:
      return "RUNNING";
    case RunStatus::scheduled:
      return "SCHEDULED";
    case RunStatus::finished:
      return "FINISHED";
    case RunStatus::failed:
      return "FAILED";
    case RunStatus::killed:
      return "KILLED";
  }
  return "RUNNING";
}

std::optional<RunStatus> parse_run_status(std::string_view name) {
  for (const RunStatus status : {RunStatus::running, RunStatus::scheduled, RunStatus::finished,
                                 RunStatus::failed, RunStatus::killed}) {
    if (name == name_of(status)) {
      return status;
    }
  }
  return std::nullopt;
}

std::string_view name_of(Lifecycle lifecycle) {
  return lifecycle == Lifecycle::deleted ? "deleted" : "active";
}

std::optional<Lifecycle> parse_lifecycle(std::string_view name) {
  for (const Lifecycle lifecycle : {Lifecycle::active, Lifecycle::deleted}) {
    if (name == name_of(lifecycle)) {
      return lifecycle;
    }
  }
  return std::nullopt;
}

bool has_ended(RunStatus status) {
  return status == RunStatus::finished || status == RunStatus::failed ||
         status == RunStatus::killed;
}

bool comes_before(const MetricPoint& a, const MetricPoint& b) {
  if (a.step != b.step) {
    return a.step < b.step;
  }
  const auto order_a = order_of(a);
  const auto order_b = order_of(b);
  if (order_a != order_b || a.context == b.context) {
    return order_a < order_b;
  }
  return context_of(a) < context_of(b);
}

bool same_point(const MetricPoint& a, const MetricPoint& b) {
  return a.step == b.step && order_of(a) == order_of(b) &&
         (a.context == b.context || context_of(a) == context_of(b));
}

}  // namespace mlt
