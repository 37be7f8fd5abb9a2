#include "cli/run_choice.hpp"

#include <algorithm>

namespace mlt::cli {

void declare_run_choice(OptionTable& table, RunChoice& choice) {
  table
      .operands("RUN", choice.runs,
                "the runs: ids, names, @last, @best:metrics.acc, REV:RUN; without any, the newest "
                "of the experiment")
      .complete(Completion::run);
  table.group("Runs");
  table
      .option("-x, --experiment", "NAME|ID", choice.experiments,
              "runs of this experiment, '*' for all; else of the one with the newest run")
      .complete(Completion::experiment);
  table
      .option("--filter, --where", "EXPR", choice.filter,
              "only runs for which this is true: \"metrics.acc > 0.9 and params.opt = 'adam'\"")
      .complete(Completion::filter);
  table.option("--since", "TIME", choice.since,
               "only runs started then or later: 2d, yesterday, 2026-11-03");
  table.option("--order-by, --sort", "EXPR", choice.order_by,
               "order: 'metrics.acc DESC, start_time', or -acc,lr");
  table.option("-N, --top", "COUNT", choice.top, "the first COUNT runs (20), 0 for all")
      .at_least(0);
}

std::vector<StoredRun> named_runs(Context& context, const RunChoice& choice) {
  return select_stored_runs(context, choice.runs, chosen_experiments(context, choice.experiments));
}

Store& store_of(Context& context, std::span<const StoredRun> named) {
  const bool is_here = std::ranges::any_of(named, &std::string::empty, &StoredRun::revision);
  return named.empty() || is_here ? context.store() : *named.front().store;
}

void name_revisions(app::Comparison& comparison, std::span<const StoredRun> named) {
  for (std::size_t i = 0; i < comparison.stores.size(); ++i) {
    const auto origin = std::ranges::find(named, comparison.stores[i], &StoredRun::store);
    if (origin != named.end() && !origin->revision.empty()) {
      comparison.runs[i].name.insert(0, origin->revision + ":");
    }
  }
}

app::CompareOptions compare_options(Context& context, const RunChoice& choice,
                                    std::span<const StoredRun> named) {
  app::CompareOptions options;
  options.experiments = chosen_experiments(context, choice.experiments);
  for (const StoredRun& run : named) {
    options.runs.push_back(run.ref);
    options.stores.push_back(run.store);
  }
  options.filter = choice.filter;
  options.now_ms = context.clock().now_ms();
  options.order_by = choice.order_by;
  if (choice.since) {
    options.since_ms = parse_since(context, *choice.since);
  }
  options.top = parse_top(choice.top).value_or(options.top);
  return options;
}

void say_no_runs(Context& context, const app::Comparison& comparison) {
  context.hint(comparison.total == 0 ? "there are no runs yet: mlt run -- COMMAND makes one"
                                     : "0 of " + counted(comparison.total, "run") + " match");
  for (const std::string& hint : comparison.hints) {
    context.hint(hint);
  }
}

}  // namespace mlt::cli
