#include "app/column_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "app/goals.hpp"
#include "render/thinning.hpp"

namespace mlt::app {
namespace {

using Kind = model::Reducer::Kind;
using Numbers = std::vector<std::optional<double>>;

constexpr std::size_t kMostCells = 8;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// Steps of curves, and the cell that each is in.
struct CellScale {
  double least = 0;
  double greatest = 0;
  std::size_t cells = 0;

  explicit CellScale(std::span<const std::vector<MetricPoint>> curves) {
    std::set<std::int64_t> steps;  // up to as many as decide
    for (const auto& curve : curves) {
      if (curve.empty()) {
        continue;
      }
      const auto first = static_cast<double>(curve.front().step);
      const auto last = static_cast<double>(curve.back().step);
      least = steps.empty() ? first : std::min(least, first);
      greatest = steps.empty() ? last : std::max(greatest, last);
      for (const MetricPoint& point : curve) {
        if (steps.size() < kMostCells) {
          steps.insert(point.step);
        }
      }
    }
    cells = steps.size();
  }

  [[nodiscard]] int cell_of(double step) const {
    if (greatest <= least) {
      return 0;
    }
    const double share = (step - least) / (greatest - least);
    const auto cell = static_cast<std::size_t>(share * static_cast<double>(cells));
    return static_cast<int>(std::min(cell, cells - 1));
  }
};

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

CurveCells thin_curve(const std::vector<MetricPoint>& points, const CellScale& scale) {
  std::vector<render::Spot> spots;
  std::vector<double> finite;
  for (const MetricPoint& point : points) {
    spots.push_back({static_cast<double>(point.step), point.value});
    if (std::isfinite(point.value)) {
      finite.push_back(point.value);
    }
  }
  CurveCells cells(points.empty() ? 0 : scale.cells, kNothing);
  if (finite.empty()) {
    return cells;
  }
  const double median = median_of(std::move(finite));
  const auto ranges = render::thin(spots, [&scale](double step) { return scale.cell_of(step); });
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const render::ColumnRange& range = ranges[i];
    const bool is_high = range.high - median > median - range.low;
    const auto at = static_cast<std::size_t>(range.column);
    cells[at] = is_high ? range.high : range.low;
    if (i == 0 || !range.is_joined) {
      continue;
    }
    const auto before = static_cast<std::size_t>(ranges[i - 1].column);
    for (std::size_t cell = before + 1; cell < at; ++cell) {
      const double share = static_cast<double>(cell - before) / static_cast<double>(at - before);
      cells[cell] = std::lerp(ranges[i - 1].last, range.first, share);
    }
  }
  return cells;
}

bool is_number(const std::optional<double>& value) { return value && !std::isnan(*value); }

Numbers changes(const Numbers& reduced, bool as_percent) {
  Numbers changes(reduced.size());
  const std::optional<double> base = reduced.empty() ? std::nullopt : reduced.front();
  for (std::size_t i = 1; i < reduced.size() && base; ++i) {
    if (!reduced[i]) {
      continue;
    }
    const double change = *reduced[i] - *base;
    if (!as_percent) {
      changes[i] = change;
    } else if (*base != 0) {
      changes[i] = change / std::abs(*base) * 100;
    }
  }
  return changes;
}

/// 1 for the best; those that are equal share the better rank.
Numbers ranks(const Numbers& reduced, const std::optional<Goal>& better, std::size_t first) {
  Numbers ranks(reduced.size());
  std::vector<double> sorted;
  for (std::size_t i = first; i < reduced.size(); ++i) {
    if (is_number(reduced[i])) {
      sorted.push_back(*reduced[i]);
    }
  }
  if (!better) {
    return ranks;
  }
  const auto before = [&better](double a, double b) { return is_better(a, b, *better); };
  std::ranges::sort(sorted, before);
  for (std::size_t i = first; i < reduced.size(); ++i) {
    if (is_number(reduced[i])) {
      const auto place = std::ranges::lower_bound(sorted, *reduced[i], before);
      ranks[i] = static_cast<double>(place - sorted.begin() + 1);
    }
  }
  return ranks;
}

}  // namespace

std::optional<Goal> goal_of_reduced(const model::Reducer& reducer, std::optional<Goal> of_metric) {
  switch (reducer.kind) {
    case Kind::time_to:
      return Goal::min;
    case Kind::sd:
    case Kind::count:
      return std::nullopt;
    default:
      return of_metric;
  }
}

bool lacks_goal(const CompareColumn& column, const ColumnValues& values) {
  const Kind kind = column.reducer.kind;
  return column.form != ColumnForm::curve && !values.better && kind != Kind::sd &&
         kind != Kind::count;
}

std::vector<CurveCells> thin_curves(std::span<const std::vector<MetricPoint>> curves, bool own) {
  const CellScale common(curves);
  std::vector<CurveCells> thinned;
  for (const auto& curve : curves) {
    thinned.push_back(thin_curve(curve, own ? CellScale({&curve, 1}) : common));
  }
  return thinned;
}

std::vector<ColumnValues> read_column_values(std::span<const Run> runs,
                                             const std::vector<CompareColumn>& columns,
                                             const ValueRequest& request) {
  std::vector<ColumnValues> values(columns.size());
  std::vector<std::vector<std::vector<MetricPoint>>> curves(columns.size());
  MetricReader reader(request.goal_of);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Store* store = request.store_of(i);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const CompareColumn& column = columns[c];
      if (column.kind != CompareColumn::Kind::metric) {
        continue;
      }
      if (column.form == ColumnForm::curve) {
        curves[c].push_back(runs[i].metrics.contains(column.key)
                                ? reader.points(store, runs[i], column.key)
                                : std::vector<MetricPoint>());
      } else {
        values[c].numbers.push_back(reader.reduce(store, runs[i], column.key, column.reducer));
      }
    }
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const CompareColumn& column = columns[c];
    if (column.kind != CompareColumn::Kind::metric) {
      continue;
    }
    ColumnValues& each = values[c];
    each.better = goal_of_reduced(column.reducer, request.goal_of(column.key));
    if (column.form == ColumnForm::curve) {
      each.curves = thin_curves(curves[c], request.own_curves);
    } else if (column.form == ColumnForm::rank) {
      each.numbers = ranks(each.numbers, each.better, request.has_base ? 1 : 0);
    } else if (column.form != ColumnForm::value) {
      each.numbers = changes(each.numbers, column.form == ColumnForm::percent);
    }
  }
  return values;
}

}  // namespace mlt::app
