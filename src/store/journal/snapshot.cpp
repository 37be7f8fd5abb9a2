#include "store/journal/snapshot.hpp"

#include "base/json_text.hpp"
#include "store/journal/parts.hpp"

namespace mlt::store {

namespace {

using base::JsonWriter;
using wire::JsonView;

void write_named_point(JsonWriter& json, std::string_view name, const MetricPoint& point) {
  json.key(name);
  write_point(json, point);
}

void write_optional_point(JsonWriter& json, std::string_view name,
                          const std::optional<MetricPoint>& point, const MetricPoint& last) {
  if (!point) {
    json.key(name);
    json.null();
  } else if (!same_point(*point, last)) {
    write_named_point(json, name, *point);
  }
}

void write_metric(JsonWriter& json, const MetricSummary& metric) {
  json.begin_object();
  if (metric.count) {
    json.member("count", static_cast<std::int64_t>(*metric.count));
  }
  if (!same_point(metric.first, metric.last)) {
    write_named_point(json, "first", metric.first);
  }
  write_named_point(json, "last", metric.last);
  write_optional_point(json, "max", metric.max, metric.last);
  write_optional_point(json, "min", metric.min, metric.last);
  json.end_object();
}

/// A member that is left out where it equals `last`, and null where it does not exist.
bool read_optional_point(const JsonView& view, std::string_view name, const MetricPoint& last,
                         std::optional<MetricPoint>& into) {
  const auto member = view.find(name);
  if (!member) {
    into = last;
  } else if (!member->is_null()) {
    std::string_view lacking;
    into = read_point(*member, lacking);
    return into.has_value();
  }
  return true;
}

std::optional<MetricSummary> read_metric(const JsonView& view) {
  MetricSummary metric;
  const auto last = view.find("last");
  std::string_view lacking;
  const auto point = last ? read_point(*last, lacking) : std::nullopt;
  if (!point) {
    return std::nullopt;
  }
  metric.last = *point;
  std::optional<MetricPoint> first;
  if (!read_optional_point(view, "first", metric.last, first) || !first ||
      !read_optional_point(view, "max", metric.last, metric.max) ||
      !read_optional_point(view, "min", metric.last, metric.min)) {
    return std::nullopt;
  }
  metric.first = *first;
  if (const auto count = view.find_int64("count")) {
    metric.count = static_cast<std::uint64_t>(*count);
  }
  return metric;
}

class SnapshotReader {
 public:
  SnapshotReader(const FoldSelection& selection, std::string& reason)
      : selection_(selection), reason_(reason) {}

  std::optional<Snapshot> read(const JsonView& root) {
    if (!root.is_object()) {
      fail("is not a JSON object");
    } else if (root.find_int64("schema") != kSnapshotSchema) {
      fail("has another schema than " + std::to_string(kSnapshotSchema));
    } else {
      root.for_each_member([this](std::string_view name, JsonView value) { member(name, value); });
    }
    if (ok_ && seen_ != kMembers) {
      fail("lacks a member or has one twice");
    }
    return ok_ ? std::optional(std::move(snapshot_)) : std::nullopt;
  }

 private:
  static constexpr int kMembers = 15;  // all that must be there but "schema"

  void fail(std::string why) {
    if (ok_) {
      reason_ = std::move(why);
      ok_ = false;
    }
  }

  void member(std::string_view name, const JsonView& value) {
    Run& run = snapshot_.run;
    ++seen_;
    if (name == "artifacts") {
      members(value, [this](auto path, JsonView fact) { artifact(path, fact); });
    } else if (name == "covers") {
      members(value, [this](auto journal, JsonView view) { cover(journal, view); });
    } else if (name == "end_time") {
      run.end_time_ms = value.is_null() ? std::nullopt : std::optional(integer(value));
    } else if (name == "experiment_id") {
      text(value, run.experiment_id.value);
    } else if (name == "host") {
      text(value, snapshot_.host);
    } else if (name == "lifecycle") {
      named(parse_lifecycle(value.string().value_or("")), run.lifecycle);
    } else if (name == "metrics") {
      members(value, [this](auto key, JsonView view) { metric(key, view); });
    } else if (name == "name") {
      text(value, run.name);
    } else if (name == "newest_at") {
      snapshot_.newest_at = integer(value);
    } else if (name == "params") {
      strings(value, selection_.params, run.params);
    } else if (name == "run_id") {
      text(value, run.id.value);
    } else if (name == "start_time") {
      run.start_time_ms = integer(value);
    } else if (name == "status") {
      named(parse_run_status(value.string().value_or("")), run.status);
    } else if (name == "tags") {
      strings(value, selection_.tags, run.tags);
    } else if (name == "user") {
      text(value, run.user);
    } else {
      --seen_;
      optional_member(name, value);
    }
  }

  void optional_member(std::string_view name, const JsonView& value) {
    Run& run = snapshot_.run;
    if (name == "artifact_uri") {
      text(value, run.artifact_uri);
    } else if (name == "deleted_time") {
      run.deleted_time_ms = integer(value);
    } else if (name == "data") {
      inputs(value, [&run](const JsonView& view, std::string_view& lacking) {
        auto input = read_dataset_input(view, "name", lacking);
        return input && (run.dataset_inputs.push_back(*std::move(input)), true);
      });
    } else if (name == "inputs") {
      inputs(value, [&run](const JsonView& view, std::string_view& lacking) {
        const auto model = view.find_string("model");
        auto tags = read_strings(view, "tags", lacking);
        return model && tags &&
               (run.model_inputs.push_back({std::string(*model), *std::move(tags)}), true);
      });
    } else if (name == "outputs") {
      inputs(value, [&run](const JsonView& view, std::string_view&) {
        const auto model = view.find_string("model");
        const auto step = view.find_int64("step");
        return model && step && (run.model_outputs.push_back({std::string(*model), *step}), true);
      });
    }
    // "schema", or from a later version
  }

  template <typename Take>
  void inputs(const JsonView& array, Take take) {
    if (!array.is_array()) {
      wrong_type();
    }
    if (!selection_.inputs) {
      return;
    }
    array.for_each_element([&](const JsonView& view) {
      std::string_view lacking;
      if (!take(view, lacking)) {
        fail("has a damaged input or output");
      }
    });
  }

  void wrong_type() { fail("has a member of the wrong type"); }

  template <typename Visit>
  void members(const JsonView& value, Visit visit) {
    if (!value.is_object()) {
      wrong_type();
    }
    value.for_each_member(visit);
  }

  void text(const JsonView& value, std::string& into) {
    if (const auto string = value.string()) {
      into = *string;
    } else {
      wrong_type();
    }
  }

  std::int64_t integer(const JsonView& value) {
    const auto number = value.int64();
    if (!number) {
      wrong_type();
    }
    return number.value_or(0);
  }

  template <typename Enum>
  void named(std::optional<Enum> parsed, Enum& into) {
    if (parsed) {
      into = *parsed;
    } else {
      fail("has an unknown status or lifecycle");
    }
  }

  void strings(const JsonView& object, const KeySelection& wanted, KeyValueMap& into) {
    members(object, [&](std::string_view key, JsonView value) {
      const auto string = value.string();
      if (!string) {
        fail("has a param or tag that is not a string");
      } else if (wanted.wants(key)) {
        into.emplace_hint(into.end(), key, *string);
      }
    });
  }

  void metric(std::string_view key, const JsonView& view) {
    if (!selection_.metrics.wants(key)) {
      return;
    }
    const auto summary = read_metric(view);
    if (!summary) {
      fail("has a damaged metric");
      return;
    }
    snapshot_.run.metrics.emplace_hint(snapshot_.run.metrics.end(), key, *summary);
  }

  void artifact(std::string_view path, const JsonView& view) {
    if (!selection_.artifacts) {
      return;
    }
    std::string_view lacking;
    auto fact = read_artifact_fact(view, lacking);
    if (!fact) {
      fail("has a damaged artifact");
      return;
    }
    snapshot_.run.artifacts[std::string(path)] = *std::move(fact);
  }

  void cover(std::string_view journal, const JsonView& view) {
    std::string_view lacking;
    auto cover = read_cover(view, lacking);
    if (!cover) {
      fail("has a damaged cover");
      return;
    }
    snapshot_.covers[std::string(journal)] = *std::move(cover);
  }

  const FoldSelection& selection_;
  std::string& reason_;
  Snapshot snapshot_;
  int seen_ = 0;
  bool ok_ = true;
};

}  // namespace

std::string snapshot_text(const Snapshot& snapshot) {
  const Run& run = snapshot.run;
  JsonWriter json;
  json.begin_object();
  if (!run.artifact_uri.empty()) {
    json.member("artifact_uri", run.artifact_uri);
  }
  write_artifacts(json, run.artifacts);
  json.key("covers");
  json.begin_object();
  for (const auto& [journal, cover] : snapshot.covers) {
    json.key(journal);
    write_cover(json, cover);
  }
  json.end_object();
  write_data(json, run.dataset_inputs);
  if (run.deleted_time_ms) {
    json.member("deleted_time", *run.deleted_time_ms);
  }
  json.key("end_time");
  if (run.end_time_ms) {
    json.integer(*run.end_time_ms);
  } else {
    json.null();
  }
  json.member("experiment_id", run.experiment_id.value);
  json.member("host", snapshot.host);
  write_inputs(json, run.model_inputs);
  json.member("lifecycle", name_of(run.lifecycle));
  json.key("metrics");
  json.begin_object();
  for (const auto& [key, metric] : run.metrics) {
    json.key(key);
    write_metric(json, metric);
  }
  json.end_object();
  json.member("name", run.name);
  json.member("newest_at", snapshot.newest_at);
  write_outputs(json, run.model_outputs);
  write_strings(json, "params", run.params);
  json.member("run_id", run.id.value);
  json.member("schema", kSnapshotSchema);
  json.member("start_time", run.start_time_ms);
  json.member("status", name_of(run.status));
  write_strings(json, "tags", run.tags);
  json.member("user", run.user);
  json.end_object();
  return json.take();
}

std::optional<Snapshot> parse_snapshot(wire::JsonDocument& document, std::string& text,
                                       const FoldSelection& selection, std::string& reason) {
  const auto root = document.parse_any_encoding(text);
  if (!root && (text.starts_with("<<<<<<< ") || text.find("\n<<<<<<< ") != std::string::npos)) {
    reason = "has " + std::string(kConflictMarker.substr(kConflictMarker.find("a ")));
    return std::nullopt;
  }
  if (!root) {
    reason = "is not JSON: " + document.reason() + " (byte " +
             std::to_string(document.error_offset() + 1) + ")";
    return std::nullopt;
  }
  return SnapshotReader(selection, reason).read(*root);
}

}  // namespace mlt::store
