#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlt/run.hpp"
#include "mlt/store.hpp"

#include "store/journal/lines.hpp"
#include "store/journal/stamped.hpp"

namespace mlt::store {

/// How much of one journal a snapshot has folded: its first `bytes`, whose last line has this
/// length (LF included) and digest.
struct JournalCover {
  std::uint64_t bytes = 0;
  std::uint64_t last_line_bytes = 0;
  std::string last_line_sha256;
  bool operator==(const JournalCover&) const = default;
};

/// A run folded from its journals, and how far each of them (by path below the experiment) went in.
struct Snapshot {
  Run run;
  std::string host;            ///< machine that made the run
  std::int64_t newest_at = 0;  ///< the greatest "at" folded
  std::map<std::string, JournalCover, std::less<>> covers;
};

/// Which keys a fold keeps.
struct FoldSelection {
  KeySelection params = KeySelection::everything();
  KeySelection metrics = KeySelection::everything();
  KeySelection tags = KeySelection::everything();
  bool artifacts = true;
  bool inputs = true;  ///< data sets and models, outputs too
};

/// Folds journal lines into the state of a run. The result does not depend on the order of the
/// lines, and a line met twice counts once: a name, status, lifecycle, tag or artifact is the one
/// with the greatest "at" (ties: the greater content), a param, an input or an output the one with
/// the least; a metric point is its (key, step, time, value, context).
///
/// A fold may also begin with a snapshot. Then only what later lines can add to is exact: the
/// counts of metrics are unknown, and a statement that is not newer than the whole snapshot cannot
/// be placed; can_place() tells.
class RunFold {
 public:
  explicit RunFold(FoldSelection selection = {});
  RunFold(Snapshot start, FoldSelection selection);

  /// DamagedLine and UnknownLine are the caller's to report; unknown ones are remembered.
  void add(const Line& line);

  [[nodiscard]] bool has_unknown_lines() const { return has_unknown_lines_; }
  /// False: a statement was older than the snapshot that this fold began with; fold everything.
  [[nodiscard]] bool can_place() const { return can_place_; }
  /// Keys of metrics whose points came out of order while their earlier points were not kept, so
  /// that their counts are not exact. Begin again with a fold told to keep them.
  [[nodiscard]] const std::set<std::string, std::less<>>& unordered_metrics() const {
    return unordered_;
  }
  void keep_points_of(std::set<std::string, std::less<>> keys) { keep_points_ = std::move(keys); }

  /// Params given different values by different lines, as a merge can bring in.
  [[nodiscard]] const std::set<std::string, std::less<>>& differing_params() const {
    return differing_params_;
  }
  [[nodiscard]] bool is_created() const { return created_; }

  /// The state so far, without covers.
  [[nodiscard]] Snapshot result();

 private:
  struct MetricFold {
    MetricSummary summary;
    std::uint64_t count = 0;
    bool keeps_points = false;
    std::vector<MetricPoint> points;
    std::size_t settled = 0;  ///< the first so many points are in order and distinct

    /// Settles all points. What is appended in order costs its own length, however many there are.
    void settle();
  };

  void apply(const CreatedLine& line);
  void apply(const ParamLine& line);
  void apply(const TagLine& line);
  void apply(const MetricLine& line);
  void apply(const ArtifactLine& line);
  void apply(const StatusLine& line);
  void apply(const LifecycleLine& line);
  void apply(const NameLine& line);
  void apply(const DataLine& line);
  void apply(const InputLine& line);
  void apply(const OutputLine& line);
  // Lines of a logged model say nothing of a run.
  void apply(const CreatedModelLine&) {}
  void apply(const ModelStatusLine&) {}
  void apply(const UnknownLine&) { has_unknown_lines_ = true; }
  void apply(const DamagedLine&) {}
  void see(std::int64_t at);

  FoldSelection selection_;
  std::optional<std::int64_t> placed_after_;  // newest_at of the snapshot this began with
  bool can_place_ = true;
  bool created_ = false;
  bool has_unknown_lines_ = false;
  std::int64_t newest_at_ = 0;

  RunId id_;
  ExperimentId experiment_id_;
  std::string user_;
  std::string host_;
  std::string artifact_uri_;
  std::int64_t start_time_ms_ = 0;
  std::int64_t created_at_ = 0;
  std::optional<Stamped<std::string>> name_;
  std::optional<Stamped<std::pair<RunStatus, std::optional<std::int64_t>>>> status_;
  std::optional<Stamped<Lifecycle>> lifecycle_;
  std::optional<std::int64_t> deleted_at_;
  StampedMap<std::string> params_;
  TagFold tags_;
  std::map<std::string, MetricFold, std::less<>> metrics_;
  ArtifactFold artifacts_;
  std::map<std::pair<std::string, std::string>, Stamped<DatasetInput>> data_;  // name, digest
  std::map<std::string, Stamped<ModelInput>> inputs_;
  std::map<std::string, Stamped<ModelOutput>> outputs_;
  std::set<std::string, std::less<>> differing_params_;
  std::set<std::string, std::less<>> keep_points_;
  std::set<std::string, std::less<>> unordered_;
};

/// Adds one point to a summary; the count is left to the caller.
void add_point(MetricSummary& summary, const MetricPoint& point);
/// The summary of a single point.
MetricSummary summary_of(const MetricPoint& point);

}  // namespace mlt::store
