#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::model {

/// What makes one number of all the points of a metric: `loss:min`, `loss@step=100`.
struct Reducer {
  enum class Kind {
    last,   ///< the maximum in the order of comes_before
    min,    ///< by value
    max,    ///< by value
    first,  ///< the minimum in the order of comes_before
    count,  ///< of the distinct points
    mean,
    sd,   ///< of a sample: divided by n - 1; absent below two points
    sum,  ///< 0 is never a guess: absent without a point
    auc,  ///< area under the curve over the steps, by trapezoids; absent below two steps
    at_step,
  };
  Kind kind = Kind::last;
  std::int64_t step = 0;  ///< of at_step
  bool operator==(const Reducer&) const = default;
};

/// "last", "min", …; "step" for at_step.
std::string_view name_of(Reducer::Kind kind);
/// The reducer that is written `:name`; at_step is not one of them.
std::optional<Reducer::Kind> parse_reducer(std::string_view name);
/// What parse_reducer() reads, in the order of messages.
std::span<const std::string_view> reducer_names();

/// What a summary alone tells. Nothing where it cannot tell (needs_points) or where there is no
/// such number.
std::optional<double> reduce(const MetricSummary& summary, const Reducer& reducer);
/// Whether reduce() of this summary needs the points themselves.
bool needs_points(const MetricSummary& summary, const Reducer& reducer);
/// Whether a reducer needs the points whatever the summary is.
bool needs_points(const Reducer& reducer);

/// The same of all points, in the order of comes_before. mean, sd, sum, auc, min and max leave NaN
/// out.
std::optional<double> reduce(std::span<const MetricPoint> points, const Reducer& reducer);

}  // namespace mlt::model
