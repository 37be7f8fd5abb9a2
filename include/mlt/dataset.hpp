#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace mlt {

/// Data that runs read or were measured on, as MLflow describes it. A name and a digest together
/// are its identity; who first describes it in an experiment decides the rest.
struct Dataset {
  std::string name;
  std::string digest;
  std::string source_type;             ///< "local", "http", …
  std::string source;                  ///< usually JSON text
  std::optional<std::string> schema;   ///< usually JSON text
  std::optional<std::string> profile;  ///< usually JSON text
  auto operator<=>(const Dataset&) const = default;
};

/// A data set that a run was given. A second input of the same data set changes nothing.
struct DatasetInput {
  Dataset dataset;
  std::map<std::string, std::string, std::less<>> tags;  ///< `mlflow.data.context`: train, eval …
  auto operator<=>(const DatasetInput&) const = default;
};

/// A logged model that a run was given.
struct ModelInput {
  std::string model_id;
  std::map<std::string, std::string, std::less<>> tags;
  auto operator<=>(const ModelInput&) const = default;
};

/// A logged model that a run made, at a step of its own.
struct ModelOutput {
  std::string model_id;
  std::int64_t step = 0;
  auto operator<=>(const ModelOutput&) const = default;
};

inline constexpr const char* kDataContextTag = "mlflow.data.context";

}  // namespace mlt
