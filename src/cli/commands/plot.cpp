#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/compare.hpp"
#include "cli/command.hpp"
#include "cli/plot_options.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

namespace {

struct PlotCommand {
  PlotOptions plot;
  std::vector<std::string> runs;
  std::vector<std::string> experiments;
  std::string filter;
  std::string order_by;
  std::optional<std::int64_t> top;
  std::optional<std::string> since;
  bool fail_empty = false;
};

int run_plot(Context& context, const PlotCommand& command) {
  app::CompareOptions options;
  options.experiments = chosen_experiments(context, command.experiments);
  options.runs = select_runs(context, command.runs, options.experiments);
  options.filter = command.filter;
  options.now_ms = context.clock().now_ms();
  options.order_by = command.order_by;
  if (command.since) {
    options.since_ms = parse_since(context, *command.since);
  }
  options.top = parse_top(command.top).value_or(options.top);
  Store& store = context.store();
  const app::Comparison comparison = app::compare_runs(store, load_store_settings(store), options);
  print_plot(context, comparison, command.plot);
  return command.fail_empty && comparison.runs.empty() ? 1 : 0;
}

Action declare_plot(OptionTable& table) {
  auto command = std::make_shared<PlotCommand>();
  table.operand("METRIC", command->plot.metrics, "the metric to draw; several as METRIC,METRIC")
      .complete(Completion::metric_key);
  table
      .operands("RUN", command->runs,
                "runs to draw: ids, names, @last, @best:metrics.acc; without any, the newest of "
                "the experiment")
      .complete(Completion::run);
  table.group("Runs");
  table
      .option("-x, --experiment", "NAME|ID", command->experiments,
              "runs of this experiment, '*' for all; else of the one with the newest run")
      .complete(Completion::experiment);
  table
      .option("--filter, --where", "EXPR", command->filter,
              "only runs for which this is true: \"params.opt = 'adam'\"")
      .complete(Completion::filter);
  table.option("--since", "TIME", command->since,
               "only runs started then or later: 2d, yesterday, 2026-11-03");
  table.option("--order-by, --sort", "EXPR", command->order_by,
               "which runs come first: 'metrics.acc DESC', or -acc");
  table.option("-N, --top", "COUNT", command->top, "the first COUNT runs (20), 0 for all")
      .at_least(0);
  table.flag("--fail-empty", command->fail_empty, "end with 1 if no run matches");
  declare_plot_options(table, command->plot);
  table.description(
      "Draws metrics as curves in the terminal, one colour and one letter a run, with the runs by "
      "their last value below. Up to eight curves are drawn one by one; of more, the median, with "
      "the middle half of the runs (first to third quartile) shaded around it.\n\n"
      "However many points there are, every spike is drawn. NaN and infinite values are gaps, and "
      "are counted below the drawing.\n\n"
      "Off a terminal, with --ascii and where the locale has no UTF-8 the curves are drawn in "
      "ASCII. -F csv, tsv and json give the points instead, in full precision.");
  table.example("mlt plot val_loss --since yesterday -N 4", "the newest four since yesterday");
  table.example("mlt plot loss,val_loss @last --log-y", "two metrics of one run on one canvas");
  table.example("mlt plot loss,acc --each --smooth 0.6", "a small canvas for each metric");
  table.example("mlt plot acc --x relative -x digits", "which run got there first");
  table.example("mlt plot acc -F csv > acc.csv", "the points, for another program");
  table.exit_status(1, "no run matches and --fail-empty was given");
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-show(1)");
  return [command](Context& context) { return run_plot(context, *command); };
}

}  // namespace

constexpr Command kPlotRows[] = {
    {"plot", "draw the curves of metrics in the terminal", declare_plot}};
const CommandFamily kPlotCommands = kPlotRows;

}  // namespace mlt::cli
