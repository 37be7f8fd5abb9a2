#include "store/mlflow_files/experiments.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "store/events/experiments.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/limits.hpp"
#include "store/mlflow_files/meta.hpp"

namespace mlt::store::mlflow {

namespace {

/// Ids of MLflow's own making have eighteen digits, the first of which is no zero.
constexpr std::uint64_t kFirstId = 100'000'000'000'000'000;

Error exists_already(std::string_view name, const ExperimentId& id) {
  return {ErrorCode::refused,
          "experiment '" + std::string(name) + "' exists already (id " + id.value + ")"};
}

}  // namespace

Experiment Experiments::read(const ExperimentPlace& place, const IssueSink& on_issue) const {
  const std::string path = disk::join_path(place.folder, kMetaFile);
  Experiment experiment;
  experiment.id = place.id;
  experiment.lifecycle = place.is_in_trash() ? Lifecycle::deleted : Lifecycle::active;
  try {
    MetaReader meta;
    if (!meta.read(disk_, path)) {
      throw Error(ErrorCode::not_found, disk_.absolute(path) + ": no such file");
    }
    if (meta.find_text("experiment_id") != place.id.value) {
      on_issue({path, meta.line_of("experiment_id"),
                "'experiment_id' is not '" + place.id.value + "', as the folder is"});
    }
    experiment.name = meta.find_text("name").value_or("");
    experiment.created_ms = meta.find_integer("creation_time").value_or(0);
    experiment.updated_ms = meta.find_integer("last_update_time").value_or(experiment.created_ms);
    if (meta.find_text("lifecycle_stage") == name_of(Lifecycle::deleted)) {
      experiment.lifecycle = Lifecycle::deleted;
    }
    experiment.artifact_location =
        places_
            .resolve(meta.find_text("artifact_location").value_or(""), place.id.value, place.folder)
            .uri;
    if (experiment.name.empty()) {
      on_issue({path, 0, "'name' is missing"});
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::not_found) {
      throw;
    }
    on_issue(issue_of_meta(disk_, path, error));
  }
  if (experiment.name.empty()) {
    experiment.name = place.id.value;
  }
  EntryReader(disk_, on_issue)
      .read_values(disk::join_path(place.folder, kTags), KeySelection::everything(),
                   experiment.tags);
  return experiment;
}

std::vector<Experiment> Experiments::list_with(const IssueSink& on_issue) const {
  std::vector<Experiment> experiments;
  for (const ExperimentPlace& place : list_experiment_places(disk_, on_issue)) {
    try {
      experiments.push_back(read(place, on_issue));
    } catch (const Error& error) {
      if (error.code() != ErrorCode::not_found) {
        throw;
      }  // it was removed meanwhile, or its meta.yaml lies in the bin
    }
  }
  // Of two folders for one id, the root's comes first.
  std::stable_sort(experiments.begin(), experiments.end(),
                   [](const Experiment& a, const Experiment& b) { return a.id < b.id; });
  experiments.erase(
      std::unique(experiments.begin(), experiments.end(),
                  [](const Experiment& a, const Experiment& b) { return a.id == b.id; }),
      experiments.end());
  settle_doubled_names(experiments);
  return experiments;
}

std::vector<Experiment> Experiments::list() const { return list_with(on_issue_); }

Experiment Experiments::get(const ExperimentId& id) const { return read(get_place(id), on_issue_); }

std::string Experiments::recorded_location(const ExperimentPlace& place) const {
  try {
    MetaReader meta;
    if (meta.read(disk_, disk::join_path(place.folder, kMetaFile))) {
      return meta.find_text("artifact_location").value_or("");
    }
  } catch (const Error&) {
    // Whoever lists the experiments is told.
  }
  return {};
}

disk::FileLock Experiments::lock() const {
  make_temp_dir(disk_, context_.random, context_.policy);
  return disk::FileLock(disk_, kLockFile, context_.policy);
}

ExperimentPlace Experiments::get_place(const ExperimentId& id) const {
  auto place = find_experiment_place(disk_, id);
  if (!place) {
    throw Error(ErrorCode::not_found, "no experiment '" + id.value + "'");
  }
  return *std::move(place);
}

ExperimentPlace Experiments::get_active_place(const ExperimentId& id) const {
  ExperimentPlace place = get_place(id);
  const IssueSink silent = [](const Issue&) {};
  if (read(place, silent).lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "experiment '" + id.value + "' is deleted")
        .hint("bring it back first: mlt experiments restore " + id.value);
  }
  return place;
}

void Experiments::check_name_is_free(std::string_view name, const ExperimentId* own) const {
  for (const Experiment& other : list_with([](const Issue&) {})) {
    if (other.name == name && (own == nullptr || other.id != *own)) {
      throw exists_already(name, other.id);
    }
  }
}

ExperimentId Experiments::new_id() const {
  for (;;) {
    ExperimentId id{std::to_string(kFirstId + context_.random.next() % (9 * kFirstId))};
    if (!disk_.find_stat(id.value) && !disk_.find_stat(trash_folder(id))) {
      return id;
    }
  }
}

void Experiments::build(const Experiment& experiment) {
  check_experiment_name(experiment.name);
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : experiment.tags) {
    check_experiment_tag(key, value);
    keys.push_back(key);
  }
  MetaEditor meta;
  meta.set("artifact_location", experiment.artifact_location.empty()
                                    ? places_.file_uri(experiment.id.value)
                                    : experiment.artifact_location);
  meta.set("creation_time", experiment.created_ms);
  meta.set_null("effective_trace_archival_retention");
  meta.set("experiment_id", experiment.id.value);
  meta.set("last_update_time", experiment.updated_ms);
  meta.set("lifecycle_stage", name_of(experiment.lifecycle));
  meta.set("name", experiment.name);
  meta.set_null("trace_location");
  meta.set("workspace", "default");
  const bool is_deleted = experiment.lifecycle == Lifecycle::deleted;
  const std::string target = is_deleted ? trash_folder(experiment.id) : experiment.id.value;
  disk::Staging staging(disk_, kTempDir, context_.random, context_.policy);
  const std::string tags = disk::join_path(staging.path(), kTags);
  check_room(disk_, tags, "tag", keys);
  disk::make_dirs(disk_, staging.path(), context_.policy);
  disk::create_file(disk_, disk::join_path(staging.path(), kMetaFile), meta.text(),
                    context_.policy);
  write_new_values(context_, tags, experiment.tags);
  if (context_.policy.durable) {
    disk_.sync_dir(staging.path());
  }
  disk::make_dirs(disk_, disk::parent_of(target), context_.policy);
  if (!staging.commit_new(target)) {
    throw exists_already(experiment.name, experiment.id);
  }
}

Experiment Experiments::create(const NewExperiment& experiment) {
  const disk::FileLock held = lock();
  check_name_is_free(experiment.name, nullptr);
  Experiment made;
  made.id = {kDefaultExperimentId};
  if (experiment.name != kDefaultExperimentName || disk_.find_stat(made.id.value)) {
    made.id = new_id();
  }
  made.name = experiment.name;
  made.tags = experiment.tags;
  made.created_ms = made.updated_ms = context_.clock.now_ms();
  build(made);
  return get(made.id);
}

Experiment Experiments::ensure_default() {
  const ExperimentId id{kDefaultExperimentId};
  if (const auto place = find_experiment_place(disk_, id)) {
    return read(*place, on_issue_);
  }
  try {
    return create({kDefaultExperimentName, {}});
  } catch (const Error& error) {
    // Somebody else was quicker.
    if (const auto place = find_experiment_place(disk_, id);
        place && error.code() == ErrorCode::refused) {
      return read(*place, on_issue_);
    }
    throw;
  }
}

bool Experiments::import(const Experiment& experiment) {
  if (!is_experiment_folder(experiment.id.value)) {
    throw Error(ErrorCode::usage, "bad experiment id '" + experiment.id.value + "'");
  }
  const disk::FileLock held = lock();
  if (find_experiment_place(disk_, experiment.id)) {
    return false;
  }
  check_name_is_free(experiment.name, nullptr);
  build(experiment);
  return true;
}

void Experiments::write_meta(const ExperimentPlace& place, Lifecycle lifecycle,
                             std::string_view name) {
  const std::string path = disk::join_path(place.folder, kMetaFile);
  const IssueSink silent = [](const Issue&) {};
  MetaEditor meta(disk_, path);
  meta.set("lifecycle_stage", name_of(lifecycle));
  if (!name.empty()) {
    meta.set("name", name);
  }
  meta.set("last_update_time", context_.clock.now_ms());
  // MLflow puts a copy of the tags there, which it never reads.
  meta.set("tags", read(place, silent).tags);
  disk::replace_file(disk_, path, meta.text(), kTempDir, context_.random, context_.policy);
}

void Experiments::rename(const ExperimentId& id, std::string_view name) {
  check_experiment_name(name);
  const disk::FileLock held = lock();
  const ExperimentPlace place = get_active_place(id);
  check_name_is_free(name, &id);
  const IssueSink silent = [](const Issue&) {};
  if (read(place, silent).name != name) {
    write_meta(place, Lifecycle::active, name);
  }
}

void Experiments::tag(const ExperimentId& id, const TagChange& tags) {
  const std::string folder = disk::join_path(get_active_place(id).folder, kTags);
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : tags.set) {
    check_experiment_tag(key, value);
    keys.push_back(key);
  }
  check_room(disk_, folder, "tag", keys);
  for (const std::string& key : tags.removed) {
    if (tags.set.find(key) == tags.set.end() &&
        state_of_key(disk_, folder, key) != KeyState::present) {
      throw Error(ErrorCode::not_found, "experiment '" + id.value + "' has no tag '" + key + "'");
    }
  }
  make_temp_dir(disk_, context_.random, context_.policy);
  for (const std::string& key : tags.removed) {
    if (tags.set.find(key) == tags.set.end()) {
      disk_.remove_file(disk::join_path(folder, key));
    }
  }
  write_values(context_, folder, tags.set);
}

void Experiments::set_lifecycle_of_runs(const ExperimentPlace& place, Lifecycle lifecycle,
                                        std::int64_t at) {
  for (const RunRef& ref : list_run_refs(disk_, place)) {
    const std::string path =
        disk::join_path(disk::join_path(place.folder, ref.run_id.value), kMetaFile);
    if (!disk_.find_stat(path)) {
      continue;
    }
    try {
      const disk::FileLock lock(disk_, path, context_.policy, disk::OpenMode::update);
      MetaReader reader;
      (void)reader.read(disk_, path);
      RunMeta meta = read_run_meta(reader, ref, [&](std::int64_t line, const std::string& reason) {
        throw wire::source_error({disk_.absolute(path)}, line, reason);
      });
      if (meta.lifecycle == lifecycle) {
        continue;
      }
      meta.lifecycle = lifecycle;
      meta.deleted_time_ms = lifecycle == Lifecycle::deleted ? std::optional(at) : std::nullopt;
      MetaEditor editor(disk_, path);
      update_run_meta(editor, meta);
      disk::replace_file(disk_, path, editor.text(), kTempDir, context_.random, context_.policy);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::data) {
        throw;
      }
      on_issue_(issue_of_meta(disk_, path, error));  // it goes with the others all the same
    }
  }
}

// Every state in between is a legal one, and the same again finishes the work. On the way to the
// bin the folder moves last, on the way back first.
void Experiments::set_lifecycle(const ExperimentId& id, Lifecycle lifecycle) {
  if (id.value == kDefaultExperimentId && lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "the default experiment cannot be deleted");
  }
  const disk::FileLock held = lock();
  ExperimentPlace place = get_place(id);
  const IssueSink silent = [](const Issue&) {};
  const bool is_said = read(place, silent).lifecycle == lifecycle;
  if (lifecycle == Lifecycle::deleted) {
    if (place.is_in_trash()) {
      return;
    }
    set_lifecycle_of_runs(place, lifecycle, context_.clock.now_ms());
    if (!is_said) {
      write_meta(place, lifecycle, "");
    }
    disk::make_dirs(disk_, kTrash, context_.policy);
    if (!disk_.rename_new(place.folder, trash_folder(id))) {
      throw Error(ErrorCode::data, disk_.absolute(trash_folder(id)) +
                                       ": is in the way of the experiment, which cannot be deleted")
          .hint("see what is wrong with the store: mlt doctor");
    }
    return;
  }
  if (place.is_in_trash()) {
    if (!disk_.rename_new(place.folder, id.value)) {
      throw Error(
          ErrorCode::data,
          disk_.absolute(id.value) + ": is in the way of the experiment, which cannot be restored")
          .hint("see what is wrong with the store: mlt doctor");
    }
    place.folder = id.value;
  } else if (is_said) {
    return;
  }
  set_lifecycle_of_runs(place, lifecycle, context_.clock.now_ms());
  write_meta(place, lifecycle, "");
}

void Experiments::purge(const ExperimentId& id) {
  const disk::FileLock held = lock();
  const ExperimentPlace place = get_place(id);
  if (!place.is_in_trash()) {
    throw Error(ErrorCode::refused, "experiment '" + id.value + "' is not deleted")
        .hint("delete it first: mlt experiments delete " + id.value);
  }
  // Gone at once for every reader; what is left of it then has no name.
  disk::Staging aside(disk_, kTempDir, context_.random, context_.policy);
  disk_.rename(place.folder, aside.path());
  disk::remove_tree(disk_, aside.path());
}

}  // namespace mlt::store::mlflow
