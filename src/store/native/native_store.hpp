#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "store/events/experiments.hpp"
#include "store/journal/lines.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"

namespace mlt::store {

class FolderAside;

/// The native layout: a run is a journal with its snapshot, an experiment a folder of events.
class NativeStore final : public Store {
 public:
  explicit NativeStore(StoreContext context);

  [[nodiscard]] std::string_view layout() const override { return "native"; }
  [[nodiscard]] std::string root() const override { return context_.disk->absolute(""); }

  std::vector<Experiment> list_experiments() override;
  Experiment create_experiment(const NewExperiment& experiment) override;
  Experiment ensure_default_experiment() override;

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

  void rename_experiment(const ExperimentId& id, std::string_view name) override;
  void tag_experiment(const ExperimentId& id, const TagChange& tags) override;
  void set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) override;
  void purge_experiment(const ExperimentId& id) override;
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
  /// Every line about a metric, journal after journal, in the order of writing.
  void visit_points(const RunRef& ref, const std::function<void(const MetricLine&)>& visit);
  [[nodiscard]] RunFiles files_of(const RunRef& ref);
  // Each throws not_found for what is not there or was purged.
  ExperimentState require_experiment(const ExperimentId& id);
  /// As require_experiment(), of what read_fate() tells.
  ExperimentState require_fate(const ExperimentId& id);
  void require_active_experiment(const ExperimentId& id);
  /// The fate of the run's experiment.
  ExperimentState require_run(const RunRef& ref);

  /// The fate of the model's experiment.
  ExperimentState require_model(const ModelRef& ref);
  std::optional<ModelRef> locate_model(const ModelId& id);
  /// False for an experiment that was purged.
  bool takes_imports(const ExperimentId& id);
  /// Adds the snapshot to a journal that was built aside; false if the model exists already.
  bool finish_model(FolderAside& aside, const ModelRef& ref);

  /// Throws refused if another experiment than `for_id` has the name.
  void require_free_name(std::string_view name, const ExperimentId& for_id);
  Experiment build_experiment(const NewExperiment& experiment, const ExperimentId& id);
  /// False if the folder exists.
  bool put_experiment(std::vector<ExperimentEvent> events, const ExperimentId& id);
  [[nodiscard]] bool has_run(const RunRef& ref);
  [[nodiscard]] ArtifactPlace place_of(const std::string& uri, const std::string& folder) const;

  StoreContext context_;
  IssueSink on_issue_;
  std::mutex issue_mutex_;
};

}  // namespace mlt::store
