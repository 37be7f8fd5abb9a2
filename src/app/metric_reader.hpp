#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "app/settings.hpp"
#include "model/reducer.hpp"
#include "search/search.hpp"

namespace mlt::app {

/// Which way a metric is better, where that is known.
using GoalOf = std::function<std::optional<Goal>(std::string_view metric)>;

/// The reducer with min or max in the place of `best`. Throws usage where a goal that it needs,
/// that of `metric` or of the one in @best(), is not known.
model::Reducer with_goal(const model::Reducer& reducer, std::string_view metric,
                         const GoalOf& goal_of);

/// The points of a metric; none where they cannot be read, which who brought the run has said.
std::vector<MetricPoint> read_points(Store& store, const Run& run, std::string_view metric);

/// Reduces the metrics of one run after the other: from summaries where they tell it, else from the
/// points, each metric of which is read once a run. Not for several threads.
class MetricReader {
 public:
  explicit MetricReader(GoalOf goal_of) : goal_of_(std::move(goal_of)) {}

  /// Nothing where there is no such number. A null store has no points.
  std::optional<double> reduce(Store* store, const Run& run, std::string_view metric,
                               const model::Reducer& reducer);
  /// Valid until another run is asked for.
  const std::vector<MetricPoint>& points(Store* store, const Run& run, std::string_view metric);

 private:
  GoalOf goal_of_;
  const Store* store_ = nullptr;
  RunRef run_;  // whose points are kept
  std::map<std::string, std::vector<MetricPoint>, std::less<>> points_;
};

/// Reads what an order by reducers must know of these runs beyond their summaries. Throws usage as
/// with_goal() does.
void read_order(search::Order& order, const GoalOf& goal_of, std::span<const Run> runs,
                const std::function<Store*(const Run& run)>& store_of);

}  // namespace mlt::app
