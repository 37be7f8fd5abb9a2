#include "store/mlflow_files/new_run.hpp"

#include <map>

#include "store/artifact_files.hpp"
#include "store/journal/lines.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/limits.hpp"
#include "store/mlflow_files/meta.hpp"
#include "store/mlflow_files/metric_lines.hpp"
#include "store/mlflow_files/models.hpp"
#include "store/mlflow_files/records.hpp"

namespace mlt::store::mlflow {

namespace {

std::vector<std::string_view> keys_of(const KeyValueMap& values) {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : values) {
    keys.push_back(key);
  }
  return keys;
}

RunMeta meta_of(const Run& run, const std::string& artifact_uri) {
  RunMeta meta;
  meta.name = run.name;
  meta.user = run.user;
  meta.status = run.status;
  meta.lifecycle = run.lifecycle;
  meta.start_time_ms = run.start_time_ms;
  meta.end_time_ms = run.end_time_ms;
  meta.deleted_time_ms = run.deleted_time_ms;
  meta.artifact_uri = artifact_uri;
  return meta;
}

class RunBuilder {
 public:
  RunBuilder(const StoreContext& context, std::string folder, const RunImport& from)
      : context_(context), disk_(*context.disk), folder_(std::move(folder)), from_(from) {}

  void check() const {
    for (const auto& [key, value] : from_.run.params) {
      check_param(key, value);
    }
    for (const auto& [key, value] : from_.run.tags) {
      check_key_length("tag", key);
    }
    std::vector<std::string_view> metrics;
    for (const Metric& metric : from_.points) {
      check_key_length("metric", metric.key);
      check_context(metric);
      metrics.push_back(metric.key);
    }
    for (const ModelOutput& output : from_.run.model_outputs) {
      check_model_id(output.model_id);
    }
    check_room(disk_, path_of(kParams), "param", keys_of(from_.run.params));
    check_room(disk_, path_of(kTags), "tag", keys_of(from_.run.tags));
    check_room(disk_, path_of(kMetrics), "metric", metrics);
  }

  void build(const std::string& artifact_uri) {
    const Run& run = from_.run;
    disk::make_dirs(disk_, folder_, context_.policy);
    disk::create_file(disk_, path_of(kMetaFile),
                      new_run_meta_text(run.ref(), meta_of(run, artifact_uri)), context_.policy);
    for (const std::string_view name : {kMetrics, kParams, kArtifacts}) {
      disk::make_dirs(disk_, path_of(name), context_.policy);
    }
    write_new_values(context_, path_of(kParams), run.params);
    write_metrics();
    KeyValueMap tags = run.tags;
    if (!run.name.empty()) {
      tags.insert_or_assign(std::string(tag::kRunName), run.name);
    }
    write_new_values(context_, path_of(kTags), tags);
    for (const DatasetInput& input : run.dataset_inputs) {
      write_input(context_, folder_, run.id, input);
    }
    for (const ModelInput& input : run.model_inputs) {
      write_input(context_, folder_, run.id, input);
    }
    for (const ModelOutput& output : run.model_outputs) {
      write_output(context_, folder_, output);
    }
    copy_files();
    if (context_.policy.durable) {
      disk_.sync_dir(folder_);
    }
  }

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return disk::join_path(folder_, name);
  }

  void write_metrics() {
    KeyValueMap lines;
    for (const Metric& metric : from_.points) {
      append_metric_line(lines[metric.key], metric.point);
    }
    write_new_values(context_, path_of(kMetrics), lines);
  }

  void copy_files() {
    auto facts = from_.run.artifacts;
    if (!from_.artifacts_from.empty()) {
      copy_tree_in(from_.artifacts_from, disk_, path_of(kArtifacts), context_.policy,
                   [&](const std::string& path, const ArtifactFact& fact) {
                     if (facts.find(path) != facts.end()) {
                       facts[path] = fact;
                     }
                   });
    }
    if (!from_.code_from.empty()) {
      copy_tree_in(from_.code_from, disk_, path_of(kCode), context_.policy,
                   [](const std::string&, const ArtifactFact&) {});
    }
    std::string log;
    for (const auto& [path, fact] : facts) {
      append_line(log, ArtifactLine{context_.clock.now_ms(), path, fact.size, fact.sha256});
    }
    if (!log.empty()) {
      disk::create_file(disk_, path_of(kArtifactLog), log, context_.policy);
    }
  }

  const StoreContext& context_;
  disk::Disk& disk_;
  std::string folder_;
  const RunImport& from_;
};

}  // namespace

bool build_run(const StoreContext& context, const std::string& experiment_folder,
               const RunImport& run, const std::string& artifact_uri) {
  make_temp_dir(*context.disk, context.random, context.policy);
  disk::Staging staging(*context.disk, kTempDir, context.random, context.policy);
  RunBuilder builder(context, staging.path(), run);
  builder.check();
  for (const DatasetInput& input : run.run.dataset_inputs) {
    write_dataset(context, experiment_folder, input.dataset);
  }
  builder.build(artifact_uri);
  return staging.commit_new(disk::join_path(experiment_folder, run.run.id.value));
}

}  // namespace mlt::store::mlflow
