#include "store/journal/appender.hpp"

#include "mlt/error.hpp"

namespace mlt::store {

JournalAppender::JournalAppender(disk::Disk& disk, std::string path,
                                 const disk::WritePolicy& policy)
    : disk_(disk), path_(std::move(path)), policy_(policy) {}

void JournalAppender::reopen() {
  file_ = disk_.open(path_, disk::OpenMode::append);
  identity_ = file_->stat();
  known_end_ = 0;
}

bool JournalAppender::ends_in_torn_line(std::uint64_t size) {
  if (size == 0 || size == known_end_) {
    return false;
  }
  char last = '\n';
  return file_->read_at(size - 1, &last, 1) == 1 && last != '\n';
}

bool JournalAppender::is_glued(std::size_t written) {
  const std::uint64_t start = file_->write_end() - written;
  char last = '\n';
  return start > 0 && file_->read_at(start - 1, &last, 1) == 1 && last != '\n';
}

std::size_t JournalAppender::write_lines(std::string_view lines, bool after_torn_line) {
  std::string with_newline;
  for (;;) {
    std::string_view bytes = lines;
    if (after_torn_line) {
      with_newline.assign("\n").append(lines);
      bytes = with_newline;
    }
    const std::size_t written = file_->write(bytes);
    if (written == bytes.size()) {
      return lines.size();
    }
    // What is left begins with the first line that did not go out whole, on a new line.
    const std::size_t of_lines = written - (after_torn_line && written > 0 ? 1 : 0);
    const std::size_t whole = lines.substr(0, of_lines).rfind('\n');
    const std::size_t done = whole == std::string_view::npos ? 0 : whole + 1;
    after_torn_line = of_lines > done;
    lines.remove_prefix(done);
  }
}

JournalAppender::Span JournalAppender::append(std::string_view lines) {
  for (;;) {
    if (file_ == nullptr) {
      reopen();
    }
    const std::uint64_t before = known_end_ == 0 ? identity_.size : file_->stat().size;
    const std::size_t written = write_lines(lines, ends_in_torn_line(before));
    if (policy_.durable) {
      file_->sync();
    }
    const auto at_path = disk_.find_stat(path_);
    if (!at_path) {
      throw Error(ErrorCode::not_found,
                  disk_.absolute(path_) + ": was removed while writing to it");
    }
    if (!at_path->same_file(identity_)) {
      file_.reset();
      continue;
    }
    known_end_ = before + lines.size();
    // More than these lines came: if that was a line torn by the death of its writer, the first of
    // these lines stands on it and is lost.
    if (at_path->size == known_end_ || !is_glued(written)) {
      return {before, at_path->size};
    }
  }
}

}  // namespace mlt::store
