#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// Experiments with their runs and logged models on the way from one place to another, whatever
/// they lie in. Runs and models are read one by one, when they are asked for.
struct History {
  template <typename T>
  struct Item {
    std::string label;  ///< for messages: an id, a file
    std::function<T()> read;
  };

  std::vector<Experiment> experiments;
  std::vector<Item<RunImport>> runs;
  std::vector<Item<ModelImport>> models;
  /// What is there and not part of the above, a sentence each.
  std::vector<std::string> left_out;
};

/// Runs of an open store, which must outlive the result, with their experiments. Logged models:
/// all of those experiments with `whole_experiments`, else those that the runs made.
History history_of_runs(Store& store, const std::vector<RunRef>& runs, bool whole_experiments);
/// Everything that a store has.
History history_of_store(Store& store);

/// How many points of a metric stood there already.
using Repeats = std::map<std::string, std::size_t>;
/// Drops points that stand there already; those that stay keep their order.
Repeats keep_each_once(std::vector<Metric>& points);
Repeats keep_each_once(std::vector<ModelMetric>& points);

/// A run or a model of a store with all its points, each once, in the order of
/// Store::logged_points. `repeats` is told which were dropped, if it is there.
RunImport read_whole_run(Store& store, const RunRef& ref, Repeats* repeats = nullptr);
ModelImport read_whole_model(Store& store, LoggedModel model, Repeats* repeats = nullptr);

/// An id of 32 hex digits that follows from what is given: the same at each import.
std::string derived_id(std::string_view kind, std::string_view what);
/// The id of an experiment that is known by its name alone.
ExperimentId derived_experiment_id(std::string_view name);

}  // namespace mlt::app
