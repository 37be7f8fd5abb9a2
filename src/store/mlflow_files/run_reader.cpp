#include "store/mlflow_files/run_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/journal/lines.hpp"
#include "store/journal/reader.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/metric_lines.hpp"

namespace mlt::store::mlflow {

void RunReader::damage(Run& run, const std::string& path, std::int64_t line, std::string reason) {
  run.damaged = true;
  on_issue_({path, line, std::move(reason)});
}

std::optional<Run> RunReader::read_meta(const RunRef& ref, const std::string& folder) {
  const std::string path = disk::join_path(folder, kMetaFile);
  Run run;
  run.id = ref.run_id;
  run.experiment_id = ref.experiment_id;
  try {
    if (!meta_.read(disk_, path)) {
      return std::nullopt;
    }
  } catch (const Error& error) {
    run.damaged = true;
    on_issue_(issue_of_meta(disk_, path, error));
    return run;
  }
  RunMeta meta = read_run_meta(meta_, ref, [&](std::int64_t line, const std::string& reason) {
    damage(run, path, line, reason);
  });
  run.name = std::move(meta.name);
  run.user = std::move(meta.user);
  run.status = meta.status;
  run.lifecycle = meta.lifecycle;
  run.start_time_ms = meta.start_time_ms;
  run.end_time_ms = meta.end_time_ms;
  run.deleted_time_ms = meta.lifecycle == Lifecycle::deleted ? meta.deleted_time_ms : std::nullopt;
  const std::string below = ref.run_id.value + "/" + std::string(kArtifacts);
  run.artifact_uri = places_
                         .resolve(meta.artifact_uri, ref.experiment_id.value + "/" + below,
                                  disk::join_path(folder, kArtifacts))
                         .uri;
  if (run.name.empty()) {
    // As MLflow wrote it before runs had a name of their own.
    KeyValueMap name;
    entries_.read_values(disk::join_path(folder, kTags), {false, {std::string(tag::kRunName)}},
                         name);
    run.name = name.empty() ? "" : name.begin()->second;
  }
  return run;
}

void RunReader::read_rest(Run& run, const std::string& folder, const RunSelection& selection) {
  const auto values = [&](std::string_view kind, const KeySelection& keys, KeyValueMap& into) {
    if (!keys.all && keys.names.empty()) {
      return;
    }
    run.damaged |= !entries_.read_values(disk::join_path(folder, kind), keys, into);
  };
  values(kParams, selection.params, run.params);
  values(kTags, selection.tags, run.tags);
  // It stands in meta.yaml too, which counts: Run::name.
  if (const auto name = run.tags.find(tag::kRunName); name != run.tags.end()) {
    run.tags.erase(name);
  }
  read_metrics(run, folder, selection.metrics);
  if (selection.artifacts) {
    run.artifacts = read_artifact_log(folder, run.damaged).facts;
  }
  if (selection.inputs) {
    read_inputs(run, folder);
    read_outputs(run, folder);
  }
}

void RunReader::read_metrics(Run& run, const std::string& folder, const KeySelection& keys) {
  if (!keys.all && keys.names.empty()) {
    return;
  }
  const bool is_whole = entries_.read(
      disk::join_path(folder, kMetrics), keys,
      [&](const std::string& key, std::string_view path, const std::string& text) {
        points_.clear();
        read_metric_lines(
            text, MetricOwner::run,
            [&](const MetricPoint& point, std::string_view) { points_.push_back(point); },
            [&](std::int64_t line, const std::string& reason) {
              damage(run, std::string(path), line, reason);
            });
        if (!points_.empty()) {
          run.metrics.insert_or_assign(key, summarize(points_));
        }
      });
  run.damaged |= !is_whole;
}

std::vector<MetricPoint> RunReader::read_points(const std::string& folder, std::string_view key) {
  std::vector<MetricPoint> points;
  visit_points(
      folder, {false, {std::string(key)}},
      [&points](const std::string&, const MetricPoint& point) { points.push_back(point); });
  if (!points.empty()) {
    (void)summarize(points);
  }
  return points;
}

std::vector<Metric> RunReader::read_logged_points(const std::string& folder) {
  std::vector<Metric> points;
  visit_points(folder, KeySelection::everything(),
               [&points](const std::string& key, const MetricPoint& point) {
                 points.push_back({key, point});
               });
  std::ranges::stable_sort(points, {}, &Metric::key);
  return points;
}

void RunReader::visit_points(
    const std::string& folder, const KeySelection& keys,
    const std::function<void(const std::string& key, const MetricPoint& point)>& visit) {
  entries_.read(disk::join_path(folder, kMetrics), keys,
                [&](const std::string& key, std::string_view path, const std::string& text) {
                  read_metric_lines(
                      text, MetricOwner::run,
                      [&](const MetricPoint& point, std::string_view) { visit(key, point); },
                      [&](std::int64_t line, const std::string& reason) {
                        on_issue_({std::string(path), line, reason});
                      });
                });
}

ArtifactLog RunReader::read_artifact_log(const std::string& folder, bool& is_damaged) {
  ArtifactLog log;
  std::map<std::string, std::int64_t, std::less<>> at_of;
  const std::string path = disk::join_path(folder, kArtifactLog);
  try {
    if (!disk_.find_stat(path)) {
      return log;
    }
    const auto file = disk_.open(path, disk::OpenMode::read);
    JournalPosition position;
    read_lines(*file, position, lines_, [&](char* text, std::int64_t number) {
      const Line line = parse_line(document_, text);
      if (const auto* damaged = std::get_if<DamagedLine>(&line)) {
        is_damaged = true;
        on_issue_({path, number, damaged->reason});
      }
      const auto* artifact = std::get_if<ArtifactLine>(&line);
      if (artifact == nullptr) {
        return;
      }
      log.newest_at = std::max(log.newest_at, artifact->at);
      const auto [at, is_new] = at_of.try_emplace(std::string(artifact->path), artifact->at);
      if (is_new || artifact->at >= at->second) {
        at->second = artifact->at;
        log.facts[at->first] = {artifact->size, std::string(artifact->sha256)};
      }
    });
  } catch (const Error& error) {
    is_damaged = true;
    on_issue_(issue_of(disk_, path, error));
  }
  return log;
}

void RunReader::for_each_meta(Run& run, const std::string& folder,
                              const std::function<void(const std::string& path)>& visit) {
  std::vector<disk::DirEntry> entries;
  try {
    entries = disk_.find_list(folder).value_or(std::vector<disk::DirEntry>());
  } catch (const Error& error) {
    run.damaged = true;
    on_issue_(issue_of(disk_, folder, error));
  }
  for (const disk::DirEntry& entry : entries) {
    std::string path = disk::join_path(folder, entry.name);
    if (entry.kind != disk::FileKind::directory) {
      damage(run, path, 0, "is no folder; MLflow cannot read the run because of it");
      continue;
    }
    path = disk::join_path(path, kMetaFile);
    try {
      if (meta_.read(disk_, path)) {
        visit(path);
      } else {
        damage(run, path, 0, "is missing");
      }
    } catch (const Error& error) {
      run.damaged = true;
      on_issue_(issue_of_meta(disk_, path, error));
    }
  }
}

std::optional<Dataset> RunReader::read_dataset(const std::string& experiment,
                                               const std::string& id) {
  const std::string path =
      disk::join_path(disk::join_path(disk::join_path(experiment, kDatasets), id), kMetaFile);
  if (!base::is_valid_utf8(id) || id.find('/') != std::string::npos || id.starts_with('.') ||
      !meta_.read(disk_, path)) {
    return std::nullopt;
  }
  Dataset dataset;
  dataset.name = meta_.find_text("name").value_or("");
  dataset.digest = meta_.find_text("digest").value_or("");
  dataset.source_type = meta_.find_text("source_type").value_or("");
  dataset.source = meta_.find_text("source").value_or("");
  dataset.schema = meta_.find_text("schema");
  dataset.profile = meta_.find_text("profile");
  return dataset;
}

void RunReader::read_inputs(Run& run, const std::string& folder) {
  const std::string experiment(disk::parent_of(folder));
  for_each_meta(run, disk::join_path(folder, kInputs), [&](const std::string& path) {
    const std::string id = meta_.find_text("source_id").value_or("");
    const std::string kind = meta_.find_text("source_type").value_or("");
    KeyValueMap tags = meta_.find_map("tags");
    if (kind == "MODEL") {
      run.model_inputs.push_back({id, std::move(tags)});
    } else if (auto dataset = read_dataset(experiment, id)) {
      run.dataset_inputs.push_back({*std::move(dataset), std::move(tags)});
    } else {
      damage(run, path, 0, "speaks of the data set '" + id + "', which is not there");
    }
  });
  std::sort(run.dataset_inputs.begin(), run.dataset_inputs.end());
  std::sort(run.model_inputs.begin(), run.model_inputs.end());
}

void RunReader::read_outputs(Run& run, const std::string& folder) {
  for_each_meta(run, disk::join_path(folder, kOutputs), [&](const std::string&) {
    run.model_outputs.push_back(
        {meta_.find_text("destination_id").value_or(""), meta_.find_integer("step").value_or(0)});
  });
  std::sort(run.model_outputs.begin(), run.model_outputs.end());
}

}  // namespace mlt::store::mlflow
