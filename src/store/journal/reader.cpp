#include "store/journal/reader.hpp"

#include <algorithm>
#include <cstring>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/files.hpp"
#include "store/journal/snapshot.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kFirstChunk = 8u << 10;  // most journals are short, and new memory is slow
constexpr std::size_t kChunk = 256u << 10;
constexpr std::size_t kMaxLine = 64u << 20;
constexpr std::size_t kMaxSnapshot = 64u << 20;

std::string sha256_at(disk::File& file, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  bytes.resize(file.read_at(offset, bytes.data(), bytes.size()));
  return base::sha256_hex(bytes);
}

void report(const IssueSink& on_issue, std::string path, std::int64_t line, std::string reason) {
  if (on_issue) {
    on_issue({std::move(path), line, std::move(reason)});
  }
}

std::int64_t count_lines(disk::File& file, std::uint64_t bytes, std::string& buffer) {
  std::int64_t lines = 0;
  buffer.resize(kChunk);
  for (std::uint64_t at = 0; at < bytes;) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, bytes - at));
    const std::size_t n = file.read_at(at, buffer.data(), want);
    if (n == 0) {
      break;
    }
    lines += std::count(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(n), '\n');
    at += n;
  }
  return lines;
}

/// The snapshot file, if it is sound and belongs to this run.
std::optional<Snapshot> read_snapshot(disk::Disk& disk, const RunFiles& files,
                                      const FoldSelection& selection, ReadScratch& scratch,
                                      const IssueSink& on_issue) {
  std::string reason;
  try {
    if (!disk.read_into(files.snapshot, scratch.text, kMaxSnapshot)) {
      return std::nullopt;
    }
    auto snapshot = parse_snapshot(scratch.document, scratch.text, selection, reason);
    if (snapshot && snapshot->run.ref() != files.ref) {
      reason = "belongs to another run (" + snapshot->run.id.value + ")";
      snapshot.reset();
    }
    if (snapshot) {
      return snapshot;
    }
  } catch (const Error& error) {
    reason = issue_of(disk, files.snapshot, error).reason;
  }
  report(on_issue, files.snapshot, 0, reason + "; the journal was read instead");
  return std::nullopt;
}

enum class Coverage { whole, part, none };

/// How the journals stand to a snapshot's covers, by size alone.
Coverage coverage_of(disk::Disk& disk, const RunFiles& files, const Snapshot& snapshot) {
  if (snapshot.covers.size() > files.journals.size()) {
    return Coverage::none;
  }
  Coverage coverage = Coverage::whole;
  for (const RunFiles::Journal& journal : files.journals) {
    const auto stat = disk.find_stat(journal.path);
    const auto cover = snapshot.covers.find(journal.name);
    const std::uint64_t covered = cover == snapshot.covers.end() ? 0 : cover->second.bytes;
    const std::uint64_t size = stat ? stat->size : 0;
    if (size < covered || (stat && stat->kind != disk::FileKind::regular)) {
      return Coverage::none;
    }
    if (size > covered) {
      coverage = Coverage::part;
    }
  }
  return coverage;
}

/// The snapshot with the lines after it folded on; nothing if they cannot be placed.
std::optional<Snapshot> fold_tails(disk::Disk& disk, const RunFiles& files, Snapshot snapshot,
                                   const FoldSelection& selection, ReadScratch& scratch,
                                   const IssueSink& on_issue, bool& damaged) {
  const auto covers = snapshot.covers;
  RunFold fold(std::move(snapshot), selection);
  for (const RunFiles::Journal& journal : files.journals) {
    const auto stat = disk.find_stat(journal.path);
    const auto cover = covers.find(journal.name);
    const JournalCover known = cover == covers.end() ? JournalCover{} : cover->second;
    if (!stat || stat->size == known.bytes) {
      continue;
    }
    const auto file = disk.open(journal.path, disk::OpenMode::read);
    if (known.bytes > 0 && !ends_in_covered_line(*file, known)) {
      return std::nullopt;
    }
    JournalPosition position{known.bytes, known.last_line_bytes, 0};
    std::optional<std::int64_t> lines_before;
    const IssueSink number_from_start = [&](const Issue& issue) {
      if (!lines_before) {
        std::string buffer;
        lines_before = count_lines(*file, known.bytes, buffer);
      }
      report(on_issue, issue.path, issue.line + *lines_before, issue.reason);
    };
    read_lines(*file, position, scratch.lines, [&](char* text, std::int64_t number) {
      damaged |= !fold_line(fold, scratch, text, journal.path, number, number_from_start);
    });
  }
  if (!fold.can_place()) {
    return std::nullopt;
  }
  Snapshot result = fold.result();
  result.covers = covers;
  return result;
}

/// True if there is no file of the run at all.
bool is_nothing(disk::Disk& disk, const RunFiles& files) {
  return !disk.find_stat(files.snapshot) &&
         std::none_of(files.journals.begin(), files.journals.end(),
                      [&disk](const auto& journal) { return disk.find_stat(journal.path); });
}

/// All journals folded; the ids are those of the folder, whatever the lines say. Journals that do
/// not tell of any run: the snapshot, if there is one, for it may know more.
RunReading fold_journals(disk::Disk& disk, const RunFiles& files, std::optional<Snapshot> snapshot,
                         const FoldSelection& selection, bool exact_counts, ReadScratch& scratch,
                         const IssueSink& on_issue) {
  JournalFold journals(disk, files, selection, on_issue);
  journals.advance(scratch, exact_counts);
  RunReading reading{journals.snapshot()};
  Snapshot& folded = reading.snapshot;
  folded.run.damaged = journals.is_damaged();
  reading.has_creation = journals.fold().is_created();
  if (!reading.has_creation && !snapshot && is_nothing(disk, files)) {
    report(on_issue, files.folder, 0, "is no run: it holds neither a journal nor a snapshot");
    reading.is_nothing = true;
    folded.run.damaged = true;
  } else if (!reading.has_creation) {
    std::string reason = journals.has_journal() ? "does not say how the run was created"
                                                : "the journal is missing or cannot be read";
    if (snapshot) {
      folded = *std::move(snapshot);
      reason += "; the snapshot was read instead";
    }
    report(on_issue, files.journals.front().path, 0, std::move(reason));
    folded.run.damaged = true;
  } else if (folded.run.ref() != files.ref) {
    report(on_issue, files.journals.front().path, 0,
           "belongs to another run (" + folded.run.id.value + ")");
    folded.run.damaged = true;
  }
  folded.run.id = files.ref.run_id;
  folded.run.experiment_id = files.ref.experiment_id;
  return reading;
}

}  // namespace

Issue issue_of(const disk::Disk& disk, std::string path, const Error& error) {
  std::string_view reason = error.message();
  if (const std::string absolute = disk.absolute(path); reason.starts_with(absolute)) {
    reason.remove_prefix(absolute.size());
    const std::size_t colon = reason.find(": ");
    if (colon != std::string_view::npos && (colon == 0 || reason.front() == '/')) {
      path += reason.substr(0, colon);
      return {std::move(path), 0, std::string(reason.substr(colon + 2))};
    }
  }
  return {std::move(path), 0, error.message()};
}

JournalCover cover_up_to(disk::File& file, const JournalPosition& position) {
  return {position.bytes, position.last_line_bytes,
          sha256_at(file, position.bytes - position.last_line_bytes, position.last_line_bytes)};
}

bool ends_in_covered_line(disk::File& file, const JournalCover& cover) {
  return cover.last_line_bytes <= cover.bytes && cover.last_line_bytes <= kMaxLine &&
         sha256_at(file, cover.bytes - cover.last_line_bytes, cover.last_line_bytes) ==
             cover.last_line_sha256;
}

void read_lines(disk::File& file, JournalPosition& position, std::string& buffer,
                const std::function<void(char*, std::int64_t)>& visit) {
  std::size_t kept = 0;  // bytes of an unfinished line at the front of the buffer
  std::size_t chunk = kFirstChunk;
  for (;;) {
    if (kept > kMaxLine) {
      throw Error(ErrorCode::data, "a line of more than " + std::to_string(kMaxLine) + " bytes");
    }
    if (buffer.size() < kept + chunk) {
      buffer.resize(kept + chunk);
    }
    chunk = std::min(2 * chunk, kChunk);
    const std::size_t n =
        file.read_at(position.bytes + kept, buffer.data() + kept, buffer.size() - kept);
    if (n == 0) {
      return;
    }
    char* line = buffer.data();
    char* const end = buffer.data() + kept + n;
    char* newline = static_cast<char*>(std::memchr(line + kept, '\n', n));
    while (newline != nullptr) {
      *newline = '\0';
      const auto bytes = static_cast<std::uint64_t>(newline + 1 - line);
      ++position.lines;
      position.bytes += bytes;
      if (newline != line) {
        position.last_line_bytes = bytes;
        visit(line, position.lines);
      } else {
        position.last_line_bytes = 1;
      }
      line = newline + 1;
      newline =
          line < end
              ? static_cast<char*>(std::memchr(line, '\n', static_cast<std::size_t>(end - line)))
              : nullptr;
    }
    kept = static_cast<std::size_t>(end - line);
    std::memmove(buffer.data(), line, kept);
  }
}

JournalFold::JournalFold(disk::Disk& disk, RunFiles files, FoldSelection selection,
                         IssueSink on_issue)
    : disk_(disk),
      files_(std::move(files)),
      selection_(std::move(selection)),
      on_issue_(std::move(on_issue)),
      fold_(selection_) {}

void JournalFold::begin_anew() {
  fold_ = RunFold(selection_);
  fold_.keep_points_of(keep_points_);
  progress_.clear();
  damaged_ = false;
}

bool JournalFold::read_on(const RunFiles::Journal& journal, ReadScratch& scratch) {
  const auto stat = disk_.find_stat(journal.path);
  const auto known = progress_.find(journal.name);
  if (!stat) {
    return known == progress_.end();
  }
  if (known != progress_.end()) {
    if (!stat->same_file(known->second.file) || stat->size < known->second.position.bytes) {
      return false;
    }
    if (stat->size == known->second.position.bytes) {
      return true;
    }
  }
  const auto file = disk_.open(journal.path, disk::OpenMode::read);
  const disk::FileStat opened = file->stat();
  if (known != progress_.end() && !opened.same_file(known->second.file)) {
    return false;
  }
  Progress& progress = progress_[journal.name];
  progress.file = opened;
  const std::uint64_t before = progress.position.bytes;
  read_lines(*file, progress.position, scratch.lines, [&](char* text, std::int64_t number) {
    damaged_ |= !fold_line(fold_, scratch, text, journal.path, number, on_issue_);
  });
  const JournalPosition& position = progress.position;
  if (position.bytes > before) {
    progress.last_line_sha256 =
        sha256_at(*file, position.bytes - position.last_line_bytes, position.last_line_bytes);
  }
  return true;
}

void JournalFold::advance(ReadScratch& scratch, bool exact) {
  for (;;) {
    bool again = false;
    for (const RunFiles::Journal& journal : files_.journals) {
      try {
        again |= !read_on(journal, scratch);
      } catch (const Error& error) {
        if (on_issue_) {
          on_issue_(issue_of(disk_, journal.path, error));
        }
        damaged_ = true;
      }
    }
    if (exact && !fold_.unordered_metrics().empty()) {
      keep_points_.insert(fold_.unordered_metrics().begin(), fold_.unordered_metrics().end());
      again = true;
    }
    if (!again) {
      return;
    }
    begin_anew();
  }
}

Snapshot JournalFold::snapshot() {
  Snapshot snapshot = fold_.result();
  for (const auto& [name, progress] : progress_) {
    snapshot.covers[name] = {progress.position.bytes, progress.position.last_line_bytes,
                             progress.last_line_sha256};
  }
  return snapshot;
}

RunReading read_run(disk::Disk& disk, const RunFiles& files, const FoldSelection& selection,
                    bool exact_counts, ReadScratch& scratch, const IssueSink& on_issue) {
  auto snapshot = read_snapshot(disk, files, selection, scratch, on_issue);
  const Coverage coverage = snapshot ? coverage_of(disk, files, *snapshot) : Coverage::none;
  if (coverage == Coverage::whole) {
    return {*std::move(snapshot), true};
  }
  if (coverage == Coverage::part && !exact_counts) {
    bool damaged = false;
    // What cannot be read or placed means another reading, which reports what is damaged.
    std::vector<Issue> issues;
    const IssueSink hold = [&issues](const Issue& issue) { issues.push_back(issue); };
    std::optional<Snapshot> folded;
    try {
      folded = fold_tails(disk, files, *snapshot, selection, scratch, hold, damaged);
    } catch (const Error&) {
    }
    if (folded) {
      for (const Issue& issue : issues) {
        report(on_issue, issue.path, issue.line, issue.reason);
      }
      folded->run.damaged = damaged;
      return {*std::move(folded), false};
    }
  }
  return fold_journals(disk, files, std::move(snapshot), selection, exact_counts, scratch,
                       on_issue);
}

}  // namespace mlt::store
