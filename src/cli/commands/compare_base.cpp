#include "cli/commands/compare_base.hpp"

#include <optional>
#include <vector>

#include "cli/reading.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kShortCommit = 7;

}  // namespace

app::Baseline hold_against(Context& context, app::Revisions& revisions,
                           const app::Settings& settings, const std::string& against,
                           const std::string& pick, app::CompareOptions& options) {
  Store& store = context.store();
  if (!options.experiments && options.runs.empty()) {
    if (const auto newest = app::newest_experiment(store)) {
      options.experiments = std::vector{*newest};
    }
  }
  app::RunSelectors selectors = run_selectors(context, {&against, 1}, options.experiments);
  app::Baseline base =
      app::find_baseline(store, revisions, selectors, settings, against,
                         {.pick = pick.empty() ? app::Pick{} : app::parse_pick(pick),
                          .experiments = options.experiments.value_or(std::vector<ExperimentId>{}),
                          .filter = options.filter,
                          .now_ms = options.now_ms,
                          .goals = options.goals});
  options.base = base.picked.run;
  options.base_store = base.store;
  if (base.in_revision) {
    options.without = *base.in_revision;
  } else if (base.commit.empty()) {
    options.without = {base.picked.run.id};
  }
  return base;
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
