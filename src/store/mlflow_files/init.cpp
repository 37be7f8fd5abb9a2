#include "store/mlflow_files/experiments.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/open.hpp"

namespace mlt::store {

bool init_mlflow_store(const StoreContext& context) {
  if (context.disk->find_stat(kDefaultExperimentId)) {
    return false;
  }
  const mlflow::ArtifactPlaces places(context.disk->absolute(""));
  const IssueSink silent = [](const Issue&) {};
  (void)mlflow::Experiments(context, places, silent).ensure_default();
  for (const std::string_view name : {mlflow::kTrash, mlflow::kModels}) {
    disk::make_dirs(*context.disk, name, context.policy);
  }
  return true;
}

}  // namespace mlt::store
