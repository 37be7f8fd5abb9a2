#pragma once

#include <optional>
#include <string>

#include "mlt/store.hpp"

namespace mlt::app {

/// The experiment that a writer means: of this id, else of this name, which is made if there is
/// none; the default one where nothing is named. `must_be_id`: an id that does not exist is
/// not_found. Throws refused for a deleted one.
Experiment experiment_for_writing(Store& store, const std::optional<std::string>& named,
                                  bool must_be_id);

}  // namespace mlt::app
