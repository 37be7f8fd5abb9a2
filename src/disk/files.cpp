#include "disk/files.hpp"

#include <algorithm>
#include <thread>
#include <unistd.h>

#include "mlt/error.hpp"

namespace mlt::disk {

namespace {

constexpr std::size_t kStagingNameDigits = 16;
constexpr int kMaxTreeDepth = 128;

void sync_parent(Disk& disk, std::string_view path, const WritePolicy& policy) {
  if (policy.durable) {
    disk.sync_dir(parent_of(path));
  }
}

void remove_tree_below(Disk& disk, std::string_view path, int depth) {
  if (depth > kMaxTreeDepth) {
    throw Error(ErrorCode::data, disk.absolute(path) + ": folders are nested too deeply");
  }
  const auto stat = disk.find_stat(path);
  if (!stat) {
    return;
  }
  if (stat->kind != FileKind::directory) {
    disk.remove_file(path);
    return;
  }
  for (const DirEntry& entry : disk.find_list(path).value_or(std::vector<DirEntry>())) {
    remove_tree_below(disk, join_path(path, entry.name), depth + 1);
  }
  disk.remove_dir(path);
}

/// Opens and locks; nothing if the lock is held elsewhere. If the file at `path` was replaced
/// between the two, the lock is on a file nobody sees, so it is tried again.
std::unique_ptr<File> open_locked(Disk& disk, std::string_view path, OpenMode mode) {
  for (;;) {
    auto file = disk.open(path, mode);
    if (!file->try_lock()) {
      return nullptr;
    }
    const auto now = disk.find_stat(path);
    if (now && now->same_file(file->stat())) {
      return file;
    }
  }
}

/// A directory of a disk that has nothing better to offer than its own methods.
class PathFolder final : public Folder {
 public:
  PathFolder(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  std::vector<DirEntry> list() override {
    return disk_.find_list(path_).value_or(std::vector<DirEntry>());
  }
  bool read_into(std::string_view name, std::string& buffer, std::size_t max_bytes) override {
    return disk_.read_into(join_path(path_, name), buffer, max_bytes);
  }
  std::unique_ptr<Folder> find_folder(std::string_view name) override {
    return disk_.find_folder(join_path(path_, name));
  }

 private:
  Disk& disk_;
  std::string path_;
};

}  // namespace

std::unique_ptr<Folder> Disk::find_folder(std::string_view path) {
  if (!find_list(path)) {
    return nullptr;
  }
  return std::make_unique<PathFolder>(*this, std::string(path));
}

std::string join_path(std::string_view folder, std::string_view name) {
  if (folder.empty()) {
    return std::string(name);
  }
  std::string path;
  path.reserve(folder.size() + 1 + name.size());
  path.append(folder).append("/").append(name);
  return path;
}

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::optional<std::string> find_text(Disk& disk, std::string_view path, std::size_t max_bytes) {
  std::string text;
  if (!disk.read_into(path, text, max_bytes)) {
    return std::nullopt;
  }
  return text;
}

std::string read_text(Disk& disk, std::string_view path, std::size_t max_bytes) {
  auto text = find_text(disk, path, max_bytes);
  if (!text) {
    throw Error(ErrorCode::not_found, disk.absolute(path) + ": no such file");
  }
  return *std::move(text);
}

void make_dirs(Disk& disk, std::string_view path, const WritePolicy& policy) {
  if (path.empty()) {
    return;
  }
  if (const auto stat = disk.find_stat(path)) {
    if (stat->kind != FileKind::directory) {
      throw Error(ErrorCode::data, disk.absolute(path) + ": is not a directory");
    }
    return;
  }
  make_dirs(disk, parent_of(path), policy);
  if (disk.make_dir(path)) {
    sync_parent(disk, path, policy);
  }
}

void write_all(File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    bytes.remove_prefix(file.write(bytes));
  }
}

void create_file(Disk& disk, std::string_view path, std::string_view bytes,
                 const WritePolicy& policy) {
  const auto file = disk.open(path, OpenMode::create_new);
  write_all(*file, bytes);
  if (policy.durable) {
    file->sync();
  }
  file->close();
}

void remove_tree(Disk& disk, std::string_view path) { remove_tree_below(disk, path, 0); }

Staging::Staging(Disk& disk, std::string_view temp_dir, base::Random& random,
                 const WritePolicy& policy)
    : disk_(disk), policy_(policy) {
  make_dirs(disk, temp_dir, policy);
  path_ = join_path(
      temp_dir, std::to_string(::getpid()) + "-" + base::random_hex(random, kStagingNameDigits));
}

Staging::~Staging() {
  if (committed_) {
    return;
  }
  try {
    remove_tree(disk_, path_);
  } catch (...) {
    // What is left lies in the temporary folder; `doctor` and later writers clear it.
  }
}

void Staging::commit_replace(std::string_view target) {
  disk_.rename(path_, target);
  committed_ = true;
  sync_parent(disk_, target, policy_);
}

bool Staging::commit_new(std::string_view target) {
  if (!disk_.rename_new(path_, target)) {
    return false;
  }
  committed_ = true;
  sync_parent(disk_, target, policy_);
  return true;
}

void replace_file(Disk& disk, std::string_view path, std::string_view bytes,
                  std::string_view temp_dir, base::Random& random, const WritePolicy& policy) {
  Staging staging(disk, temp_dir, random, policy);
  create_file(disk, staging.path(), bytes, policy);
  staging.commit_replace(path);
}

FileLock::FileLock(Disk& disk, std::string_view path, const WritePolicy& policy, OpenMode mode) {
  using namespace std::chrono;
  const auto deadline = steady_clock::now() + policy.lock_timeout;
  milliseconds pause{1};
  while ((file_ = open_locked(disk, path, mode)) == nullptr) {
    if (steady_clock::now() >= deadline) {
      const auto holder = disk.open(path, OpenMode::read)->lock_holder();
      throw Error(ErrorCode::system,
                  "locking " + disk.absolute(path) + ": held by " +
                      (holder ? "process " + std::to_string(*holder) : "another process") +
                      " for longer than " + std::to_string(policy.lock_timeout.count()) + " ms")
          .hint("wait longer with: --lock-timeout 60s");
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, milliseconds{50});
  }
}

std::optional<FileLock> FileLock::try_acquire(Disk& disk, std::string_view path, OpenMode mode) {
  auto file = open_locked(disk, path, mode);
  if (file == nullptr) {
    return std::nullopt;
  }
  return FileLock(std::move(file));
}

}  // namespace mlt::disk
