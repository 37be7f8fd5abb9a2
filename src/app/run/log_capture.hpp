#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/run/supervisor.hpp"
#include "disk/disk.hpp"

namespace mlt::app {

/// Keeps a job's output as `logs/stdout.log` and `logs/stderr.log` below the run's artifacts. Each
/// file is made with its first byte and only appended to.
class LogCapture {
 public:
  explicit LogCapture(std::string artifacts_dir) : artifacts_dir_(std::move(artifacts_dir)) {}

  /// Throws system, with the path, if the bytes could not be written.
  void write(Stream stream, std::string_view bytes);
  /// Closes the files, which is checked, and gives the paths of those that were written to,
  /// relative to the artifacts.
  std::vector<std::string> finish();

 private:
  struct Log {
    std::string_view path;
    std::unique_ptr<disk::File> file;
  };

  std::string artifacts_dir_;
  std::unique_ptr<disk::Disk> disk_;
  std::array<Log, 2> logs_ = {Log{"logs/stdout.log", nullptr}, Log{"logs/stderr.log", nullptr}};
};

}  // namespace mlt::app
