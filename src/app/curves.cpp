#include "app/curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/key_check.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

/// The x of each point, and the points in its order.
std::vector<CurvePoint> place_points(const std::vector<MetricPoint>& history, const Run& run,
                                     CurveX kind) {
  std::vector<CurvePoint> points;
  points.reserve(history.size());
  std::int64_t start_ms = run.start_time_ms;
  for (const MetricPoint& point : history) {
    start_ms = std::min(start_ms, point.time_ms);
  }
  for (const MetricPoint& point : history) {
    const double x = kind == CurveX::step ? static_cast<double>(point.step)
                     : kind == CurveX::time
                         ? static_cast<double>(point.time_ms)
                         : static_cast<double>(point.time_ms) - static_cast<double>(start_ms);
    points.push_back({.logged = point, .x = x, .y = point.value});
  }
  std::ranges::stable_sort(points, {}, &CurvePoint::x);  // the history is in the order of steps
  return points;
}

void smooth(std::vector<CurvePoint>& points, double weight) {
  std::vector<double> values;
  values.reserve(points.size());
  for (const CurvePoint& point : points) {
    values.push_back(point.y);
  }
  values = smoothed(values, weight);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].y = values[i];
  }
}

std::optional<double> last_number(const std::vector<CurvePoint>& points) {
  const auto found = std::find_if(points.rbegin(), points.rend(), [](const CurvePoint& point) {
    return !std::isnan(point.logged.value);
  });
  return found == points.rend() ? std::nullopt : std::optional(found->logged.value);
}

/// None of the runs has the metric: it is misspelt, or that of other runs.
[[noreturn]] void throw_no_curve(Store& store, std::span<const Run> runs,
                                 const std::string& metric) {
  std::set<ExperimentId> experiments;
  for (const Run& run : runs) {
    experiments.insert(run.experiment_id);
  }
  require_metrics(store, {experiments.begin(), experiments.end()}, {metric});
  const std::string named = "metric '" + base::escape_control(metric) + "'";
  if (runs.size() == 1) {
    const std::string id = runs.front().id.value.substr(0, 7);
    throw Error(ErrorCode::not_found, "run " + id + " has no " + named)
        .hint("list its metrics with: mlt runs show " + id);
  }
  throw Error(ErrorCode::not_found,
              "none of the " + std::to_string(runs.size()) + " runs has the " + named)
      .hint("choose those that have it with: --filter " +
            base::quote_for_shell("metrics.`" + base::escape_control(metric) + "` IS NOT NULL"));
}

/// The curve at x, which must not go back from one call to the next.
class Interpolation {
 public:
  explicit Interpolation(const std::vector<CurvePoint>& points) : points_(points) {}

  std::optional<double> at(double x) {
    while (next_ < points_.size() && points_[next_].x < x) {
      ++next_;
    }
    if (next_ == points_.size()) {
      return std::nullopt;
    }
    const CurvePoint& right = points_[next_];
    if (right.x == x) {
      return finite(right.y);
    }
    if (next_ == 0 || !std::isfinite(right.y)) {
      return std::nullopt;
    }
    const CurvePoint& left = points_[next_ - 1];
    if (!std::isfinite(left.y)) {  // std::lerp would not always tell
      return std::nullopt;
    }
    return finite(std::lerp(left.y, right.y, (x - left.x) / (right.x - left.x)));
  }

 private:
  static std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

  const std::vector<CurvePoint>& points_;
  std::size_t next_ = 0;
};

/// `sorted` must not be empty.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

Curves read_curves(Store& store, std::span<const Run> runs, const CurveOptions& options,
                   std::span<Store* const> stores) {
  Curves result;
  for (const std::string& metric : options.metrics) {
    bool is_absent = !runs.empty();
    for (std::size_t i = 0; i < runs.size(); ++i) {
      Store* const own = stores.empty() ? &store : stores[i];
      if (own == nullptr) {
        result.missing.push_back(
            {.run = i, .metric = metric, .reason = "it is made up of several"});
        continue;
      }
      try {
        const auto history = own->metric_history(runs[i].ref(), metric);
        if (history.empty()) {
          const bool is_lost = runs[i].metrics.contains(metric);
          is_absent = is_absent && !is_lost;
          result.missing.push_back(
              {.run = i, .metric = metric, .reason = is_lost ? "its points are lost" : ""});
          continue;
        }
        Curve curve{.run = i,
                    .metric = metric,
                    .points = place_points(history, runs[i], options.x),
                    .last = {}};
        curve.last = last_number(curve.points);
        if (options.smoothing) {
          smooth(curve.points, *options.smoothing);
        }
        result.curves.push_back(std::move(curve));
      } catch (const Error& error) {
        result.missing.push_back({.run = i, .metric = metric, .reason = error.what()});
      }
      is_absent = false;
    }
    if (is_absent) {
      throw_no_curve(store, runs, metric);
    }
  }
  return result;
}

std::vector<double> smoothed(std::span<const double> values, double weight) {
  std::vector<double> result(values.begin(), values.end());
  double average = 0;
  double bias = 1;  // what of the average is still the zero that it began with
  for (double& value : result) {
    if (!std::isfinite(value)) {
      continue;
    }
    average = weight * average + (1 - weight) * value;
    bias *= weight;
    value = average / (1 - bias);
  }
  return result;
}

std::vector<BandPoint> band_of(std::span<const Curve* const> curves, std::size_t count) {
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  std::vector<Interpolation> interpolations;
  for (const Curve* curve : curves) {
    least = std::min(least, curve->points.front().x);
    greatest = std::max(greatest, curve->points.back().x);
    interpolations.emplace_back(curve->points);
  }
  std::vector<BandPoint> band;
  for (std::size_t i = 0; i < count && least <= greatest; ++i) {
    const double share = count == 1 ? 0 : static_cast<double>(i) / static_cast<double>(count - 1);
    const double x = std::lerp(least, greatest, share);
    std::vector<double> values;
    for (Interpolation& interpolation : interpolations) {
      if (const auto value = interpolation.at(x)) {
        values.push_back(*value);
      }
    }
    if (values.empty()) {
      continue;
    }
    std::ranges::sort(values);
    band.push_back({.x = x,
                    .runs = values.size(),
                    .low = quantile(values, 0.25),
                    .median = quantile(values, 0.5),
                    .high = quantile(values, 0.75)});
  }
  return band;
}

}  // namespace mlt::app
