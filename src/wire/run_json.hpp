#pragma once

#include <string_view>

#include "mlt/experiment.hpp"
#include "mlt/run.hpp"

#include "wire/value.hpp"

namespace mlt::wire {

enum class RunDetail {
  values,  ///< identity, params, tags, and each metric's last value
  full,    ///< with each metric's summary, the artifacts, inputs and outputs
};

/// A run as the one JSON object that every `--json` shows:
///
///   run_id run_name experiment_id experiment status lifecycle user start_time start_time_iso
///   end_time end_time_iso duration_ms damaged params metrics tags
///
/// Times are ms UTC; end_time, end_time_iso and duration_ms are null while it runs. `metrics` holds
/// each one's last value. RunDetail::full adds `artifact_uri` (null in the run's own folder),
/// `metric_summaries` (first, last, min, max as {value, step, time, time_iso}, and count),
/// `artifacts` ({path, size, sha256}), `dataset_inputs` (a data set and the `tags` of its use),
/// `model_inputs` ({model_id, tags}) and `model_outputs` ({model_id, step}).
Value run_value(const Run& run, std::string_view experiment_name, RunDetail detail);

/// experiment_id, name, lifecycle, created_time(_iso), last_update_time(_iso), tags,
/// artifact_location (null in the store).
Value experiment_value(const Experiment& experiment);

}  // namespace mlt::wire
