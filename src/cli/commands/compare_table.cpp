#include "cli/commands/compare_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "render/style.hpp"
#include "wire/document.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

using Kind = app::CompareColumn::Kind;
using Form = app::ColumnForm;

bool is_change(const app::CompareColumn& column) {
  return column.form == Form::delta || column.form == Form::percent;
}

bool is_time(const app::CompareColumn& column) {
  return column.reducer.kind == model::Reducer::Kind::time_to &&
         (column.form == Form::value || column.form == Form::delta);
}

/// Whether both measure the change of the same.
bool is_same_change(const app::CompareColumn& a, const app::CompareColumn& b) {
  return is_change(a) && is_change(b) && a.key == b.key && a.reducer == b.reducer;
}

/// A change for the better or the worse says so once, in the first of its columns: never by colour
/// alone.
void judge(render::Cell& cell, double change, const app::Comparison& comparison, std::size_t c) {
  const auto& columns = comparison.choice.columns;
  const auto& better = comparison.values[c].better;
  if (columns[c].form == Form::percent && std::isfinite(change)) {
    cell.marks = "%";
  }
  if (!better || std::isnan(change) || change == 0) {
    return;
  }
  const bool is_better = app::is_better(change, 0, *better);
  cell.tone = is_better ? render::Tone::good : render::Tone::bad;
  if (c == 0 || !is_same_change(columns[c - 1], columns[c])) {
    cell.marks += is_better ? " better" : " worse";
  }
}

struct Scale {
  double least = std::numeric_limits<double>::infinity();
  double greatest = -std::numeric_limits<double>::infinity();

  void add(const app::CurveCells& cells) {
    for (const double value : cells) {
      if (std::isfinite(value)) {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
      }
    }
  }
};

/// `common`: of all in the column; null: each has its own.
render::Cell curve_cell(const app::CurveCells& cells, const Scale* common) {
  if (cells.empty()) {
    return {};
  }
  Scale own;
  own.add(cells);
  const Scale& scale = common != nullptr ? *common : own;
  return {
      render::Curve{std::make_shared<const app::CurveCells>(cells), scale.least, scale.greatest}};
}

render::Cell number_cell(const app::Comparison& comparison, std::size_t row, std::size_t c) {
  const app::CompareColumn& column = comparison.choice.columns[c];
  const auto& number = comparison.values[c].numbers[row];
  if (!number) {
    return {};
  }
  if (column.form == Form::rank) {
    return {static_cast<std::int64_t>(*number)};
  }
  render::Cell cell;
  if (is_time(column) && column.form == Form::value) {
    return {render::Duration{static_cast<std::int64_t>(*number)}};
  }
  cell.value = *number;
  if (is_change(column)) {
    judge(cell, *number, comparison, c);
  }
  return cell;
}

render::Column column_of(const app::CompareColumn& column) {
  render::Column shown = table_column(column);
  shown.with_sign = is_change(column);
  shown.can_shorten = shown.can_shorten && column.form != Form::curve;
  return shown;
}

void mark_best(render::Table& table, const app::Comparison& comparison) {
  for (const std::size_t row : comparison.best_runs) {
    table.rows[row].front().marks.insert(0, render::kBestMark);
  }
  for (std::size_t c = 0; c < comparison.best.size(); ++c) {
    for (const std::size_t row : comparison.best[c]) {
      table.rows[row][c].tone = render::Tone::good;
      if (c != comparison.deciding) {                  // its mark stands at the run
        table.rows[row][c].marks = render::kBestMark;  // never colour alone
      }
    }
  }
}

wire::Value curve_value(const app::CurveCells& cells) {
  wire::Value array = wire::array_value();
  for (const double cell : cells) {
    wire::append(array, std::isnan(cell) ? wire::Value() : wire::number_value(cell));
  }
  return array;
}

wire::Value shown_value(const app::Comparison& comparison, std::size_t row, std::size_t c) {
  const app::CompareColumn& column = comparison.choice.columns[c];
  const app::ColumnValues& values = comparison.values[c];
  if (column.form == Form::curve) {
    return values.curves[row].empty() ? wire::Value() : curve_value(values.curves[row]);
  }
  const auto& number = values.numbers[row];
  if (!number) {
    return {};
  }
  const bool is_whole =
      column.form == Form::rank || is_time(column) ||
      (column.form == Form::value && column.reducer.kind == model::Reducer::Kind::count);
  return is_whole ? wire::integer_value(static_cast<std::int64_t>(*number))
                  : wire::number_value(*number);
}

/// What a metric in which a run is best is called: `acc`, or `acc:max`.
std::string name_in_best(const app::CompareColumn& column) {
  if (!column.alias.empty()) {
    return column.alias;
  }
  return column.reducer.kind == model::Reducer::Kind::last
             ? column.key
             : column.key + model::spell(column.reducer);
}

}  // namespace

render::Table comparison_table(const app::Comparison& comparison, const RunCellContext& cells,
                               bool own_scale) {
  render::Table table;
  const auto& columns = comparison.choice.columns;
  for (const auto& column : columns) {
    table.columns.push_back(column_of(column));
  }
  // The primary metric is the first; without one any metric tells more than none.
  const auto metric = std::ranges::find(columns, Kind::metric, &app::CompareColumn::kind);
  if (metric != columns.end()) {
    table.columns[static_cast<std::size_t>(metric - columns.begin())].keep = true;
  }
  std::vector<Scale> scales(columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::ranges::for_each(comparison.values[c].curves,
                          [&](const app::CurveCells& curve) { scales[c].add(curve); });
  }
  for (std::size_t row = 0; row < comparison.runs.size(); ++row) {
    const Run& run = comparison.runs[row];
    auto& line = table.rows.emplace_back();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const app::CompareColumn& column = columns[c];
      line.push_back(
          column.kind != Kind::metric ? run_cell(run, comparison.experiment_of(run), column, cells)
          : column.form == Form::curve
              ? curve_cell(comparison.values[c].curves[row], own_scale ? nullptr : &scales[c])
              : number_cell(comparison, row, c));
    }
  }
  mark_best(table, comparison);
  return table;
}

wire::Value columns_value(const app::Comparison& comparison) {
  wire::Value columns = wire::array_value();
  for (const auto& column : comparison.choice.columns) {
    wire::Value& object = wire::append(columns, wire::object_value());
    wire::add(object, "field", wire::string_value(column.field()));
    wire::add(object, "title", wire::string_value(column.title));
    if (column.kind == Kind::metric) {
      wire::add(object, "metric", wire::string_value(column.key));
      const std::string spelling = model::spell(column.reducer);
      wire::add(object, "reducer",
                column.form == Form::curve
                    ? wire::Value()
                    : wire::string_value(spelling.substr(spelling.starts_with(':') ? 1 : 0)));
      wire::add(object, "form", wire::string_value(app::name_of(column.form)));
    }
  }
  return columns;
}

wire::Value constants_value(const app::Comparison& comparison) {
  wire::Value constants = wire::object_value();
  for (const auto& [field, value] : comparison.choice.constants) {
    wire::add(constants, field, wire::string_value(value));
  }
  return constants;
}

wire::Value item_value(const app::Comparison& comparison, std::size_t row) {
  const Run& run = comparison.runs[row];
  Run shown = run;
  shown.params.clear();
  shown.metrics.clear();
  shown.tags.clear();
  wire::Value best = wire::array_value();
  wire::Value values = wire::object_value();
  for (std::size_t c = 0; c < comparison.choice.columns.size(); ++c) {
    const auto& column = comparison.choice.columns[c];
    const auto copy = [&](auto& to, const auto& from) {
      const auto found = from.find(column.key);
      if (found != from.end()) {
        to.insert(*found);
      }
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(from)>, KeyValueMap>) {
        if (!column.alias.empty()) {
          wire::add(values, column.alias,
                    found == from.end() ? wire::Value() : wire::string_value(found->second));
        }
      }
    };
    if (column.kind == Kind::param) {
      copy(shown.params, run.params);
    } else if (column.kind == Kind::metric) {
      copy(shown.metrics, run.metrics);
      wire::add(values, column.field(), shown_value(comparison, row, c));
    } else if (column.kind == Kind::tag) {
      copy(shown.tags, run.tags);
    }
    if (std::ranges::find(comparison.best[c], row) != comparison.best[c].end()) {
      wire::append(best, wire::string_value(name_in_best(column)));
    }
  }
  const Experiment* experiment = comparison.experiment_of(run);
  wire::Value item =
      wire::run_value(shown, experiment != nullptr ? experiment->name : run.experiment_id.value,
                      wire::RunDetail::values);
  wire::add(item, "values", std::move(values));
  wire::add(item, "uncommitted_code", wire::bool_value(app::has_uncommitted_code(run)));
  wire::add(item, "best", std::move(best));
  return item;
}

}  // namespace mlt::cli
