#include "store/journal/model_snapshot.hpp"

#include "base/json_text.hpp"
#include "store/journal/parts.hpp"
#include "store/journal/snapshot.hpp"

namespace mlt::store {

namespace {

using base::JsonWriter;
using wire::JsonView;

constexpr std::string_view kOnlyJournal = "journal.jsonl";

/// Takes each member in turn; `lacking` names the first that is missing or of the wrong type.
class ModelSnapshotReader {
 public:
  ModelSnapshotReader(const JsonView& root, std::string_view& lacking)
      : root_(root), lacking_(lacking) {}

  std::optional<ModelSnapshot> read() {
    LoggedModel& model = snapshot_.model;
    model.artifact_uri = root_.find_string("artifact_uri").value_or("");
    const bool is_sound =
        integer("created_time", model.created_ms) && integer("newest_at", snapshot_.newest_at) &&
        text("experiment_id", model.experiment_id.value) && text("message", model.status_message) &&
        text("model_id", model.id.value) && text("name", model.name) &&
        text("run", model.source_run_id) && text("type", model.model_type) &&
        strings("params", model.params) && strings("tags", model.tags) &&
        named("lifecycle", parse_lifecycle, model.lifecycle) &&
        named("status", parse_model_status, model.status) && artifacts() && covers() && metrics();
    model.updated_ms = snapshot_.newest_at;
    return is_sound ? std::optional(std::move(snapshot_)) : std::nullopt;
  }

 private:
  bool lacks(std::string_view name) {
    lacking_ = name;
    return false;
  }

  bool integer(std::string_view name, std::int64_t& into) {
    const auto number = root_.find_int64(name);
    into = number.value_or(0);
    return number || lacks(name);
  }

  bool text(std::string_view name, std::string& into) {
    const auto string = root_.find_string(name);
    into = string.value_or("");
    return string || lacks(name);
  }

  bool strings(std::string_view name, KeyValueMap& into) {
    auto map = read_strings(root_, name, lacking_);
    if (!map) {
      return false;
    }
    into = *std::move(map);
    return true;
  }

  template <typename Parse, typename Enum>
  bool named(std::string_view name, Parse parse, Enum& into) {
    const auto value = parse(root_.find_string(name).value_or(""));
    into = value.value_or(into);
    return value || lacks(name);
  }

  bool artifacts() {
    const auto member = root_.find("artifacts");
    bool is_sound = member && member->is_object();
    if (is_sound) {
      member->for_each_member([&](std::string_view path, const JsonView& view) {
        auto fact = read_artifact_fact(view, lacking_);
        is_sound &= fact.has_value();
        snapshot_.artifacts[std::string(path)] = std::move(fact).value_or(ArtifactFact());
      });
    }
    return is_sound || lacks("artifacts");
  }

  bool covers() {
    const auto member = root_.find("covers");
    const auto journal = member ? member->find(kOnlyJournal) : std::nullopt;
    auto cover = journal ? read_cover(*journal, lacking_) : std::nullopt;
    if (!cover) {
      return lacks("covers");
    }
    snapshot_.cover = *std::move(cover);
    return true;
  }

  bool metrics() {
    const auto member = root_.find("metrics");
    bool is_sound = member && member->is_array();
    if (is_sound) {
      member->for_each_element([&](const JsonView& view) {
        auto point = read_point(view, lacking_);
        const auto key = view.find_string("metric");
        is_sound &= point && key;
        if (point && key) {
          snapshot_.model.metrics.push_back({std::string(*key),
                                             {std::string(view.find_string("run").value_or(""))},
                                             *std::move(point)});
        }
      });
    }
    return is_sound || lacks("metrics");
  }

  const JsonView& root_;
  std::string_view& lacking_;
  ModelSnapshot snapshot_;
};

}  // namespace

std::string model_snapshot_text(const ModelSnapshot& snapshot) {
  const LoggedModel& model = snapshot.model;
  JsonWriter json;
  json.begin_object();
  if (!model.artifact_uri.empty()) {
    json.member("artifact_uri", model.artifact_uri);
  }
  write_artifacts(json, snapshot.artifacts);
  json.key("covers");
  json.begin_object();
  json.key(kOnlyJournal);
  write_cover(json, snapshot.cover);
  json.end_object();
  json.member("created_time", model.created_ms);
  json.member("experiment_id", model.experiment_id.value);
  json.member("lifecycle", name_of(model.lifecycle));
  json.member("message", model.status_message);
  json.key("metrics");
  json.begin_array();
  for (const ModelMetric& metric : model.metrics) {
    write_point(json, metric.point, metric.key, metric.run_id.value);
  }
  json.end_array();
  json.member("model_id", model.id.value);
  json.member("name", model.name);
  json.member("newest_at", snapshot.newest_at);
  write_strings(json, "params", model.params);
  json.member("run", model.source_run_id);
  json.member("schema", kSnapshotSchema);
  json.member("status", name_of(model.status));
  write_strings(json, "tags", model.tags);
  json.member("type", model.model_type);
  json.end_object();
  return json.take();
}

std::optional<ModelSnapshot> parse_model_snapshot(wire::JsonDocument& document, std::string& text,
                                                  std::string& reason) {
  const auto root = document.parse(text);
  if (!root) {
    reason = "is not JSON: " + document.reason() + " (byte " +
             std::to_string(document.error_offset() + 1) + ")";
    return std::nullopt;
  }
  if (root->find_int64("schema") != kSnapshotSchema) {
    reason = "has another schema than " + std::to_string(kSnapshotSchema);
    return std::nullopt;
  }
  std::string_view lacking;
  auto snapshot = ModelSnapshotReader(*root, lacking).read();
  if (!snapshot) {
    reason = "'" + std::string(lacking) + "' is missing or damaged";
  }
  return snapshot;
}

}  // namespace mlt::store
