#include "store/mlflow_files/models.hpp"

#include <algorithm>
#include <map>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/limits.hpp"
#include "store/mlflow_files/meta.hpp"
#include "store/mlflow_files/metric_files.hpp"
#include "store/mlflow_files/metric_lines.hpp"

namespace mlt::store::mlflow {

namespace {

std::string position_of(const ModelRef& ref) {
  return ref.experiment_id.value + "/models/" + ref.model_id.value + "/artifacts";
}

void check_model_name(std::string_view name) {
  if (name.empty() || name.find_first_of("/:.%\"'") != std::string_view::npos) {
    throw Error(ErrorCode::usage, "bad model name '" + base::escape_control(name) +
                                      "': it is empty or has one of / : . % \" '");
  }
}

/// The lines of each key, all points of which go to one file.
std::map<std::string_view, std::string> lines_by_key(const std::vector<ModelMetric>& metrics) {
  std::map<std::string_view, std::string> lines;
  for (const ModelMetric& metric : metrics) {
    append_metric_line(lines[metric.key], metric.point, metric.run_id.value);
  }
  return lines;
}

void check_change(disk::Disk& disk, const std::string& folder, const ModelChange& change) {
  std::vector<std::string_view> params;
  for (const auto& [key, value] : change.params) {
    check_param(key, value);
    params.push_back(key);
  }
  std::vector<std::string_view> tags;
  for (const auto& [key, value] : change.tags.set) {
    check_key_length("tag", key);
    tags.push_back(key);
  }
  std::vector<std::string_view> metrics;
  for (const ModelMetric& metric : change.metrics) {
    check_context({metric.key, metric.point});
    metrics.push_back(metric.key);
  }
  check_room(disk, disk::join_path(folder, kParams), "param", params);
  check_room(disk, disk::join_path(folder, kTags), "tag", tags);
  check_room(disk, disk::join_path(folder, kMetrics), "metric", metrics);
  for (const std::string& key : change.tags.removed) {
    if (state_of_key(disk, disk::join_path(folder, kTags), key) != KeyState::present &&
        change.tags.set.find(key) == change.tags.set.end()) {
      throw Error(ErrorCode::not_found, "the model has no tag '" + key + "'");
    }
  }
}

/// The points as they stand in the files; true if all could be read.
bool read_points(disk::Disk& disk, const std::string& folder, const ModelId& model,
                 std::vector<ModelMetric>& points, const IssueSink& on_issue) {
  EntryReader entries(disk, on_issue);
  bool is_whole = true;
  is_whole &= entries.read(
      disk::join_path(folder, kMetrics), KeySelection::everything(),
      [&](const std::string& key, std::string_view path, const std::string& text) {
        read_metric_lines(
            text, MetricOwner::model,
            [&](const MetricPoint& point, std::string_view run_id) {
              points.push_back({key, {std::string(run_id)}, point_of_model(point, model)});
            },
            [&](std::int64_t line, const std::string& reason) {
              is_whole = false;
              on_issue({std::string(path), line, reason});
            });
      });
  return is_whole;
}

void read_model_meta(MetaReader& meta, LoggedModel& model, const MetaFault& fault) {
  if (meta.find_text("model_id") != model.id.value ||
      meta.find_text("experiment_id") != model.experiment_id.value) {
    fault(0, "'model_id' or 'experiment_id' is not as the folders say");
  }
  model.name = meta.find_text("name").value_or("");
  model.model_type = meta.find_text("model_type").value_or("");
  model.source_run_id = meta.find_text("source_run_id").value_or("");
  model.status_message = meta.find_text("status_message").value_or("");
  model.created_ms = meta.find_integer("creation_timestamp").value_or(0);
  model.updated_ms = meta.find_integer("last_updated_timestamp").value_or(model.created_ms);
  const std::int64_t status = meta.find_integer("status").value_or(-1);
  if (status < 0 || status > static_cast<std::int64_t>(ModelStatus::failed)) {
    fault(meta.line_of("status"), "'status' is no number from 0 to 3");
  } else {
    model.status = static_cast<ModelStatus>(status);
  }
  model.lifecycle = meta.find_text("lifecycle_stage") == name_of(Lifecycle::deleted)
                        ? Lifecycle::deleted
                        : Lifecycle::active;
}

}  // namespace

void check_model_id(std::string_view id) {
  if (!model::is_run_id(id)) {
    throw Error(ErrorCode::usage, "bad model id '" + base::escape_control(id) + "'");
  }
}

std::string get_model_folder(disk::Disk& disk, const ModelRef& ref) {
  if (auto folder = find_model_folder(disk, ref)) {
    return *std::move(folder);
  }
  for (const ExperimentPlace& place : list_experiment_places(disk)) {
    if (auto folder = find_model_folder(disk, {place.id, ref.model_id})) {
      return *std::move(folder);
    }
  }
  throw Error(ErrorCode::not_found, "no logged model '" + ref.model_id.value + "'");
}

std::vector<ModelRef> list_model_refs(disk::Disk& disk, const ExperimentId& id,
                                      const std::string& experiment_folder) {
  std::vector<ModelRef> refs;
  const auto entries = disk.find_list(disk::join_path(experiment_folder, kModels));
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>())) {
    if (entry.kind == disk::FileKind::directory && model::is_run_id(entry.name)) {
      refs.push_back({id, {entry.name}});
    }
  }
  std::sort(refs.begin(), refs.end());
  return refs;
}

LoggedModel read_model(disk::Disk& disk, const ArtifactPlaces& places, const ModelRef& ref,
                       const std::string& folder, const IssueSink& on_issue) {
  LoggedModel model;
  model.id = ref.model_id;
  model.experiment_id = ref.experiment_id;
  const std::string path = disk::join_path(folder, kMetaFile);
  try {
    MetaReader meta;
    if (!meta.read(disk, path)) {
      throw Error(ErrorCode::not_found, disk.absolute(path) + ": no such file");
    }
    read_model_meta(meta, model, [&](std::int64_t line, const std::string& reason) {
      model.damaged = true;
      on_issue({path, line, reason});
    });
    model.artifact_uri = places
                             .resolve(meta.find_text("artifact_location").value_or(""),
                                      position_of(ref), disk::join_path(folder, kArtifacts))
                             .uri;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::not_found) {
      throw;
    }
    model.damaged = true;
    on_issue(issue_of_meta(disk, path, error));
  }
  EntryReader entries(disk, on_issue);
  const KeySelection everything = KeySelection::everything();
  model.damaged |= !entries.read_values(disk::join_path(folder, kParams), everything, model.params);
  model.damaged |= !entries.read_values(disk::join_path(folder, kTags), everything, model.tags);
  model.damaged |= !read_points(disk, folder, model.id, model.metrics, on_issue);
  std::ranges::sort(model.metrics, is_before);
  return model;
}

std::vector<ModelMetric> read_model_points(disk::Disk& disk, const ModelId& model,
                                           const std::string& folder, const IssueSink& on_issue) {
  std::vector<ModelMetric> points;
  (void)read_points(disk, folder, model, points, on_issue);
  std::ranges::stable_sort(points, {}, &ModelMetric::key);
  return points;
}

ResolvedPlace model_place(disk::Disk& disk, const ArtifactPlaces& places, const ModelRef& ref,
                          const std::string& folder) {
  MetaReader meta;
  (void)meta.read(disk, disk::join_path(folder, kMetaFile));
  return places.resolve(meta.find_text("artifact_location").value_or(""), position_of(ref),
                        disk::join_path(folder, kArtifacts));
}

void build_model(const StoreContext& context, const std::string& folder, const LoggedModel& model,
                 const std::string& artifact_location) {
  check_model_name(model.name);
  check_change(*context.disk, folder,
               {.tags = {.set = model.tags}, .params = model.params, .metrics = model.metrics});
  MetaEditor meta;
  meta.set("artifact_location", artifact_location);
  meta.set("creation_timestamp", model.created_ms);
  meta.set("experiment_id", model.experiment_id.value);
  meta.set("last_updated_timestamp", model.updated_ms);
  meta.set("lifecycle_stage", name_of(model.lifecycle));
  meta.set("model_id", model.id.value);
  meta.set_or_null("model_type", model.model_type);
  meta.set("name", model.name);
  meta.set_or_null("source_run_id", model.source_run_id);
  meta.set("status", static_cast<std::int64_t>(model.status));
  meta.set_or_null("status_message", model.status_message);
  disk::Disk& disk = *context.disk;
  disk::make_dirs(disk, folder, context.policy);
  disk::create_file(disk, disk::join_path(folder, kMetaFile), meta.text(), context.policy);
  for (const std::string_view name : {kMetrics, kParams}) {
    disk::make_dirs(disk, disk::join_path(folder, name), context.policy);
  }
  write_new_values(context, disk::join_path(folder, kParams), model.params);
  write_new_values(context, disk::join_path(folder, kTags), model.tags);
  for (const auto& [key, lines] : lines_by_key(model.metrics)) {
    const std::string path = disk::join_path(disk::join_path(folder, kMetrics), key);
    disk::make_dirs(disk, disk::parent_of(path), context.policy);
    disk::create_file(disk, path, lines, context.policy);
  }
}

void change_model(const StoreContext& context, const std::string& folder,
                  const ModelChange& change) {
  disk::Disk& disk = *context.disk;
  check_change(disk, folder, change);
  make_temp_dir(disk, context.random, context.policy);
  const std::string path = disk::join_path(folder, kMetaFile);
  const disk::FileLock lock(disk, path, context.policy, disk::OpenMode::update);
  MetaEditor meta(disk, path);
  const wire::Value* stage = meta.find("lifecycle_stage");
  const bool is_deleted = stage != nullptr && stage->text() == name_of(Lifecycle::deleted);
  if (is_deleted && change.lifecycle != Lifecycle::active) {
    if (change.lifecycle) {
      return;
    }
    throw Error(ErrorCode::refused, "the logged model is deleted");
  }
  write_values(context, disk::join_path(folder, kParams), change.params);
  append_model_metrics(context, folder, change.metrics);
  for (const std::string& key : change.tags.removed) {
    disk.remove_file(disk::join_path(disk::join_path(folder, kTags), key));
  }
  write_values(context, disk::join_path(folder, kTags), change.tags.set);
  if (!change.status && !change.lifecycle) {
    return;
  }
  if (change.status) {
    meta.set("status", static_cast<std::int64_t>(*change.status));
    meta.set_or_null("status_message", change.status_message);
  }
  // MLflow drops the stage of an active model when it changes the file.
  meta.erase("lifecycle_stage");
  if (change.lifecycle == Lifecycle::deleted) {
    meta.set("lifecycle_stage", name_of(Lifecycle::deleted));
  }
  meta.set("last_updated_timestamp", context.clock.now_ms());
  disk::replace_file(disk, path, meta.text(), kTempDir, context.random, context.policy);
}

void append_model_metrics(const StoreContext& context, const std::string& folder,
                          const std::vector<ModelMetric>& metrics) {
  MetricFiles files(context);
  for (const auto& [key, lines] : lines_by_key(metrics)) {
    const std::string path = disk::join_path(disk::join_path(folder, kMetrics), key);
    disk::make_dirs(*context.disk, disk::parent_of(path), context.policy);
    files.append(path, lines);
  }
}

}  // namespace mlt::store::mlflow
