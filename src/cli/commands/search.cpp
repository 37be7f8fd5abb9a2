#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/experiment_search.hpp"
#include "cli/command.hpp"
#include "cli/commands/experiments_list.hpp"
#include "cli/commands/runs_list.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

namespace {

constexpr int kNothingFound = 1;

/// Says on stderr that nothing was found, which is an answer and only on request a failure.
int finish_search(Context& context, std::size_t found, std::string_view things, bool fail_empty) {
  context.flush();
  if (found > 0) {
    return 0;
  }
  context.note("0 " + std::string(things) + " match");
  return fail_empty ? kNothingFound : 0;
}

void declare_fail_empty(OptionTable& table, bool& fail_empty) {
  table.flag("--fail-empty", fail_empty, "end with 1 where nothing is found");
  table.exit_status(kNothingFound, "nothing was found, with --fail-empty");
}

// search runs

struct RunsOptions {
  std::optional<std::string> expression;
  RunListOptions list;
  bool fail_empty = false;
};

int run_search_runs(Context& context, const RunsOptions& options) {
  RunListOptions list = options.list;
  list.filter = options.expression.value_or("");
  const app::RunPage page = print_runs(context, list);
  const int code = finish_search(context, page.runs.size(), "runs", options.fail_empty);
  for (const std::string& hint : page.hints) {
    context.hint(hint);
  }
  return code;
}

Action declare_search_runs(OptionTable& table) {
  auto options = std::make_shared<RunsOptions>();
  table
      .operand("EXPR", options->expression,
               "what must be true: \"metrics.acc > 0.9 AND params.opt = 'adam'\"")
      .complete(Completion::filter);
  declare_run_list(table, options->list);
  declare_fail_empty(table, options->fail_empty);
  table.description(
      "Finds runs by params, metrics, tags, attributes and data sets, in MLflow's grammar and "
      "more; "
      "newest first unless --order-by says otherwise. Off a terminal every run found is printed, "
      "tab-separated and with full ids; -F name prints the ids alone, for a pipe. That nothing is "
      "found is said on stderr.");
  table.example("mlt search runs \"metrics.acc > 0.9\" -x iris", "in one experiment");
  table.example("mlt search runs \"loss:min < 0.3 or not (opt = 'adam' and start >= yesterday)\"",
                "beyond what MLflow knows");
  table.example("mlt search runs -N 1 --order-by 'metrics.acc DESC' -F name", "the best one's id");
  table.example("mlt search runs \"dataset.digest = 'a1b2'\" -x '*'", "what used this data");
  table.example("mlt search runs \"tags.keep = 'yes'\" --fail-empty -q", "a condition in a script");
  table.see_also("mlt-search(7)");
  table.see_also("mlt-compare(1)");
  return [options](Context& context) { return run_search_runs(context, *options); };
}

// search experiments

struct ExperimentsOptions {
  std::optional<std::string> expression;
  app::ExperimentQuery query;
  std::optional<std::int64_t> top;
  bool deleted = false;
  bool all = false;
  bool no_header = false;
  bool fail_empty = false;
};

int run_search_experiments(Context& context, const ExperimentsOptions& options) {
  app::ExperimentQuery query = options.query;
  query.filter = options.expression.value_or("");
  query.now_ms = context.clock().now_ms();
  query.top = parse_top(options.top).value_or(0);
  query.lifecycle = options.all       ? LifecycleFilter::all
                    : options.deleted ? LifecycleFilter::deleted
                                      : LifecycleFilter::active;
  Store& store = context.store();
  const auto found = app::search_experiments(store, query);
  print_experiments(context, found, tally_runs(store), !options.no_header);
  return finish_search(context, found.size(), "experiments", options.fail_empty);
}

Action declare_search_experiments(OptionTable& table) {
  auto options = std::make_shared<ExperimentsOptions>();
  table.operand("EXPR", options->expression, "what must be true: \"name LIKE 'vision-%'\"");
  table.option("--order-by, --sort", "EXPR", options->query.order_by,
               "order: 'name', 'last_update_time DESC'; newest first if not given");
  table.option("-N, --top", "COUNT", options->top, "the first COUNT experiments, 0 for all")
      .at_least(0);
  table.flag("--deleted", options->deleted, "deleted experiments instead");
  table.flag("--all", options->all, "deleted experiments too");
  table.flag("--no-header", options->no_header, "rows only");
  declare_fail_empty(table, options->fail_empty);
  table.description(
      "Finds experiments by their attributes name, experiment_id, creation_time and "
      "last_update_time and by their tags, in MLflow's grammar.");
  table.example("mlt search experiments \"name ILIKE '%iris%'\"", "by name");
  table.example("mlt search experiments \"tags.team = 'vision'\" -F name", "ids for a pipe");
  table.see_also("mlt-search(7)");
  table.see_also("mlt-experiments-list(1)");
  return [options](Context& context) { return run_search_experiments(context, *options); };
}

}  // namespace

constexpr Command kSearchRows[] = {
    {"search runs", "find runs by an expression", declare_search_runs},
    {"search experiments", "find experiments by an expression", declare_search_experiments}};
const CommandFamily kSearchCommands = kSearchRows;

}  // namespace mlt::cli
