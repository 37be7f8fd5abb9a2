#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

namespace mlt::test {

/// A store of runs and experiments that a test puts together by hand, ids included, and that counts
/// how it is read. What can be written to it are tags, lifecycles and what a purge removes; it
/// keeps to the rules of Store about them.
class FakeStore : public Store {
 public:
  std::vector<Experiment> experiments;
  std::vector<Run> runs;
  std::map<std::string, ArtifactPlace> places;                 ///< by run id
  std::vector<RedactedFile> redacted;                          ///< what redact() answers
  std::vector<Redaction> redactions;                           ///< what it was asked
  std::map<std::pair<RunRef, std::string>, std::string> code;  ///< by run and path
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
  std::optional<std::string> find_code(const RunRef& ref, std::string_view path) override {
    const auto found = code.find({ref, std::string(path)});
    return found == code.end() ? std::nullopt : std::optional(found->second);
  }
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
  std::vector<Metric> logged_points(const RunRef&) override { throw read_only(); }
  std::vector<ModelMetric> logged_points(const ModelRef&) override { throw read_only(); }
  RunRef create_run(const NewRun&) override { throw read_only(); }
  std::unique_ptr<RunWriter> open_run(const RunRef& ref) override {
    return std::make_unique<Writer>(at(ref));
  }
  void rename_experiment(const ExperimentId& id, std::string_view name) override {
    at(id).name = name;
  }
  void tag_experiment(const ExperimentId& id, const TagChange& tags) override {
    for (const std::string& key : tags.removed) {
      at(id).tags.erase(key);
    }
    for (const auto& [key, value] : tags.set) {
      at(id).tags.insert_or_assign(key, value);
    }
  }
  void set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) override {
    at(id).lifecycle = lifecycle;
  }
  void purge_experiment(const ExperimentId& id) override {
    if (at(id).lifecycle != Lifecycle::deleted) {
      throw Error(ErrorCode::refused, "not deleted");
    }
    std::erase_if(experiments, [&id](const Experiment& each) { return each.id == id; });
  }
  void purge_run(const RunRef& ref) override {
    if (at(ref).lifecycle != Lifecycle::deleted) {
      throw Error(ErrorCode::refused, "not deleted");
    }
    std::erase_if(runs, [&ref](const Run& each) { return each.ref() == ref; });
  }
  ArtifactPlace artifact_place(const RunRef& ref) override { return places[ref.run_id.value]; }
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
  std::vector<RedactedFile> redact(const Redaction& redaction) override {
    redactions.push_back(redaction);
    return redacted;
  }
  std::vector<Finding> doctor(const DoctorOptions&) override { throw read_only(); }

 private:
  class Writer final : public RunWriter {
   public:
    explicit Writer(Run& run) : run_(run), ref_(run.ref()) {}
    [[nodiscard]] const RunRef& ref() const override { return ref_; }
    [[nodiscard]] RunStatus status() const override { return run_.status; }
    void append(const RunBatch& batch) override {
      if (run_.lifecycle == Lifecycle::deleted) {
        throw Error(ErrorCode::refused, "deleted");
      }
      for (const std::string& key : batch.removed_tags) {
        run_.tags.erase(key);
      }
      for (const KeyValue& tag : batch.tags) {
        run_.tags.insert_or_assign(tag.key, tag.value);
      }
    }
    void set_lifecycle(Lifecycle lifecycle) override { run_.lifecycle = lifecycle; }
    ArtifactFact put_artifact(std::string_view, const std::string&) override { throw read_only(); }
    ArtifactFact put_artifact_bytes(std::string_view, std::string_view) override {
      throw read_only();
    }
    ArtifactFact record_artifact(std::string_view) override { throw read_only(); }
    void put_code(std::string_view, std::string_view) override { throw read_only(); }
    void set_status(RunStatus, std::optional<std::int64_t>) override { throw read_only(); }
    [[nodiscard]] std::string run_dir() const override { return "/fake/none/" + run_.id.value; }
    [[nodiscard]] std::string artifacts_dir() const override { return run_dir() + "/artifacts"; }

   private:
    Run& run_;
    RunRef ref_;
  };

  Run& at(const RunRef& ref) {
    const auto found = std::ranges::find(runs, ref, &Run::ref);
    if (found == runs.end()) {
      throw Error(ErrorCode::not_found, "no run " + ref.run_id.value);
    }
    return *found;
  }
  Experiment& at(const ExperimentId& id) {
    const auto found = std::ranges::find(experiments, id, &Experiment::id);
    if (found == experiments.end()) {
      throw Error(ErrorCode::not_found, "no experiment " + id.value);
    }
    return *found;
  }
  static Error read_only() { return {ErrorCode::refused, "the fake store cannot do this"}; }
  static bool is_wanted(std::span<const ExperimentId> wanted, const ExperimentId& id) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  }
};

}  // namespace mlt::test
