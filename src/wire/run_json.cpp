#include "wire/run_json.hpp"

#include <optional>
#include <string>

#include "model/run_facts.hpp"
#include "wire/document.hpp"

namespace mlt::wire {
namespace {

Value map_value(const KeyValueMap& map) {
  Value object = object_value();
  for (const auto& [key, value] : map) {
    add(object, key, string_value(value));
  }
  return object;
}

Value point_value(const MetricPoint& point) {
  Value object = object_value();
  add(object, "value", number_value(point.value));
  add(object, "step", integer_value(point.step));
  add_time(object, "time", point.time_ms);
  return object;
}

Value summary_value(const MetricSummary& summary) {
  Value object = object_value();
  add(object, "last", point_value(summary.last));
  add(object, "min", summary.min ? point_value(*summary.min) : Value{});
  add(object, "max", summary.max ? point_value(*summary.max) : Value{});
  add(object, "first", point_value(summary.first));
  add(object, "count",
      summary.count ? integer_value(static_cast<std::int64_t>(*summary.count)) : Value{});
  return object;
}

Value text_or_null(const std::optional<std::string>& text) {
  return text ? string_value(*text) : Value{};
}

void add_inputs(Value& object, const Run& run) {
  Value& datasets = add(object, "dataset_inputs", array_value());
  for (const DatasetInput& input : run.dataset_inputs) {
    Value& each = append(datasets, object_value());
    add(each, "name", string_value(input.dataset.name));
    add(each, "digest", string_value(input.dataset.digest));
    add(each, "source_type", string_value(input.dataset.source_type));
    add(each, "source", string_value(input.dataset.source));
    add(each, "schema", text_or_null(input.dataset.schema));
    add(each, "profile", text_or_null(input.dataset.profile));
    add(each, "tags", map_value(input.tags));
  }
  Value& given = add(object, "model_inputs", array_value());
  for (const ModelInput& input : run.model_inputs) {
    Value& each = append(given, object_value());
    add(each, "model_id", string_value(input.model_id));
    add(each, "tags", map_value(input.tags));
  }
  Value& made = add(object, "model_outputs", array_value());
  for (const ModelOutput& output : run.model_outputs) {
    Value& each = append(made, object_value());
    add(each, "model_id", string_value(output.model_id));
    add(each, "step", integer_value(output.step));
  }
}

void add_details(Value& object, const Run& run) {
  add(object, "artifact_uri", run.artifact_uri.empty() ? Value{} : string_value(run.artifact_uri));
  Value& summaries = add(object, "metric_summaries", object_value());
  for (const auto& [key, summary] : run.metrics) {
    add(summaries, key, summary_value(summary));
  }
  Value& artifacts = add(object, "artifacts", array_value());
  for (const auto& [path, fact] : run.artifacts) {
    Value& artifact = append(artifacts, object_value());
    add(artifact, "path", string_value(path));
    add(artifact, "size", integer_value(static_cast<std::int64_t>(fact.size)));
    add(artifact, "sha256", string_value(fact.sha256));
  }
  add_inputs(object, run);
}

}  // namespace

Value run_value(const Run& run, std::string_view experiment_name, RunDetail detail) {
  Value object = object_value();
  add(object, "run_id", string_value(run.id.value));
  add(object, "run_name", string_value(run.name));
  add(object, "experiment_id", string_value(run.experiment_id.value));
  add(object, "experiment", string_value(experiment_name));
  add(object, "status", model::is_known(run) ? string_value(name_of(run.status)) : Value{});
  add(object, "lifecycle", string_value(name_of(run.lifecycle)));
  add(object, "user", string_value(run.user));
  if (model::is_known(run)) {
    add_time(object, "start_time", run.start_time_ms);
  } else {
    add(object, "start_time", {});
    add(object, "start_time_iso", {});
  }
  if (model::is_known(run) && run.end_time_ms) {
    add_time(object, "end_time", *run.end_time_ms);
    add(object, "duration_ms", integer_value(*run.end_time_ms - run.start_time_ms));
  } else {
    add(object, "end_time", {});
    add(object, "end_time_iso", {});
    add(object, "duration_ms", {});
  }
  add(object, "damaged", bool_value(run.damaged));
  add(object, "params", map_value(run.params));
  Value& metrics = add(object, "metrics", object_value());
  for (const auto& [key, summary] : run.metrics) {
    add(metrics, key, number_value(summary.last.value));
  }
  add(object, "tags", map_value(run.tags));
  if (detail == RunDetail::full) {
    add_details(object, run);
  }
  return object;
}

Value experiment_value(const Experiment& experiment) {
  Value object = object_value();
  add(object, "experiment_id", string_value(experiment.id.value));
  add(object, "name", string_value(experiment.name));
  add(object, "lifecycle", string_value(name_of(experiment.lifecycle)));
  add_time(object, "created_time", experiment.created_ms);
  add_time(object, "last_update_time", experiment.updated_ms);
  add(object, "tags", map_value(experiment.tags));
  add(object, "artifact_location",
      experiment.artifact_location.empty() ? Value{} : string_value(experiment.artifact_location));
  return object;
}

}  // namespace mlt::wire
