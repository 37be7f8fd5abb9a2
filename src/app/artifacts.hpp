#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"

namespace mlt::app {

/// The artifacts of a run, read through a disk of their own: no `..` and no link leads out of it.
class ArtifactReader {
 public:
  /// Throws system for a place that is no directory of this machine, naming it.
  ArtifactReader(Store& store, const RunRef& ref);

  struct Item {
    std::string path;
    std::optional<ArtifactFact> recorded;
    std::optional<std::uint64_t> size;  ///< on the disk; absent: the file is not here
  };
  /// Every artifact at or below `path` ("": all), recorded or found, sorted by path. Throws
  /// not_found, with the nearest path, where there is none.
  std::vector<Item> list(std::string_view path);

  /// Calls `sink` with the pieces of a file. Throws not_found where it is not there, data where it
  /// is a link.
  void stream(std::string_view path, const std::function<void(std::string_view)>& sink);
  /// 64 hex digits.
  std::string digest(std::string_view path);

  [[nodiscard]] const Run& run() const { return run_; }

 private:
  void find_files(const std::string& folder, std::vector<Item>& items);

  Run run_;
  std::unique_ptr<disk::Disk> disk_;  ///< null: the directory does not exist yet
};

/// Copies an artifact, or all below a folder of them, to `target` outside the store: a file that
/// appears whole. Throws refused where a file is in the way. The result are the files made.
std::vector<std::string> get_artifacts(ArtifactReader& artifacts, std::string_view path,
                                       const std::string& target, bool dry_run);

/// What does not agree about an artifact.
struct ArtifactDifference {
  RunId run;
  std::string path;
  std::string what;  ///< "missing", "size", "content"; of two runs: "added", "removed", "changed"
  std::string expected{};
  std::string found{};
};

/// Compares the files with what was recorded of them.
std::vector<ArtifactDifference> verify_artifacts(ArtifactReader& artifacts);
/// What `b` has otherwise than `a`, by path, size and SHA-256. Files are read where no digest was
/// recorded.
std::vector<ArtifactDifference> compare_artifacts(ArtifactReader& a, ArtifactReader& b);

}  // namespace mlt::app
