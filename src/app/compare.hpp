#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "app/column_values.hpp"
#include "app/compare_columns.hpp"
#include "app/goals.hpp"

namespace mlt::app {

struct CompareOptions {
  std::vector<RunRef> runs;  ///< exactly these; empty: by what follows
  /// Which store has each of them, where it is not the one compared: that of a revision.
  std::vector<Store*> stores;
  /// Of these experiments; absent: of the one that holds the newest run; empty: of all.
  std::optional<std::vector<ExperimentId>> experiments;
  std::string filter;
  std::optional<std::int64_t> now_ms;  ///< what times in the filter are counted from
  std::string order_by;  ///< empty: the order named, else best first, else newest first
  std::optional<std::int64_t> since_ms;
  std::size_t top = 20;         ///< 0: all
  std::set<RunId> without;      ///< runs that are not compared
  std::optional<Run> base;      ///< what the others are held against: the first row
  Store* base_store = nullptr;  ///< that has the points of the base; null: none has
  /// The one run that is held against the base, in place of those that all this chooses, and the
  /// store that has its points.
  std::optional<Run> candidate;
  Store* candidate_store = nullptr;

  /// What is to be shown; its goals, sets and reducers come from here and the settings.
  ColumnRequest columns;
  std::optional<model::Reducer> aggregate;  ///< of metrics in columns that name no reducer
  bool own_curves = false;                  ///< each sparkline over its own steps
  GoalMap goals;                            ///< given on the command line
  std::string primary;                      ///< the metric of --best
};

/// `max:metrics.acc`, `min:loss`, or `acc` where its direction is known otherwise. Throws usage.
std::pair<std::string, std::optional<Goal>> parse_best(std::string_view text);
/// `acc=max`. Throws usage.
std::pair<std::string, Goal> parse_goal(std::string_view text);

/// Runs side by side, with what there is to say about them.
struct Comparison {
  std::vector<Run> runs;  ///< in order
  /// Which store has each of them, null for a run made up; empty: the one compared has all.
  std::vector<Store*> stores;
  bool has_base = false;                ///< the first of them is the base, which counts nowhere
  std::vector<Experiment> experiments;  ///< those of the runs, or the one that has none
  ColumnChoice choice;
  std::size_t total = 0;    ///< runs of the experiments
  std::size_t matched = 0;  ///< of those, what passed the filter
  std::string ordered_by;   ///< "newest", "best", or empty for an order of the user's own

  std::vector<ColumnValues> values;  ///< for each column; empty for one that is no metric

  std::string primary;                  ///< metric that decides which run is best; empty: none does
  std::optional<std::size_t> deciding;  ///< the column by which it does
  /// For each column the runs (indices) that are best in it; empty where that is unknown.
  std::vector<std::vector<std::size_t>> best;
  /// The best of all: by the primary metric or, without one, the one that every metric with a
  /// direction agrees on.
  std::vector<std::size_t> best_runs;
  /// Metrics among the columns whose direction is unknown.
  std::vector<std::string> without_goal;
  std::vector<std::string> hints;

  [[nodiscard]] const Experiment* experiment_of(const Run& run) const;
};

/// Throws as query_runs and choose_columns do.
Comparison compare_runs(Store& store, const Settings& settings, const CompareOptions& options);

/// The last value of a metric, if the run has it.
std::optional<double> last_value(const Run& run, std::string_view key);
/// Whether the code was not what its commit says.
bool has_uncommitted_code(const Run& run);

}  // namespace mlt::app
