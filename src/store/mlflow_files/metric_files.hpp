#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "disk/disk.hpp"
#include "disk/files.hpp"
#include "store/open.hpp"

namespace mlt::store::mlflow {

/// Appends lines to metric files, each call by one write(2) where the disk takes it whole, without
/// a lock. Keeps a few files open. A new file appears with its first lines in it, because MLflow
/// cannot read an empty one, and what a dead writer left of a line is cut off, because MLflow
/// cannot read that either.
class MetricFiles {
 public:
  explicit MetricFiles(const StoreContext& context) : context_(context), disk_(*context.disk) {}

  /// `lines` ends in LF; the folder of `path` exists. If the file was replaced at its path
  /// meanwhile (git does so), the lines are appended to the new one again.
  void append(const std::string& path, std::string_view lines);

 private:
  struct Open {
    std::string path;
    std::unique_ptr<disk::File> file;
    disk::FileStat identity;
    std::uint64_t known_end = 0;  // the file ended in LF when it had this size
  };

  bool create(const std::string& path, std::string_view lines);
  Open& open(const std::string& path);
  void write(Open& open, std::string_view lines);
  /// The size of the file once it ends in a whole line.
  std::uint64_t end_of_whole_lines(Open& open);
  void cut_torn_line(const std::string& path);

  const StoreContext& context_;
  disk::Disk& disk_;
  std::list<Open> open_;  // the one used last comes first
};

}  // namespace mlt::store::mlflow
