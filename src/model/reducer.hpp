#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::model {

/// The metric that says of each step which epoch it is part of, where a run has it.
inline constexpr std::string_view kEpochMetric = "epoch";

/// What makes one number of all the points of a metric: `loss:min`, `loss@step=100`.
struct Reducer {
  enum class Kind {
    last,   ///< the maximum in the order of comes_before
    min,    ///< by value
    max,    ///< by value
    first,  ///< the minimum in the order of comes_before
    count,  ///< of the distinct points
    mean,
    sd,        ///< of a sample: divided by n - 1; absent below two points
    sum,       ///< 0 is never a guess: absent without a point
    auc,       ///< area under the curve over the steps, by trapezoids; absent below two steps
    best,      ///< min or max, as the metric's goal says; who knows the goal puts that in its place
    time_to,   ///< ms from the run's start until the metric is as good as `threshold`
    at_step,   ///< the last value at `step`
    at_epoch,  ///< the last value of the epoch `step`
    at_last_epoch,  ///< the last value, if it is one of the run's last epoch
    at_best,        ///< the value where the metric `key` is best
  };
  Kind kind = Kind::last;
  std::int64_t step = 0;  ///< of at_step and at_epoch
  double threshold = 0;   ///< of time_to
  std::string key{};      ///< of at_best
  bool operator==(const Reducer&) const = default;
};

/// As it is written behind a metric: ":max", "@step=100", "@best(val_loss)", ":time-to(0.9)".
std::string spell(const Reducer& reducer);
/// "last", "min", …, "auc"; "step" for at_step. Of those that parse_reducer() reads, and at_step.
std::string_view name_of(Reducer::Kind kind);
/// The reducer that is written `:name` and that points alone tell: last … auc.
std::optional<Reducer::Kind> parse_reducer(std::string_view name);
/// What parse_reducer() reads, in the order of messages.
std::span<const std::string_view> reducer_names();

/// What a summary alone tells. Nothing where it cannot tell (needs_points) or where there is no
/// such number.
std::optional<double> reduce(const MetricSummary& summary, const Reducer& reducer);
/// Whether reduce() of this summary needs the points themselves.
bool needs_points(const MetricSummary& summary, const Reducer& reducer);
/// Whether a reducer needs the points whatever the summary is; `best` stands for min or max.
bool needs_points(const Reducer& reducer);
/// The other metric whose points it takes; empty for none.
std::string_view companion_of(const Reducer& reducer);
/// Whether the points of the metric tell it alone: not its goal, other metrics or the run's start.
bool is_self_contained(const Reducer& reducer);

/// The same of all points, in the order of comes_before. mean, sd, sum, auc, min and max leave NaN
/// out. Nothing for a reducer that is not self-contained.
std::optional<double> reduce(std::span<const MetricPoint> points, const Reducer& reducer);

// What takes more than the points of one metric. All points in the order of comes_before.

/// at_best: the last value at or before the step at which `others` are greatest (least unless
/// `greatest`), the first such step. Points that are NaN are never best.
std::optional<double> value_at_best(std::span<const MetricPoint> points,
                                    std::span<const MetricPoint> others, bool greatest);
/// at_epoch and at_last_epoch: the last of the points whose epoch, which is the last value of
/// `epochs` at or before their step, is the one asked for. Without any `epochs` steps are epochs.
std::optional<double> value_at_epoch(std::span<const MetricPoint> points,
                                     std::span<const MetricPoint> epochs, const Reducer& reducer);
/// time_to: from `start_ms`, or the first point where that is earlier, to the first point in time
/// that is at least `threshold` (at most, where not `rising`). Nothing if none is.
std::optional<std::int64_t> time_to(std::span<const MetricPoint> points, double threshold,
                                    bool rising, std::int64_t start_ms);

}  // namespace mlt::model
