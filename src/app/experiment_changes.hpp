#pragma once

#include <string_view>

#include "mlt/store.hpp"

namespace mlt::app {

/// Renames an experiment. Throws usage for a name that none may have, refused where another
/// experiment has it or this one is deleted.
void rename_experiment(Store& store, const Experiment& experiment, std::string_view name,
                       bool dry_run);

/// Throws usage for keys or values that no tag may have, not_found for a removed tag that is not
/// there, refused where the experiment is deleted.
void tag_experiment(Store& store, const Experiment& experiment, const TagChange& change,
                    bool dry_run);

/// Deletes or restores it, with its runs; false where it is so already.
bool set_experiment_lifecycle(Store& store, const Experiment& experiment, Lifecycle lifecycle,
                              bool dry_run);

}  // namespace mlt::app
