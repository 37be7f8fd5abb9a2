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

HeldAgainst hold_against(Context& context, const app::Settings& settings,
                         const std::string& against, const std::string& pick,
                         app::CompareOptions& options) {
  Store& store = context.store();
  if (!options.experiments && options.runs.empty()) {
    if (const auto newest = app::newest_experiment(store)) {
      options.experiments = std::vector{*newest};
    }
  }
  HeldAgainst held;
  held.revisions = std::make_shared<app::Revisions>(open_revisions(context));
  app::RunSelectors selectors = run_selectors(context, {&against, 1}, options.experiments);
  app::PickQuery query{.pick = pick.empty() ? app::Pick{} : app::parse_pick(pick),
                       .experiments = options.experiments.value_or(std::vector<ExperimentId>{}),
                       .filter = options.filter,
                       .now_ms = options.now_ms,
                       .goals = options.goals};
  held.base = app::find_baseline(store, *held.revisions, selectors, settings, against, query);
  options.base = held.base.picked.run;
  options.base_store = held.base.store;
  if (held.base.in_revision) {
    options.without = *held.base.in_revision;
  } else if (held.base.commit.empty()) {
    options.without = {held.base.picked.run.id};
  }
  if (!pick.empty() && held.base.in_revision && options.runs.empty()) {
    query.without = options.without;
    query.since_ms = options.since_ms;
    held.candidate = app::pick_run(store, settings, query);
  }
  if (held.candidate) {
    options.candidate = held.candidate->run;
    options.candidate_store = query.pick.how == app::Pick::How::mean ? nullptr : &store;
  }
  return held;
}

std::string base_line(const HeldAgainst& held) {
  const app::Baseline& base = held.base;
  std::string line = held.candidate ? render::printable(held.candidate->how) + " " : "";
  line += "against " + render::printable(base.label);
  if (!base.commit.empty()) {
    line += " (" + base.commit.substr(0, kShortCommit) + ")";
  }
  return base.in_revision ? line + ": " + render::printable(base.picked.how) : line;
}

namespace {

void add_text(wire::Value& object, std::string_view name, const std::string& text) {
  wire::add(object, name, text.empty() ? wire::Value{} : wire::string_value(text));
}

void add_picked(wire::Value& object, const app::PickedRun& picked) {
  add_text(object, "run_id", picked.run.id.value);
  add_text(object, "run_name", picked.run.name);
  add_text(object, "picked", picked.how);
  wire::add(object, "among", wire::integer_value(static_cast<std::int64_t>(picked.among)));
}

}  // namespace

wire::Value base_value(const app::Baseline& base) {
  wire::Value object = wire::object_value();
  add_text(object, "label", base.label);
  add_text(object, "commit", base.commit);
  add_picked(object, base.picked);
  return object;
}

wire::Value candidate_value(const app::PickedRun& picked) {
  wire::Value object = wire::object_value();
  add_picked(object, picked);
  return object;
}

}  // namespace mlt::cli
