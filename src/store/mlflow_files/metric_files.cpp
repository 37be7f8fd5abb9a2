#include "store/mlflow_files/metric_files.hpp"

#include <algorithm>
#include <thread>

#include "mlt/error.hpp"

#include "store/mlflow_files/layout.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::size_t kMaxOpen = 8;
constexpr std::size_t kTailBlock = 4096;

/// True if the byte before `end` is no LF.
bool is_torn_before(disk::File& file, std::uint64_t end) {
  char last = '\n';
  return end > 0 && file.read_at(end - 1, &last, 1) == 1 && last != '\n';
}

/// Just past the last LF before `end`.
std::uint64_t last_line_end(disk::File& file, std::uint64_t end) {
  std::string block(kTailBlock, '\0');
  while (end > 0) {
    const std::uint64_t start = end - std::min<std::uint64_t>(end, block.size());
    const std::size_t n = file.read_at(start, block.data(), static_cast<std::size_t>(end - start));
    const std::size_t newline = std::string_view(block.data(), n).rfind('\n');
    if (newline != std::string_view::npos) {
      return start + newline + 1;
    }
    end = start;
  }
  return 0;
}

}  // namespace

bool MetricFiles::create(const std::string& path, std::string_view lines) {
  disk::Staging staging(disk_, kTempDir, context_.random, context_.policy);
  disk::create_file(disk_, staging.path(), lines, context_.policy);
  return staging.commit_new(path);
}

MetricFiles::Open& MetricFiles::open(const std::string& path) {
  const auto known = std::find_if(open_.begin(), open_.end(),
                                  [&path](const Open& open) { return open.path == path; });
  if (known != open_.end()) {
    open_.splice(open_.begin(), open_, known);
    return open_.front();
  }
  auto file = disk_.open(path, disk::OpenMode::append);
  const disk::FileStat identity = file->stat();
  if (open_.size() == kMaxOpen) {
    open_.pop_back();
  }
  open_.push_front({path, std::move(file), identity, 0});
  return open_.front();
}

void MetricFiles::cut_torn_line(const std::string& path) {
  // Under a lock, so that of two writers of ours one cuts; MLflow takes none, so what may still be
  // growing is left to grow.
  disk::FileLock lock(disk_, path, context_.policy, disk::OpenMode::update);
  std::uint64_t size = lock.file().stat().size;
  while (is_torn_before(lock.file(), size)) {
    std::this_thread::sleep_for(context_.policy.torn_after);
    const std::uint64_t now = lock.file().stat().size;
    if (now == size) {
      lock.file().truncate(last_line_end(lock.file(), size));
      return;
    }
    size = now;
  }
}

std::uint64_t MetricFiles::end_of_whole_lines(Open& open) {
  std::uint64_t size = open.file->stat().size;
  while (size != open.known_end && is_torn_before(*open.file, size)) {
    cut_torn_line(open.path);
    size = open.file->stat().size;
  }
  return size;
}

void MetricFiles::write(Open& open, std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t written = open.file->write(lines);
    if (written == lines.size()) {
      return;
    }
    // What is left begins with the first line that did not go out whole, in place of its piece.
    const std::size_t whole = lines.substr(0, written).rfind('\n');
    const std::size_t done = whole == std::string_view::npos ? 0 : whole + 1;
    const std::uint64_t end = open.file->write_end();
    if (open.file->stat().size == end) {
      open.file->truncate(end - (written - done));
    }
    lines.remove_prefix(done);
  }
}

void MetricFiles::append(const std::string& path, std::string_view lines) {
  for (;;) {
    if (open_.empty() || open_.front().path != path) {
      const bool is_known = std::any_of(open_.begin(), open_.end(),
                                        [&path](const Open& open) { return open.path == path; });
      if (!is_known && !disk_.find_stat(path) && create(path, lines)) {
        return;
      }
    }
    Open& file = open(path);
    const std::uint64_t before = end_of_whole_lines(file);
    write(file, lines);
    if (context_.policy.durable) {
      file.file->sync();
    }
    const auto at_path = disk_.find_stat(path);
    if (!at_path || !at_path->same_file(file.identity)) {
      open_.pop_front();
      continue;
    }
    file.known_end = before + lines.size();
    if (at_path->size != file.known_end &&
        is_torn_before(*file.file, file.file->write_end() - lines.size())) {
      // A writer died within a line just before: the first of these lines stands on its piece.
      lines = lines.substr(0, lines.find('\n') + 1);
      continue;
    }
    return;
  }
}

}  // namespace mlt::store::mlflow
