#pragma once

#include <string>
#include <string_view>

#include "mlt/store.hpp"

#include "store/open.hpp"

// The small folders with one meta.yaml in them: inputs, outputs and data sets. Each appears whole,
// and the first to write one wins.

namespace mlt::store::mlflow {

/// MLflow's names for them: MD5 of what they join.
std::string dataset_id(const Dataset& dataset);
std::string input_id(std::string_view source_id, const RunId& run);

/// Describes the data set in the folder of its experiment, if nobody has.
void write_dataset(const StoreContext& context, const std::string& experiment_folder,
                   const Dataset& dataset);
void write_input(const StoreContext& context, const std::string& run_folder, const RunId& run,
                 const DatasetInput& input);
void write_input(const StoreContext& context, const std::string& run_folder, const RunId& run,
                 const ModelInput& input);
void write_output(const StoreContext& context, const std::string& run_folder,
                  const ModelOutput& output);

}  // namespace mlt::store::mlflow
