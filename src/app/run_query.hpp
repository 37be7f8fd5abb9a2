#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "app/goals.hpp"
#include "search/search.hpp"

namespace mlt::app {

/// Which runs of a store to bring, and how much of each.
struct RunQuery {
  std::vector<ExperimentId> experiments;  ///< empty: all
  /// Of those, only the experiment that holds the newest run.
  bool newest_experiment = false;
  LifecycleFilter lifecycle = LifecycleFilter::active;
  std::optional<RunStatus> status;
  std::optional<std::int64_t> since_ms;  ///< started then or later
  std::set<RunId> without;               ///< runs that do not count as matches
  std::string filter;                    ///< search grammar; empty: all
  std::optional<std::int64_t> now_ms;    ///< what times in the filter are counted from
  std::string order_by;                  ///< search grammar; empty: default_order
  /// What orders the runs of an experiment where order_by does not. Absent: newest first.
  std::function<search::Order(const ExperimentId&)> default_order;
  /// Which way a metric of an experiment is better, for reducers in order_by that ask. Absent: what
  /// goal_by_name() says.
  std::function<std::optional<Goal>(std::string_view metric, const ExperimentId&)> goal_of;
  std::size_t top = 20;  ///< the first so many; 0: all

  // What the result is filled in with.
  KeySelection params;
  KeySelection metrics;
  KeySelection tags;
  bool artifacts = false;
};

struct RunPage {
  std::vector<Run> runs;    ///< in order
  std::size_t total = 0;    ///< runs of the experiments and the lifecycle asked for
  std::size_t matched = 0;  ///< of those, the ones that passed filter, status and since
  /// With newest_experiment: the one chosen, if there is any run.
  std::optional<ExperimentId> experiment;
  std::vector<std::string> hints;  ///< what may explain an empty result
};

/// Reads each run once with only the keys that filter, order and a selection by name need; where
/// all keys are selected, the runs of the result once more. The points of a metric are read where a
/// reducer needs them: for the filter of runs that it leaves undecided, for the order of runs that
/// match. Throws usage or not_found for an
/// expression that is malformed or names a key that no run has, with the nearest key as a hint.
RunPage query_runs(Store& store, const RunQuery& query);

}  // namespace mlt::app
