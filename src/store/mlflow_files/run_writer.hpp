#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "store/artifact_files.hpp"
#include "store/mlflow_files/meta.hpp"
#include "store/mlflow_files/metric_files.hpp"
#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// Writes to a run in MLflow's layout. Params and each change of meta.yaml hold the OFD lock on the
/// run's meta.yaml, which MLflow writes in place and mlt replaces; metrics, tags and artifacts take
/// none.
class MlflowRunWriter final : public RunWriter {
 public:
  /// `folder` has a meta.yaml. Throws data if that cannot be read.
  MlflowRunWriter(const StoreContext& context, const mlflow::ArtifactPlaces& places, RunRef ref,
                  std::string folder);

  [[nodiscard]] const RunRef& ref() const override { return ref_; }
  [[nodiscard]] RunStatus status() const override { return meta_.status; }
  void append(const RunBatch& batch) override;
  ArtifactFact put_artifact(std::string_view path, const std::string& source) override;
  ArtifactFact put_artifact_bytes(std::string_view path, std::string_view bytes) override;
  ArtifactFact record_artifact(std::string_view path) override;
  void put_code(std::string_view path, std::string_view bytes) override;
  void set_status(RunStatus status, std::optional<std::int64_t> end_time_ms) override;
  void set_lifecycle(Lifecycle lifecycle) override;
  [[nodiscard]] std::string run_dir() const override;
  [[nodiscard]] std::string artifacts_dir() const override;

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const;
  [[nodiscard]] mlflow::RunMeta read_meta() const;
  [[nodiscard]] disk::FileLock lock_meta() const;
  void require_active() const;
  /// Makes what MLflow wants to find in a run and git does not keep.
  void prepare();
  /// Under the lock: changes meta.yaml as it is now.
  void change_meta(const std::function<void(mlflow::RunMeta&)>& change);

  void check(const RunBatch& batch);
  [[nodiscard]] std::vector<KeyValue> new_params(const std::vector<KeyValue>& params);
  void write_params(const std::vector<KeyValue>& params);
  void write_metrics(const std::vector<Metric>& metrics);
  void write_model_metrics(const std::vector<Metric>& metrics);
  void write_tags(const RunBatch& batch);
  void write_inputs(const RunBatch& batch);

  /// Where artifacts go below the store; throws refused where that is no place in it.
  [[nodiscard]] std::string artifact_path(std::string_view path) const;
  ArtifactFact store_artifact(std::string_view path, const ByteSource& source);
  void record(std::string_view path, const ArtifactFact& fact);

  const StoreContext& context_;
  disk::Disk& disk_;
  const mlflow::ArtifactPlaces& places_;
  RunRef ref_;
  std::string folder_;
  mlflow::RunMeta meta_;
  mlflow::ResolvedPlace place_;
  mlflow::MetricFiles metric_files_;
  std::set<std::string, std::less<>> known_metrics_;  // whose files can be appended to
  bool is_prepared_ = false;
};

}  // namespace mlt::store
