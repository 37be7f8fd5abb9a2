#pragma once

#include <string>

#include "mlt/store.hpp"

#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

namespace mlt::store::mlflow {

/// Builds a run aside, all that MLflow wants to find in one included, and puts it at
/// `<experiment_folder>/<run_id>` by one rename. False, and nothing done, if something is there.
/// Data sets that it was given are described in the experiment before. `artifact_uri` is what
/// meta.yaml says.
bool build_run(const StoreContext& context, const std::string& experiment_folder,
               const RunImport& run, const std::string& artifact_uri);

}  // namespace mlt::store::mlflow
