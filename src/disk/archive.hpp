#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace mlt::disk {

/// Writes a gzip-compressed tar (POSIX pax) of regular files. The same files in the same order give
/// the same bytes: times are 1970, modes 0644, owners 0 without names.
class ArchiveWriter {
 public:
  /// `sink` is given the bytes of the archive as they come.
  explicit ArchiveWriter(std::function<void(std::string_view)> sink);
  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  /// Begins the next file; exactly `size` bytes of it follow by write().
  void begin_file(const std::string& path, std::uint64_t size);
  void write(std::string_view bytes);
  /// Writes what ends an archive. Without it the archive is cut off.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How much an archive may hold; what is over it is refused.
struct ArchiveBounds {
  std::uint64_t max_bytes = 10ULL << 30;
  std::uint64_t max_ratio = 200;  ///< times the size of the archive itself
  std::uint64_t max_entries = 100'000;
};

/// Unpacks a tar, compressed by gzip or not, below `folder` of `into`. Before the first byte is
/// written the whole archive is read once: an entry that is no regular file or directory, that has
/// set-id or sticky bits, a name that is absolute, begins with a drive, holds `..`, `.`, an empty
/// part, `\`, a control character or malformed UTF-8, one that stands twice or inside a file, and
/// an archive over a bound, are Errors of kind data that name the entry. The bounds count the bytes
/// that come out, not what headers say.
void unpack_archive(const std::string& path, Disk& into, std::string_view folder,
                    const ArchiveBounds& bounds);

}  // namespace mlt::disk
