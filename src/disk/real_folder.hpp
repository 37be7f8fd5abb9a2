#pragma once

#include <cerrno>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <vector>

#include "disk/descriptor.hpp"
#include "disk/disk.hpp"

namespace mlt::disk {

// What the real disk does with open descriptors; `path` is for the messages of errors.

template <typename Call>
auto retry_interrupted(Call call) {
  decltype(call()) result;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return result;
}

FileKind kind_of(mode_t mode);
FileStat to_file_stat(const struct stat& st);

/// The entries of an open directory but `.` and `..`.
std::vector<DirEntry> list_entries(int fd, const std::string& path);
/// Reads an open regular file to its end.
void read_whole(int fd, const std::string& path, std::string& buffer, std::size_t max_bytes);

std::unique_ptr<Folder> open_real_folder(Descriptor fd, std::string path);

}  // namespace mlt::disk
