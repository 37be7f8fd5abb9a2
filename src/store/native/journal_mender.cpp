#include "store/native/journal_mender.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>
#include <variant>

#include "disk/files.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/lines.hpp"
#include "store/journal/reader.hpp"
#include "store/native/layout.hpp"

namespace mlt::store {

namespace {

constexpr std::uint64_t kChunk = 256u << 10;
// A write in flight is over long before.
constexpr std::chrono::milliseconds kMoment{20};

std::string read(disk::File& file, std::uint64_t from, std::uint64_t to) {
  std::string bytes(static_cast<std::size_t>(to - from), '\0');
  bytes.resize(file.read_at(from, bytes.data(), bytes.size()));
  return bytes;
}

void copy(disk::File& file, std::uint64_t from, std::uint64_t to, disk::File& into) {
  while (from < to) {
    const std::string bytes = read(file, from, std::min(to, from + kChunk));
    if (bytes.empty()) {
      return;
    }
    disk::write_all(into, bytes);
    from += bytes.size();
  }
}

}  // namespace

void rewrite_journal(const StoreContext& context, disk::File& old, const std::string& path,
                     std::uint64_t end, const std::vector<JournalEdit>& edits) {
  disk::Disk& disk = *context.disk;
  disk::Staging staging(disk, kTempDir, context.random, context.policy);
  const auto file = disk.open(staging.path(), disk::OpenMode::create_new);
  std::uint64_t from = 0;
  for (const JournalEdit& edit : edits) {
    copy(old, from, edit.offset, *file);
    disk::write_all(*file, edit.replacement);
    from = edit.offset + edit.bytes;
  }
  copy(old, from, end, *file);
  if (context.policy.durable) {
    file->sync();
  }
  file->close();
  staging.commit_replace(path);

  const std::string late = read(old, end, old.stat().size);
  if (const std::size_t last = late.rfind('\n'); last != std::string::npos) {
    JournalAppender(disk, path, context.policy).append(std::string_view(late).substr(0, last + 1));
  }
}

JournalMender::JournalMender(disk::Disk& disk, std::string path)
    : disk_(disk), path_(std::move(path)) {}

void JournalMender::examine() {
  file_ = disk_.open(path_, disk::OpenMode::read);
  wire::JsonDocument document;
  std::string buffer;
  JournalPosition position;
  read_lines(*file_, position, buffer, [&](char* text, std::int64_t number) {
    const bool is_marker = is_conflict_marker(text);
    const Line line = parse_line(document, text);
    if (const auto* damaged = std::get_if<DamagedLine>(&line)) {
      bad_lines_.push_back({number, position.bytes - position.last_line_bytes,
                            position.last_line_bytes, is_marker,
                            is_marker ? std::string() : damaged->reason});
    } else if (std::holds_alternative<UnknownLine>(line) && first_later_line_ == 0) {
      first_later_line_ = number;
    }
  });
  end_ = position.bytes;
  const std::uint64_t size = file_->stat().size;
  if (size == end_) {
    return;
  }
  std::this_thread::sleep_for(kMoment);
  if (file_->stat().size == size) {
    bad_lines_.push_back({position.lines + 1, end_, size - end_, false, "it has no end"});
    end_ = size;
  }
}

void JournalMender::mend(const StoreContext& context, LostAndFound& lost_and_found) {
  std::string lost;
  std::vector<JournalEdit> edits;
  for (const BadLine& line : bad_lines_) {
    lost += read(*file_, line.offset, line.offset + line.bytes);
    lost += lost.ends_with('\n') ? "" : "\n";
    edits.push_back({line.offset, line.bytes});
  }
  lost_and_found.add_lines(path_, lost);
  rewrite_journal(context, *file_, path_, end_, edits);
}

}  // namespace mlt::store
