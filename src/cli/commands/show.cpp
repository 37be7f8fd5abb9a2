#include "cli/commands/show.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "app/experiment_report.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/commands/run_sheet.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "cli/sheet.hpp"
#include "model/run_facts.hpp"
#include "wire/document.hpp"
#include "wire/json.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

struct ShowOptions {
  std::string selector;
  std::vector<std::string> metrics;
};

void show_run(Context& context, const StoredRun& stored) {
  Store& store = *stored.store;
  const Run run = store.get_run(stored.ref);
  const auto experiments = store.list_experiments();
  const auto found = std::ranges::find(experiments, run.experiment_id, &Experiment::id);
  const std::string experiment = found == experiments.end() ? run.experiment_id.value : found->name;
  print_thing(context, "mlt.run/1", wire::run_value(run, experiment, wire::RunDetail::full),
              run.id.value, [&] { return run_sheet(context, run, experiment); });
}

std::string joined_values(const app::ExperimentReport::Param& param) {
  std::string text = base::join({param.values.begin(), param.values.end()}, ", ");
  return param.has_more_values ? text + ", …" : text;
}

render::Cell number_or_nothing(const std::optional<double>& value) {
  return value ? render::Cell(*value) : render::Cell();
}

std::string experiment_sheet(Context& context, const Experiment& experiment,
                             const app::ExperimentReport& report) {
  const std::int64_t now_ms = context.clock().now_ms();
  Sheet sheet(table_options(context));
  sheet.title(experiment.name);
  sheet.fact("id", experiment.id.value);
  if (experiment.lifecycle == Lifecycle::deleted) {
    sheet.fact("lifecycle", "deleted", render::Tone::bad);
  }
  sheet.fact("created", base::format_age(experiment.created_ms, now_ms));
  sheet.fact("artifacts", experiment.artifact_location);
  sheet.fact("runs", describe_runs(report.runs, report.deleted_runs));
  if (report.newest) {
    sheet.fact("newest", report.newest->id.value.substr(0, 7) + " " + report.newest->name + ", " +
                             base::format_age(report.newest->start_time_ms, now_ms));
  }
  sheet.section("params", report.params.size());
  render::Table params;
  params.columns = {
      {.key = {}, .title = "param"}, {.key = {}, .title = "runs"}, {.key = {}, .title = "values"}};
  for (const auto& [key, param] : report.params) {
    params.rows.push_back({{key}, {static_cast<std::int64_t>(param.runs)}, {joined_values(param)}});
  }
  sheet.table(params);
  sheet.section("metrics", report.metrics.size());
  render::Table metrics;
  metrics.columns.push_back({.key = "metric", .title = "metric"});
  metrics.rows = {{{"runs"}}, {{"lowest"}}, {{"highest"}}};
  for (const auto& [key, range] : report.metrics) {
    metrics.columns.push_back({.key = key, .title = key, .can_shorten = false});
    metrics.rows[0].emplace_back(static_cast<std::int64_t>(range.runs));
    metrics.rows[1].push_back(number_or_nothing(range.lowest));
    metrics.rows[2].push_back(number_or_nothing(range.highest));
  }
  sheet.table_of_rows_per_column(metrics);
  sheet.section("tags", experiment.tags.size());
  for (const auto& [key, value] : experiment.tags) {
    sheet.entry(key, value);
  }
  return sheet.take();
}

wire::Value report_value(const Experiment& experiment, const app::ExperimentReport& report) {
  wire::Value object = wire::experiment_value(experiment);
  wire::Value& runs = wire::add(object, "runs", wire::object_value());
  for (const auto& [status, count] : report.runs) {
    wire::add(runs, base::to_lower(name_of(status)),
              wire::integer_value(static_cast<std::int64_t>(count)));
  }
  wire::add(object, "deleted_runs",
            wire::integer_value(static_cast<std::int64_t>(report.deleted_runs)));
  wire::Value& params = wire::add(object, "params", wire::object_value());
  for (const auto& [key, param] : report.params) {
    wire::add(params, key, wire::integer_value(static_cast<std::int64_t>(param.runs)));
  }
  wire::Value& metrics = wire::add(object, "metrics", wire::object_value());
  for (const auto& [key, range] : report.metrics) {
    wire::add(metrics, key, wire::integer_value(static_cast<std::int64_t>(range.runs)));
  }
  return object;
}

void show_experiment(Context& context, const Experiment& experiment) {
  const auto report = app::report_experiment(context.store(), experiment.id);
  print_thing(context, "mlt.experiment/1", report_value(experiment, report), experiment.id.value,
              [&] { return experiment_sheet(context, experiment, report); });
}

int run_show(Context& context, const ShowOptions& options) {
  if (!options.metrics.empty()) {
    const StoredRun run = select_stored_run(context, options.selector);
    return print_history(context, *run.store, run.ref, options.metrics);
  }
  try {
    show_run(context, select_stored_run(context, options.selector));
    return 0;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found || options.selector.starts_with('@') ||
        names_revision(context, options.selector)) {
      throw;
    }
    const auto experiment = app::find_experiment(context.store(), options.selector);
    if (!experiment) {
      throw;
    }
    show_experiment(context, *experiment);
    return 0;
  }
}

std::shared_ptr<ShowOptions> declare_options(OptionTable& table, std::string_view operand,
                                             std::string_view help) {
  auto options = std::make_shared<ShowOptions>();
  table.operand(operand, options->selector, help).complete(Completion::run);
  table
      .option("--metric", "KEY", options->metrics,
              "every point of this metric of the run instead, by step")
      .complete(Completion::metric_key);
  return options;
}

Action declare_show(OptionTable& table) {
  const auto options = declare_options(table, "SELECTOR", "a run, or else an experiment");
  table.description(
      "Shows all there is to know of a run: how it was started and ended, its code, params, "
      "metrics with last, lowest, highest and first value, tags, the data sets and models that it "
      "was given, the models that it made, and artifacts. With --metric it lists the points of a "
      "metric. Of an experiment it shows the runs by status and the keys of params and metrics "
      "with their values.\n\n"
      "Off a terminal the output is one line a field, tab-separated; --json gives one object.");
  table.example("mlt show @last", "the newest run");
  table.example("mlt show @best:metrics.acc", "the best run");
  table.example("mlt show main:@last", "the newest run as branch main has it, without a checkout");
  table.example("mlt show digits", "an experiment: which params and metrics there are");
  table.example("mlt show @last --json=metrics.acc", "one number, for a script");
  table.see_also("mlt-selectors(7)");
  return [options](Context& context) { return run_show(context, *options); };
}

}  // namespace

Action declare_show_run(OptionTable& table) {
  const auto options = declare_options(table, "RUN", "the run: id, name or @last");
  table.description(
      "Shows all there is to know of a run: how it was started and ended, its code, params, "
      "metrics with last, lowest, highest and first value, tags, inputs, outputs and artifacts. "
      "With --metric it lists the points of a metric.");
  table.example("mlt runs show @last", "the newest run");
  table.example("mlt runs show @last --metric loss -F csv", "a curve, for another program");
  table.see_also("mlt-show(1)");
  return [options](Context& context) {
    const StoredRun run = select_stored_run(context, options->selector);
    if (!options->metrics.empty()) {
      return print_history(context, *run.store, run.ref, options->metrics);
    }
    show_run(context, run);
    return 0;
  };
}

Action declare_show_experiment(OptionTable& table) {
  const auto selector = std::make_shared<std::string>();
  table.operand("EXP", *selector, "the experiment: name or id").complete(Completion::experiment);
  table.description(
      "Shows what there is to know of an experiment: its runs by status, the keys of params and "
      "metrics with their values, and its tags.");
  table.example("mlt experiments show iris", "by name");
  table.example("mlt exp show iris --json=runs", "how many runs there are, for a script");
  table.see_also("mlt-show(1)");
  return [selector](Context& context) {
    show_experiment(context, app::get_experiment(context.store(), *selector));
    return 0;
  };
}

constexpr Command kShowRows[] = {
    {"show", "show all there is to know of a run or an experiment", declare_show}};
const CommandFamily kShowCommands = kShowRows;

}  // namespace mlt::cli
