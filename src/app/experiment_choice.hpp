#pragma once

#include <optional>
#include <span>
#include <string>

#include "mlt/store.hpp"

namespace mlt::app {

/// The experiment that a writer means: of this id, else of this name, which is made if there is
/// none; the default one where nothing is named. `must_be_id`: an id that does not exist is
/// not_found. Throws refused for a deleted one.
Experiment experiment_for_writing(Store& store, const std::optional<std::string>& named,
                                  bool must_be_id);

/// The name of the one experiment; empty where there are none or several, or the store has no such.
std::string name_of_sole(Store& store, std::span<const ExperimentId> experiments);

}  // namespace mlt::app
