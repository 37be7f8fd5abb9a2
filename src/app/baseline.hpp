#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "app/goals.hpp"
#include "app/revisions.hpp"
#include "app/selectors.hpp"
#include "app/settings.hpp"

namespace mlt::app {

/// How several runs become one.
struct Pick {
  enum class How {
    latest,  ///< the one that finished last
    best,    ///< the one with the best last value of `metric`
    mean,    ///< one made up: each metric's values are the means of the runs that have it
  };
  How how = How::latest;
  std::string metric{};
  bool operator==(const Pick&) const = default;
};

/// `latest`, `best:METRIC` (`best:metrics.acc` too) or `mean`. Throws usage.
Pick parse_pick(std::string_view text);

/// One run that stands for several.
struct PickedRun {
  Run run;          ///< with all its keys; of a mean, with params and tags that are the same in all
  std::string how;  ///< for people: `latest of 3 finished runs`
  std::size_t among = 0;  ///< so many finished runs
};

/// What picks among the runs of a store.
struct PickQuery {
  Pick pick{};
  /// Of these experiments; empty: of all.
  std::vector<ExperimentId> experiments{};
  std::string filter{};
  std::optional<std::int64_t> now_ms{};  ///< what times in the filter are counted from
  std::optional<std::int64_t> since_ms{};
  std::set<RunId> without{};  ///< runs that do not count
  GoalMap goals{};            ///< given on the command line, for `best`
};

/// Only runs that FINISHED count. Nothing where none does. Throws usage for `best` of a metric
/// whose direction is not known, and as query_runs() does for a filter.
std::optional<PickedRun> pick_run(Store& store, const Settings& settings, const PickQuery& query);

/// What runs are held against.
struct Baseline {
  PickedRun picked;
  std::string label;       ///< what was typed: `main`, `@best:metrics.acc`, `main:7f3a`
  std::string commit;      ///< in full; empty where it is a run of the store as it is now
  Store* store = nullptr;  ///< that has the run; null for a mean, and as long as its revision's
  /// With a revision in place of one run: all that it holds, deleted ones too. The candidates are
  /// the runs of the store that are not among them. Absent: every run but the base is one.
  std::optional<std::set<RunId>> in_revision{};
};

/// The run that `against` names: a revision, of which one run is picked, or a single run as
/// `RUN` or `REV:RUN`. Hex digits are a run before they are a commit; any other word is a revision
/// before it is a run's name. `selectors` finds runs of `store`. Throws not_found where it is
/// neither or the revision holds no finished run that passes, and what pick_run() throws.
Baseline find_baseline(Store& store, Revisions& revisions, RunSelectors& selectors,
                       const Settings& settings, std::string_view against, const PickQuery& query);

}  // namespace mlt::app
