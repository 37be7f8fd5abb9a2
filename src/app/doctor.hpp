#pragma once

#include <string>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

struct DoctorRequest {
  bool fix = false;
  bool fix_paths = false;
  PathForm path_form = PathForm::relative;
  bool deep = false;
  std::vector<std::string> paths{};  ///< relative to the store; empty: all of it
};

/// Looks over a store: what the store itself finds of its layout, then what must not be in any
/// store (secrets, big files and paths into home directories about to enter git), and with `deep`
/// whether artifacts are what was recorded. With `fix`, mends what is safe to mend. Runs and
/// leftovers whose process is gone from this machine count as abandoned.
std::vector<Finding> run_doctor(Store& store, const DoctorRequest& request);

}  // namespace mlt::app
