#include "wire/history_json.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json_text.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "wire/json_reader.hpp"

namespace mlt::wire {

namespace {

constexpr std::string_view kExperimentSchema = "mlt.experiment-record/1";
constexpr std::string_view kRunSchema = "mlt.run-record/1";
constexpr std::string_view kModelSchema = "mlt.model-record/1";

void write_map(base::JsonWriter& json, std::string_view name, const KeyValueMap& map) {
  json.key(name);
  json.begin_object();
  for (const auto& [key, value] : map) {
    json.member(key, std::string_view(value));
  }
  json.end_object();
}

void write_time(base::JsonWriter& json, std::string_view name, std::optional<std::int64_t> time) {
  json.key(name);
  time ? json.integer(*time) : json.null();
}

void write_optional(base::JsonWriter& json, std::string_view name,
                    const std::optional<std::string>& text) {
  json.key(name);
  text ? json.string(*text) : json.null();
}

void write_datasets(base::JsonWriter& json, const Run& run) {
  json.key("datasets");
  json.begin_array();
  for (const auto& [dataset, tags] : run.dataset_inputs) {
    json.begin_object();
    json.member("name", std::string_view(dataset.name));
    json.member("digest", std::string_view(dataset.digest));
    json.member("source_type", std::string_view(dataset.source_type));
    json.member("source", std::string_view(dataset.source));
    write_optional(json, "schema", dataset.schema);
    write_optional(json, "profile", dataset.profile);
    write_map(json, "tags", tags);
    json.end_object();
  }
  json.end_array();
}

void write_models(base::JsonWriter& json, const Run& run) {
  json.key("model_inputs");
  json.begin_array();
  for (const auto& [model_id, tags] : run.model_inputs) {
    json.begin_object();
    json.member("model_id", std::string_view(model_id));
    write_map(json, "tags", tags);
    json.end_object();
  }
  json.end_array();
  json.key("model_outputs");
  json.begin_array();
  for (const auto& [model_id, step] : run.model_outputs) {
    json.begin_inline_object();
    json.member("model_id", std::string_view(model_id));
    json.member("step", step);
    json.end_object();
  }
  json.end_array();
}

void write_artifacts(base::JsonWriter& json, const Run& run) {
  json.key("artifacts");
  json.begin_array();
  for (const auto& [path, fact] : run.artifacts) {
    json.begin_inline_object();
    json.member("path", std::string_view(path));
    json.member("size", fact.size);
    json.member("sha256", std::string_view(fact.sha256));
    json.end_object();
  }
  json.end_array();
}

/// The members of one JSON object, with errors that name the text.
class Reader {
 public:
  Reader(JsonView object, const Source& source, std::int64_t line)
      : object_(object), source_(source), line_(line) {}

  [[nodiscard]] Error lacks(std::string_view member) const {
    return source_error(source_, line_,
                        "'" + std::string(member) + "' is missing or of the wrong type");
  }
  void require_schema(std::string_view schema) const {
    const std::string_view found = object_.find_string("schema").value_or("");
    if (found == schema) {
      return;
    }
    throw source_error(source_, line_,
                       found.empty() ? "is not a '" + std::string(schema) + "' document"
                                     : "has the schema '" + base::escape_control(found) +
                                           "', and this mlt reads '" + std::string(schema) + "'");
  }
  [[nodiscard]] std::string text(std::string_view member) const {
    const auto found = object_.find_string(member);
    if (!found) {
      throw lacks(member);
    }
    return std::string(*found);
  }
  [[nodiscard]] std::string text_or_none(std::string_view member) const {
    return std::string(object_.find_string(member).value_or(""));
  }
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view member) const {
    const auto found = object_.find_string(member);
    return found ? std::optional(std::string(*found)) : std::nullopt;
  }
  [[nodiscard]] std::int64_t integer(std::string_view member) const {
    const auto found = object_.find_int64(member);
    if (!found) {
      throw lacks(member);
    }
    return *found;
  }
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view member) const {
    return object_.find_int64(member);
  }
  [[nodiscard]] double number(std::string_view member) const {
    const auto found = object_.find(member);
    const auto value = found ? found->number() : std::nullopt;
    if (!value) {
      throw lacks(member);
    }
    return *value;
  }
  template <typename Parse>
  [[nodiscard]] auto named(std::string_view member, Parse parse) const {
    const auto value = parse(object_.find_string(member).value_or(""));
    if (!value) {
      throw lacks(member);
    }
    return *value;
  }
  [[nodiscard]] KeyValueMap map(std::string_view member) const {
    KeyValueMap result;
    if (const auto object = object_.find(member)) {
      object->for_each_member([&](std::string_view key, const JsonView& value) {
        if (!value.string()) {
          throw lacks(member);
        }
        result.insert_or_assign(std::string(key), std::string(*value.string()));
      });
    }
    return result;
  }
  template <typename Visit>
  void each(std::string_view member, Visit visit) const {
    if (const auto array = object_.find(member)) {
      array->for_each_element(
          [&](const JsonView& element) { visit(Reader(element, source_, line_)); });
    }
  }

 private:
  JsonView object_;
  const Source& source_;
  std::int64_t line_;
};

JsonView parse_object(JsonDocument& document, std::string& text, const Source& source,
                      std::int64_t line) {
  const auto view = document.parse(text);
  if (!view || !view->is_object()) {
    throw source_error(source, line,
                       view ? std::string("is not a JSON object") : document.reason());
  }
  return *view;
}

void read_inputs(const Reader& reader, Run& run) {
  reader.each("datasets", [&](const Reader& each) {
    run.dataset_inputs.push_back(
        {{each.text("name"), each.text("digest"), each.text_or_none("source_type"),
          each.text_or_none("source"), each.optional_text("schema"), each.optional_text("profile")},
         each.map("tags")});
  });
  reader.each("model_inputs", [&](const Reader& each) {
    run.model_inputs.push_back({each.text("model_id"), each.map("tags")});
  });
  reader.each("model_outputs", [&](const Reader& each) {
    run.model_outputs.push_back({each.text("model_id"), each.integer("step")});
  });
  reader.each("artifacts", [&](const Reader& each) {
    run.artifacts.insert_or_assign(
        each.text("path"),
        ArtifactFact{static_cast<std::uint64_t>(each.integer("size")), each.text("sha256")});
  });
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (!text.empty()) {
    out.append(", \"").append(name).append("\": ");
    base::append_json_string(out, text);
  }
}

void append_point(std::string& out, std::string_view key, const MetricPoint& point,
                  std::string_view run_id) {
  out += "{\"key\": ";
  base::append_json_string(out, key);
  out += ", \"step\": ";
  base::append_int64(out, point.step);
  out += ", \"time\": ";
  base::append_int64(out, point.time_ms);
  out += ", \"value\": ";
  base::append_json_double(out, point.value);
  append_member(out, "run", run_id);
  if (point.context) {
    append_member(out, "dataset", point.context->dataset_name);
    append_member(out, "digest", point.context->dataset_digest);
    append_member(out, "model", point.context->model_id);
  }
  out += "}\n";
}

/// Calls `take(Reader)` for each line.
template <typename Take>
void each_line(std::string_view text, const Source& source, Take take) {
  JsonDocument document;
  std::int64_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      throw source_error(source, number, "the last line is cut off");
    }
    std::string line(text.substr(0, end));
    text.remove_prefix(end + 1);
    take(Reader(parse_object(document, line, source, number), source, number));
  }
}

MetricPoint read_point(const Reader& reader) {
  MetricPoint point{reader.integer("step"), reader.integer("time"), reader.number("value"), {}};
  const MetricContext context{reader.text_or_none("dataset"), reader.text_or_none("digest"),
                              reader.text_or_none("model")};
  if (context != MetricContext{}) {
    point.context = std::make_shared<const MetricContext>(context);
  }
  return point;
}

void write_run(base::JsonWriter& json, const Run& run, std::string_view host) {
  json.member("schema", kRunSchema);
  json.member("run_id", std::string_view(run.id.value));
  json.member("experiment_id", std::string_view(run.experiment_id.value));
  json.member("name", std::string_view(run.name));
  json.member("user", std::string_view(run.user));
  json.member("host", host);
  json.member("status", name_of(run.status));
  json.member("lifecycle", name_of(run.lifecycle));
  json.member("start_time", run.start_time_ms);
  write_time(json, "end_time", run.end_time_ms);
  write_time(json, "deleted_time", run.deleted_time_ms);
  json.member("artifact_uri", std::string_view(run.artifact_uri));
  write_map(json, "params", run.params);
  write_map(json, "tags", run.tags);
  write_datasets(json, run);
  write_models(json, run);
  write_artifacts(json, run);
}

RunRecord read_run(const Reader& reader) {
  reader.require_schema(kRunSchema);
  RunRecord record;
  Run& run = record.run;
  run.id = {reader.text("run_id")};
  run.experiment_id = {reader.text("experiment_id")};
  run.name = reader.text("name");
  run.user = reader.text_or_none("user");
  record.host = reader.text_or_none("host");
  run.status = reader.named("status", parse_run_status);
  run.lifecycle = reader.named("lifecycle", parse_lifecycle);
  run.start_time_ms = reader.integer("start_time");
  run.end_time_ms = reader.optional_integer("end_time");
  run.deleted_time_ms = reader.optional_integer("deleted_time");
  run.artifact_uri = reader.text_or_none("artifact_uri");
  run.params = reader.map("params");
  run.tags = reader.map("tags");
  read_inputs(reader, run);
  return record;
}

}  // namespace

std::string experiment_record(const Experiment& experiment) {
  base::JsonWriter json;
  json.begin_object();
  json.member("schema", kExperimentSchema);
  json.member("experiment_id", std::string_view(experiment.id.value));
  json.member("name", std::string_view(experiment.name));
  json.member("lifecycle", name_of(experiment.lifecycle));
  json.member("created_time", experiment.created_ms);
  json.member("last_update_time", experiment.updated_ms);
  json.member("artifact_location", std::string_view(experiment.artifact_location));
  write_map(json, "tags", experiment.tags);
  json.end_object();
  return json.take();
}

Experiment parse_experiment_record(std::string_view text, const Source& source) {
  JsonDocument document;
  std::string buffer(text);
  const Reader reader(parse_object(document, buffer, source, 0), source, 0);
  reader.require_schema(kExperimentSchema);
  Experiment experiment;
  experiment.id = {reader.text("experiment_id")};
  experiment.name = reader.text("name");
  experiment.lifecycle = reader.named("lifecycle", parse_lifecycle);
  experiment.created_ms = reader.integer("created_time");
  experiment.updated_ms = reader.integer("last_update_time");
  experiment.artifact_location = reader.text_or_none("artifact_location");
  experiment.tags = reader.map("tags");
  return experiment;
}

std::string run_record(const Run& run, std::string_view host) {
  base::JsonWriter json;
  json.begin_object();
  write_run(json, run, host);
  json.end_object();
  return json.take();
}

RunRecord parse_run_record(std::string_view text, const Source& source) {
  JsonDocument document;
  std::string buffer(text);
  return read_run(Reader(parse_object(document, buffer, source, 0), source, 0));
}

std::string run_line(const Run& run, std::string_view host, std::string_view experiment,
                     const std::vector<Metric>& points) {
  base::JsonWriter json;
  json.begin_inline_object();
  json.member("experiment", experiment);
  json.key("points");
  json.begin_array();
  for (const auto& [key, point] : points) {
    json.begin_object();
    json.member("key", std::string_view(key));
    json.member("step", point.step);
    json.member("time", point.time_ms);
    json.member("value", point.value);
    if (point.context) {
      json.member("dataset", std::string_view(point.context->dataset_name));
      json.member("digest", std::string_view(point.context->dataset_digest));
      json.member("model", std::string_view(point.context->model_id));
    }
    json.end_object();
  }
  json.end_array();
  write_run(json, run, host);
  json.end_object();
  return json.take();
}

RunLine parse_run_line(std::string_view line, const Source& source, std::int64_t number) {
  JsonDocument document;
  std::string buffer(line);
  const Reader reader(parse_object(document, buffer, source, number), source, number);
  RunLine result;
  result.record = read_run(reader);
  result.experiment = reader.text("experiment");
  reader.each("points", [&](const Reader& each) {
    result.points.push_back({each.text("key"), read_point(each)});
  });
  return result;
}

std::string points_record(const std::vector<Metric>& points) {
  std::string out;
  for (const auto& [key, point] : points) {
    append_point(out, key, point, {});
  }
  return out;
}

std::vector<Metric> parse_points_record(std::string_view text, const Source& source) {
  std::vector<Metric> points;
  each_line(text, source, [&](const Reader& reader) {
    points.push_back({reader.text("key"), read_point(reader)});
  });
  return points;
}

std::string model_record(const LoggedModel& model) {
  base::JsonWriter json;
  json.begin_object();
  json.member("schema", kModelSchema);
  json.member("model_id", std::string_view(model.id.value));
  json.member("experiment_id", std::string_view(model.experiment_id.value));
  json.member("name", std::string_view(model.name));
  json.member("model_type", std::string_view(model.model_type));
  json.member("source_run_id", std::string_view(model.source_run_id));
  json.member("status", name_of(model.status));
  json.member("status_message", std::string_view(model.status_message));
  json.member("lifecycle", name_of(model.lifecycle));
  json.member("created_time", model.created_ms);
  json.member("last_update_time", model.updated_ms);
  json.member("artifact_uri", std::string_view(model.artifact_uri));
  write_map(json, "params", model.params);
  write_map(json, "tags", model.tags);
  json.end_object();
  return json.take();
}

LoggedModel parse_model_record(std::string_view text, const Source& source) {
  JsonDocument document;
  std::string buffer(text);
  const Reader reader(parse_object(document, buffer, source, 0), source, 0);
  reader.require_schema(kModelSchema);
  LoggedModel model;
  model.id = {reader.text("model_id")};
  model.experiment_id = {reader.text("experiment_id")};
  model.name = reader.text("name");
  model.model_type = reader.text_or_none("model_type");
  model.source_run_id = reader.text_or_none("source_run_id");
  model.status = reader.named("status", parse_model_status);
  model.status_message = reader.text_or_none("status_message");
  model.lifecycle = reader.named("lifecycle", parse_lifecycle);
  model.created_ms = reader.integer("created_time");
  model.updated_ms = reader.integer("last_update_time");
  model.artifact_uri = reader.text_or_none("artifact_uri");
  model.params = reader.map("params");
  model.tags = reader.map("tags");
  return model;
}

std::string model_points_record(const std::vector<ModelMetric>& points) {
  std::string out;
  for (const ModelMetric& each : points) {
    append_point(out, each.key, each.point, each.run_id.value);
  }
  return out;
}

std::vector<ModelMetric> parse_model_points_record(std::string_view text, const Source& source) {
  std::vector<ModelMetric> points;
  each_line(text, source, [&](const Reader& reader) {
    points.push_back({reader.text("key"), {reader.text_or_none("run")}, read_point(reader)});
  });
  return points;
}

}  // namespace mlt::wire
