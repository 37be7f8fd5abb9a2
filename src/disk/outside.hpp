#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace mlt::disk {

// Files that are not in a store: what the user names on the command line. Links are followed.

/// The whole file; Error not_found, system, or data if it is over `max_bytes`.
std::string read_outside_file(const std::string& path, std::size_t max_bytes = 64u << 20);
std::optional<std::string> find_outside_file(const std::string& path,
                                             std::size_t max_bytes = 64u << 20);
/// Calls `sink` with pieces of a regular file; Error if it is anything else.
void stream_outside_file(const std::string& path,
                         const std::function<void(std::string_view)>& sink);
/// What a file is to those whom the umask lets at it.
enum class OutsideMode { data, program };
/// Replaces (atomically) a small file outside a store, in a directory that exists.
void replace_outside_file(const std::string& path, std::string_view bytes,
                          OutsideMode mode = OutsideMode::data);
/// Appends to a file that others may append to as well, made if it is absent: one write, unless the
/// system takes less.
void append_outside_file(const std::string& path, std::string_view bytes);
/// A file outside a store, of any size, that appears whole: written beside `path`, renamed over it
/// by commit(). Destroyed without that, nothing is left.
class OutsideWriter {
 public:
  explicit OutsideWriter(std::string path);
  OutsideWriter(const OutsideWriter&) = delete;
  OutsideWriter& operator=(const OutsideWriter&) = delete;
  ~OutsideWriter();
  void write(std::string_view bytes);
  void commit(OutsideMode mode = OutsideMode::data);

 private:
  std::string path_;
  std::string aside_;
  int fd_;
};
/// A new directory below an existing one, for its owner alone, with all in it gone with this
/// object.
class OutsideTempFolder {
 public:
  /// Throws system where none can be made in `parent`.
  explicit OutsideTempFolder(const std::string& parent);
  OutsideTempFolder(const OutsideTempFolder&) = delete;
  OutsideTempFolder& operator=(const OutsideTempFolder&) = delete;
  ~OutsideTempFolder();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};
void remove_outside_file(const std::string& path);
bool outside_exists(const std::string& path);
bool outside_is_directory(const std::string& path);
/// The nearest directory upward, `path` (absolute) itself among them; "/" at last.
std::string nearest_outside_directory(std::string path);
/// What a name stands for, behind its links; nothing if it, or what a link names, is absent.
std::optional<FileKind> find_outside_kind(const std::string& path);
void make_outside_dirs(const std::string& path);
/// Absolute, without `.`, `..` and links, of a path that exists.
std::string real_path(const std::string& path);

}  // namespace mlt::disk
