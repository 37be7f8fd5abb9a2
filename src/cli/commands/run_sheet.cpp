#include "cli/commands/run_sheet.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/listing.hpp"
#include "cli/run_cells.hpp"
#include "cli/sheet.hpp"
#include "model/run_facts.hpp"
#include "wire/document.hpp"
#include "wire/json.hpp"

namespace mlt::cli {

namespace {

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
  sheet.fact("artifacts in", run.artifact_uri);
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

/// `a1b2c3 train, local data/train.csv`
std::string describe_dataset(const DatasetInput& input) {
  std::string text = input.dataset.digest;
  if (const auto context = input.tags.find(kDataContextTag); context != input.tags.end()) {
    text += " " + context->second;
  }
  if (!input.dataset.source.empty()) {
    text += ", " + input.dataset.source_type + " " + input.dataset.source;
  }
  return text;
}

void add_inputs(Sheet& sheet, const Run& run) {
  sheet.section("data sets", run.dataset_inputs.size());
  for (const DatasetInput& input : run.dataset_inputs) {
    sheet.entry(input.dataset.name, describe_dataset(input));
  }
  sheet.section("models given", run.model_inputs.size());
  for (const ModelInput& input : run.model_inputs) {
    sheet.entry(input.model_id, "");
  }
  sheet.section("models made", run.model_outputs.size());
  for (const ModelOutput& output : run.model_outputs) {
    sheet.entry(output.model_id, "at step " + std::to_string(output.step));
  }
}

wire::Value point_value(const Metric& metric) {
  wire::Value item = wire::object_value();
  wire::add(item, "metric", wire::string_value(metric.key));
  wire::add(item, "step", wire::integer_value(metric.point.step));
  wire::add_time(item, "time", metric.point.time_ms);
  wire::add(item, "value", wire::number_value(metric.point.value));
  if (const auto& about = metric.point.context) {
    wire::add(item, "dataset_name", wire::string_value(about->dataset_name));
    wire::add(item, "dataset_digest", wire::string_value(about->dataset_digest));
    wire::add(item, "model_id", wire::string_value(about->model_id));
  }
  return item;
}

}  // namespace

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
  add_inputs(sheet, run);
  sheet.section("artifacts", run.artifacts.size());
  for (const auto& [path, fact] : run.artifacts) {
    sheet.entry(path, base::format_bytes(fact.size));
  }
  return sheet.take();
}

int print_history(Context& context, Store& store, const RunRef& ref,
                  const std::vector<std::string>& keys) {
  std::vector<Metric> points;
  for (const std::string& key : keys) {
    const std::vector<MetricPoint> history = store.metric_history(ref, key);
    if (history.empty()) {
      throw Error(ErrorCode::not_found, "run " + ref.run_id.value.substr(0, 7) +
                                            " has no metric '" + base::escape_control(key) + "'")
          .hint("list its metrics with: mlt runs show " + ref.run_id.value.substr(0, 7));
    }
    for (const MetricPoint& point : history) {
      points.push_back({key, point});
    }
  }
  Listing listing;
  listing.schema = "mlt.points/1";
  listing.table.columns = {{.key = "metric", .title = "metric"},
                           {.key = "step", .title = "step"},
                           {.key = "time", .title = "when"},
                           {.key = "value", .title = "value", .keep = true}};
  for (const Metric& metric : points) {
    listing.table.rows.push_back({{metric.key},
                                  {metric.point.step},
                                  {render::Time{metric.point.time_ms}},
                                  {metric.point.value}});
  }
  listing.item = [&points](std::size_t row) { return point_value(points[row]); };
  print_listing(context, listing);
  return 0;
}

}  // namespace mlt::cli
