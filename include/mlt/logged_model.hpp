#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt {

struct ModelId {
  std::string value;  ///< `m-` and 32 hex digits where mlt or MLflow made it
  auto operator<=>(const ModelId&) const = default;
};

/// Where a logged model lives in a store.
struct ModelRef {
  ExperimentId experiment_id;
  ModelId model_id;
  auto operator<=>(const ModelRef&) const = default;
};

/// Numbered as MLflow's files number them.
enum class ModelStatus { unspecified, pending, ready, failed };

/// "UNSPECIFIED", "PENDING", "READY", "FAILED".
std::string_view name_of(ModelStatus status);
std::optional<ModelStatus> parse_model_status(std::string_view name);

/// A metric measured of a model by a run; its data set is the context of the point.
struct ModelMetric {
  std::string key;
  RunId run_id;
  MetricPoint point;
};

/// The point with what it was measured of in its context, as every point of a logged model has it.
MetricPoint point_of_model(MetricPoint point, const ModelId& model);

/// By key, then as the points come, then by run.
bool is_before(const ModelMetric& a, const ModelMetric& b);

/// A model that a run made and kept as artifacts of its own (MLflow 3).
struct LoggedModel {
  ModelId id;
  ExperimentId experiment_id;
  std::string name;
  std::string model_type;     ///< empty: none
  std::string source_run_id;  ///< empty: none
  ModelStatus status = ModelStatus::pending;
  std::string status_message;  ///< empty: none
  Lifecycle lifecycle = Lifecycle::active;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  KeyValueMap params;
  KeyValueMap tags;
  /// Every point, in the order of is_before.
  std::vector<ModelMetric> metrics;
  /// Where its artifacts are, if not in the store.
  std::string artifact_uri{};
  bool damaged = false;

  [[nodiscard]] ModelRef ref() const { return {experiment_id, id}; }
};

}  // namespace mlt
