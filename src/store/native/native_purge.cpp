#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/native_store.hpp"

// What is purged gets its event first: from then on nobody sees it, whatever happens to the
// removal, and a merge that brings it back brings back nothing.

namespace mlt::store {

namespace {

Error not_deleted(const std::string& what, const std::string& command) {
  return Error(ErrorCode::refused, what + " is not deleted; only what is deleted can be purged")
      .hint("delete it first: " + command);
}

}  // namespace

void NativeStore::purge_run(const RunRef& ref) {
  const Run run = get_run(ref);
  const std::string& id = ref.run_id.value;
  if (run.lifecycle != Lifecycle::deleted) {
    throw not_deleted("run '" + id + "'", "mlt runs delete " + id);
  }
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  add_experiment_event(context_, require_experiment(ref.experiment_id),
                       {.kind = "purged", .run = id});
  for (const RunFiles::Journal& journal : files_of(ref).journals) {
    if (journal.name != kJournal) {
      discard(context_, journal.path);
    }
  }
  discard(context_, run_folder(ref));
}

void NativeStore::purge_experiment(const ExperimentId& id) {
  const disk::FileLock lock(*context_.disk, kStoreLock, context_.policy);
  const ExperimentState state = require_experiment(id);
  if (state.experiment.lifecycle != Lifecycle::deleted) {
    throw not_deleted("experiment '" + id.value + "'", "mlt experiments delete " + id.value);
  }
  add_experiment_event(context_, state, {.kind = "purged", .experiment = id.value});
  const std::string folder = experiment_folder(id);
  for (const disk::DirEntry& entry :
       context_.disk->find_list(folder).value_or(std::vector<disk::DirEntry>())) {
    if (entry.name != kEvents) {
      discard(context_, disk::join_path(folder, entry.name));
    }
  }
}

}  // namespace mlt::store
