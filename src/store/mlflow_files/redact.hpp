#pragma once

#include <vector>

#include "mlt/store.hpp"

#include "store/open.hpp"

namespace mlt::store::mlflow {

/// Takes values out of every text of the store but metrics and artifacts other than captured logs:
/// params, tags, every meta.yaml, code, traces.
std::vector<RedactedFile> redact_mlflow_store(const StoreContext& context,
                                              const Redaction& redaction);

}  // namespace mlt::store::mlflow
