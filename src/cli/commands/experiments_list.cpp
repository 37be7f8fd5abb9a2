#include "cli/commands/experiments_list.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "cli/listing.hpp"
#include "wire/document.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

render::Table make_table(const std::vector<Experiment>& experiments, const RunTallies& tallies,
                         bool with_lifecycle) {
  render::Table table;
  table.columns = {{.key = "experiment_id", .title = "id"},
                   {.key = "name", .title = "name", .keep = true},
                   {.key = "runs", .title = "runs"},
                   {.key = "last_run_time", .title = "last run"},
                   {.key = "created_time", .title = "created"}};
  if (with_lifecycle) {
    table.columns.push_back({.key = "lifecycle", .title = "lifecycle"});
  }
  for (const Experiment& experiment : experiments) {
    const RunTally tally = tally_of(tallies, experiment);
    const render::Tone tone =
        experiment.lifecycle == Lifecycle::deleted ? render::Tone::dim : render::Tone::plain;
    auto& row = table.rows.emplace_back();
    row = {{experiment.id.value, tone},
           {experiment.name, tone},
           {static_cast<std::int64_t>(tally.runs), tone},
           tally.runs > 0 ? render::Cell(render::Time{tally.newest_ms}, tone) : render::Cell(),
           {render::Time{experiment.created_ms}, tone}};
    if (with_lifecycle) {
      row.emplace_back(std::string(name_of(experiment.lifecycle)), tone);
    }
  }
  return table;
}

wire::Value item_value(const Experiment& experiment, const RunTally& tally) {
  wire::Value item = wire::experiment_value(experiment);
  wire::add(item, "runs", wire::integer_value(static_cast<std::int64_t>(tally.runs)));
  if (tally.runs > 0) {
    wire::add_time(item, "last_run_time", tally.newest_ms);
  } else {
    wire::add(item, "last_run_time", {});
    wire::add(item, "last_run_time_iso", {});
  }
  return item;
}

}  // namespace

RunTallies tally_runs(Store& store) {
  RunTallies tallies;
  store.scan_runs({}, [&tallies](Run&& run) {
    RunTally& tally = tallies[run.experiment_id];
    ++tally.runs;
    tally.newest_ms = std::max(tally.newest_ms, run.start_time_ms);
  });
  return tallies;
}

RunTally tally_of(const RunTallies& tallies, const Experiment& experiment) {
  const auto found = tallies.find(experiment.id);
  return found == tallies.end() ? RunTally{} : found->second;
}

void print_experiments(Context& context, const std::vector<Experiment>& experiments,
                       const RunTallies& tallies, bool header) {
  const bool any_deleted = std::ranges::any_of(experiments, [](const Experiment& experiment) {
    return experiment.lifecycle == Lifecycle::deleted;
  });
  Listing listing;
  listing.schema = "mlt.experiments/1";
  listing.table =
      make_table(experiments, tallies, any_deleted || !is_for_people(chosen_format(context)));
  listing.item = [&](std::size_t row) {
    return item_value(experiments[row], tally_of(tallies, experiments[row]));
  };
  print_listing(context, listing, {.header = header});
}

}  // namespace mlt::cli
