#include "app/run/log_capture.hpp"

#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

void LogCapture::write(Stream stream, std::string_view bytes) {
  Log& log = logs_[stream == Stream::out ? 0 : 1];
  if (!log.file) {
    if (!disk_) {
      disk::make_outside_dirs(artifacts_dir_);
      disk_ = disk::open_real_disk(artifacts_dir_);
      disk::make_dirs(*disk_, disk::parent_of(log.path), {});
    }
    log.file = disk_->open(log.path, disk::OpenMode::append);
  }
  disk::write_all(*log.file, bytes);
}

std::vector<std::string> LogCapture::finish() {
  std::vector<std::string> paths;
  for (Log& log : logs_) {
    if (log.file) {
      log.file->close();
      log.file.reset();
      paths.emplace_back(log.path);
    }
  }
  return paths;
}

}  // namespace mlt::app
