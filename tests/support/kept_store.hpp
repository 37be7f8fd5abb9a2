#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

namespace mlt::test {

/// A store in memory that takes whole histories and gives them back, as Store promises of
/// import_*. It keeps no files and does nothing else.
class KeptStore : public Store {
 public:
  std::map<ExperimentId, Experiment> experiments;
  std::map<RunRef, RunImport> runs;
  std::map<ModelRef, ModelImport> models;
  int writes = 0;
  int points_read = 0;  ///< how often those of a run

  [[nodiscard]] std::string_view layout() const override { return "kept"; }
  [[nodiscard]] std::string root() const override { return "/kept"; }

  std::vector<Experiment> list_experiments() override {
    std::vector<Experiment> all;
    for (const auto& [id, experiment] : experiments) {
      all.push_back(experiment);
    }
    return all;
  }
  Experiment create_experiment(const NewExperiment& wanted) override {
    const Experiment experiment{.id = {wanted.name}, .name = wanted.name, .tags = wanted.tags};
    import_experiment(experiment);
    return experiment;
  }
  std::vector<RunRef> list_runs(std::span<const ExperimentId> wanted) override {
    std::vector<RunRef> refs;
    for (const auto& [ref, run] : runs) {
      if (is_wanted(wanted, ref.experiment_id)) {
        refs.push_back(ref);
      }
    }
    return refs;
  }
  Run get_run(const RunRef& ref) override {
    Run run = runs.at(ref).run;
    run.metrics.clear();
    for (const Metric& metric : runs.at(ref).points) {
      run.metrics.insert({metric.key, {metric.point, metric.point, {}, {}, {}}});
    }
    return run;
  }
  std::vector<MetricPoint> metric_history(const RunRef& ref, std::string_view key) override {
    std::vector<MetricPoint> points;
    for (const Metric& metric : runs.at(ref).points) {
      if (metric.key == key) {
        points.push_back(metric.point);
      }
    }
    std::stable_sort(points.begin(), points.end(), comes_before);
    points.erase(std::unique(points.begin(), points.end(), same_point), points.end());
    return points;
  }
  std::vector<Metric> logged_points(const RunRef& ref) override {
    ++points_read;
    std::vector<Metric> points = runs.at(ref).points;
    std::stable_sort(points.begin(), points.end(),
                     [](const Metric& a, const Metric& b) { return a.key < b.key; });
    return points;
  }
  ArtifactPlace artifact_place(const RunRef& ref) override {
    const std::string& from = runs.at(ref).artifacts_from;
    return {"", from.empty() ? std::nullopt : std::optional(from)};
  }
  ArtifactPlace artifact_place(const ModelRef& ref) override {
    const std::string& from = models.at(ref).artifacts_from;
    return {"", from.empty() ? std::nullopt : std::optional(from)};
  }
  std::vector<LoggedModel> list_models(std::span<const ExperimentId> wanted) override {
    std::vector<LoggedModel> all;
    for (const auto& [ref, model] : models) {
      if (is_wanted(wanted, ref.experiment_id)) {
        all.push_back(model.model);
      }
    }
    return all;
  }
  std::optional<LoggedModel> find_model(const ModelId& id) override {
    for (const auto& [ref, model] : models) {
      if (ref.model_id == id) {
        return model.model;
      }
    }
    return std::nullopt;
  }
  std::vector<ModelMetric> logged_points(const ModelRef& ref) override {
    std::vector<ModelMetric> points = models.at(ref).model.metrics;
    std::ranges::stable_sort(points, {}, &ModelMetric::key);
    return points;
  }
  bool import_experiment(const Experiment& experiment) override {
    const auto named = std::find_if(experiments.begin(), experiments.end(), [&](const auto& each) {
      return each.second.name == experiment.name && each.first != experiment.id;
    });
    if (named != experiments.end()) {
      throw Error(ErrorCode::refused, "the name is taken");
    }
    return counted(experiments.insert({experiment.id, experiment}).second);
  }
  bool import_run(const RunImport& run) override {
    return counted(runs.insert({run.run.ref(), run}).second);
  }
  bool import_model(const ModelImport& model) override {
    return counted(models.insert({model.model.ref(), model}).second);
  }

  std::optional<RunRef> locate_run(const RunId& id) override {
    for (const auto& [ref, run] : runs) {
      if (ref.run_id == id) {
        return ref;
      }
    }
    return std::nullopt;
  }
  std::optional<RunRef> find_run_at(std::string_view) override { return std::nullopt; }
  std::optional<std::string> find_code(const RunRef&, std::string_view) override { throw cannot(); }
  void scan_runs(const RunScan&, const RunSink&) override { throw cannot(); }
  RunRef create_run(const NewRun&) override { throw cannot(); }
  std::unique_ptr<RunWriter> open_run(const RunRef&) override { throw cannot(); }
  Experiment ensure_default_experiment() override { throw cannot(); }
  void rename_experiment(const ExperimentId&, std::string_view) override { throw cannot(); }
  void tag_experiment(const ExperimentId&, const TagChange&) override { throw cannot(); }
  void set_experiment_lifecycle(const ExperimentId&, Lifecycle) override { throw cannot(); }
  void purge_experiment(const ExperimentId&) override { throw cannot(); }
  void purge_run(const RunRef&) override { throw cannot(); }
  ModelRef create_model(const NewModel&) override { throw cannot(); }
  void change_model(const ModelRef&, const ModelChange&) override { throw cannot(); }
  std::vector<RedactedFile> redact(const Redaction&) override { throw cannot(); }
  std::vector<Finding> doctor(const DoctorOptions&) override { throw cannot(); }

 private:
  static Error cannot() { return {ErrorCode::refused, "the kept store cannot do this"}; }
  bool counted(bool is_new) {
    writes += is_new ? 1 : 0;
    return is_new;
  }
  static bool is_wanted(std::span<const ExperimentId> wanted, const ExperimentId& id) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  }
};

}  // namespace mlt::test
