#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/dataset.hpp"

namespace mlt {

struct ExperimentId {
  std::string value;
  auto operator<=>(const ExperimentId&) const = default;
};

struct RunId {
  std::string value;  ///< 32 lower-case hex digits where mlt made it
  auto operator<=>(const RunId&) const = default;
};

/// Where a run lives in a store: enough to read and write it without a search.
struct RunRef {
  ExperimentId experiment_id;
  RunId run_id;
  auto operator<=>(const RunRef&) const = default;
};

enum class RunStatus { running, scheduled, finished, failed, killed };
enum class Lifecycle { active, deleted };

/// "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED": the spelling of files, REST and filters.
std::string_view name_of(RunStatus status);
std::optional<RunStatus> parse_run_status(std::string_view name);
/// "active", "deleted".
std::string_view name_of(Lifecycle lifecycle);
std::optional<Lifecycle> parse_lifecycle(std::string_view name);

/// True for a status that a run keeps: finished, failed, killed.
bool has_ended(RunStatus status);

struct KeyValue {
  std::string key;
  std::string value;
  auto operator<=>(const KeyValue&) const = default;
};

/// Sorted by key; lookup by string_view makes no copy.
using KeyValueMap = std::map<std::string, std::string, std::less<>>;

/// What a value was measured on or of, where that was said.
struct MetricContext {
  std::string dataset_name;
  std::string dataset_digest;
  std::string model_id;
  auto operator<=>(const MetricContext&) const = default;
};

/// One measured value. `step` is any int64; `time_ms` is milliseconds UTC since 1970. Points are
/// the same point only if their contexts are equal too; absent is the empty one.
struct MetricPoint {
  std::int64_t step = 0;
  std::int64_t time_ms = 0;
  double value = 0;
  std::shared_ptr<const MetricContext> context{};
};

/// A point together with the metric it belongs to.
struct Metric {
  std::string key;
  MetricPoint point;
};

/// MLflow's order of the points of one metric: by step, then time, then value; NaN stands below
/// every number and all NaNs are alike. Negative before zero when both compare equal (-0.0 < 0.0).
/// Then by context, none first.
bool comes_before(const MetricPoint& a, const MetricPoint& b);
bool same_point(const MetricPoint& a, const MetricPoint& b);

/// What is known of a metric without its whole series. `last` is the maximum and `first` the
/// minimum in the order above; `min` and `max` are by value over the points that are not NaN (ties:
/// the earlier point), absent where all are NaN.
struct MetricSummary {
  MetricPoint first;
  MetricPoint last;
  std::optional<MetricPoint> min;
  std::optional<MetricPoint> max;
  /// Number of distinct points. Absent where only a snapshot and the lines after it were read:
  /// whether those repeat earlier points is known after a full reading only.
  std::optional<std::uint64_t> count;
};

/// A file kept with a run: where it lies below the run's artifacts is the key of the map.
struct ArtifactFact {
  std::uint64_t size = 0;
  std::string sha256;  ///< 64 hex digits
  bool operator==(const ArtifactFact&) const = default;
};

/// A run as read from a store; a scan fills in only the keys it was asked for.
struct Run {
  RunId id;
  ExperimentId experiment_id;
  std::string name;
  std::string user;
  RunStatus status = RunStatus::running;
  Lifecycle lifecycle = Lifecycle::active;
  std::int64_t start_time_ms = 0;
  std::optional<std::int64_t> end_time_ms;
  std::optional<std::int64_t> deleted_time_ms;  ///< only of a deleted run, and where it is known
  KeyValueMap params;
  KeyValueMap tags;
  std::map<std::string, MetricSummary, std::less<>> metrics;
  std::map<std::string, ArtifactFact, std::less<>> artifacts;
  std::vector<DatasetInput> dataset_inputs;  ///< by name and digest
  std::vector<ModelInput> model_inputs;      ///< by id
  std::vector<ModelOutput> model_outputs;    ///< by id
  /// Where the artifacts are, if not in the run's own folder; Store::artifact_place() tells more.
  std::string artifact_uri{};
  /// Set where a part of the run could not be read; the reasons went to the store's issue sink.
  bool damaged = false;

  [[nodiscard]] RunRef ref() const { return {experiment_id, id}; }
};

/// Keys of tags that MLflow's clients know, and mlt's own.
namespace tag {
inline constexpr std::string_view kRunName = "mlflow.runName";
inline constexpr std::string_view kUser = "mlflow.user";
inline constexpr std::string_view kNote = "mlflow.note.content";
inline constexpr std::string_view kParentRunId = "mlflow.parentRunId";
inline constexpr std::string_view kSourceName = "mlflow.source.name";
inline constexpr std::string_view kSourceType = "mlflow.source.type";
inline constexpr std::string_view kGitCommit = "mlflow.source.git.commit";
inline constexpr std::string_view kGitBranch = "mlflow.source.git.branch";
inline constexpr std::string_view kGitRepoUrl = "mlflow.source.git.repoURL";
inline constexpr std::string_view kGitDirty = "mlflow.source.git.dirty";
inline constexpr std::string_view kCommand = "mlt.command";
inline constexpr std::string_view kCwd = "mlt.cwd";
inline constexpr std::string_view kHost = "mlt.host";
inline constexpr std::string_view kPid = "mlt.pid";
inline constexpr std::string_view kBootId = "mlt.boot_id";
inline constexpr std::string_view kPidStart = "mlt.pid_start";
inline constexpr std::string_view kExitCode = "mlt.exit_code";
inline constexpr std::string_view kSignal = "mlt.signal";
inline constexpr std::string_view kEndReason = "mlt.end_reason";
inline constexpr std::string_view kMaxRss = "mlt.max_rss_bytes";
inline constexpr std::string_view kCpuTime = "mlt.cpu_time_s";
inline constexpr std::string_view kUntracked = "mlt.git.untracked";
}  // namespace tag

}  // namespace mlt
