#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/experiment_changes.hpp"
#include "app/selectors.hpp"
#include "cli/changes.hpp"
#include "cli/command.hpp"
#include "cli/commands/show.hpp"
#include "cli/tag_words.hpp"

namespace mlt::cli {

namespace {

Change change_of(std::string action, const Experiment& experiment, std::string detail = {}) {
  return {.action = std::move(action),
          .kind = "experiment",
          .id = experiment.id.value,
          .name = experiment.name,
          .detail = std::move(detail)};
}

// experiments rename

struct RenameOptions {
  std::string experiment;
  std::string name;
};

int run_rename(Context& context, const RenameOptions& options) {
  Store& store = context.store();
  const Experiment experiment = app::get_experiment(store, options.experiment);
  app::rename_experiment(store, experiment, options.name, context.globals().dry_run);
  report_changes(context, std::vector{change_of("rename", experiment, options.name)});
  return 0;
}

Action declare_rename(OptionTable& table) {
  auto options = std::make_shared<RenameOptions>();
  table.operand("EXP", options->experiment, "the experiment: name or id")
      .complete(Completion::experiment);
  table.operand("NAME", options->name, "its new name");
  table.description(
      "Gives an experiment another name. Its id and its folder stay, so nothing that refers to it "
      "is lost. No two experiments of a store have the same name, deleted ones included.");
  table.example("mlt experiments rename iris iris-2025", "a new name");
  table.exit_status(4, "another experiment has the name, or this one is deleted");
  table.see_also("mlt-experiments-list(1)");
  return [options](Context& context) { return run_rename(context, *options); };
}

// experiments tag

struct TagOptions {
  std::vector<std::string> words;
  std::vector<std::string> removed;
};

int run_tag(Context& context, const TagOptions& options) {
  const auto [selectors, change] =
      parse_tag_words(options.words, options.removed, "experiments", "EXP");
  Store& store = context.store();
  std::vector<Experiment> experiments;
  std::vector<Change> changes;
  for (const std::string& selector : selectors) {
    experiments.push_back(app::get_experiment(store, selector));
    // All of them are looked at before the first is written.
    app::tag_experiment(store, experiments.back(), change, true);
    changes.push_back(change_of("tag", experiments.back(), describe(change)));
  }
  for (const Experiment& experiment : experiments) {
    app::tag_experiment(store, experiment, change, context.globals().dry_run);
  }
  report_changes(context, changes);
  return 0;
}

Action declare_tag(OptionTable& table) {
  auto options = std::make_shared<TagOptions>();
  table.operands("WORD", options->words, "experiments, then tags as KEY=VALUE", true)
      .complete(Completion::experiment);
  table.option("--remove", "KEY", options->removed, "take this tag away");
  table.synopsis("[OPTION]... EXP... KEY=VALUE...");
  table.synopsis("[OPTION]... EXP... --remove KEY");
  table.description("Sets tags of experiments, and takes tags away.");
  table.example("mlt experiments tag iris team=vision", "one tag");
  table.example("mlt experiments tag iris --remove team", "take it away again");
  table.exit_status(4, "an experiment is deleted");
  table.see_also("mlt-experiments-show(1)");
  return [options](Context& context) { return run_tag(context, *options); };
}

// experiments delete, experiments restore

int run_lifecycle(Context& context, const std::vector<std::string>& selectors,
                  Lifecycle lifecycle) {
  Store& store = context.store();
  std::vector<Experiment> experiments;
  for (const std::string& selector : selectors) {
    experiments.push_back(app::get_experiment(store, selector));
    app::set_experiment_lifecycle(store, experiments.back(), lifecycle, true);
  }
  std::vector<Change> changes;
  for (const Experiment& experiment : experiments) {
    if (app::set_experiment_lifecycle(store, experiment, lifecycle, context.globals().dry_run)) {
      changes.push_back(
          change_of(lifecycle == Lifecycle::deleted ? "delete" : "restore", experiment));
    }
  }
  report_changes(context, changes);
  return 0;
}

std::shared_ptr<std::vector<std::string>> declare_experiments(OptionTable& table) {
  auto experiments = std::make_shared<std::vector<std::string>>();
  table.operands("EXP", *experiments, "an experiment: name or id", true)
      .complete(Completion::experiment);
  return experiments;
}

Action declare_delete(OptionTable& table) {
  const auto experiments = declare_experiments(table);
  table.description(
      "Deletes experiments with their runs: they are no longer listed or written to, and nothing "
      "of them is lost. Their names stay taken. mlt experiments restore brings them back, mlt gc "
      "removes them for good.");
  table.example("mlt experiments delete scratch", "one experiment");
  table.exit_status(4, "it is the default experiment");
  table.see_also("mlt-experiments-restore(1)");
  table.see_also("mlt-gc(1)");
  return [experiments](Context& context) {
    return run_lifecycle(context, *experiments, Lifecycle::deleted);
  };
}

Action declare_restore(OptionTable& table) {
  const auto experiments = declare_experiments(table);
  table.description("Brings deleted experiments back, with the runs that were deleted with them.");
  table.example("mlt experiments list --deleted", "what can be brought back");
  table.example("mlt experiments restore scratch", "one of them");
  table.see_also("mlt-experiments-delete(1)");
  return [experiments](Context& context) {
    return run_lifecycle(context, *experiments, Lifecycle::active);
  };
}

}  // namespace

constexpr Command kExperimentsEditRows[] = {
    {"experiments show", "show what the runs of an experiment hold", declare_show_experiment},
    {"experiments rename", "give an experiment another name", declare_rename},
    {"experiments tag", "set or remove tags of experiments", declare_tag},
    {"experiments delete", "delete experiments with their runs", declare_delete},
    {"experiments restore", "bring deleted experiments back", declare_restore}};
const CommandFamily kExperimentsEditCommands = kExperimentsEditRows;

}  // namespace mlt::cli
