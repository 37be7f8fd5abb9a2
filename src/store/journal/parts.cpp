#include "store/journal/parts.hpp"

namespace mlt::store {

namespace {

using base::JsonWriter;
using wire::JsonView;

/// Takes the string member `name`, or names it as lacking.
bool take_string(const JsonView& object, std::string_view name, std::string& into,
                 std::string_view& lacking) {
  const auto text = object.find_string(name);
  if (text) {
    into = *text;
  } else {
    lacking = name;
  }
  return text.has_value();
}

/// As take_string() for a member that may be null.
bool take_optional_string(const JsonView& object, std::string_view name,
                          std::optional<std::string>& into, std::string_view& lacking) {
  const auto member = object.find(name);
  if (member && member->is_null()) {
    return true;
  }
  return take_string(object, name, into.emplace(), lacking);
}

/// Takes "dataset" or "model"; false if it is of the wrong type.
bool take_context_member(std::string_view name, const JsonView& value, MetricContext& context,
                         std::string_view& lacking) {
  lacking = name;
  if (name == "model") {
    const auto text = value.string();
    context.model_id = text.value_or("");
    return text.has_value();
  }
  const auto digest = value.find_string("digest");
  const auto dataset = value.find_string("name");
  context.dataset_digest = digest.value_or("");
  context.dataset_name = dataset.value_or("");
  return digest && dataset;
}

bool is_context_member(std::string_view name) { return name == "dataset" || name == "model"; }

void write_optional(JsonWriter& json, std::string_view name,
                    const std::optional<std::string>& text) {
  json.key(name);
  if (text) {
    json.string(*text);
  } else {
    json.null();
  }
}

void write_inline_strings(JsonWriter& json, std::string_view name, const KeyValueMap& map) {
  json.key(name);
  json.begin_inline_object();
  for (const auto& [key, value] : map) {
    json.member(key, value);
  }
  json.end_object();
}

}  // namespace

bool has_dataset(const MetricContext& context) {
  return !context.dataset_name.empty() || !context.dataset_digest.empty();
}

std::optional<std::shared_ptr<const MetricContext>> read_context(const JsonView& object,
                                                                 std::string_view& lacking) {
  std::shared_ptr<MetricContext> context;
  for (const std::string_view name : {"dataset", "model"}) {
    const auto member = object.find(name);
    if (member && !context) {
      context = std::make_shared<MetricContext>();
    }
    if (member && !take_context_member(name, *member, *context, lacking)) {
      return std::nullopt;
    }
  }
  return context;
}

// One walk over the members: a comparison reads a dozen points of each of a hundred thousand runs.
std::optional<MetricPoint> read_point(const JsonView& object, std::string_view& lacking) {
  std::optional<std::int64_t> step;
  std::optional<std::int64_t> time;
  std::optional<double> value;
  bool has_context = false;
  object.for_each_member([&](std::string_view name, const JsonView& member) {
    if (name == "step") {
      step = member.int64();
    } else if (name == "time") {
      time = member.int64();
    } else if (name == "value") {
      value = member.number();
    } else {
      has_context |= is_context_member(name);
    }
  });
  if (!step || !time || !value) {
    lacking = !step ? "step" : !time ? "time" : "value";
    return std::nullopt;
  }
  MetricPoint point{*step, *time, *value};
  if (has_context) {
    auto context = read_context(object, lacking);
    if (!context) {
      return std::nullopt;
    }
    point.context = *std::move(context);
  }
  return point;
}

std::optional<KeyValueMap> read_strings(const JsonView& object, std::string_view name,
                                        std::string_view& lacking) {
  const auto member = object.find(name);
  bool is_sound = member && member->is_object();
  KeyValueMap map;
  if (is_sound) {
    member->for_each_member([&](std::string_view key, const JsonView& value) {
      const auto text = value.string();
      is_sound &= text.has_value();
      map.insert_or_assign(std::string(key), std::string(text.value_or("")));
    });
  }
  if (!is_sound) {
    lacking = name;
    return std::nullopt;
  }
  return map;
}

std::optional<DatasetInput> read_dataset_input(const JsonView& object, std::string_view name_member,
                                               std::string_view& lacking) {
  DatasetInput input;
  Dataset& data = input.dataset;
  if (!take_string(object, name_member, data.name, lacking) ||
      !take_string(object, "digest", data.digest, lacking) ||
      !take_optional_string(object, "profile", data.profile, lacking) ||
      !take_optional_string(object, "schema", data.schema, lacking) ||
      !take_string(object, "source", data.source, lacking) ||
      !take_string(object, "source_type", data.source_type, lacking)) {
    return std::nullopt;
  }
  auto tags = read_strings(object, "tags", lacking);
  if (!tags) {
    return std::nullopt;
  }
  input.tags = *std::move(tags);
  return input;
}

std::optional<ArtifactFact> read_artifact_fact(const JsonView& object, std::string_view& lacking) {
  const auto size = object.find_int64("size");
  const auto sha256 = object.find_string("sha256");
  if (!size || *size < 0 || !sha256) {
    lacking = sha256 ? "size" : "sha256";
    return std::nullopt;
  }
  return ArtifactFact{static_cast<std::uint64_t>(*size), std::string(*sha256)};
}

std::optional<JournalCover> read_cover(const JsonView& object, std::string_view& lacking) {
  const auto bytes = object.find_int64("bytes");
  const auto line_bytes = object.find_int64("last_line_bytes");
  const auto sha256 = object.find_string("last_line_sha256");
  if (!bytes || !line_bytes || !sha256) {
    lacking = !bytes ? "bytes" : !line_bytes ? "last_line_bytes" : "last_line_sha256";
    return std::nullopt;
  }
  return JournalCover{static_cast<std::uint64_t>(*bytes), static_cast<std::uint64_t>(*line_bytes),
                      std::string(*sha256)};
}

void write_point(JsonWriter& json, const MetricPoint& point, std::string_view metric,
                 std::string_view run_id) {
  const MetricContext* const context = point.context.get();
  json.begin_inline_object();
  if (context != nullptr && has_dataset(*context)) {
    json.key("dataset");
    json.begin_inline_object();
    json.member("digest", context->dataset_digest);
    json.member("name", context->dataset_name);
    json.end_object();
  }
  if (!metric.empty()) {
    json.member("metric", metric);
  }
  if (context != nullptr && !context->model_id.empty()) {
    json.member("model", context->model_id);
  }
  if (!run_id.empty()) {
    json.member("run", run_id);
  }
  json.member("step", point.step);
  json.member("time", point.time_ms);
  json.key("value");
  json.number(point.value);
  json.end_object();
}

void write_strings(JsonWriter& json, std::string_view name, const KeyValueMap& map) {
  json.key(name);
  json.begin_object();
  for (const auto& [key, value] : map) {
    json.member(key, value);
  }
  json.end_object();
}

void write_artifacts(JsonWriter& json,
                     const std::map<std::string, ArtifactFact, std::less<>>& artifacts) {
  json.key("artifacts");
  json.begin_object();
  for (const auto& [path, fact] : artifacts) {
    json.key(path);
    json.begin_inline_object();
    json.member("sha256", fact.sha256);
    json.member("size", static_cast<std::int64_t>(fact.size));
    json.end_object();
  }
  json.end_object();
}

void write_cover(JsonWriter& json, const JournalCover& cover) {
  json.begin_object();
  json.member("bytes", static_cast<std::int64_t>(cover.bytes));
  json.member("last_line_bytes", static_cast<std::int64_t>(cover.last_line_bytes));
  json.member("last_line_sha256", cover.last_line_sha256);
  json.end_object();
}

void write_data(JsonWriter& json, const std::vector<DatasetInput>& inputs) {
  if (inputs.empty()) {
    return;
  }
  json.key("data");
  json.begin_array();
  for (const auto& [data, tags] : inputs) {
    json.begin_inline_object();
    json.member("digest", data.digest);
    json.member("name", data.name);
    write_optional(json, "profile", data.profile);
    write_optional(json, "schema", data.schema);
    json.member("source", data.source);
    json.member("source_type", data.source_type);
    write_inline_strings(json, "tags", tags);
    json.end_object();
  }
  json.end_array();
}

void write_inputs(JsonWriter& json, const std::vector<ModelInput>& inputs) {
  if (inputs.empty()) {
    return;
  }
  json.key("inputs");
  json.begin_array();
  for (const auto& [model_id, tags] : inputs) {
    json.begin_inline_object();
    json.member("model", model_id);
    write_inline_strings(json, "tags", tags);
    json.end_object();
  }
  json.end_array();
}

void write_outputs(JsonWriter& json, const std::vector<ModelOutput>& outputs) {
  if (outputs.empty()) {
    return;
  }
  json.key("outputs");
  json.begin_array();
  for (const auto& [model_id, step] : outputs) {
    json.begin_inline_object();
    json.member("model", model_id);
    json.member("step", step);
    json.end_object();
  }
  json.end_array();
}

}  // namespace mlt::store
