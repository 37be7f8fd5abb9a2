#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "model/rules.hpp"
#include "wire/document.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

struct ListOptions {
  bool deleted = false;
  bool all = false;
  bool no_header = false;
};

struct CreateOptions {
  std::string name;
  std::vector<std::string> tags;
};

struct Tally {
  std::size_t runs = 0;
  std::int64_t newest_ms = 0;
};

using Tallies = std::map<ExperimentId, Tally>;

Tallies tally_runs(Store& store) {
  Tallies tallies;
  store.scan_runs({}, [&tallies](Run&& run) {
    Tally& tally = tallies[run.experiment_id];
    ++tally.runs;
    tally.newest_ms = std::max(tally.newest_ms, run.start_time_ms);
  });
  return tallies;
}

Tally tally_of(const Tallies& tallies, const Experiment& experiment) {
  const auto found = tallies.find(experiment.id);
  return found == tallies.end() ? Tally{} : found->second;
}

/// Those asked for, the one worked on last first, as everywhere.
std::vector<Experiment> choose_experiments(Store& store, const ListOptions& options,
                                           const Tallies& tallies) {
  std::vector<Experiment> experiments = store.list_experiments();
  std::erase_if(experiments, [&](const Experiment& experiment) {
    return !options.all && (experiment.lifecycle == Lifecycle::deleted) != options.deleted;
  });
  std::ranges::stable_sort(experiments, std::greater<>(), [&](const Experiment& experiment) {
    const Tally tally = tally_of(tallies, experiment);
    return tally.runs > 0 ? tally.newest_ms : experiment.created_ms;
  });
  return experiments;
}

render::Table make_table(const std::vector<Experiment>& experiments, const Tallies& tallies,
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
    const Tally tally = tally_of(tallies, experiment);
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

wire::Value item_value(const Experiment& experiment, const Tally& tally) {
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

int run_list(Context& context, const ListOptions& options) {
  Store& store = context.store();
  const Tallies tallies = tally_runs(store);
  const auto experiments = choose_experiments(store, options, tallies);
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
  print_listing(context, listing, {.header = !options.no_header});
  return 0;
}

int run_create(Context& context, const CreateOptions& options) {
  model::check_name("experiment", options.name);
  NewExperiment experiment{.name = options.name, .tags = {}};
  for (const auto& tag : options.tags) {
    const std::size_t equals = tag.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::usage,
                  "--tag wants KEY=VALUE, not '" + base::escape_control(tag) + "'");
    }
    const std::string key = tag.substr(0, equals);
    const std::string value = tag.substr(equals + 1);
    model::check_key("tag", key);
    model::check_value("tag", key, value);
    experiment.tags.insert_or_assign(key, value);
  }
  if (context.globals().dry_run) {
    context.note("would create the experiment '" + base::escape_control(options.name) + "'");
    return 0;
  }
  const Experiment created = context.writable_store().create_experiment(experiment);
  if (!print_object(context, "mlt.experiment/1", wire::experiment_value(created)) &&
      !context.globals().quiet) {
    context.out(created.id.value + "\n");
  }
  return 0;
}

Action declare_list(OptionTable& table) {
  auto options = std::make_shared<ListOptions>();
  table.flag("--deleted", options->deleted, "deleted experiments instead");
  table.flag("--all", options->all, "deleted experiments too");
  table.flag("--no-header", options->no_header, "rows only");
  table.description(
      "Lists experiments with the number of their runs, the one worked on last first.");
  table.example("mlt experiments list", "what there is");
  table.example("mlt exp list -F '{experiment_id} {name}'", "one line each, as you like it");
  table.see_also("mlt-show(1)");
  return [options](Context& context) { return run_list(context, *options); };
}

Action declare_create(OptionTable& table) {
  auto options = std::make_shared<CreateOptions>();
  table.operand("NAME", options->name, "the experiment's name");
  table.option("--tag", "KEY=VALUE", options->tags, "a tag of the experiment");
  table.description(
      "Makes an experiment and prints its id. It is seldom needed: commands that write make the "
      "experiment that -x names.");
  table.example("mlt experiments create wine --tag team=vision", "an experiment with a tag");
  table.exit_status(4, "an experiment of this name exists");
  table.see_also("mlt-run(1)");
  return [options](Context& context) { return run_create(context, *options); };
}

}  // namespace

std::vector<Command> experiments_commands() {
  return {{"experiments list", "list experiments", declare_list},
          {"experiments create", "make an experiment", declare_create}};
}

}  // namespace mlt::cli
