#include "store/mlflow_files/run_writer.hpp"

#include <algorithm>
#include <map>

#include "mlt/error.hpp"

#include "disk/outside.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/lines.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/limits.hpp"
#include "store/mlflow_files/metric_lines.hpp"
#include "store/mlflow_files/models.hpp"
#include "store/mlflow_files/records.hpp"
#include "store/mlflow_files/run_reader.hpp"
#include "store/refusals.hpp"

namespace mlt::store {

using namespace mlflow;

namespace {

constexpr std::size_t kMaxKnownMetrics = 10'000;

template <typename Item, typename Key>
std::vector<std::string_view> keys_of(const std::vector<Item>& items, Key key) {
  std::vector<std::string_view> keys;
  keys.reserve(items.size());
  for (const Item& item : items) {
    keys.push_back(key(item));
  }
  return keys;
}

}  // namespace

MlflowRunWriter::MlflowRunWriter(const StoreContext& context, const ArtifactPlaces& places,
                                 RunRef ref, std::string folder)
    : context_(context),
      disk_(*context.disk),
      places_(places),
      ref_(std::move(ref)),
      folder_(std::move(folder)),
      meta_(read_meta()),
      place_(places_.resolve(
          meta_.artifact_uri,
          ref_.experiment_id.value + "/" + ref_.run_id.value + "/" + std::string(kArtifacts),
          path_of(kArtifacts))),
      metric_files_(context) {}

std::string MlflowRunWriter::path_of(std::string_view name) const {
  return disk::join_path(folder_, name);
}

RunMeta MlflowRunWriter::read_meta() const {
  const std::string path = path_of(kMetaFile);
  MetaReader reader;
  if (!reader.read(disk_, path)) {
    throw Error(ErrorCode::not_found, disk_.absolute(path) + ": no such file");
  }
  return read_run_meta(reader, ref_, [&](std::int64_t line, const std::string& reason) {
    throw wire::source_error({disk_.absolute(path)}, line, reason + "; nothing is written")
        .hint("see what else is damaged: mlt doctor");
  });
}

disk::FileLock MlflowRunWriter::lock_meta() const {
  return disk::FileLock(disk_, path_of(kMetaFile), context_.policy, disk::OpenMode::update);
}

void MlflowRunWriter::require_active() const {
  if (meta_.lifecycle != Lifecycle::active || folder_.starts_with(kTrash)) {
    throw Error(ErrorCode::refused, "run '" + ref_.run_id.value + "' is deleted")
        .hint("bring it back with: mlt runs restore " + ref_.run_id.value);
  }
}

void MlflowRunWriter::prepare() {
  if (is_prepared_) {
    return;
  }
  make_temp_dir(disk_, context_.random, context_.policy);
  for (const std::string_view name : {kMetrics, kParams, kArtifacts}) {
    disk::make_dirs(disk_, path_of(name), context_.policy);
  }
  is_prepared_ = true;
}

void MlflowRunWriter::change_meta(const std::function<void(RunMeta&)>& change) {
  const std::string path = path_of(kMetaFile);
  meta_ = read_meta();
  change(meta_);
  MetaEditor editor(disk_, path);
  update_run_meta(editor, meta_);
  disk::replace_file(disk_, path, editor.text(), kTempDir, context_.random, context_.policy);
}

void MlflowRunWriter::check(const RunBatch& batch) {
  check_batch(batch);
  const auto key = [](const auto& item) -> std::string_view { return item.key; };
  check_room(disk_, path_of(kParams), "param", keys_of(batch.params, key));
  check_room(disk_, path_of(kTags), "tag", keys_of(batch.tags, key));
  std::vector<std::string_view> new_metrics;
  for (const Metric& metric : batch.metrics) {
    if (known_metrics_.find(metric.key) == known_metrics_.end()) {
      new_metrics.push_back(metric.key);
    }
  }
  check_room(disk_, path_of(kMetrics), "metric", new_metrics);
  for (const std::string& tag : batch.removed_tags) {
    if (tag == tag::kRunName || state_of_key(disk_, path_of(kTags), tag) != KeyState::present) {
      throw Error(ErrorCode::not_found, "run '" + ref_.run_id.value + "' has no tag '" + tag + "'");
    }
  }
  for (const Metric& metric : batch.metrics) {
    if (metric.point.context != nullptr && !metric.point.context->model_id.empty()) {
      (void)get_model_folder(disk_, {ref_.experiment_id, {metric.point.context->model_id}});
    }
  }
  for (const ModelInput& input : batch.model_inputs) {
    check_model_id(input.model_id);
  }
  for (const ModelOutput& output : batch.model_outputs) {
    check_model_id(output.model_id);
  }
}

std::vector<KeyValue> MlflowRunWriter::new_params(const std::vector<KeyValue>& params) {
  std::map<std::string_view, std::string_view> given;
  std::vector<KeyValue> fresh;
  for (const auto& [key, value] : params) {
    const auto known = disk::find_text(disk_, disk::join_path(path_of(kParams), key));
    const std::string_view has =
        known ? std::string_view(*known) : given.try_emplace(key, value).first->second;
    if (has != value) {
      throw param_differs(key, has, value);
    }
    if (!known) {
      fresh.push_back({key, value});
    }
  }
  return fresh;
}

void MlflowRunWriter::write_params(const std::vector<KeyValue>& params) {
  for (const auto& [key, value] : params) {
    const std::string path = disk::join_path(path_of(kParams), key);
    disk::make_dirs(disk_, disk::parent_of(path), context_.policy);
    disk::replace_file(disk_, path, value, kTempDir, context_.random, context_.policy);
  }
}

void MlflowRunWriter::write_metrics(const std::vector<Metric>& metrics) {
  // The lines of each key go out together, the keys in the order in which they came first.
  std::map<std::string_view, std::string> lines;
  std::vector<std::string_view> keys;
  for (const Metric& metric : metrics) {
    const auto [text, is_first] = lines.try_emplace(metric.key);
    if (is_first) {
      keys.push_back(metric.key);
    }
    append_metric_line(text->second, metric.point);
  }
  for (const std::string_view key : keys) {
    const std::string path = disk::join_path(path_of(kMetrics), key);
    if (known_metrics_.size() >= kMaxKnownMetrics) {
      known_metrics_.clear();
    }
    if (known_metrics_.emplace(key).second && key.find('/') != std::string_view::npos) {
      disk::make_dirs(disk_, disk::parent_of(path), context_.policy);
    }
    metric_files_.append(path, lines[key]);
  }
}

void MlflowRunWriter::write_model_metrics(const std::vector<Metric>& metrics) {
  for (const Metric& metric : metrics) {
    if (metric.point.context == nullptr || metric.point.context->model_id.empty()) {
      continue;
    }
    const std::string folder =
        get_model_folder(disk_, {ref_.experiment_id, {metric.point.context->model_id}});
    append_model_metrics(context_, folder, {{metric.key, ref_.run_id, metric.point}});
  }
}

void MlflowRunWriter::write_tags(const RunBatch& batch) {
  const std::string folder = path_of(kTags);
  for (const std::string& key : batch.removed_tags) {
    disk_.remove_file(disk::join_path(folder, key));
  }
  for (const auto& [key, value] : batch.tags) {
    const std::string path = disk::join_path(folder, key);
    if (key == tag::kRunName) {
      change_meta([&name = value](RunMeta& meta) { meta.name = name; });
    }
    disk::make_dirs(disk_, disk::parent_of(path), context_.policy);
    disk::replace_file(disk_, path, value, kTempDir, context_.random, context_.policy);
  }
}

void MlflowRunWriter::write_inputs(const RunBatch& batch) {
  for (const DatasetInput& input : batch.dataset_inputs) {
    write_dataset(context_, std::string(disk::parent_of(folder_)), input.dataset);
    write_input(context_, folder_, ref_.run_id, input);
  }
  for (const ModelInput& input : batch.model_inputs) {
    write_input(context_, folder_, ref_.run_id, input);
  }
  for (const ModelOutput& output : batch.model_outputs) {
    write_output(context_, folder_, output);
  }
}

void MlflowRunWriter::append(const RunBatch& batch) {
  require_active();
  if (batch.empty()) {
    return;
  }
  check(batch);
  prepare();
  const bool renames = std::any_of(batch.tags.begin(), batch.tags.end(),
                                   [](const KeyValue& tag) { return tag.key == tag::kRunName; });
  std::optional<disk::FileLock> lock;
  std::vector<KeyValue> params;
  if (!batch.params.empty() || renames) {
    lock = lock_meta();
    meta_ = read_meta();
    require_active();
    params = new_params(batch.params);
  }
  write_params(params);
  write_metrics(batch.metrics);
  write_model_metrics(batch.metrics);
  write_tags(batch);
  write_inputs(batch);
}

std::string MlflowRunWriter::artifact_path(std::string_view path) const {
  if (!place_.below) {
    throw Error(ErrorCode::refused, "the artifacts of run '" + ref_.run_id.value +
                                        "' do not lie in the store but at " + place_.uri);
  }
  return disk::join_path(*place_.below, path);
}

ArtifactFact MlflowRunWriter::store_artifact(std::string_view path, const ByteSource& source) {
  require_active();
  const std::string target = artifact_path(path);
  prepare();
  ArtifactFact fact =
      write_artifact(disk_, target, source, kTempDir, context_.random, context_.policy);
  record(path, fact);
  return fact;
}

void MlflowRunWriter::record(std::string_view path, const ArtifactFact& fact) {
  bool is_damaged = false;
  const IssueSink silent = [](const Issue&) {};
  RunReader reader(disk_, places_, silent);
  const std::int64_t newest = reader.read_artifact_log(folder_, is_damaged).newest_at;
  std::string line;
  append_line(line, ArtifactLine{std::max(context_.clock.now_ms(), newest + 1), path, fact.size,
                                 fact.sha256});
  (void)JournalAppender(disk_, path_of(kArtifactLog), context_.policy).append(line);
}

ArtifactFact MlflowRunWriter::put_artifact(std::string_view path, const std::string& source) {
  return store_artifact(path, [&](const auto& sink) { disk::stream_outside_file(source, sink); });
}

ArtifactFact MlflowRunWriter::put_artifact_bytes(std::string_view path, std::string_view bytes) {
  return store_artifact(path, [&](const auto& sink) { sink(bytes); });
}

ArtifactFact MlflowRunWriter::record_artifact(std::string_view path) {
  require_active();
  ArtifactFact fact =
      measure_artifact(disk_, disk::join_path(place_.below.value_or(path_of(kArtifacts)), path));
  record(path, fact);
  return fact;
}

void MlflowRunWriter::put_code(std::string_view path, std::string_view bytes) {
  require_active();
  prepare();
  const std::string target = disk::join_path(path_of(kCode), path);
  disk::make_dirs(disk_, disk::parent_of(target), context_.policy);
  disk::replace_file(disk_, target, bytes, kTempDir, context_.random, context_.policy);
}

void MlflowRunWriter::set_status(RunStatus status, std::optional<std::int64_t> end_time_ms) {
  require_active();
  prepare();
  const disk::FileLock lock = lock_meta();
  change_meta([&](RunMeta& meta) {
    if (meta.lifecycle != Lifecycle::active) {
      meta_ = meta;
      require_active();
    }
    meta.status = status;
    meta.end_time_ms = end_time_ms;
  });
}

void MlflowRunWriter::set_lifecycle(Lifecycle lifecycle) {
  if (folder_.starts_with(kTrash)) {
    throw Error(ErrorCode::refused, "experiment '" + ref_.experiment_id.value + "' is deleted")
        .hint("bring it back first: mlt experiments restore " + ref_.experiment_id.value);
  }
  prepare();
  const disk::FileLock lock = lock_meta();
  meta_ = read_meta();
  if (meta_.lifecycle == lifecycle) {
    return;
  }
  change_meta([&](RunMeta& meta) {
    meta.lifecycle = lifecycle;
    meta.deleted_time_ms =
        lifecycle == Lifecycle::deleted ? std::optional(context_.clock.now_ms()) : std::nullopt;
  });
}

std::string MlflowRunWriter::run_dir() const { return disk_.absolute(folder_); }

std::string MlflowRunWriter::artifacts_dir() const {
  return disk_.absolute(place_.below.value_or(path_of(kArtifacts)));
}

}  // namespace mlt::store
