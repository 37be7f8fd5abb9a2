#pragma once

#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// Looks over a store and, with `fix`, mends what is safe to mend. Runs and leftovers whose process
/// is gone from this machine count as abandoned.
std::vector<Finding> run_doctor(Store& store, bool fix);

}  // namespace mlt::app
