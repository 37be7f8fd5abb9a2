#include <algorithm>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/native_store.hpp"

namespace mlt::store {

namespace {

/// The first free folder name for an experiment called `name`.
ExperimentId free_id(disk::Disk& disk, const std::string& name) {
  if (name == kDefaultExperimentName &&
      !disk.find_stat(experiment_folder({kDefaultExperimentId}))) {
    return {kDefaultExperimentId};
  }
  const std::string slug = model::slug_of(name);
  for (int number = 1;; ++number) {
    ExperimentId id{number == 1 ? slug : slug.substr(0, 58) + "-" + std::to_string(number)};
    if (id.value != kDefaultExperimentId && !disk.find_stat(experiment_folder(id))) {
      return id;
    }
  }
}

Error no_experiment(const ExperimentId& id) {
  return {ErrorCode::not_found, "no experiment '" + id.value + "'"};
}

/// The changes that make a difference; throws not_found for a removed tag that is not there.
TagChange real_changes(const Experiment& experiment, const TagChange& wanted) {
  TagChange change;
  for (const auto& [key, value] : wanted.set) {
    const auto known = experiment.tags.find(key);
    if (known == experiment.tags.end() || known->second != value) {
      change.set.emplace(key, value);
    }
  }
  for (const std::string& key : wanted.removed) {
    if (wanted.set.contains(key)) {
      continue;
    }
    if (!experiment.tags.contains(key)) {
      throw Error(ErrorCode::not_found,
                  "experiment '" + experiment.id.value + "' has no tag '" + key + "'");
    }
    change.removed.push_back(key);
  }
  std::sort(change.removed.begin(), change.removed.end());
  return change;
}

/// The events that make the experiment what it is, oldest first.
std::vector<ExperimentEvent> events_of(const Experiment& experiment) {
  const std::int64_t created = std::max<std::int64_t>(0, experiment.created_ms);
  std::vector<ExperimentEvent> events{{.kind = "created",
                                       .at = created,
                                       .name = experiment.name,
                                       .tags = experiment.tags,
                                       .artifact_location = experiment.artifact_location}};
  if (experiment.lifecycle == Lifecycle::deleted) {
    events.push_back({.kind = "deleted", .at = std::max(created, experiment.updated_ms)});
  } else if (experiment.updated_ms > created) {
    events.front().updated = experiment.updated_ms;
  }
  return events;
}

}  // namespace

std::vector<Experiment> NativeStore::list_experiments() {
  std::vector<Experiment> experiments;
  for (const ExperimentId& id : list_experiment_ids(*context_.disk, on_issue_)) {
    ExperimentState state = read_experiment_state(*context_.disk, id, on_issue_);
    if (!state.is_purged) {
      experiments.push_back(std::move(state.experiment));
    }
  }
  settle_doubled_names(experiments);
  return experiments;
}

ExperimentState NativeStore::require_experiment(const ExperimentId& id) {
  if (!model::is_experiment_id(id.value) || !context_.disk->find_stat(experiment_folder(id))) {
    throw no_experiment(id);
  }
  ExperimentState state = read_experiment_state(*context_.disk, id, on_issue_);
  if (state.is_purged) {
    throw no_experiment(id);
  }
  return state;
}

ExperimentState NativeStore::require_fate(const ExperimentId& id) {
  if (!model::is_experiment_id(id.value) || !context_.disk->find_stat(experiment_folder(id))) {
    throw no_experiment(id);
  }
  ExperimentState fate = read_fate(*context_.disk, id);
  if (fate.is_purged) {
    throw no_experiment(id);
  }
  return fate;
}

void NativeStore::require_active_experiment(const ExperimentId& id) {
  require_active(require_fate(id), id);
}

void NativeStore::require_free_name(std::string_view name, const ExperimentId& for_id) {
  for (const Experiment& other : list_experiments()) {
    if (other.name == name && other.id != for_id) {
      throw Error(ErrorCode::refused, "experiment '" + std::string(name) + "' exists already (id " +
                                          other.id.value + ")");
    }
  }
}

bool NativeStore::put_experiment(std::vector<ExperimentEvent> events, const ExperimentId& id) {
  disk::Disk& disk = *context_.disk;
  disk::make_dirs(disk, kExperiments, context_.policy);
  disk::Staging staging(disk, kTempDir, context_.random, context_.policy);
  const std::string folder = disk::join_path(staging.path(), kEvents);
  disk::make_dirs(disk, folder, context_.policy);
  std::vector<std::string> heads;
  for (ExperimentEvent& event : events) {
    event.prev = heads;
    const std::string text = experiment_event_text(event);
    heads = {event_name(event.at, text)};
    disk::create_file(disk, disk::join_path(folder, heads.front()) + ".json", text,
                      context_.policy);
  }
  if (context_.policy.durable) {
    disk.sync_dir(folder);
    disk.sync_dir(staging.path());
  }
  return staging.commit_new(experiment_folder(id));
}

Experiment NativeStore::build_experiment(const NewExperiment& experiment, const ExperimentId& id) {
  const std::int64_t at = std::max<std::int64_t>(0, context_.clock.now_ms());
  if (!put_experiment(
          {{.kind = "created", .at = at, .name = experiment.name, .tags = experiment.tags}}, id)) {
    throw Error(ErrorCode::refused, "experiment '" + experiment.name + "' exists already");
  }
  return read_experiment_state(*context_.disk, id, on_issue_).experiment;
}

Experiment NativeStore::create_experiment(const NewExperiment& experiment) {
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  require_free_name(experiment.name, {});
  return build_experiment(experiment, free_id(*context_.disk, experiment.name));
}

Experiment NativeStore::ensure_default_experiment() {
  const ExperimentId id{kDefaultExperimentId};
  if (context_.disk->find_stat(experiment_folder(id))) {
    return read_experiment_state(*context_.disk, id, on_issue_).experiment;
  }
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  if (context_.disk->find_stat(experiment_folder(id))) {
    return read_experiment_state(*context_.disk, id, on_issue_).experiment;
  }
  return build_experiment({kDefaultExperimentName, {}}, id);
}

void NativeStore::rename_experiment(const ExperimentId& id, std::string_view name) {
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  const ExperimentState state = require_experiment(id);
  require_active(state, id);
  require_free_name(name, id);
  if (state.experiment.name != name) {
    add_experiment_event(context_, state, {.kind = "renamed", .name = std::string(name)});
  }
}

void NativeStore::tag_experiment(const ExperimentId& id, const TagChange& tags) {
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  const ExperimentState state = require_experiment(id);
  require_active(state, id);
  TagChange change = real_changes(state.experiment, tags);
  if (!change.set.empty() || !change.removed.empty()) {
    add_experiment_event(context_, state, {.kind = "tagged", .change = std::move(change)});
  }
}

void NativeStore::set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) {
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  const ExperimentState state = require_experiment(id);
  if (id.value == kDefaultExperimentId && lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "the default experiment cannot be deleted");
  }
  if (state.experiment.lifecycle != lifecycle) {
    add_experiment_event(context_, state,
                         {.kind = lifecycle == Lifecycle::deleted ? "deleted" : "restored"});
  }
}

bool NativeStore::import_experiment(const Experiment& experiment) {
  if (!model::is_experiment_id(experiment.id.value)) {
    throw Error(ErrorCode::refused,
                "'" + experiment.id.value + "' cannot be the id of an experiment");
  }
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  if (context_.disk->find_stat(experiment_folder(experiment.id))) {
    return false;
  }
  require_free_name(experiment.name, experiment.id);
  return put_experiment(events_of(experiment), experiment.id);
}

}  // namespace mlt::store
