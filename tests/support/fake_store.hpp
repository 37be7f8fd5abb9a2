#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

namespace mlt::test {

/// A store of runs and experiments that a test puts together by hand, ids included, and that counts
/// how it is read. Nothing can be written to it.
class FakeStore final : public Store {
 public:
  std::vector<Experiment> experiments;
  std::vector<Run> runs;
  int listings = 0;
  int scans = 0;
  int full_reads = 0;

  Run& add(const std::string& id, const std::string& name, std::int64_t start_time_ms = 0,
           const std::string& experiment = "0") {
    Run run;
    run.id = {id};
    run.experiment_id = {experiment};
    run.name = name;
    run.start_time_ms = start_time_ms;
    run.status = RunStatus::finished;
    return runs.emplace_back(std::move(run));
  }

  [[nodiscard]] std::string_view layout() const override { return "fake"; }
  [[nodiscard]] std::string root() const override { return "/fake"; }

  std::vector<Experiment> list_experiments() override { return experiments; }
  std::vector<RunRef> list_runs(std::span<const ExperimentId> wanted) override {
    ++listings;
    std::vector<RunRef> refs;
    for (const Run& run : runs) {
      if (is_wanted(wanted, run.experiment_id)) {
        refs.push_back(run.ref());
      }
    }
    return refs;
  }
  std::optional<RunRef> locate_run(const RunId& id) override {
    for (const Run& run : runs) {
      if (run.id == id) {
        return run.ref();
      }
    }
    return std::nullopt;
  }
  void scan_runs(const RunScan& scan, const RunSink& sink) override {
    ++scans;
    for (const Run& run : runs) {
      const bool is_in_lifecycle =
          scan.lifecycle == LifecycleFilter::all ||
          (scan.lifecycle == LifecycleFilter::active) == (run.lifecycle == Lifecycle::active);
      if (!is_in_lifecycle || !is_wanted(scan.experiments, run.experiment_id)) {
        continue;
      }
      Run visible = run;
      std::erase_if(visible.params,
                    [&](const auto& each) { return !scan.params.wants(each.first); });
      std::erase_if(visible.tags, [&](const auto& each) { return !scan.tags.wants(each.first); });
      std::erase_if(visible.metrics,
                    [&](const auto& each) { return !scan.metrics.wants(each.first); });
      if (!scan.accept || scan.accept(visible)) {
        sink(std::move(visible));
      }
    }
  }

  std::optional<RunRef> find_run_at(std::string_view) override { return std::nullopt; }
  Experiment create_experiment(const NewExperiment&) override { throw read_only(); }
  Experiment ensure_default_experiment() override { throw read_only(); }
  Run get_run(const RunRef& ref) override {
    ++full_reads;
    for (const Run& run : runs) {
      if (run.ref() == ref) {
        return run;
      }
    }
    throw Error(ErrorCode::not_found, "no run " + ref.run_id.value);
  }
  std::vector<MetricPoint> metric_history(const RunRef&, std::string_view) override {
    throw read_only();
  }
  RunRef create_run(const NewRun&) override { throw read_only(); }
  std::unique_ptr<RunWriter> open_run(const RunRef&) override { throw read_only(); }
  void rename_experiment(const ExperimentId&, std::string_view) override { throw read_only(); }
  void tag_experiment(const ExperimentId&, const TagChange&) override { throw read_only(); }
  void set_experiment_lifecycle(const ExperimentId&, Lifecycle) override { throw read_only(); }
  void purge_experiment(const ExperimentId&) override { throw read_only(); }
  void purge_run(const RunRef&) override { throw read_only(); }
  ArtifactPlace artifact_place(const RunRef&) override { throw read_only(); }
  std::vector<LoggedModel> list_models(std::span<const ExperimentId>) override {
    throw read_only();
  }
  std::optional<LoggedModel> find_model(const ModelId&) override { throw read_only(); }
  ModelRef create_model(const NewModel&) override { throw read_only(); }
  void change_model(const ModelRef&, const ModelChange&) override { throw read_only(); }
  ArtifactPlace artifact_place(const ModelRef&) override { throw read_only(); }
  bool import_experiment(const Experiment&) override { throw read_only(); }
  bool import_run(const RunImport&) override { throw read_only(); }
  bool import_model(const ModelImport&) override { throw read_only(); }
  std::vector<RedactedFile> redact(const Redaction&) override { throw read_only(); }
  std::vector<Finding> doctor(const DoctorOptions&) override { throw read_only(); }

 private:
  static Error read_only() { return {ErrorCode::refused, "the fake store cannot do this"}; }
  static bool is_wanted(std::span<const ExperimentId> wanted, const ExperimentId& id) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  }
};

}  // namespace mlt::test
