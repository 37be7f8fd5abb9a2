#include <algorithm>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/journal/snapshot.hpp"
#include "store/native/build_aside.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/native_store.hpp"

// What another store hands over becomes a journal as if it had been written here, statements at the
// times of the thing itself, and the folder appears whole.

namespace mlt::store {

namespace {

using ArtifactFacts = std::map<std::string, ArtifactFact, std::less<>>;

/// No statement is made in the future: those that follow would have to be later still.
std::int64_t not_after(std::int64_t now, std::int64_t time) { return std::min(now, time); }

void add_artifacts(LinesAside& lines, std::int64_t at, const ArtifactFacts& artifacts) {
  for (const auto& [path, fact] : artifacts) {
    lines.add(ArtifactLine{at, path, fact.size, fact.sha256});
  }
}

void add_texts(LinesAside& lines, std::int64_t at, const KeyValueMap& params,
               const KeyValueMap& tags) {
  for (const auto& [key, value] : params) {
    lines.add(ParamLine{at, key, value});
  }
  for (const auto& [key, value] : tags) {
    lines.add(TagLine{at, key, value});
  }
}

void add_run(LinesAside& lines, const RunImport& import, const ArtifactFacts& artifacts,
             std::int64_t now) {
  const Run& run = import.run;
  const std::int64_t at = not_after(now, run.start_time_ms);
  lines.add(CreatedLine{at, run.id.value, run.experiment_id.value, run.name, run.user, import.host,
                        run.start_time_ms, run.status, run.artifact_uri});
  add_texts(lines, at, run.params, run.tags);
  for (const auto& [key, point] : import.points) {
    lines.add(MetricLine{key, point});
  }
  for (const DatasetInput& input : run.dataset_inputs) {
    lines.add(DataLine{at, input});
  }
  for (const ModelInput& input : run.model_inputs) {
    lines.add(InputLine{at, input});
  }
  for (const ModelOutput& output : run.model_outputs) {
    lines.add(OutputLine{at, output});
  }
  add_artifacts(lines, at, artifacts);
  if (run.end_time_ms) {
    lines.add(StatusLine{at + 1, run.status, run.end_time_ms});
  }
  if (run.lifecycle == Lifecycle::deleted) {
    lines.add(LifecycleLine{not_after(now, run.deleted_time_ms.value_or(now)), run.lifecycle});
  }
}

void add_model(LinesAside& lines, const LoggedModel& model, const ArtifactFacts& artifacts,
               std::int64_t now) {
  const std::int64_t at = not_after(now, model.created_ms);
  const std::int64_t updated = std::max(at, not_after(now, model.updated_ms));
  lines.add(CreatedModelLine{at, model.id.value, model.experiment_id.value, model.name,
                             model.source_run_id, model.model_type, model.status,
                             model.artifact_uri});
  add_texts(lines, at, model.params, model.tags);
  for (const ModelMetric& metric : model.metrics) {
    lines.add(MetricLine{metric.key, metric.point, metric.run_id.value});
  }
  add_artifacts(lines, at, artifacts);
  lines.add(ModelStatusLine{updated, model.status, model.status_message});
  if (model.lifecycle == Lifecycle::deleted) {
    lines.add(LifecycleLine{updated, model.lifecycle});
  }
}

void require_id(std::string_view what, const std::string& id, bool is_one) {
  if (!is_one) {
    throw Error(ErrorCode::refused, "'" + id + "' cannot be the id of a " + std::string(what));
  }
}

}  // namespace

bool NativeStore::takes_imports(const ExperimentId& id) {
  if (!model::is_experiment_id(id.value) || !context_.disk->find_stat(experiment_folder(id))) {
    throw Error(ErrorCode::not_found, "no experiment '" + id.value + "'");
  }
  return !read_fate(*context_.disk, id).is_purged;
}

bool NativeStore::import_run(const RunImport& import) {
  const Run& run = import.run;
  const RunRef ref = run.ref();
  require_id("run", run.id.value, is_run_folder(run.id.value));
  if (!takes_imports(ref.experiment_id) || has_run(ref) || locate_run(run.id) ||
      is_purged(read_fate(*context_.disk, ref.experiment_id), run.id)) {
    return false;
  }
  FolderAside aside(context_);
  ArtifactFacts artifacts = aside.copy_tree(import.artifacts_from, kArtifacts, on_issue_);
  artifacts.insert(run.artifacts.begin(), run.artifacts.end());
  (void)aside.copy_tree(import.code_from, kCode, on_issue_);

  RunFiles files = run_files(ref, {});
  files.journals.front().path = disk::join_path(aside.path(), kJournal);
  LinesAside lines(*context_.disk, files.journals.front().path, context_.policy);
  add_run(lines, import, artifacts, context_.clock.now_ms());
  lines.close();
  JournalFold fold(*context_.disk, files, {}, on_issue_);
  ReadScratch scratch;
  fold.advance(scratch, true);
  aside.add_file(kSnapshot, snapshot_text(fold.snapshot()));
  return aside.appear_at(files.folder);
}

bool NativeStore::import_model(const ModelImport& import) {
  const LoggedModel& model = import.model;
  require_id("logged model", model.id.value, model::is_run_id(model.id.value));
  if (!takes_imports(model.experiment_id) || locate_model(model.id)) {
    return false;
  }
  FolderAside aside(context_);
  const ArtifactFacts artifacts = aside.copy_tree(import.artifacts_from, kArtifacts, on_issue_);
  LinesAside lines(*context_.disk, disk::join_path(aside.path(), kJournal), context_.policy);
  add_model(lines, model, artifacts, context_.clock.now_ms());
  lines.close();
  return finish_model(aside, model.ref());
}

}  // namespace mlt::store
