#include <algorithm>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/model_reader.hpp"
#include "store/journal/model_snapshot.hpp"
#include "store/native/build_aside.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/native_store.hpp"

// A logged model is a journal and a snapshot, as a run is. It changes rarely: every change holds
// the lock of the journal and writes the snapshot.

namespace mlt::store {

namespace {

constexpr std::size_t kModelIdDigits = 32;

Error no_model(const ModelId& id) {
  return {ErrorCode::not_found, "no logged model '" + id.value + "'"};
}

/// The lines that a change of a model means.
class ChangeLines {
 public:
  ChangeLines(const LoggedModel& model, std::int64_t first_at) : model_(model), at_(first_at) {}

  std::string of(const ModelChange& change) {
    if (change.lifecycle && *change.lifecycle != model_.lifecycle) {
      add(LifecycleLine{at_++, *change.lifecycle});
    }
    if (change.status &&
        (*change.status != model_.status || change.status_message != model_.status_message)) {
      add(ModelStatusLine{at_++, *change.status, change.status_message});
    }
    for (const auto& [key, value] : change.params) {
      if (!has(model_.params, key, value)) {
        add(ParamLine{at_++, key, value});
      }
    }
    add_tags(change.tags);
    for (const ModelMetric& metric : change.metrics) {
      add(MetricLine{metric.key, metric.point, metric.run_id.value});
    }
    return std::move(lines_);
  }

 private:
  static bool has(const KeyValueMap& map, const std::string& key, const std::string& value) {
    const auto it = map.find(key);
    return it != map.end() && it->second == value;
  }

  void add_tags(const TagChange& tags) {
    for (const std::string& key : tags.removed) {
      if (tags.set.contains(key)) {
        continue;
      }
      if (!model_.tags.contains(key)) {
        throw Error(ErrorCode::not_found,
                    "logged model '" + model_.id.value + "' has no tag '" + key + "'");
      }
      add(TagLine{at_++, key, std::nullopt});
    }
    for (const auto& [key, value] : tags.set) {
      if (!has(model_.tags, key, value)) {
        add(TagLine{at_++, key, value});
      }
    }
  }

  template <typename Line>
  void add(const Line& line) {
    append_line(lines_, line);
  }

  const LoggedModel& model_;
  std::int64_t at_;
  std::string lines_;
};

}  // namespace

std::optional<ModelRef> NativeStore::locate_model(const ModelId& id) {
  if (!model::is_run_id(id.value)) {
    return std::nullopt;
  }
  for (const ExperimentId& experiment : list_experiment_ids(*context_.disk)) {
    const auto stat = context_.disk->find_stat(model_folder({experiment, id}));
    if (stat && stat->kind == disk::FileKind::directory &&
        !read_fate(*context_.disk, experiment).is_purged) {
      return ModelRef{experiment, id};
    }
  }
  return std::nullopt;
}

ExperimentState NativeStore::require_model(const ModelRef& ref) {
  const auto is_there = [&] {
    const auto stat = context_.disk->find_stat(model_folder(ref));
    return stat && stat->kind == disk::FileKind::directory;
  };
  if (!model::is_experiment_id(ref.experiment_id.value) || !model::is_run_id(ref.model_id.value) ||
      !is_there()) {
    throw no_model(ref.model_id);
  }
  return require_fate(ref.experiment_id);
}

std::vector<LoggedModel> NativeStore::list_models(std::span<const ExperimentId> experiments) {
  std::vector<ExperimentId> ids(experiments.begin(), experiments.end());
  if (ids.empty()) {
    ids = list_experiment_ids(*context_.disk, on_issue_);
  }
  std::sort(ids.begin(), ids.end());
  std::vector<LoggedModel> models;
  ReadScratch scratch;
  for (const ExperimentId& id : ids) {
    const std::vector<ModelRef> refs = list_model_refs(*context_.disk, id, on_issue_);
    if (refs.empty()) {
      continue;
    }
    const ExperimentState fate = read_fate(*context_.disk, id);
    for (const ModelRef& ref : refs) {
      auto read = fate.is_purged ? std::nullopt
                                 : read_model(*context_.disk, model_files(ref), scratch, on_issue_);
      if (read) {
        apply_fate(fate, read->model);
        models.push_back(std::move(read->model));
      }
    }
  }
  return models;
}

std::optional<LoggedModel> NativeStore::find_model(const ModelId& id) {
  const auto ref = locate_model(id);
  if (!ref) {
    return std::nullopt;
  }
  ReadScratch scratch;
  auto read = read_model(*context_.disk, model_files(*ref), scratch, on_issue_);
  if (!read) {
    return std::nullopt;
  }
  apply_fate(read_fate(*context_.disk, ref->experiment_id), read->model);
  return std::move(read->model);
}

std::vector<ModelMetric> NativeStore::logged_points(const ModelRef& ref) {
  (void)require_model(ref);
  const std::string path = model_files(ref).journal;
  std::vector<ModelMetric> points;
  ReadScratch scratch;
  JournalPosition position;
  const auto file = context_.disk->open(path, disk::OpenMode::read);
  read_lines(*file, position, scratch.lines, [&](char* text, std::int64_t number) {
    const Line line = parse_line(scratch.document, text);
    if (const auto* metric = std::get_if<MetricLine>(&line)) {
      points.push_back({std::string(metric->key), {std::string(metric->run_id)}, metric->point});
    } else if (const auto* damaged = std::get_if<DamagedLine>(&line)) {
      on_issue_({path, number, damaged->reason});
    }
  });
  std::ranges::stable_sort(points, {}, &ModelMetric::key);
  return points;
}

bool NativeStore::finish_model(FolderAside& aside, const ModelRef& ref) {
  ModelFiles files = model_files(ref);
  files.journal = disk::join_path(aside.path(), kJournal);
  ReadScratch scratch;
  const ModelJournal journal = fold_model_journal(*context_.disk, files, scratch, on_issue_);
  aside.add_file(kModelSnapshot, model_snapshot_text(journal.snapshot));
  disk::make_dirs(*context_.disk, models_folder(ref.experiment_id), context_.policy);
  return aside.appear_at(files.folder);
}

ModelRef NativeStore::create_model(const NewModel& model) {
  require_active_experiment(model.experiment_id);
  ModelRef ref{model.experiment_id, {"m-" + base::random_hex(context_.random, kModelIdDigits)}};
  const std::int64_t at = context_.clock.now_ms();
  std::string lines;
  append_line(lines, CreatedModelLine{at, ref.model_id.value, ref.experiment_id.value, model.name,
                                      model.source_run_id, model.model_type, ModelStatus::pending});
  for (const auto& [key, value] : model.params) {
    append_line(lines, ParamLine{at, key, value});
  }
  for (const auto& [key, value] : model.tags) {
    append_line(lines, TagLine{at, key, value});
  }
  FolderAside aside(context_);
  aside.add_file(kJournal, lines);
  if (!finish_model(aside, ref)) {
    throw Error(ErrorCode::system, context_.disk->absolute(model_folder(ref)) + ": exists already");
  }
  return ref;
}

void NativeStore::change_model(const ModelRef& ref, const ModelChange& change) {
  require_active(require_model(ref), ref.experiment_id);
  disk::Disk& disk = *context_.disk;
  const ModelFiles files = model_files(ref);
  const auto stat = disk.find_stat(files.journal);
  if (!stat || stat->kind != disk::FileKind::regular) {
    throw Error(ErrorCode::data, disk.absolute(files.journal) + ": the journal is missing")
        .hint("see what else is damaged: mlt doctor");
  }
  const disk::FileLock lock(disk, files.journal, context_.policy, disk::OpenMode::append);
  ReadScratch scratch;
  const ModelJournal before = fold_model_journal(disk, files, scratch, {});
  if (!before.is_created) {
    throw Error(ErrorCode::data, disk.absolute(files.journal) +
                                     ": does not say how the model was created; nothing is added")
        .hint("see what else is damaged: mlt doctor");
  }
  const LoggedModel& model = before.snapshot.model;
  if (model.lifecycle == Lifecycle::deleted && !change.lifecycle) {
    throw Error(ErrorCode::refused, "logged model '" + ref.model_id.value + "' is deleted");
  }
  const std::int64_t at = std::max(context_.clock.now_ms(), before.snapshot.newest_at + 1);
  const std::string lines = ChangeLines(model, at).of(change);
  if (lines.empty()) {
    return;
  }
  (void)JournalAppender(disk, files.journal, context_.policy).append(lines);
  const ModelJournal after = fold_model_journal(disk, files, scratch, {});
  // A snapshot made without understanding every line would hide what a later version wrote.
  if (!after.has_unknown_lines) {
    disk::replace_file(disk, files.snapshot, model_snapshot_text(after.snapshot), kTempDir,
                       context_.random, context_.policy);
  }
}

ArtifactPlace NativeStore::artifact_place(const ModelRef& ref) {
  (void)require_model(ref);
  ReadScratch scratch;
  const auto read = read_model(*context_.disk, model_files(ref), scratch, on_issue_);
  if (!read) {
    throw no_model(ref.model_id);
  }
  return place_of(read->model.artifact_uri, model_folder(ref));
}

}  // namespace mlt::store
