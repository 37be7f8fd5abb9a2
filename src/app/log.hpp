#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

namespace mlt::app {

/// The tag by which people keep a run, whatever its value: no clean-up removes it.
inline constexpr std::string_view kKeepTag = "mlt.keep";

struct LogOptions {
  bool force = false;    ///< take metrics and params of a run that has ended
  bool dry_run = false;  ///< check everything, write nothing
};

/// What was written (or would have been, in a dry run).
struct LogCounts {
  std::uint64_t metrics = 0;
  std::uint64_t params = 0;
  std::uint64_t tags = 0;
  std::uint64_t artifacts = 0;
};

/// The rules of model/rules.hpp for what is logged. Keys repeat by the million, so those that
/// passed are remembered. Every check throws usage.
class LogRules {
 public:
  void check_metric(std::string_view key, const MetricPoint& point);
  void check_param(std::string_view key, std::string_view value);
  void check_tag(std::string_view key, std::string_view value);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  void check_key(std::string_view kind, std::string_view key);

  std::unordered_set<std::string, Hash, std::equal_to<>> known_keys_;
};

/// Throws refused if the run has ended and is not `force`d open for metrics and params.
void check_open(const RunWriter& run, const LogOptions& options);

/// Checks the whole batch, then appends it.
LogCounts log_values(Store& store, const RunRef& run, const RunBatch& batch,
                     const LogOptions& options);

/// The greatest step of a metric; nothing where it has no point.
std::optional<std::int64_t> find_last_step(Store& store, const RunRef& run, std::string_view key);
/// The step after the last one of a metric: 0 after none. Throws usage where there is no other.
std::int64_t next_step(std::string_view key, std::optional<std::int64_t> last);

/// A file outside the store and the path that it gets below the run's artifacts.
struct ArtifactSource {
  std::string file;
  std::string path;
};

/// Throws usage for a file or directory that lies in the store, or has the store in it: a store is
/// not kept in one of its own runs.
void check_outside_store(const Store& store, const std::string& source);

/// The files to copy for `source` as `mlt log artifact` takes it: a regular file, or a directory
/// with all regular files below it, sorted. They get the source's own name below `to` (the content
/// of `.`, `..` and `/`: directly). A link to either is followed; below a directory, a link or
/// anything else that is not a file is refused by name, so that nothing is left out silently.
std::vector<ArtifactSource> find_artifacts(const std::string& source, std::string_view to);

LogCounts log_artifacts(RunWriter& run, const std::vector<ArtifactSource>& artifacts,
                        const LogOptions& options);
LogCounts log_artifact_bytes(RunWriter& run, std::string_view path, std::string_view bytes,
                             const LogOptions& options);

}  // namespace mlt::app
