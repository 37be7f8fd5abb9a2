#include <memory>

#include "app/compare.hpp"
#include "cli/command.hpp"
#include "cli/plot_options.hpp"
#include "cli/reading.hpp"
#include "cli/run_choice.hpp"

namespace mlt::cli {

namespace {

struct PlotCommand {
  PlotOptions plot;
  RunChoice choice;
  bool fail_empty = false;
};

int run_plot(Context& context, const PlotCommand& command) {
  const auto named = named_runs(context, command.choice);
  Store& store = store_of(context, named);
  app::Comparison comparison = app::compare_runs(store, load_store_settings(store),
                                                 compare_options(context, command.choice, named));
  name_revisions(comparison, named);
  print_plot(context, store, comparison, command.plot);
  return command.fail_empty && comparison.runs.empty() ? 1 : 0;
}

Action declare_plot(OptionTable& table) {
  auto command = std::make_shared<PlotCommand>();
  table.operand("METRIC", command->plot.metrics, "the metric to draw; several as METRIC,METRIC")
      .complete(Completion::metric_key);
  declare_run_choice(table, command->choice);
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
