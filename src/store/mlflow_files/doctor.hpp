#pragma once

#include <vector>

#include "mlt/store.hpp"

#include "store/open.hpp"

namespace mlt::store::mlflow {

/// Looks over a store in the layout of MLflow's FileStore: whatever MLflow would refuse, hide or
/// read wrongly, and what mlt left behind.
std::vector<Finding> examine_mlflow_store(const StoreContext& context,
                                          const DoctorOptions& options);

}  // namespace mlt::store::mlflow
