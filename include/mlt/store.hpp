#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/experiment.hpp"
#include "mlt/run.hpp"

namespace mlt {

/// Something in a store that could not be read or contradicts itself. `path` is relative to the
/// store, `line` counts from 1 (0: the file as a whole). It never hides what else can be read.
struct Issue {
  std::string path;
  std::int64_t line = 0;
  std::string reason;
};

/// Called for each issue met while reading; may be called from several threads, one at a time.
using IssueSink = std::function<void(const Issue&)>;

struct NewExperiment {
  std::string name;
  KeyValueMap tags;
};

struct NewRun {
  ExperimentId experiment_id;
  std::string name;
  std::string user;
  std::string host;
  RunStatus status = RunStatus::running;
  std::int64_t start_time_ms = 0;
  KeyValueMap params;
  KeyValueMap tags;
};

/// What one write adds to a run. It is checked whole before the first byte is written.
struct RunBatch {
  std::vector<KeyValue> params{};
  std::vector<Metric> metrics{};
  std::vector<KeyValue> tags{};
  [[nodiscard]] bool empty() const { return params.empty() && metrics.empty() && tags.empty(); }
};

/// Which keys of a kind a scan fills in: all of them, or those named.
struct KeySelection {
  bool all = false;
  std::set<std::string, std::less<>> names;

  [[nodiscard]] bool wants(std::string_view key) const {
    return all || names.find(key) != names.end();
  }
  static KeySelection everything() { return {true, {}}; }
};

enum class LifecycleFilter { active, deleted, all };

/// Which runs a scan visits and how much of each it reads.
struct RunScan {
  std::vector<ExperimentId> experiments{};  ///< empty: all
  LifecycleFilter lifecycle = LifecycleFilter::active;
  KeySelection params{};
  KeySelection metrics{};
  KeySelection tags{};
  bool artifacts = false;
  /// Keeps a run if it returns true; called from several threads at once. Absent: keep all.
  std::function<bool(const Run&)> accept{};
};

/// Receives the accepted runs of a scan, in no order, one call at a time.
using RunSink = std::function<void(Run&&)>;

/// Writes to one run. Not for use by several threads at once; any number of writers, in any number
/// of processes, may have the same run open.
class RunWriter {
 public:
  virtual ~RunWriter() = default;

  [[nodiscard]] virtual const RunRef& ref() const = 0;
  /// As it was when the writer was opened or last ended.
  [[nodiscard]] virtual RunStatus status() const = 0;

  /// Appends params, then metrics, then tags. A param that has another value already: refused, and
  /// nothing of the batch is written. Keys and values must have passed model/rules.hpp.
  virtual void append(const RunBatch& batch) = 0;

  /// Copies `source` (a path outside the store, a regular file) to `path` below the run's
  /// artifacts; whole or not at all. `size` and digest are recorded.
  virtual ArtifactFact put_artifact(std::string_view path, const std::string& source) = 0;
  virtual ArtifactFact put_artifact_bytes(std::string_view path, std::string_view bytes) = 0;
  /// Records a file that was written in place below artifacts_dir(), such as a captured log.
  virtual ArtifactFact record_artifact(std::string_view path) = 0;
  /// Writes a file below the run's `code/` (a diff, a lock file), which git keeps.
  virtual void put_code(std::string_view path, std::string_view bytes) = 0;

  /// Sets the status and, for one that a run keeps, the end time; writes the snapshot.
  virtual void set_status(RunStatus status, std::optional<std::int64_t> end_time_ms) = 0;

  /// Absolute directories of the run and of its artifacts, for children that write there.
  [[nodiscard]] virtual std::string run_dir() const = 0;
  [[nodiscard]] virtual std::string artifacts_dir() const = 0;
};

/// Something that `mlt doctor` found. `code` is stable ("MLT012") and explained in docs/doctor.md.
struct Finding {
  std::string code;
  std::string path;  ///< relative to the store
  std::int64_t line = 0;
  std::string message;
  std::string fix;     ///< what --fix does or did; empty: nothing safe can be done
  bool fixed = false;  ///< by this very call
  bool operator==(const Finding&) const = default;
};

/// A process that owns something in a store, as seen from this machine.
enum class Liveness { alive, dead, unknown };

struct DoctorOptions {
  bool fix = false;
  /// The process that recorded itself as the owner of a run. Absent: dead runs are not looked for.
  std::function<Liveness(const Run&)> run_owner{};
  /// A process of this machine by its pid. Absent: what it left behind is not looked for.
  std::function<Liveness(int pid)> process{};
};

/// A place that holds experiments and runs. One object per process and store; its reading methods
/// may be used by several threads. Reading never writes and takes no lock. Every method throws
/// mlt::Error; what is damaged goes to the issue sink given at opening instead.
class Store {
 public:
  virtual ~Store() = default;

  /// "native", "mlflow".
  [[nodiscard]] virtual std::string_view layout() const = 0;
  /// The absolute directory of the store.
  [[nodiscard]] virtual std::string root() const = 0;

  /// All experiments, deleted ones too, sorted by id.
  virtual std::vector<Experiment> list_experiments() = 0;
  /// Throws refused if an experiment of this name exists, deleted ones included.
  virtual Experiment create_experiment(const NewExperiment& experiment) = 0;
  /// The default experiment, made if it is absent.
  virtual Experiment ensure_default_experiment() = 0;

  /// Where every run lies, from directory names alone: no run file is read. No order.
  virtual std::vector<RunRef> list_runs(std::span<const ExperimentId> experiments) = 0;
  virtual std::optional<RunRef> locate_run(const RunId& id) = 0;
  /// The run whose absolute directory this is, as told by RunWriter::run_dir; nothing if there is
  /// none. Cheaper than locate_run: no experiment is listed.
  virtual std::optional<RunRef> find_run_at(std::string_view run_dir) = 0;
  /// The run with all its keys and exact counts.
  virtual Run get_run(const RunRef& ref) = 0;
  virtual void scan_runs(const RunScan& scan, const RunSink& sink) = 0;
  /// The distinct points of one metric in the order of comes_before.
  virtual std::vector<MetricPoint> metric_history(const RunRef& ref, std::string_view key) = 0;

  virtual RunRef create_run(const NewRun& run) = 0;
  virtual std::unique_ptr<RunWriter> open_run(const RunRef& ref) = 0;

  /// Looks over the whole store; with `fix`, mends what is safe to mend.
  virtual std::vector<Finding> doctor(const DoctorOptions& options) = 0;
};

}  // namespace mlt
