#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "store/mlflow_files/experiments.hpp"
#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// MLflow's FileStore layout (docs/mlflow.md): read and written in place, beside MLflow's own
/// clients.
class MlflowStore final : public Store {
 public:
  explicit MlflowStore(StoreContext context);

  [[nodiscard]] std::string_view layout() const override { return "mlflow"; }
  [[nodiscard]] std::string root() const override { return context_.disk->absolute(""); }

  std::vector<Experiment> list_experiments() override;
  Experiment create_experiment(const NewExperiment& experiment) override;
  Experiment ensure_default_experiment() override;
  void rename_experiment(const ExperimentId& id, std::string_view name) override;
  void tag_experiment(const ExperimentId& id, const TagChange& tags) override;
  void set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) override;
  void purge_experiment(const ExperimentId& id) override;

  std::vector<RunRef> list_runs(std::span<const ExperimentId> experiments) override;
  std::optional<RunRef> locate_run(const RunId& id) override;
  std::optional<RunRef> find_run_at(std::string_view run_dir) override;
  Run get_run(const RunRef& ref) override;
  void scan_runs(const RunScan& scan, const RunSink& sink) override;
  std::vector<MetricPoint> metric_history(const RunRef& ref, std::string_view key) override;
  std::vector<Metric> logged_points(const RunRef& ref) override;
  std::optional<std::string> find_code(const RunRef& ref, std::string_view path) override;

  RunRef create_run(const NewRun& run) override;
  std::unique_ptr<RunWriter> open_run(const RunRef& ref) override;
  void purge_run(const RunRef& ref) override;
  ArtifactPlace artifact_place(const RunRef& ref) override;

  std::vector<LoggedModel> list_models(std::span<const ExperimentId> experiments) override;
  std::optional<LoggedModel> find_model(const ModelId& id) override;
  std::vector<ModelMetric> logged_points(const ModelRef& ref) override;
  ModelRef create_model(const NewModel& model) override;
  void change_model(const ModelRef& ref, const ModelChange& change) override;
  ArtifactPlace artifact_place(const ModelRef& ref) override;

  bool import_experiment(const Experiment& experiment) override;
  bool import_run(const RunImport& run) override;
  bool import_model(const ModelImport& model) override;

  std::vector<RedactedFile> redact(const Redaction& redaction) override;
  std::vector<Finding> doctor(const DoctorOptions& options) override;

 private:
  void report(const Issue& issue);
  [[nodiscard]] std::string get_run_folder(const RunRef& ref);
  /// Of the experiments asked for, or of all.
  [[nodiscard]] std::vector<mlflow::ExperimentPlace> places_of(
      std::span<const ExperimentId> experiments, const IssueSink& on_issue = {});
  [[nodiscard]] mlflow::ExperimentPlace get_active_place(const ExperimentId& id);
  [[nodiscard]] ArtifactPlace to_artifact_place(const mlflow::ResolvedPlace& place) const;

  StoreContext context_;
  IssueSink on_issue_;
  std::mutex issue_mutex_;
  mlflow::ArtifactPlaces places_;
  mlflow::Experiments experiments_;
};

}  // namespace mlt::store
