#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "disk/disk.hpp"

namespace mlt::disk {

/// How a write is to survive: the process (always), the power (`durable`: fsync before success).
struct WritePolicy {
  bool durable = false;
  std::chrono::milliseconds lock_timeout{10'000};
  /// A last line without its newline that has not grown for so long has no writer any more.
  std::chrono::milliseconds torn_after{1'000};
};

inline constexpr std::size_t kMaxSmallFile = 64u << 20;

std::string join_path(std::string_view folder, std::string_view name);
/// "" for a name directly below the root.
std::string_view parent_of(std::string_view path);

std::optional<std::string> find_text(Disk& disk, std::string_view path,
                                     std::size_t max_bytes = kMaxSmallFile);
/// Throws not_found if absent.
std::string read_text(Disk& disk, std::string_view path, std::size_t max_bytes = kMaxSmallFile);

/// Makes the directory and its missing parents.
void make_dirs(Disk& disk, std::string_view path, const WritePolicy& policy);
/// Writes all of `bytes`, continuing after a short write.
void write_all(File& file, std::string_view bytes);
/// Makes a new file and writes it whole.
void create_file(Disk& disk, std::string_view path, std::string_view bytes,
                 const WritePolicy& policy);
/// Removes a file or a directory with all below it; absent is fine. Links are removed, not
/// followed.
void remove_tree(Disk& disk, std::string_view path);

/// A file or folder built aside in `temp_dir` and put in its place by one rename. Its name there is
/// `<pid>-<hex>`, so that leftovers of dead processes are known. Destroyed without commit, it
/// removes what was built.
class Staging {
 public:
  /// `temp_dir` is made if absent: for its owner, and for whom the folder around it lets write.
  Staging(Disk& disk, std::string_view temp_dir, base::Random& random, const WritePolicy& policy);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging();

  /// Path of the thing being built, below the disk's root.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Replaces whatever file is at `target`.
  void commit_replace(std::string_view target);
  /// False, and still staged, if `target` exists already.
  bool commit_new(std::string_view target);

 private:
  Disk& disk_;
  WritePolicy policy_;
  std::string path_;
  bool committed_ = false;
};

/// Replaces the content of `path` (or makes it) in one step: written aside, then renamed over.
void replace_file(Disk& disk, std::string_view path, std::string_view bytes,
                  std::string_view temp_dir, base::Random& random, const WritePolicy& policy);

/// Holds an OFD lock on the file at `path` until destroyed. Waits at most policy.lock_timeout, then
/// throws system with the holder's pid. If the file at `path` was replaced while waiting (git does
/// so), the new one is locked instead.
class FileLock {
 public:
  FileLock(Disk& disk, std::string_view path, const WritePolicy& policy,
           OpenMode mode = OpenMode::lock);
  /// Without waiting: nothing if the lock is held elsewhere.
  static std::optional<FileLock> try_acquire(Disk& disk, std::string_view path,
                                             OpenMode mode = OpenMode::lock);
  FileLock(FileLock&&) = default;
  FileLock& operator=(FileLock&&) = default;

  /// The locked file itself.
  [[nodiscard]] File& file() { return *file_; }

 private:
  explicit FileLock(std::unique_ptr<File> file) : file_(std::move(file)) {}
  std::unique_ptr<File> file_;
};

}  // namespace mlt::disk
