#pragma once

#include <cstdint>
#include <string>

#include "mlt/run.hpp"

namespace mlt {

/// The experiment that always exists for a writer, as MLflow's clients assume.
inline constexpr const char* kDefaultExperimentId = "0";
inline constexpr const char* kDefaultExperimentName = "Default";

struct Experiment {
  ExperimentId id;
  /// Unique among the experiments of a store. After a merge the older one keeps a doubled name and
  /// this field of the other reads `name~id`.
  std::string name;
  Lifecycle lifecycle = Lifecycle::active;
  std::int64_t created_ms = 0;
  /// When it was last renamed, deleted or restored; else when it was created.
  std::int64_t updated_ms = 0;
  KeyValueMap tags;
  /// Where the artifacts of its runs go, if not into the store.
  std::string artifact_location{};
};

}  // namespace mlt
