#include "store/native/experiment_files.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/journal/reader.hpp"
#include "store/native/layout.hpp"

namespace mlt::store {

ExperimentState read_experiment_state(disk::Disk& disk, const ExperimentId& id,
                                      const IssueSink& on_issue) {
  const std::string folder = events_folder(id);
  std::vector<EventFile> events;
  try {
    events = read_events(disk, folder, on_issue);
  } catch (const Error& error) {
    on_issue(issue_of(disk, folder, error));
  }
  return fold_experiment(id, events, folder, on_issue);
}

ExperimentState read_fate(disk::Disk& disk, const ExperimentId& id) {
  try {
    const auto entries = disk.find_list(events_folder(id));
    if (!entries || entries->size() < 2) {
      return {};
    }
  } catch (const Error&) {
    return {};  // Who lists the experiments is told.
  }
  return read_experiment_state(disk, id, [](const Issue&) {});
}

bool is_purged(const ExperimentState& fate, const RunId& id) {
  return fate.is_purged || fate.purged_runs.contains(id.value);
}

void apply_fate(const ExperimentState& fate, Run& run) {
  if (fate.experiment.lifecycle == Lifecycle::deleted && run.lifecycle == Lifecycle::active) {
    run.lifecycle = Lifecycle::deleted;
    run.deleted_time_ms = fate.deleted_ms;
  }
}

void apply_fate(const ExperimentState& fate, LoggedModel& model) {
  if (fate.experiment.lifecycle == Lifecycle::deleted) {
    model.lifecycle = Lifecycle::deleted;
  }
}

void require_active(const ExperimentState& fate, const ExperimentId& id) {
  if (fate.experiment.lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "experiment '" + id.value + "' is deleted")
        .hint("restore it with: mlt experiments restore " + id.value);
  }
}

void add_experiment_event(const StoreContext& context, const ExperimentState& state,
                          ExperimentEvent event) {
  event.at = std::max({std::int64_t{0}, context.clock.now_ms(), state.newest_at + 1});
  event.prev = state.heads;
  write_event(*context.disk, events_folder(state.experiment.id), event.at,
              experiment_event_text(event), kTempDir, context.random, context.policy);
}

void discard(const StoreContext& context, std::string_view path) {
  const disk::Staging aside(*context.disk, kTempDir, context.random, context.policy);
  context.disk->rename(path, aside.path());
  if (context.policy.durable) {
    context.disk->sync_dir(disk::parent_of(path));
  }
  disk::remove_tree(*context.disk, aside.path());
}

}  // namespace mlt::store
