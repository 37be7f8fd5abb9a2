#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// Changes the tags of runs and gives back the runs as they were. All of them are looked at before
/// the first is written: a run that is deleted is refused, a removed tag that one does not have is
/// not_found, keys and values are checked.
std::vector<Run> tag_runs(Store& store, std::span<const RunRef> refs, const TagChange& change,
                          bool dry_run);

/// Deletes or restores runs; the result are those that were not so already, as they were.
std::vector<Run> set_runs_lifecycle(Store& store, std::span<const RunRef> refs, Lifecycle lifecycle,
                                    bool dry_run);

/// A run that is to go for good, and what it takes on the disk.
struct DoomedRun {
  Run run;
  std::uint64_t bytes = 0;
};

/// What a purge of these runs would remove. Throws refused for a run that is not deleted (unless
/// `force`), that bears the tag mlt.keep, or whose process still lives.
std::vector<DoomedRun> plan_purge(Store& store, std::span<const RunRef> refs, bool force);
/// Removes them, deleting first those that are active.
void purge_runs(Store& store, std::span<const DoomedRun> runs);

}  // namespace mlt::app
