#include "store/mlflow_files/limits.hpp"

#include <string>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::size_t kMaxKey = 250;
constexpr std::size_t kMaxPart = 255;
constexpr std::size_t kMaxParam = 6000;
constexpr std::size_t kMaxExperimentTag = 20'000;

Error too_long(const std::string& what, std::size_t length, std::size_t limit) {
  return Error(ErrorCode::usage, what + " has " + std::to_string(length) +
                                     " characters; MLflow's layout takes at most " +
                                     std::to_string(limit))
      .hint("a native store has no such limit: mlt init --layout native DIR");
}

bool is_one_word(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\n\v\f\r") == std::string_view::npos;
}

}  // namespace

void check_key_length(std::string_view kind, std::string_view key) {
  const std::string what = std::string(kind) + " key '" + std::string(key.substr(0, 80)) + "…'";
  if (const std::size_t length = base::count_code_points(key); length > kMaxKey) {
    throw too_long(what, length, kMaxKey);
  }
  for (const std::string_view part : base::split(key, '/')) {
    if (part.size() > kMaxPart) {
      throw Error(ErrorCode::usage,
                  what + ": a part of it is longer than the 255 bytes of a file's name");
    }
  }
}

void check_param(std::string_view key, std::string_view value) {
  check_key_length("param", key);
  if (value.size() <= kMaxParam) {
    return;
  }
  if (const std::size_t length = base::count_code_points(value); length > kMaxParam) {
    throw too_long("param '" + std::string(key) + "'", length, kMaxParam);
  }
}

void check_experiment_tag(std::string_view key, std::string_view value) {
  check_key_length("tag", key);
  if (const std::size_t length = base::count_code_points(value); length > kMaxExperimentTag) {
    throw too_long("tag '" + std::string(key) + "'", length, kMaxExperimentTag);
  }
}

void check_experiment_name(std::string_view name) {
  if (name.find('\'') != std::string_view::npos) {
    throw Error(ErrorCode::usage, "bad experiment name '" + std::string(name) +
                                      "': MLflow cannot find a name with a quote in it");
  }
}

void check_context(const Metric& metric) {
  const MetricContext* context = metric.point.context.get();
  if (context == nullptr || (context->dataset_name.empty() && context->dataset_digest.empty())) {
    return;
  }
  if (!is_one_word(context->dataset_name) || !is_one_word(context->dataset_digest)) {
    throw Error(ErrorCode::usage, "metric '" + metric.key + "': its data set '" +
                                      base::escape_control(context->dataset_name) + "' (digest '" +
                                      base::escape_control(context->dataset_digest) +
                                      "') must be two words without blanks in MLflow's layout");
  }
}

void check_batch(const RunBatch& batch) {
  for (const KeyValue& param : batch.params) {
    check_param(param.key, param.value);
  }
  for (const Metric& metric : batch.metrics) {
    check_key_length("metric", metric.key);
    check_context(metric);
  }
  for (const KeyValue& tag : batch.tags) {
    check_key_length("tag", tag.key);
  }
}

}  // namespace mlt::store::mlflow
