#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "disk/disk.hpp"
#include "disk/files.hpp"

namespace mlt::store {

/// Appends lines to one journal, each call by one write(2) where the disk takes it whole. Any
/// number of appenders in any number of processes may work on the same journal without a lock.
class JournalAppender {
 public:
  JournalAppender(disk::Disk& disk, std::string path, const disk::WritePolicy& policy);

  struct Span {
    std::uint64_t size_before = 0;
    std::uint64_t size_after = 0;
  };
  /// `lines` ends in LF. Begins with a LF where the file ends in a torn line. If the file was
  /// replaced at its path meanwhile (git does so), the lines are appended to the new one again: a
  /// line that stands twice counts once.
  Span append(std::string_view lines);

 private:
  void reopen();
  [[nodiscard]] bool ends_in_torn_line(std::uint64_t size);
  /// True if the `written` bytes that went out last do not begin on a line of their own.
  [[nodiscard]] bool is_glued(std::size_t written);
  /// Gives how many bytes of `lines` the last write put: all of them, unless one came up short.
  std::size_t write_lines(std::string_view lines, bool after_torn_line);

  disk::Disk& disk_;
  std::string path_;
  disk::WritePolicy policy_;
  std::unique_ptr<disk::File> file_;
  disk::FileStat identity_;
  std::uint64_t known_end_ = 0;  // the file ended in LF when it had this size
};

}  // namespace mlt::store
