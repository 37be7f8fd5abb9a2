#pragma once

#include <string>
#include <string_view>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/events/experiments.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// The state of the experiment from all its events. What cannot be read goes to the sink.
ExperimentState read_experiment_state(disk::Disk& disk, const ExperimentId& id,
                                      const IssueSink& on_issue);

/// The part of the state that decides over an experiment's runs: whether it is deleted or purged,
/// and which runs were purged. Cheap: an experiment to which one thing has happened is as it was
/// made, which a listing tells.
ExperimentState read_fate(disk::Disk& disk, const ExperimentId& id);

/// True if nothing of the run is to be seen: it, or its experiment, was purged.
bool is_purged(const ExperimentState& fate, const RunId& id);
/// Lets the fate of the experiment show in what is in it.
void apply_fate(const ExperimentState& fate, Run& run);
void apply_fate(const ExperimentState& fate, LoggedModel& model);

/// Throws refused for a deleted experiment, with the way out.
void require_active(const ExperimentState& fate, const ExperimentId& id);

/// Adds an event after those that `state` has folded.
void add_experiment_event(const StoreContext& context, const ExperimentState& state,
                          ExperimentEvent event);

/// Takes a folder or file out of sight by one rename, then removes it.
void discard(const StoreContext& context, std::string_view path);

}  // namespace mlt::store
