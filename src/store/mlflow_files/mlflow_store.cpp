#include "store/mlflow_files/mlflow_store.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "model/rules.hpp"
#include "store/artifact_files.hpp"
#include "store/journal/reader.hpp"
#include "store/mlflow_files/doctor.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/models.hpp"
#include "store/mlflow_files/new_run.hpp"
#include "store/mlflow_files/redact.hpp"
#include "store/mlflow_files/run_reader.hpp"
#include "store/mlflow_files/run_writer.hpp"
#include "store/parallel_scan.hpp"

namespace mlt::store {

using namespace mlflow;

namespace {

constexpr std::size_t kIdDigits = 32;

Error no_run(const RunRef& ref) {
  return {ErrorCode::not_found,
          "no run '" + ref.run_id.value + "' in experiment '" + ref.experiment_id.value + "'"};
}

std::string below_experiment(const RunId& id) { return id.value + "/" + std::string(kArtifacts); }

std::string below_experiment(const ModelId& id) {
  return std::string(kModels) + "/" + id.value + "/" + std::string(kArtifacts);
}

std::string require_model_folder(disk::Disk& disk, const ModelRef& ref) {
  auto folder = find_model_folder(disk, ref);
  if (!folder) {
    throw Error(ErrorCode::not_found, "no logged model '" + ref.model_id.value + "'");
  }
  return *std::move(folder);
}

}  // namespace

MlflowStore::MlflowStore(StoreContext context)
    : context_(std::move(context)),
      on_issue_([this](const Issue& issue) { report(issue); }),
      places_(context_.recorded_root.empty() ? context_.disk->absolute("") : context_.recorded_root,
              context_.may_be_copy),
      experiments_(context_, places_, on_issue_) {}

void MlflowStore::report(const Issue& issue) {
  if (context_.on_issue) {
    const std::lock_guard guard(issue_mutex_);
    context_.on_issue(issue);
  }
}

std::string MlflowStore::get_run_folder(const RunRef& ref) {
  auto folder = find_run_folder(*context_.disk, ref);
  if (!folder) {
    throw no_run(ref);
  }
  return *std::move(folder);
}

std::vector<ExperimentPlace> MlflowStore::places_of(std::span<const ExperimentId> experiments,
                                                    const IssueSink& on_issue) {
  if (experiments.empty()) {
    return list_experiment_places(*context_.disk, on_issue);
  }
  std::vector<ExperimentPlace> places;
  for (const ExperimentId& id : experiments) {
    if (is_experiment_folder(id.value)) {
      places.push_back({id, id.value});
      places.push_back({id, trash_folder(id)});
    }
  }
  return places;
}

std::vector<Experiment> MlflowStore::list_experiments() { return experiments_.list(); }

Experiment MlflowStore::create_experiment(const NewExperiment& experiment) {
  return experiments_.create(experiment);
}

Experiment MlflowStore::ensure_default_experiment() { return experiments_.ensure_default(); }

void MlflowStore::rename_experiment(const ExperimentId& id, std::string_view name) {
  experiments_.rename(id, name);
}

void MlflowStore::tag_experiment(const ExperimentId& id, const TagChange& tags) {
  experiments_.tag(id, tags);
}

void MlflowStore::set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) {
  experiments_.set_lifecycle(id, lifecycle);
}

void MlflowStore::purge_experiment(const ExperimentId& id) { experiments_.purge(id); }

std::vector<RunRef> MlflowStore::list_runs(std::span<const ExperimentId> experiments) {
  std::vector<RunRef> refs;
  for (const ExperimentPlace& place : places_of(experiments)) {
    std::vector<RunRef> more = list_run_refs(*context_.disk, place);
    refs.insert(refs.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  return refs;
}

std::optional<RunRef> MlflowStore::locate_run(const RunId& id) {
  if (!is_run_folder(id.value)) {
    return std::nullopt;
  }
  for (const ExperimentPlace& place : list_experiment_places(*context_.disk)) {
    const std::string folder = disk::join_path(place.folder, id.value);
    if (context_.disk->find_stat(disk::join_path(folder, kMetaFile))) {
      return RunRef{place.id, id};
    }
  }
  return std::nullopt;
}

std::optional<RunRef> MlflowStore::find_run_at(std::string_view run_dir) {
  const std::string prefix = root() + "/";
  if (!run_dir.starts_with(prefix)) {
    return std::nullopt;
  }
  run_dir.remove_prefix(prefix.size());
  const std::string_view experiment = disk::parent_of(run_dir);
  if (experiment.empty()) {
    return std::nullopt;
  }
  const RunRef ref{{std::string(experiment)}, {std::string(run_dir.substr(experiment.size() + 1))}};
  return find_run_folder(*context_.disk, ref) == run_dir ? std::optional(ref) : std::nullopt;
}

Run MlflowStore::get_run(const RunRef& ref) {
  const std::string folder = get_run_folder(ref);
  RunReader reader(*context_.disk, places_, on_issue_);
  auto run = reader.read_meta(ref, folder);
  if (!run) {
    throw no_run(ref);
  }
  reader.read_rest(*run, folder, {});
  return *std::move(run);
}

void MlflowStore::scan_runs(const RunScan& scan, const RunSink& sink) {
  struct Item {
    RunRef ref;
    const std::string* experiment;
  };
  const std::vector<ExperimentPlace> places = places_of(scan.experiments, on_issue_);
  std::vector<Item> items;
  for (const ExperimentPlace& place : places) {
    for (RunRef& ref : list_run_refs(*context_.disk, place, on_issue_)) {
      items.push_back({std::move(ref), &place.folder});
    }
  }
  const RunSelection selection{scan.params, scan.metrics, scan.tags, scan.artifacts, scan.inputs};
  const auto make_reader = [&]() -> ReadRun {
    const auto reader = std::make_shared<RunReader>(*context_.disk, places_, on_issue_);
    return [&, reader](std::size_t number) -> std::optional<Run> {
      const std::string folder =
          disk::join_path(*items[number].experiment, items[number].ref.run_id.value);
      try {
        auto run = reader->read_meta(items[number].ref, folder);
        if (!run || !lifecycle_fits(scan.lifecycle, run->lifecycle)) {
          return std::nullopt;
        }
        reader->read_rest(*run, folder, selection);
        if (!scan.accept || scan.accept(*run)) {
          return run;
        }
      } catch (const Error& error) {
        on_issue_(issue_of(*context_.disk, folder, error));
      }
      return std::nullopt;
    };
  };
  scan_in_parallel(items.size(), context_.scan_threads, make_reader, sink);
}

std::vector<MetricPoint> MlflowStore::metric_history(const RunRef& ref, std::string_view key) {
  return RunReader(*context_.disk, places_, on_issue_).read_points(get_run_folder(ref), key);
}

std::vector<Metric> MlflowStore::logged_points(const RunRef& ref) {
  return RunReader(*context_.disk, places_, on_issue_).read_logged_points(get_run_folder(ref));
}

std::optional<std::string> MlflowStore::find_code(const RunRef& ref, std::string_view path) {
  return disk::find_text(*context_.disk,
                         disk::join_path(disk::join_path(get_run_folder(ref), kCode), path));
}

ExperimentPlace MlflowStore::get_active_place(const ExperimentId& id) {
  auto place = find_experiment_place(*context_.disk, id);
  if (!place) {
    throw Error(ErrorCode::not_found, "no experiment '" + id.value + "'");
  }
  if (place->is_in_trash()) {
    throw Error(ErrorCode::refused, "experiment '" + id.value + "' is deleted")
        .hint("bring it back first: mlt experiments restore " + id.value);
  }
  return *std::move(place);
}

RunRef MlflowStore::create_run(const NewRun& run) {
  const ExperimentPlace place = get_active_place(run.experiment_id);
  RunImport made;
  made.run.id = {base::random_hex(context_.random, kIdDigits)};
  made.run.experiment_id = run.experiment_id;
  made.run.name = run.name;
  made.run.user = run.user;
  made.run.status = run.status;
  made.run.start_time_ms = run.start_time_ms;
  made.run.params = run.params;
  made.run.tags = run.tags;
  const std::string uri = places_.new_uri(experiments_.recorded_location(place), place.id.value,
                                          below_experiment(made.run.id));
  if (!build_run(context_, place.folder, made, uri)) {
    throw Error(ErrorCode::system, made.run.id.value + ": exists already");
  }
  return made.run.ref();
}

std::unique_ptr<RunWriter> MlflowStore::open_run(const RunRef& ref) {
  return std::make_unique<MlflowRunWriter>(context_, places_, ref, get_run_folder(ref));
}

void MlflowStore::purge_run(const RunRef& ref) {
  const std::string folder = get_run_folder(ref);
  make_temp_dir(*context_.disk, context_.random, context_.policy);
  const disk::FileLock lock(*context_.disk, disk::join_path(folder, kMetaFile), context_.policy,
                            disk::OpenMode::update);
  RunReader reader(*context_.disk, places_, on_issue_);
  const auto run = reader.read_meta(ref, folder);
  if (!run) {
    throw no_run(ref);
  }
  if (run->lifecycle != Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "run '" + ref.run_id.value + "' is not deleted")
        .hint("delete it first: mlt runs delete " + ref.run_id.value);
  }
  const disk::Staging aside(*context_.disk, kTempDir, context_.random, context_.policy);
  context_.disk->rename(folder, aside.path());
  disk::remove_tree(*context_.disk, aside.path());
}

ArtifactPlace MlflowStore::to_artifact_place(const ResolvedPlace& place) const {
  ArtifactPlace result{place.uri, std::nullopt};
  if (place.below) {
    result.dir = context_.disk->absolute(*place.below);
  }
  return result;
}

ArtifactPlace MlflowStore::artifact_place(const RunRef& ref) {
  const std::string folder = get_run_folder(ref);
  MetaReader meta;
  (void)meta.read(*context_.disk, disk::join_path(folder, kMetaFile));
  return to_artifact_place(
      places_.resolve(meta.find_text("artifact_uri").value_or(""),
                      ref.experiment_id.value + "/" + below_experiment(ref.run_id),
                      disk::join_path(folder, kArtifacts)));
}

std::vector<LoggedModel> MlflowStore::list_models(std::span<const ExperimentId> experiments) {
  std::vector<LoggedModel> models;
  for (const ExperimentPlace& place : places_of(experiments)) {
    for (const ModelRef& ref : list_model_refs(*context_.disk, place.id, place.folder)) {
      const std::string folder =
          disk::join_path(disk::join_path(place.folder, kModels), ref.model_id.value);
      if (!context_.disk->find_stat(disk::join_path(folder, kMetaFile))) {
        on_issue_({folder, 0, "has no meta.yaml, so it is no logged model; passed over"});
        continue;
      }
      models.push_back(read_model(*context_.disk, places_, ref, folder, on_issue_));
    }
  }
  std::sort(models.begin(), models.end(),
            [](const LoggedModel& a, const LoggedModel& b) { return a.ref() < b.ref(); });
  return models;
}

std::optional<LoggedModel> MlflowStore::find_model(const ModelId& id) {
  for (const ExperimentPlace& place : list_experiment_places(*context_.disk)) {
    const ModelRef ref{place.id, id};
    if (const auto folder = find_model_folder(*context_.disk, ref)) {
      return read_model(*context_.disk, places_, ref, *folder, on_issue_);
    }
  }
  return std::nullopt;
}

ModelRef MlflowStore::create_model(const NewModel& model) {
  LoggedModel made;
  made.id = {"m-" + base::random_hex(context_.random, kIdDigits)};
  made.experiment_id = get_active_place(model.experiment_id).id;
  made.name = model.name;
  made.model_type = model.model_type;
  made.source_run_id = model.source_run_id;
  made.params = model.params;
  made.tags = model.tags;
  made.created_ms = made.updated_ms = context_.clock.now_ms();
  if (!import_model({made, {}})) {
    throw Error(ErrorCode::system, made.id.value + ": exists already");
  }
  return made.ref();
}

std::vector<ModelMetric> MlflowStore::logged_points(const ModelRef& ref) {
  return read_model_points(*context_.disk, ref.model_id, require_model_folder(*context_.disk, ref),
                           on_issue_);
}

void MlflowStore::change_model(const ModelRef& ref, const ModelChange& change) {
  mlflow::change_model(context_, require_model_folder(*context_.disk, ref), change);
}

ArtifactPlace MlflowStore::artifact_place(const ModelRef& ref) {
  return to_artifact_place(
      model_place(*context_.disk, places_, ref, require_model_folder(*context_.disk, ref)));
}

bool MlflowStore::import_experiment(const Experiment& experiment) {
  return experiments_.import(experiment);
}

bool MlflowStore::import_run(const RunImport& run) {
  const RunRef ref = run.run.ref();
  if (!is_run_folder(ref.run_id.value)) {
    throw Error(ErrorCode::usage, "bad run id '" + ref.run_id.value + "'");
  }
  const auto place = find_experiment_place(*context_.disk, ref.experiment_id);
  if (!place) {
    throw Error(ErrorCode::not_found, "no experiment '" + ref.experiment_id.value + "'");
  }
  if (locate_run(ref.run_id)) {
    return false;
  }
  const std::string uri = run.run.artifact_uri.empty()
                              ? places_.new_uri(experiments_.recorded_location(*place),
                                                place->id.value, below_experiment(ref.run_id))
                              : run.run.artifact_uri;
  return build_run(context_, place->folder, run, uri);
}

bool MlflowStore::import_model(const ModelImport& from) {
  const ModelRef ref = from.model.ref();
  check_model_id(ref.model_id.value);
  const auto place = find_experiment_place(*context_.disk, ref.experiment_id);
  if (!place) {
    throw Error(ErrorCode::not_found, "no experiment '" + ref.experiment_id.value + "'");
  }
  if (find_model_folder(*context_.disk, ref)) {
    return false;
  }
  const std::string uri = from.model.artifact_uri.empty()
                              ? places_.new_uri(experiments_.recorded_location(*place),
                                                place->id.value, below_experiment(ref.model_id))
                              : from.model.artifact_uri;
  make_temp_dir(*context_.disk, context_.random, context_.policy);
  const std::string models = disk::join_path(place->folder, kModels);
  disk::make_dirs(*context_.disk, models, context_.policy);
  disk::Staging staging(*context_.disk, kTempDir, context_.random, context_.policy);
  build_model(context_, staging.path(), from.model, uri);
  if (!from.artifacts_from.empty()) {
    copy_tree_in(from.artifacts_from, *context_.disk, disk::join_path(staging.path(), kArtifacts),
                 context_.policy, [](const std::string&, const ArtifactFact&) {});
  }
  return staging.commit_new(disk::join_path(models, ref.model_id.value));
}

std::vector<RedactedFile> MlflowStore::redact(const Redaction& redaction) {
  return redact_mlflow_store(context_, redaction);
}

std::vector<Finding> MlflowStore::doctor(const DoctorOptions& options) {
  return examine_mlflow_store(context_, options);
}

std::unique_ptr<Store> open_mlflow_store(StoreContext context) {
  return std::make_unique<MlflowStore>(std::move(context));
}

}  // namespace mlt::store
