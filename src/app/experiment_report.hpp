#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "mlt/store.hpp"

namespace mlt::app {

/// What the runs of an experiment hold.
struct ExperimentReport {
  struct Param {
    std::size_t runs = 0;
    std::set<std::string> values;  ///< at most kMostValues
    bool has_more_values = false;
  };
  struct MetricRange {
    std::size_t runs = 0;
    std::optional<double> lowest;  ///< of the last values that are numbers
    std::optional<double> highest;
  };
  static constexpr std::size_t kMostValues = 8;

  std::map<RunStatus, std::size_t> runs;  ///< active ones
  std::size_t deleted_runs = 0;
  std::optional<Run> newest;  ///< without its keys
  std::map<std::string, Param> params;
  std::map<std::string, MetricRange> metrics;
};

/// Reads every run of the experiment.
ExperimentReport report_experiment(Store& store, const ExperimentId& id);

}  // namespace mlt::app
