#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer/history.hpp"
#include "base/random.hpp"
#include "disk/disk.hpp"

namespace mlt::app {

// A bundle (docs/transfer.md) is a history in files, in a directory or a .tar.gz:
//
//   mlt-bundle.json                                        what belongs to it: path, size, SHA-256
//   experiments/<experiment_id>/experiment.json
//   experiments/<experiment_id>/runs/<run_id>/run.json  metrics.jsonl  artifacts/…  code/…
//   experiments/<experiment_id>/models/<model_id>/model.json  metrics.jsonl  artifacts/…
//
// The same history gives the same bytes.

inline constexpr std::string_view kBundleManifest = "mlt-bundle.json";

/// Where the files of a bundle go, in the order of their writing.
class BundleTarget {
 public:
  virtual ~BundleTarget() = default;
  virtual void begin_file(const std::string& path, std::uint64_t size) = 0;
  virtual void write(std::string_view bytes) = 0;
  /// After the last file.
  virtual void finish() = 0;
};

/// A .tar.gz whose bytes go to `sink`.
std::unique_ptr<BundleTarget> bundle_archive(std::function<void(std::string_view)> sink);
/// Files below `folder` of a disk, which outlives the result.
std::unique_ptr<BundleTarget> bundle_folder(disk::Disk& disk, std::string folder);

struct BundleTotals {
  std::size_t runs = 0;
  std::size_t models = 0;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  /// Files that could not go in: links and the like.
  std::vector<std::string> left_out{};
};

BundleTotals write_bundle(const History& history, BundleTarget& target);

/// True if the directory holds a bundle.
bool is_bundle(const std::string& folder);
/// The bundle in a directory outside the store. All its files are compared with the manifest first:
/// one that is missing, changed, of no use to it or no regular file is an Error of kind data.
History open_bundle(const std::string& folder);

}  // namespace mlt::app
