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
#include "mlt/logged_model.hpp"
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

/// Changes of an experiment's tags; a tag that is both set and removed is set.
struct TagChange {
  KeyValueMap set{};
  std::vector<std::string> removed{};
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
  /// Tags to take away, before `tags` are set; one that the run does not have is not_found.
  std::vector<std::string> removed_tags{};
  std::vector<DatasetInput> dataset_inputs{};
  std::vector<ModelInput> model_inputs{};
  std::vector<ModelOutput> model_outputs{};
  [[nodiscard]] bool empty() const {
    return params.empty() && metrics.empty() && tags.empty() && removed_tags.empty() &&
           dataset_inputs.empty() && model_inputs.empty() && model_outputs.empty();
  }
};

struct NewModel {
  ExperimentId experiment_id;
  std::string name;
  std::string model_type;
  std::string source_run_id;
  KeyValueMap params;
  KeyValueMap tags;
};

/// What one write changes of a logged model; what is absent stays.
struct ModelChange {
  std::optional<ModelStatus> status{};
  std::string status_message{};
  std::optional<Lifecycle> lifecycle{};
  TagChange tags{};
  KeyValueMap params{};  ///< replace those of the same name
  std::vector<ModelMetric> metrics{};
};

/// Where the artifacts of a run or a logged model are.
struct ArtifactPlace {
  /// As recorded: a URI or a path; empty where they lie in the run's own folder.
  std::string uri;
  /// The absolute directory, which may not exist yet. Absent where the place is no directory of
  /// this machine, or one outside the store, which nothing in a store can make mlt open.
  std::optional<std::string> dir;
};

/// A run as another store has it, to be taken over whole: its id, times, inputs and state as they
/// are. The summaries of `run.metrics` do not count, `points` do.
struct RunImport {
  Run run;
  std::string host;
  std::vector<Metric> points{};
  /// Absolute directories outside the store whose files become the run's; empty: none. The
  /// artifacts that `run` lists and that are not there are recorded all the same.
  std::string artifacts_from{};
  std::string code_from{};
};

struct ModelImport {
  LoggedModel model;
  std::string artifacts_from{};
};

/// Values that must vanish from a store: a secret that was logged.
struct Redaction {
  std::vector<std::string> values{};  ///< exact texts, none of them empty
  /// Their params and tags (by exact key) become `***` whatever they are.
  std::vector<std::string> keys{};
  std::vector<RunRef> runs{};  ///< empty: the whole store
  bool dry_run = false;
};

/// A file that a redaction changed, or would.
struct RedactedFile {
  std::string path;  ///< relative to the store
  std::size_t places = 0;
  std::string broke;  ///< what no longer holds because of it; empty: nothing
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
  bool inputs = false;  ///< data sets and models, outputs too
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

  /// Appends params, then metrics, then tags, then inputs and outputs. A param that has another
  /// value already: refused, and nothing of the batch is written. Keys and values must have passed
  /// model/rules.hpp. The tag `mlflow.runName` renames the run.
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

  /// Deletes or restores the run; what it is already is no change. Everything but this is refused
  /// on a deleted run.
  virtual void set_lifecycle(Lifecycle lifecycle) = 0;

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

/// What DoctorOptions::fix_paths writes.
enum class PathForm {
  relative,  ///< to the parent of the store: holds in every clone
  absolute,  ///< of this machine: holds wherever MLflow starts
  portable,  ///< relative, and those too that do hold on this machine
};

struct DoctorOptions {
  bool fix = false;
  /// Also rewrite places of artifacts that another machine or an older path left behind.
  bool fix_paths = false;
  PathForm path_form = PathForm::relative;
  /// Also read artifacts and compare them with what was recorded.
  bool deep = false;
  /// The process that recorded itself as the owner of a run. Absent: dead runs are not looked for.
  std::function<Liveness(const Run&)> run_owner{};
  /// A process of this machine by its pid. Absent: what it left behind is not looked for.
  std::function<Liveness(int pid)> process{};
  /// Where a path of this machine leads, behind its links; nothing if it is absent. Absent: no path
  /// outside the store is looked at, and each stands for itself.
  std::function<std::optional<std::string>(const std::string& path)> real_path{};
  /// Relative to the store; what has nothing to do with any of them is passed over. Empty: all.
  std::vector<std::string> paths{};
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
  /// Throws refused where another experiment has the name, deleted ones included, or where this one
  /// is deleted.
  virtual void rename_experiment(const ExperimentId& id, std::string_view name) = 0;
  /// Throws not_found for a removed tag that is not there, refused where it is deleted.
  virtual void tag_experiment(const ExperimentId& id, const TagChange& tags) = 0;
  /// Deletes or restores it; its runs are deleted with it. Throws refused for the default one.
  virtual void set_experiment_lifecycle(const ExperimentId& id, Lifecycle lifecycle) = 0;
  /// Removes a deleted experiment for good, with all that is in it. Throws refused for another.
  virtual void purge_experiment(const ExperimentId& id) = 0;

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
  /// All points of the run by key, those of one metric in the order in which they were written. One
  /// that was written again stands there again.
  virtual std::vector<Metric> logged_points(const RunRef& ref) = 0;

  /// A file below the run's `code/`, as RunWriter::put_code() wrote it; nothing if it is absent.
  virtual std::optional<std::string> find_code(const RunRef& ref, std::string_view path) = 0;

  virtual RunRef create_run(const NewRun& run) = 0;
  virtual std::unique_ptr<RunWriter> open_run(const RunRef& ref) = 0;
  /// Removes a deleted run for good; in a store that merges, so that no merge brings it back.
  /// Throws refused for another.
  virtual void purge_run(const RunRef& ref) = 0;
  virtual ArtifactPlace artifact_place(const RunRef& ref) = 0;

  /// Logged models, deleted ones too, sorted by experiment and id; empty: of all experiments.
  virtual std::vector<LoggedModel> list_models(std::span<const ExperimentId> experiments) = 0;
  virtual std::optional<LoggedModel> find_model(const ModelId& id) = 0;
  /// As of a run: the points of a logged model by key, those of one metric as they were written.
  virtual std::vector<ModelMetric> logged_points(const ModelRef& ref) = 0;
  virtual ModelRef create_model(const NewModel& model) = 0;
  virtual void change_model(const ModelRef& ref, const ModelChange& change) = 0;
  virtual ArtifactPlace artifact_place(const ModelRef& ref) = 0;

  /// Each takes over a thing of another store under its own id and tells whether it did: false,
  /// changing nothing, where a thing of that id is there already (or was purged). An experiment
  /// whose name another one has is refused.
  virtual bool import_experiment(const Experiment& experiment) = 0;
  virtual bool import_run(const RunImport& run) = 0;
  virtual bool import_model(const ModelImport& model) = 0;

  /// Takes values out of every text of the store, captured logs and code included.
  virtual std::vector<RedactedFile> redact(const Redaction& redaction) = 0;

  /// Looks over the whole store; with `fix`, mends what is safe to mend.
  virtual std::vector<Finding> doctor(const DoctorOptions& options) = 0;
};

}  // namespace mlt
