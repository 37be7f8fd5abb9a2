#include "cli/commands/compare_base.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "cli/reading.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kShortCommit = 7;

std::string name_of_experiment(const app::Comparison& comparison) {
  return comparison.experiments.size() == 1 ? comparison.experiments.front().name : std::string();
}

render::Cell change_cell(double from, double to, const std::optional<app::Goal>& goal) {
  render::Cell cell(to - from);
  if (goal && !std::isnan(to - from) && from != to) {
    const bool is_better = app::is_better(to, from, *goal);
    cell.tone = is_better ? render::Tone::good : render::Tone::bad;
    cell.marks = is_better ? " better" : " worse";  // never colour alone
  }
  return cell;
}

}  // namespace

app::Baseline hold_against(Context& context, const app::Settings& settings,
                           const std::string& against, const std::string& pick,
                           app::CompareOptions& options) {
  Store& store = context.store();
  if (!options.experiments && options.runs.empty()) {
    if (const auto newest = app::newest_experiment(store)) {
      options.experiments = std::vector{*newest};
    }
  }
  app::Revisions revisions = open_revisions(context);
  app::RunSelectors selectors = run_selectors(context, {&against, 1}, options.experiments);
  app::Baseline base =
      app::find_baseline(store, revisions, selectors, settings, against,
                         {.pick = pick.empty() ? app::Pick{} : app::parse_pick(pick),
                          .experiments = options.experiments.value_or(std::vector<ExperimentId>{}),
                          .filter = options.filter,
                          .now_ms = options.now_ms,
                          .goals = options.goals});
  options.base = base.picked.run;
  if (base.in_revision) {
    options.without = *base.in_revision;
  } else if (base.commit.empty()) {
    options.without = {base.picked.run.id};
  }
  return base;
}

void add_changes(render::Table& table, const app::Comparison& comparison,
                 const app::CompareOptions& options, const app::Settings& settings) {
  table.rows.front().front().marks += " base";
  const auto& columns = comparison.choice.columns;
  for (std::size_t c = columns.size(); c-- > 0;) {
    const auto& column = columns[c];
    if (column.kind != app::CompareColumn::Kind::metric) {
      continue;
    }
    const auto goal =
        app::goal_of(column.key, options.goals, settings, name_of_experiment(comparison));
    const auto at = static_cast<std::ptrdiff_t>(c) + 1;
    table.columns.insert(table.columns.begin() + at,
                         {.key = "delta." + column.field(), .title = "Δ " + column.title});
    const auto base = app::last_value(comparison.runs.front(), column.key);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto value = app::last_value(comparison.runs[row], column.key);
      table.rows[row].insert(table.rows[row].begin() + at, row > 0 && base && value
                                                               ? change_cell(*base, *value, goal)
                                                               : render::Cell());
    }
  }
}

std::string base_line(const app::Baseline& base) {
  std::string line = "against " + render::printable(base.label);
  if (!base.commit.empty()) {
    line += " (" + base.commit.substr(0, kShortCommit) + ")";
  }
  return base.in_revision ? line + ": " + render::printable(base.picked.how) : line;
}

wire::Value base_value(const app::Baseline& base) {
  wire::Value object = wire::object_value();
  const auto add_text = [&object](std::string_view name, const std::string& text) {
    wire::add(object, name, text.empty() ? wire::Value{} : wire::string_value(text));
  };
  add_text("label", base.label);
  add_text("commit", base.commit);
  add_text("run_id", base.picked.run.id.value);
  add_text("run_name", base.picked.run.name);
  add_text("picked", base.picked.how);
  wire::add(object, "among", wire::integer_value(static_cast<std::int64_t>(base.picked.among)));
  return object;
}

}  // namespace mlt::cli
