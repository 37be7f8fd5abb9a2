#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "store/lost_and_found.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// A line that no reader can use.
struct BadLine {
  std::int64_t number = 0;  ///< from 1
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;  ///< with its LF, if it has one
  bool is_conflict_marker = false;
  std::string reason;
};

/// Bytes of a journal that others are to stand for.
struct JournalEdit {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::string replacement{};
};

/// Puts a journal with these edits, which are in order, in place of the one at `path`, of which
/// `old` is open and was read up to `end`. Nothing is lost to writers that append meanwhile without
/// a lock: what the old file got before it was replaced is carried over, and a writer that finds
/// its file replaced appends again.
void rewrite_journal(const StoreContext& context, disk::File& old, const std::string& path,
                     std::uint64_t end, const std::vector<JournalEdit>& edits);

/// Finds the lines of one journal that are torn or no journal lines, and takes them out.
class JournalMender {
 public:
  JournalMender(disk::Disk& disk, std::string path);

  /// Reads the journal. A last line without LF is bad if it does not grow within a moment. Throws
  /// if the file cannot be read to its end.
  void examine();
  [[nodiscard]] const std::vector<BadLine>& bad_lines() const { return bad_lines_; }
  /// Number of the first line of a kind that this version does not know; 0 if there is none.
  [[nodiscard]] std::int64_t first_later_line() const { return first_later_line_; }

  /// Copies the bad lines to lost-and-found, then puts a journal without them in the old one's
  /// place.
  void mend(const StoreContext& context, LostAndFound& lost_and_found);

 private:
  disk::Disk& disk_;
  std::string path_;
  std::unique_ptr<disk::File> file_;
  std::uint64_t end_ = 0;  // of what was examined
  std::vector<BadLine> bad_lines_;
  std::int64_t first_later_line_ = 0;
};

}  // namespace mlt::store
