#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/experiment.hpp"
#include "mlt/logged_model.hpp"
#include "mlt/run.hpp"

#include "wire/value.hpp"

namespace mlt::wire {

// The texts of which a bundle is made (docs/transfer.md): experiments, runs and logged models with
// all that a store knows of them, exact and stable: equal values give equal bytes.
//
//   experiment.json   {"schema": "mlt.experiment-record/1", "experiment_id", "name", "lifecycle",
//                      "created_time", "last_update_time", "artifact_location", "tags"}
//   run.json          {"schema": "mlt.run-record/1", "run_id", "experiment_id", "name", "user",
//                      "host", "status", "lifecycle", "start_time", "end_time", "deleted_time",
//                      "artifact_uri", "params", "tags", "datasets", "model_inputs",
//                      "model_outputs", "artifacts"}
//   model.json        {"schema": "mlt.model-record/1", "model_id", "experiment_id", "name",
//                      "model_type", "source_run_id", "status", "status_message", "lifecycle",
//                      "created_time", "last_update_time", "artifact_uri", "params", "tags"}
//   metrics.jsonl     one point a line: {"key", "step", "time", "value"} and, where they are known,
//                     "dataset", "digest", "model"; of a logged model "run" too
//   runs.jsonl        a run.json in one line, with "experiment" (its name) and "points" (as in
//                     metrics.jsonl) before the schema
//
// Times are ms UTC since 1970, absent ones null. Readers pass over members that they do not know
// and throw `source.error` with the line for a text that is not one of these.

std::string experiment_record(const Experiment& experiment);
Experiment parse_experiment_record(std::string_view text, const Source& source);

/// The metrics of `run` play no part: they are in a text of their own.
std::string run_record(const Run& run, std::string_view host);
struct RunRecord {
  Run run;
  std::string host;
};
RunRecord parse_run_record(std::string_view text, const Source& source);

std::string points_record(const std::vector<Metric>& points);
std::vector<Metric> parse_points_record(std::string_view text, const Source& source);

struct RunLine {
  RunRecord record;
  std::string experiment;
  std::vector<Metric> points;
};
/// With its newline.
std::string run_line(const Run& run, std::string_view host, std::string_view experiment,
                     const std::vector<Metric>& points);
/// A line without its newline.
RunLine parse_run_line(std::string_view line, const Source& source, std::int64_t number);

/// The metrics of `model` play no part here either.
std::string model_record(const LoggedModel& model);
LoggedModel parse_model_record(std::string_view text, const Source& source);

std::string model_points_record(const std::vector<ModelMetric>& points);
std::vector<ModelMetric> parse_model_points_record(std::string_view text, const Source& source);

}  // namespace mlt::wire
