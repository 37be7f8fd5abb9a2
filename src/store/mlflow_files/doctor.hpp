#pragma once

#include <vector>

#include "mlt/store.hpp"

#include "store/open.hpp"

namespace mlt::store::mlflow {

/// Looks over a whole store in MLflow's layout; with `fix`, mends what is safe to mend.
std::vector<Finding> examine_mlflow_store(const StoreContext& context,
                                          const DoctorOptions& options);

}  // namespace mlt::store::mlflow
