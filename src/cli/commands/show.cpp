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
};

std::string tag_of(const Run& run, std::string_view key) {
  const auto found = run.tags.find(key);
  return found == run.tags.end() ? std::string() : found->second;
}

std::string describe_end(const Run& run) {
  std::string text;
  if (const auto code = tag_of(run, tag::kExitCode); !code.empty()) {
    text += ", exit code " + code;
  }
  if (const auto signal = tag_of(run, tag::kSignal); !signal.empty()) {
    text += ", by signal " + signal;
  }
  if (const auto reason = tag_of(run, tag::kEndReason); !reason.empty()) {
    text += " (" + reason + ")";
  }
  return text;
}

std::string describe_code(const Run& run) {
  std::string text = tag_of(run, tag::kGitCommit).substr(0, 7);
  if (text.empty()) {
    return text;
  }
  if (const auto branch = tag_of(run, tag::kGitBranch); !branch.empty()) {
    text += " on " + branch;
  }
  if (app::has_uncommitted_code(run)) {
    text += " + uncommitted changes";
  }
  return text;
}

/// The recorded argv as somebody would type it.
std::string describe_command(const Run& run) {
  std::string recorded = tag_of(run, tag::kCommand);
  try {
    const wire::Value argv = wire::parse_json(recorded, {.name = tag::kCommand});
    if (const auto* array = argv.as_array()) {
      std::vector<std::string> words;
      for (const auto& word : *array) {
        words.push_back(base::quote_for_shell(word.text()));
      }
      return base::join(words, " ");
    }
  } catch (const Error&) {
    return recorded;  // whoever wrote the tag had another idea of it
  }
  return recorded;
}

std::string describe_cost(const Run& run) {
  std::string text;
  if (const auto cpu = base::parse_double(tag_of(run, tag::kCpuTime))) {
    text = base::format_duration(static_cast<std::int64_t>(*cpu * 1000)) + " of CPU time";
  }
  if (const auto memory = base::parse_int64(tag_of(run, tag::kMaxRss)); memory && *memory > 0) {
    text += text.empty() ? "" : ", ";
    text += "at most " + base::format_bytes(static_cast<std::uint64_t>(*memory)) + " of memory";
  }
  return text;
}

/// Tags that the page shows in words of its own, or that only programs want.
bool is_told_elsewhere(std::string_view key) {
  return key.starts_with("mlt.") || key.starts_with("mlflow.");
}

void add_identity(Sheet& sheet, const Run& run, const std::string& experiment,
                  std::int64_t now_ms) {
  sheet.fact("id", run.id.value);
  sheet.fact("experiment", experiment);
  std::string status(model::is_known(run) ? name_of(run.status) : "unknown: the run is damaged");
  if (run.lifecycle == Lifecycle::deleted) {
    status += ", deleted";
  }
  sheet.fact("status", status + describe_end(run), tone_of(run.status));
  std::string when = base::format_local_short(run.start_time_ms, now_ms) + " (" +
                     base::format_age(run.start_time_ms, now_ms) + ")";
  if (run.end_time_ms) {
    when += ", took " + base::format_duration(*run.end_time_ms - run.start_time_ms);
  } else if (run.status == RunStatus::running) {
    when += ", for " + base::format_duration(now_ms - run.start_time_ms) + " now";
  }
  sheet.fact("started", model::is_known(run) ? when : "");
  const std::string host = tag_of(run, tag::kHost);
  sheet.fact("by", run.user.empty() || host.empty() ? run.user + host : run.user + " on " + host);
  sheet.fact("command", describe_command(run));
  if (const std::string directory = tag_of(run, tag::kCwd); directory != ".") {
    sheet.fact("in", directory);
  }
  sheet.fact("code", describe_code(run));
  sheet.fact("used", describe_cost(run));
  sheet.fact("note", tag_of(run, tag::kNote));
}

render::Table metrics_table(const Run& run) {
  render::Table table;
  table.columns.push_back({.key = "metric", .title = "metric"});
  table.rows = {{{"last"}}, {{"min"}}, {{"max"}}, {{"first"}}, {{"points"}}, {{"last step"}}};
  for (const auto& [key, summary] : run.metrics) {
    table.columns.push_back({.key = key, .title = key, .can_shorten = false});
    table.rows[0].emplace_back(summary.last.value, render::Tone::strong);
    table.rows[1].push_back(summary.min ? render::Cell(summary.min->value) : render::Cell());
    table.rows[2].push_back(summary.max ? render::Cell(summary.max->value) : render::Cell());
    table.rows[3].emplace_back(summary.first.value);
    table.rows[4].push_back(summary.count ? render::Cell(static_cast<std::int64_t>(*summary.count))
                                          : render::Cell());
    table.rows[5].emplace_back(summary.last.step);
  }
  return table;
}

std::string run_sheet(Context& context, const Run& run, const std::string& experiment) {
  Sheet sheet(table_options(context));
  sheet.title(run.name.empty() ? run.id.value : run.name);
  add_identity(sheet, run, experiment, context.clock().now_ms());
  sheet.section("params", run.params.size());
  for (const auto& [key, value] : run.params) {
    sheet.entry(key, value);
  }
  sheet.section("metrics", run.metrics.size());
  if (!run.metrics.empty()) {
    sheet.table_of_rows_per_column(metrics_table(run));
  }
  const auto user_tags = std::ranges::count_if(
      run.tags, [](const auto& each) { return !is_told_elsewhere(each.first); });
  sheet.section("tags", static_cast<std::size_t>(user_tags));
  for (const auto& [key, value] : run.tags) {
    if (!is_told_elsewhere(key)) {
      sheet.entry(key, value);
    }
  }
  sheet.section("artifacts", run.artifacts.size());
  for (const auto& [path, fact] : run.artifacts) {
    sheet.entry(path, base::format_bytes(fact.size));
  }
  return sheet.take();
}

void show_run(Context& context, const RunRef& ref) {
  Store& store = context.store();
  const Run run = store.get_run(ref);
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

RunRef select_run(Context& context, const std::string& selector) {
  return select_runs(context, std::span(&selector, 1), chosen_experiments(context, {})).front();
}

int run_show(Context& context, const ShowOptions& options) {
  try {
    show_run(context, select_run(context, options.selector));
    return 0;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found || options.selector.starts_with('@')) {
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
  return options;
}

Action declare_show(OptionTable& table) {
  const auto options = declare_options(table, "SELECTOR", "a run, or else an experiment");
  table.description(
      "Shows all there is to know of a run: how it was started and ended, its code, params, "
      "metrics with last, lowest, highest and first value, tags and artifacts. Of an experiment it "
      "shows the runs by status and the keys of params and metrics with their values.\n\n"
      "Off a terminal the output is one line a field, tab-separated; --json gives one object.");
  table.example("mlt show @last", "the newest run");
  table.example("mlt show @best:metrics.acc", "the best run");
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
      "metrics with last, lowest, highest and first value, tags and artifacts.");
  table.example("mlt runs show @last", "the newest run");
  table.see_also("mlt-show(1)");
  return [options](Context& context) {
    show_run(context, select_run(context, options->selector));
    return 0;
  };
}

std::vector<Command> show_commands() {
  return {{"show", "show all there is to know of a run or an experiment", declare_show}};
}

}  // namespace mlt::cli
