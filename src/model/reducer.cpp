#include "model/reducer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/numbers.hpp"

namespace mlt::model {
namespace {

using Kind = Reducer::Kind;

/// In the order of Kind, up to auc.
constexpr std::array<std::string_view, 9> kNames = {"last", "min", "max", "first", "count",
                                                    "mean", "sd",  "sum", "auc"};

std::optional<double> value_of(const std::optional<MetricPoint>& point) {
  return point ? std::optional(point->value) : std::nullopt;
}

std::vector<double> numbers_of(std::span<const MetricPoint> points) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const MetricPoint& point : points) {
    if (!std::isnan(point.value)) {
      values.push_back(point.value);
    }
  }
  return values;
}

/// Mean and sum of squared deviations in one pass: B. P. Welford, Technometrics 4 (1962) 419.
struct Moments {
  double mean = 0;
  double squares = 0;

  explicit Moments(std::span<const double> values) {
    double count = 0;
    for (const double value : values) {
      const double deviation = value - mean;
      mean += deviation / ++count;
      squares += deviation * (value - mean);
    }
  }
};

/// With the error of each addition carried along: A. Neumaier, ZAMM 54 (1974) 39.
double sum_of(std::span<const double> values) {
  double sum = 0;
  double carried = 0;
  for (const double value : values) {
    const double next = sum + value;
    carried += std::abs(sum) >= std::abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  return std::isfinite(sum) ? sum + carried : sum;
}

std::optional<double> area_of(std::span<const MetricPoint> points) {
  // One point a step: the last of them counts.
  std::vector<const MetricPoint*> curve;
  for (const MetricPoint& point : points) {
    if (std::isnan(point.value)) {
      continue;
    }
    if (!curve.empty() && curve.back()->step == point.step) {
      curve.back() = &point;
    } else {
      curve.push_back(&point);
    }
  }
  if (curve.size() < 2) {
    return std::nullopt;
  }
  double area = 0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const double width =
        static_cast<double>(curve[i]->step) - static_cast<double>(curve[i - 1]->step);
    area += width * (curve[i]->value / 2 + curve[i - 1]->value / 2);
  }
  return area;
}

/// The last value at `step` or before it.
std::optional<double> value_by(std::span<const MetricPoint> points, std::int64_t step) {
  const auto end = std::ranges::upper_bound(points, step, {}, &MetricPoint::step);
  return end == points.begin() ? std::nullopt : std::optional((end - 1)->value);
}

std::optional<double> value_at(std::span<const MetricPoint> points, std::int64_t step) {
  const auto end = std::ranges::upper_bound(points, step, {}, &MetricPoint::step);
  if (end == points.begin() || (end - 1)->step != step) {
    return std::nullopt;
  }
  return (end - 1)->value;
}

std::optional<double> reduce_numbers(std::span<const double> values, Kind kind) {
  if (values.empty()) {
    return std::nullopt;
  }
  switch (kind) {
    case Kind::min:
      return std::ranges::min(values);
    case Kind::max:
      return std::ranges::max(values);
    case Kind::mean: {
      // The exact sum makes the better mean; one beyond all doubles may still have one.
      const double sum = sum_of(values);
      const bool overflows = !std::isfinite(sum) && std::ranges::all_of(values, [](double value) {
        return std::isfinite(value);
      });
      return overflows ? Moments(values).mean : sum / static_cast<double>(values.size());
    }
    case Kind::sum:
      return sum_of(values);
    case Kind::sd:
      return values.size() < 2 ? std::nullopt
                               : std::optional(std::sqrt(Moments(values).squares /
                                                         static_cast<double>(values.size() - 1)));
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string spell(const Reducer& reducer) {
  switch (reducer.kind) {
    case Kind::best:
      return ":best";
    case Kind::time_to:
      return ":time-to(" + base::format_double(reducer.threshold) + ")";
    case Kind::at_step:
      return "@step=" + std::to_string(reducer.step);
    case Kind::at_epoch:
      return "@epoch=" + std::to_string(reducer.step);
    case Kind::at_last_epoch:
      return "@epoch=last";
    case Kind::at_best:
      return "@best(" + reducer.key + ")";
    default:
      return ":" + std::string(name_of(reducer.kind));
  }
}

std::string_view name_of(Kind kind) {
  return kind == Kind::at_step ? "step" : kNames.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> parse_reducer(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  return found == kNames.end() ? std::nullopt
                               : std::optional(static_cast<Kind>(found - kNames.begin()));
}

std::span<const std::string_view> reducer_names() { return kNames; }

bool needs_points(const Reducer& reducer) {
  return reducer.kind > Kind::count && reducer.kind != Kind::best;
}

std::string_view companion_of(const Reducer& reducer) {
  const bool is_by_epoch = reducer.kind == Kind::at_epoch || reducer.kind == Kind::at_last_epoch;
  return is_by_epoch ? kEpochMetric : reducer.key;
}

bool is_self_contained(const Reducer& reducer) {
  return reducer.kind <= Kind::auc || reducer.kind == Kind::at_step;
}

bool needs_points(const MetricSummary& summary, const Reducer& reducer) {
  return needs_points(reducer) || (reducer.kind == Kind::count && !summary.count);
}

std::optional<double> reduce(const MetricSummary& summary, const Reducer& reducer) {
  switch (reducer.kind) {
    case Kind::last:
      return summary.last.value;
    case Kind::first:
      return summary.first.value;
    case Kind::min:
      return value_of(summary.min);
    case Kind::max:
      return value_of(summary.max);
    case Kind::count:
      return summary.count ? std::optional(static_cast<double>(*summary.count)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<double> reduce(std::span<const MetricPoint> points, const Reducer& reducer) {
  if (points.empty()) {
    return std::nullopt;
  }
  switch (reducer.kind) {
    case Kind::last:
      return points.back().value;
    case Kind::first:
      return points.front().value;
    case Kind::count:
      return static_cast<double>(points.size());
    case Kind::auc:
      return area_of(points);
    case Kind::at_step:
      return value_at(points, reducer.step);
    default:
      return reduce_numbers(numbers_of(points), reducer.kind);
  }
}

std::optional<double> value_at_best(std::span<const MetricPoint> points,
                                    std::span<const MetricPoint> others, bool greatest) {
  const MetricPoint* best = nullptr;
  for (const MetricPoint& other : others) {
    if (!std::isnan(other.value) &&
        (best == nullptr || (greatest ? other.value > best->value : other.value < best->value))) {
      best = &other;
    }
  }
  return best == nullptr ? std::nullopt : value_by(points, best->step);
}

std::optional<double> value_at_epoch(std::span<const MetricPoint> points,
                                     std::span<const MetricPoint> epochs, const Reducer& reducer) {
  const bool is_last = reducer.kind == Kind::at_last_epoch;
  if (epochs.empty()) {
    return is_last ? reduce(points, {Kind::last}) : value_at(points, reducer.step);
  }
  const double wanted = is_last ? epochs.back().value : static_cast<double>(reducer.step);
  for (std::size_t i = points.size(); i-- > 0;) {
    if (value_by(epochs, points[i].step) == wanted) {
      return points[i].value;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> time_to(std::span<const MetricPoint> points, double threshold,
                                    bool rising, std::int64_t start_ms) {
  std::optional<std::int64_t> reached;
  for (const MetricPoint& point : points) {
    start_ms = std::min(start_ms, point.time_ms);
    const bool is_there = rising ? point.value >= threshold : point.value <= threshold;
    if (is_there) {
      reached = std::min(reached.value_or(point.time_ms), point.time_ms);
    }
  }
  std::int64_t duration = 0;
  const bool fits = reached && !__builtin_sub_overflow(*reached, start_ms, &duration);
  return fits ? std::optional(duration) : std::nullopt;
}

}  // namespace mlt::model
