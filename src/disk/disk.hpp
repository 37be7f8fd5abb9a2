#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::disk {

enum class FileKind { regular, directory, symlink, other };

struct FileStat {
  FileKind kind = FileKind::regular;
  std::uint64_t size = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t mtime_ms = 0;

  [[nodiscard]] bool same_file(const FileStat& other) const {
    return device == other.device && inode == other.inode;
  }
};

struct DirEntry {
  std::string name;
  FileKind kind = FileKind::regular;
};

enum class OpenMode {
  read,        ///< an existing regular file
  append,      ///< O_APPEND for reading and writing; made if absent
  create_new,  ///< for writing; an error if the name is taken
  lock,        ///< an existing or new file, opened to be locked
  update,      ///< an existing file, for reading, locking and truncate()
};

/// An open file. Closing in the destructor ignores errors; a writer calls close() and checks.
class File {
 public:
  virtual ~File() = default;
  virtual FileStat stat() = 0;
  /// One pread; fewer bytes than asked for only at the end of the file.
  virtual std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) = 0;
  /// One write(2), which may be short. Throws if nothing could be written.
  virtual std::size_t write(std::string_view bytes) = 0;
  /// Just past the last byte that write() put, wherever other writers have come to.
  virtual std::uint64_t write_end() = 0;
  /// Cuts the file off behind its first `size` bytes.
  virtual void truncate(std::uint64_t size) = 0;
  virtual void sync() = 0;
  /// An OFD lock on the whole file, gone with this object or the process. False: held elsewhere.
  virtual bool try_lock() = 0;
  virtual void unlock() = 0;
  /// pid of a process that holds the lock, where the system shows it.
  virtual std::optional<int> lock_holder() = 0;
  virtual void close() = 0;
};

/// An open directory, so that many of its files are read for one walk down to it. Names are single
/// parts of a path; links are not followed. Errors as those of Disk.
class Folder {
 public:
  virtual ~Folder() = default;
  /// The entries, unsorted.
  virtual std::vector<DirEntry> list() = 0;
  virtual bool read_into(std::string_view name, std::string& buffer, std::size_t max_bytes) = 0;
  /// Nothing if it is absent.
  virtual std::unique_ptr<Folder> find_folder(std::string_view name) = 0;
};

/// The only door to the files of one directory tree. Paths are relative to its root, `/` between
/// parts, none of them empty, `.` or `..`; no symbolic link below the root is followed. Every
/// method is one change of the tree at most, so that a faulty disk can stop between any two. Every
/// error is an mlt::Error of kind system (not_found where a read meets an absent name) whose
/// message holds the path and the system's words. Safe for use by several threads.
class Disk {
 public:
  virtual ~Disk() = default;

  /// The absolute path of the root, or of `path` below it.
  [[nodiscard]] virtual std::string absolute(std::string_view path) const = 0;

  virtual std::unique_ptr<File> open(std::string_view path, OpenMode mode) = 0;
  /// The stat of the name itself; nothing if it is absent.
  virtual std::optional<FileStat> find_stat(std::string_view path) = 0;
  /// The entries of a directory, unsorted; nothing if it is absent. "" is the root.
  virtual std::optional<std::vector<DirEntry>> find_list(std::string_view path) = 0;
  /// Reads a whole regular file into `buffer` (resized to fit): one open, one read where the buffer
  /// is large enough, one close. False if absent. A file over `max_bytes`: Error of kind data.
  virtual bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) = 0;

  /// Nothing if it is absent.
  virtual std::unique_ptr<Folder> find_folder(std::string_view path);

  /// False if something of that name exists.
  virtual bool make_dir(std::string_view path) = 0;
  virtual void rename(std::string_view from, std::string_view to) = 0;
  /// Fails with false, changing nothing, if `to` exists (a directory may take an empty one's
  /// place).
  virtual bool rename_new(std::string_view from, std::string_view to) = 0;
  virtual void remove_file(std::string_view path) = 0;
  virtual void remove_dir(std::string_view path) = 0;
  virtual void sync_dir(std::string_view path) = 0;

  /// The directory `<root>.<suffix>` beside the root, made if absent.
  virtual std::unique_ptr<Disk> open_beside(std::string_view suffix) = 0;
  /// Moves whatever is at `from` to `to` below that directory, where the parents of `to` exist.
  virtual void move_beside(std::string_view from, std::string_view suffix, std::string_view to) = 0;

  /// True where other machines may write to the same files (NFS, SMB, AFS, Lustre …).
  [[nodiscard]] virtual bool is_on_network() = 0;
};

/// The real file system below `root`, which must exist.
std::unique_ptr<Disk> open_real_disk(const std::string& root);

}  // namespace mlt::disk
