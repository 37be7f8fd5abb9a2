#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "mlt/store.hpp"

#include "app/compare_columns.hpp"
#include "app/metric_reader.hpp"

namespace mlt::app {

/// The course of a metric in a few cells: NaN where nothing was logged.
using CurveCells = std::vector<double>;

/// What stands in a column of a metric, for each run.
struct ColumnValues {
  /// In the column's form: reduced values (ms of time-to), changes, percentages, ranks.
  std::vector<std::optional<double>> numbers;
  std::vector<CurveCells> curves;  ///< of ColumnForm::curve; empty for a run without any point
  std::optional<Goal> better;      ///< which way a reduced value is better, where that is known
};

struct ValueRequest {
  GoalOf goal_of;
  /// Where the points of a run are; null: nowhere.
  std::function<Store*(std::size_t run)> store_of;
  bool has_base = false;    ///< the first run: changes are held against it, and it has no rank
  bool own_curves = false;  ///< each curve over its own steps, not over those of all
};

/// One for each column, empty for those that are no metrics. Points are read of metrics in columns
/// that need them and of no others.
std::vector<ColumnValues> read_column_values(std::span<const Run> runs,
                                             const std::vector<CompareColumn>& columns,
                                             const ValueRequest& request);

/// Which way a metric so reduced is better: sooner for time-to, unknown for sd and count, else as
/// the metric.
std::optional<Goal> goal_of_reduced(const model::Reducer& reducer, std::optional<Goal> of_metric);
/// Whether it is only not known which way the column is better: it does have one.
bool lacks_goal(const CompareColumn& column, const ColumnValues& values);

/// Thins curves to at most 8 cells each, so that no spike is lost: of the points in a cell the one
/// farthest from the curve's median stays. Cells without a point between two with are interpolated,
/// unless a value there is no finite number. All share their steps, unless `own`.
std::vector<CurveCells> thin_curves(std::span<const std::vector<MetricPoint>> curves, bool own);

}  // namespace mlt::app
