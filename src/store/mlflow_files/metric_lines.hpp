#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

// A metric's file, one line a point, in the order in which they were logged:
//
//   of a run            <time ms> <value> <step>[ <data set> <digest>]      or <time ms> <value>
//   of a logged model   <time ms> <value> <step> <run id>[ <data set> <digest>]
//
// Numbers as Python spells them. One space between fields; blanks around a line do not count.
// MLflow reads the step of a five-field line as 0 whatever it is; mlt reads what is there.

namespace mlt::store::mlflow {

enum class MetricOwner { run, model };

inline constexpr std::size_t kMaxMetricLine = 4096;

/// Called for each point with, in a model's file, the run that measured it.
using PointVisit = std::function<void(const MetricPoint& point, std::string_view run_id)>;
/// Called for each line that is none, counted from 1.
using LineFault = std::function<void(std::int64_t line, const std::string& reason)>;

/// Reads the complete lines of a file. A last line without newline may still be growing and is left
/// alone.
void read_metric_lines(std::string_view text, MetricOwner owner, const PointVisit& visit,
                       const LineFault& fault);

/// Appends one line with its LF; `run_id` is empty in a run's own file.
void append_metric_line(std::string& out, const MetricPoint& point, std::string_view run_id = {});

/// As Python's repr(): `1.0`, `1e-05`, `nan`, `-inf`.
void append_python_float(std::string& out, double value);

/// The summary of points, which are left in order and each once. There must be one.
MetricSummary summarize(std::vector<MetricPoint>& points);

}  // namespace mlt::store::mlflow
