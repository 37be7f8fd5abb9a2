#pragma once

#include <vector>

#include "mlt/registry.hpp"
#include "mlt/store.hpp"

#include "disk/disk.hpp"

namespace mlt::store::mlflow {

/// Reads the registry that MLflow keeps in `models/`, sorted by name. What cannot be read goes to
/// `on_issue` and hides nothing else.
std::vector<RegisteredModel> read_registry(disk::Disk& disk, const IssueSink& on_issue);

}  // namespace mlt::store::mlflow
