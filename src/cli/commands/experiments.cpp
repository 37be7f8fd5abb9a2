#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/experiments_list.hpp"
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

/// Those asked for, the one worked on last first, as everywhere.
std::vector<Experiment> choose_experiments(Store& store, const ListOptions& options,
                                           const RunTallies& tallies) {
  std::vector<Experiment> experiments = store.list_experiments();
  std::erase_if(experiments, [&](const Experiment& experiment) {
    return !options.all && (experiment.lifecycle == Lifecycle::deleted) != options.deleted;
  });
  std::ranges::stable_sort(experiments, std::greater<>(), [&](const Experiment& experiment) {
    const RunTally tally = tally_of(tallies, experiment);
    return tally.runs > 0 ? tally.newest_ms : experiment.created_ms;
  });
  return experiments;
}

int run_list(Context& context, const ListOptions& options) {
  Store& store = context.store();
  const RunTallies tallies = tally_runs(store);
  print_experiments(context, choose_experiments(store, options, tallies), tallies,
                    !options.no_header);
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

constexpr Command kExperimentsRows[] = {
    {"experiments list", "list experiments", declare_list},
    {"experiments create", "make an experiment", declare_create}};
const CommandFamily kExperimentsCommands = kExperimentsRows;

}  // namespace mlt::cli
