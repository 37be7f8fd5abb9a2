#pragma once

#include <string_view>

#include "mlt/store.hpp"

// What MLflow's files cannot hold, though the rules of model/ allow it. Refused with usage, never
// cut.

namespace mlt::store::mlflow {

/// At most 250 characters, and no part over the 255 bytes of a file's name.
void check_key_length(std::string_view kind, std::string_view key);
/// At most 6000 characters.
void check_param(std::string_view key, std::string_view value);
/// Tags of an experiment: at most 20000 characters.
void check_experiment_tag(std::string_view key, std::string_view value);
/// No quote: MLflow could not look the experiment up again.
void check_experiment_name(std::string_view name);
/// The data set of a point stands as two words in its line.
void check_context(const Metric& metric);
void check_batch(const RunBatch& batch);

}  // namespace mlt::store::mlflow
