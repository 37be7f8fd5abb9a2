#include "app/compare.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/compare_base.hpp"
#include "cli/commands/compare_diff.hpp"
#include "cli/commands/compare_gates.hpp"
#include "cli/commands/compare_history.hpp"
#include "cli/commands/compare_table.hpp"
#include "cli/listing.hpp"
#include "cli/plot_options.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "cli/run_choice.hpp"
#include "disk/outside.hpp"
#include "render/text_width.hpp"
#include "search/reducer_text.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr int kLongestConstant = 40;
constexpr std::size_t kMostHinted = 3;
constexpr std::string_view kCommonScale = "common";
constexpr std::string_view kOwnScale = "own";

struct CompareCommand {
  RunChoice choice;
  bool all_columns = false;
  std::string columns;
  std::vector<std::string> drop;
  std::vector<std::string> keep;
  std::vector<std::string> goals;
  std::optional<std::string> best;
  std::string aggregate;
  std::string spark_scale{kCommonScale};
  std::optional<std::string> precision;
  bool no_header = false;
  bool transpose = false;
  bool fail_empty = false;
  std::vector<std::string> outputs;
  PlotOptions plot;
  std::string against;
  std::string pick;
  std::string history;
  GateOptions gates;
  bool diff = false;
  DiffRequest two;
};

/// A reducer as it stands behind a metric; the colon may be left out.
std::optional<model::Reducer> parse_aggregate(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const std::string spelling = text.starts_with(':') || text.starts_with('@') ? text : ":" + text;
  try {
    auto read = search::read_reducer(spelling, 0, {});
    if (read.end == spelling.size()) {
      return std::move(read.reducer);
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::usage) {
      throw;
    }
  }
  const auto known = model::reducer_names();
  const std::vector<std::string> names(known.begin(), known.end());
  Error error(ErrorCode::usage,
              "--agg wants one reducer, not '" + base::escape_control(text) + "'");
  if (const auto near = base::nearest(text, names)) {
    error.add_hint("the nearest reducer is '" + *near + "'");
  }
  error.add_hint("the reducers are " + base::join(names, ", ") +
                 ", best, time-to(VALUE), @step=NUMBER, @epoch=NUMBER and @best(METRIC)");
  throw error;
}

app::CompareOptions options_for(Context& context, const CompareCommand& command,
                                std::span<const StoredRun> named) {
  app::CompareOptions options = compare_options(context, command.choice, named);
  options.columns.all = command.all_columns || command.columns == "all";
  options.columns.spec = command.columns == "all" ? std::string() : command.columns;
  options.columns.drop = command.drop;
  options.columns.keep = command.keep;
  options.aggregate = parse_aggregate(command.aggregate);
  options.own_curves = command.spark_scale == kOwnScale;
  for (const auto& goal : command.goals) {
    options.goals.insert(app::parse_goal(goal));
  }
  if (command.best) {
    const auto best = app::parse_best(*command.best);
    if (best.second) {
      options.goals.insert_or_assign(best.first, *best.second);
    }
    options.primary = best.first;
  }
  return options;
}

render::Precision parse_precision(const std::optional<std::string>& text) {
  if (!text) {
    return {};
  }
  if (*text == "full") {
    return {.mode = render::Precision::Mode::full};
  }
  const auto digits = base::parse_int64(*text);
  if (!digits || *digits < 1 || *digits > 17) {
    throw Error(ErrorCode::usage, "--precision wants 1 to 17 digits or 'full', not '" +
                                      base::escape_control(*text) + "'");
  }
  return {.mode = render::Precision::Mode::digits, .digits = static_cast<int>(*digits)};
}

std::string shown_experiments(const app::Comparison& comparison) {
  if (comparison.experiments.size() == 1) {
    return render::printable(comparison.experiments.front().name);
  }
  return counted(comparison.experiments.size(), "experiment");
}

/// `20 best of 214 runs`: what part of the experiment the rows are.
std::string shown_count(const app::Comparison& comparison) {
  const std::size_t shown = comparison.runs.size() - (comparison.has_base ? 1 : 0);
  if (shown == comparison.total) {
    return counted(shown, "run");
  }
  std::string text = std::to_string(shown);
  if (shown < comparison.matched && !comparison.ordered_by.empty()) {
    text = comparison.ordered_by + " " + text;
  }
  if (shown < comparison.matched && comparison.matched < comparison.total) {
    text += " of " + std::to_string(comparison.matched) + " matching";
  }
  return text + " of " + counted(comparison.total, "run");
}

std::string head_line(const app::Comparison& comparison) {
  // Where no run matches, which experiments were looked at is not known here.
  std::string line = comparison.experiments.empty()
                         ? shown_count(comparison)
                         : shown_experiments(comparison) + " · " + shown_count(comparison);
  const auto& constants = comparison.choice.constants;
  if (constants.empty()) {
    return line;
  }
  line += " · same in all:";
  for (const auto& [field, value] : constants) {
    const std::string_view name =
        std::string_view(field).substr(field.starts_with("params.") ? 7 : 0);
    const std::string shown = field == "commit" ? value.substr(0, 7) : value;
    line += " " + render::printable(name) + "=" +
            render::shorten(render::printable(base::quote_for_shell(shown)), kLongestConstant, "…");
  }
  return line;
}

std::string foot_line(const render::Table& table, std::size_t hidden, std::size_t hidden_runs) {
  std::vector<std::string> legend;
  const auto is_marked = [&](std::string_view mark) {
    return std::ranges::any_of(table.rows, [&](const auto& row) {
      return std::ranges::any_of(row, [&](const render::Cell& cell) {
        return cell.marks.find(mark) != std::string::npos;
      });
    });
  };
  if (is_marked(render::kUncommittedMark)) {
    legend.emplace_back("+ uncommitted code");
  }
  if (is_marked(render::kDamagedMark)) {
    legend.emplace_back("! damaged");
  }
  if (is_marked(render::kBestMark)) {
    legend.emplace_back("★ best");
  }
  std::string line = legend.empty() ? "" : "(" + base::join(legend, " · ") + ")";
  std::string missing;
  if (hidden_runs > 0) {
    missing = "+" + counted(hidden_runs, "run");
  }
  if (hidden > 0) {
    missing += (missing.empty() ? "+" : ", +") + counted(hidden, "column");
  }
  if (!missing.empty()) {
    line += (line.empty() ? "(" : " (") + missing + ", -A to show)";
  }
  return line;
}

/// What is worth saying beside the table.
void print_hints(Context& context, const app::Comparison& comparison, Format format,
                 bool asked_for_some) {
  if (comparison.runs.size() == (comparison.has_base ? 1 : 0)) {
    say_no_runs(context, comparison);
    return;
  }
  if (!is_for_people(format) && comparison.runs.size() < comparison.matched && !asked_for_some) {
    context.hint(shown_count(comparison) + "; -N 0 gives all");
  }
  const auto& unknown = comparison.without_goal;
  if (!is_for_people(format) || unknown.empty()) {
    return;
  }
  std::vector<std::string> names(
      unknown.begin(),
      unknown.begin() + static_cast<std::ptrdiff_t>(std::min(unknown.size(), kMostHinted)));
  if (unknown.size() > kMostHinted) {
    names.emplace_back("others");
  }
  context.hint("no direction is known for " + base::join(names, ", ") +
               "; say which with --goal METRIC=max or =min");
}

BestByCommit history_request(Context& context, const CompareCommand& command) {
  BestByCommit request{.metric = command.history,
                       .filter = command.choice.filter,
                       .experiments = chosen_experiments(context, command.choice.experiments)};
  for (const auto& goal : command.goals) {
    request.goals.insert(app::parse_goal(goal));
  }
  return request;
}

/// Whether the two runs that are named are to be held against each other, which people see without
/// --diff unless they ask for something of the table. Throws usage where not two are named.
bool wants_diff(const CompareCommand& command, bool for_people) {
  const RunChoice& choice = command.choice;
  const DiffRequest& two = command.two;
  const bool is_asked =
      command.diff || two.artifacts || two.code || two.exit_code || !two.env.empty();
  if (is_asked && choice.runs.size() != 2) {
    throw Error(ErrorCode::usage, "--diff and what belongs to it want exactly two runs")
        .hint("for example: mlt compare --diff @last~1 @last");
  }
  const bool is_about_table =
      command.all_columns || command.transpose || !command.columns.empty() ||
      !command.drop.empty() || !command.keep.empty() || command.best || command.precision ||
      !command.aggregate.empty() || command.spark_scale != kCommonScale ||
      !command.outputs.empty() || !command.plot.metrics.empty() || !command.against.empty() ||
      !command.gates.fail_if.empty() || command.gates.ci || !choice.filter.empty() ||
      !choice.order_by.empty() || choice.top || choice.since;
  return is_asked || (for_people && choice.runs.size() == 2 && !is_about_table);
}

/// Throws usage for options that exclude each other.
void check_options(const CompareCommand& command) {
  const bool is_plot = !command.plot.metrics.empty();
  if (is_plot && !command.outputs.empty()) {
    throw Error(ErrorCode::usage, "--plot writes no file")
        .hint("write the points with: mlt compare --plot METRIC -F csv > FILE");
  }
  if (!command.gates.fail_if.empty() || command.gates.ci) {
    check_gate_options(command.gates, is_plot || !command.history.empty());
  }
}

/// All but the gates. `comparison` must live as long as what comes back.
Listing comparison_listing(const app::Comparison& comparison, const RunCellContext& cells,
                           const CompareCommand& command, const std::optional<HeldAgainst>& held) {
  Listing listing;
  listing.schema = "mlt.compare/1";
  listing.table = comparison_table(comparison, cells, command.spark_scale == kOwnScale);
  listing.item = [&comparison](std::size_t row) { return item_value(comparison, row); };
  listing.members = {
      {"total", wire::integer_value(static_cast<std::int64_t>(comparison.total))},
      {"matched", wire::integer_value(static_cast<std::int64_t>(comparison.matched))},
      {"columns", columns_value(comparison)},
      {"constant", constants_value(comparison)}};
  listing.head = head_line(comparison);
  if (held) {
    listing.table.rows.front().front().marks += " base";
    listing.members.push_back({"base", base_value(held->base)});
    if (held->candidate) {
      listing.members.push_back({"candidate", candidate_value(*held->candidate)});
    }
    listing.head += " · " + base_line(*held);
  }
  return listing;
}

/// Writes the files of -o, and prints what was not only to be written.
void show_listing(Context& context, const Listing& listing, const CompareCommand& command,
                  std::int64_t now_ms, const ListingLook& look) {
  for (const auto& path : command.outputs) {
    disk::replace_outside_file(path,
                               listing_text(context, now_ms, listing, format_of_file(path), look));
  }
  if (command.outputs.empty() || context.globals().format) {
    print_listing(context, listing, look);
  }
  context.flush();
}

/// The table of runs, and what the gates say of them.
int print_comparison(Context& context, const CompareCommand& command,
                     std::span<const StoredRun> named, const ListingLook& look) {
  const Format format = chosen_format(context);
  Store& store = store_of(context, named);
  const app::Settings settings = load_store_settings(store);
  app::CompareOptions options = options_for(context, command, named);
  std::optional<HeldAgainst> held;
  if (!command.against.empty()) {
    held = hold_against(context, settings, command.against, command.pick, options);
  }
  app::Comparison comparison = app::compare_runs(store, settings, options);
  const bool is_empty = comparison.runs.size() == (comparison.has_base ? 1 : 0);
  if (!command.plot.metrics.empty()) {
    name_revisions(comparison, named);
    print_plot(context, store, comparison, command.plot);
    return command.fail_empty && comparison.runs.empty() ? 1 : 0;
  }
  std::optional<app::ShortIds> short_ids;
  if (is_for_people(format) || format == Format::md || !command.outputs.empty()) {
    short_ids.emplace(store.list_runs({}));
  }
  const RunCellContext cells{.now_ms = context.clock().now_ms(),
                             .for_people = is_for_people(format),
                             .short_ids = short_ids ? &*short_ids : nullptr};
  Listing listing = comparison_listing(comparison, cells, command, held);
  listing.foot = [&](std::size_t left_out) {
    return command.transpose ? foot_line(listing.table, comparison.choice.hidden, left_out)
                             : foot_line(listing.table, comparison.choice.hidden + left_out, 0);
  };
  const auto gates = check_compared_runs(context, store, held ? held->revisions : nullptr, settings,
                                         options, command.against, command.pick, command.gates);
  if (gates) {
    add_gates(listing, *gates);
  }
  show_listing(context, listing, command, cells.now_ms, look);
  if (command.gates.ci) {
    append_comparison(context, listing, look, gates);
  }
  if (gates && !print_gates(context, *gates)) {
    return kGateFailed;
  }
  print_hints(context, comparison, format, command.choice.top.has_value());
  return command.fail_empty && is_empty ? 1 : 0;
}

int run_compare(Context& context, const CompareCommand& command) {
  check_options(command);
  const ListingLook look{.header = !command.no_header,
                         .transpose = command.transpose,
                         .every_column = command.all_columns,
                         .precision = parse_precision(command.precision)};
  if (!command.history.empty()) {
    return print_best_by_commit(context, history_request(context, command),
                                command.choice.since.value_or(""), look);
  }
  const bool for_people = is_for_people(chosen_format(context));
  const auto named = named_runs(context, command.choice);
  if (wants_diff(command, for_people)) {
    DiffRequest request = command.two;
    request.goals = command.goals;
    request.no_header = command.no_header;
    return print_diff(context, named.front(), named.back(), request);  // one run if named twice
  }
  return print_comparison(context, command, named, look);
}

void declare_columns(OptionTable& table, CompareCommand& command) {
  table.group("Columns");
  table.flag("-A, --all-columns", command.all_columns,
             "every param, metric and tag, at full width");
  table.option(
      "--columns", "SPEC", command.columns,
      "these columns in this order: 'lr,acc:max as top1,val_*,loss~'; +KEY and -KEY change "
      "the default, @NAME is a set of mlt.yaml, all is -A");
  table.option("--agg", "REDUCER", command.aggregate,
               "what stands for a metric without a reducer of its own: last, min, max, best, mean, "
               "@step=100 (last; best where a goal is declared)");
  table
      .option("--spark-scale", "SCALE", command.spark_scale,
              "of sparklines: common to a column, or own for each run")
      .choices({std::string(kCommonScale), std::string(kOwnScale)});
  table.option("--keep", "GLOB", command.keep, "of params, metrics and tags only those that match");
  table.option("--drop", "GLOB", command.drop, "no params, metrics and tags that match");
  table
      .option("--best", "max:METRIC", command.best,
              "the metric that decides which run is best, shown first, and the runs best first; "
              "max: or "
              "min: may be left out where the direction is known")
      .complete(Completion::metric_key);
  table.option("--goal", "METRIC=max", command.goals,
               "which way a metric is better, max or min, where its name does not tell");
}

Action declare_compare(OptionTable& table) {
  auto command = std::make_shared<CompareCommand>();
  declare_run_choice(table, command->choice);
  table
      .option("--against, --base", "REF|RUN", command->against,
              "hold the runs against one: a run, or one of those in a revision of git; the "
              "others are then those that the revision does not hold")
      .complete(Completion::revision);
  table.option("--pick", "latest|best:METRIC|mean", command->pick,
               "which of a revision's finished runs is the base (latest), and which of the others "
               "stands for them");
  table
      .option("--history", "METRIC", command->history,
              "the best value of this metric in each commit after the revision of --since, instead "
              "of runs")
      .complete(Completion::metric_key);
  declare_columns(table, *command);
  declare_plot_options(table, command->plot);
  table
      .option("--plot", "METRIC,METRIC", command->plot.metrics,
              "draw these metrics as curves instead of the table, as mlt plot does")
      .complete(Completion::metric_key);
  table.group("Two runs");
  table.flag("--diff", command->diff, "by what the second of two runs differs, as mlt diff does");
  declare_diff_options(table, command->two);
  table.group("Gates");
  declare_gate_options(table, command->gates);
  table.group("Output");
  table.option("--precision", "N|full", command->precision,
               "significant digits for people (4, more where values would look equal)");
  table.flag("-T, --transpose", command->transpose, "a line for each column");
  table.flag("--no-header", command->no_header, "rows only");
  table
      .option("-o, --output", "FILE", command->outputs,
              "write to a file instead, in the format of its extension: md, csv, tsv, json, jsonl, "
              "yaml")
      .complete(Completion::file);
  table.flag("--fail-empty", command->fail_empty, "end with 1 if no run matches");
  table.description(
      "Shows runs side by side: the params that vary, then the metrics most runs have, by their "
      "last values, or their best where a goal is declared. What is the same in all runs is said "
      "once above the table. Runs stand newest "
      "first, or best first if mlt.yaml declares a primary metric or --best names one.\n\n"
      "Values are compared as numbers where they are numbers: 1e-3 is 0.001. A param that goes "
      "with another one to one shares its column (depth⇔model). The best value of each metric is "
      "marked where it is known which way is better: by --goal or --best, by mlt.yaml, or by a "
      "name such as loss or acc.\n\n"
      "Two runs are held against each other, as mlt diff does, where people read and nothing is "
      "said "
      "about the table.\n\n"
      "On a terminal columns that do not fit are left out from the right. Elsewhere the output is "
      "tab-separated, with full ids and numbers.");
  table.example("mlt compare", "the newest 20 runs of the experiment worked on last");
  table.example("mlt compare -x digits --best max:metrics.acc", "the best 20 of an experiment");
  table.example("mlt compare --where 'metrics.acc > 0.9' --sort -acc -N 5", "five, filtered");
  table.example("mlt compare @last~1 @last -T", "the two newest runs, a line for each column");
  table.example("mlt compare -x digits --columns lr,acc -o table.md", "for a pull request");
  table.example("mlt compare -x digits --columns 'lr,acc:max as top1,acc~'",
                "reduced, and its course");
  table.example("mlt compare --history acc --since v1.0", "how the best of the store moved");
  table.example("mlt compare --against origin/main", "what is new here, held against main");
  table.example("mlt compare --against origin/main --fail-if 'acc < baseline - 0.01'",
                "end with 1 if what is new is worse");
  table.exit_status(1,
                    "a gate failed, no run matches and --fail-empty was given, or two runs differ "
                    "and --exit-code was given");
  table.see_also("mlt-search(7)");
  table.see_also("mlt-diff(1)");
  table.see_also("mlt-gates(7)");
  table.see_also("mlt-plot(1)");
  table.see_also("mlt-show(1)");
  return [command](Context& context) { return run_compare(context, *command); };
}

}  // namespace

constexpr Command kCompareRows[] = {
    {"compare", "show runs side by side, the best marked", declare_compare}};
const CommandFamily kCompareCommands = kCompareRows;

}  // namespace mlt::cli
