#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

#include "disk/descriptor.hpp"
#include "disk/disk.hpp"
#include "disk/real_errors.hpp"
#include "disk/real_folder.hpp"

namespace mlt::disk {

namespace {

class RealFile final : public File {
 public:
  RealFile(Descriptor fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  FileStat stat() override {
    struct stat st {};
    if (::fstat(fd_.get(), &st) != 0) {
      throw_errno("reading", path_, errno);
    }
    return to_file_stat(st);
  }

  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    const ssize_t n = retry_interrupted(
        [&] { return ::pread(fd_.get(), into, size, static_cast<off_t>(offset)); });
    if (n < 0) {
      throw_errno("reading", path_, errno);
    }
    return static_cast<std::size_t>(n);
  }

  std::size_t write(std::string_view bytes) override {
    const ssize_t n =
        retry_interrupted([&] { return ::write(fd_.get(), bytes.data(), bytes.size()); });
    if (n < 0) {
      throw_errno("writing", path_, errno);
    }
    if (n == 0 && !bytes.empty()) {
      throw_errno("writing", path_, ENOSPC);
    }
    return static_cast<std::size_t>(n);
  }

  std::uint64_t write_end() override {
    const off_t offset = ::lseek(fd_.get(), 0, SEEK_CUR);
    if (offset < 0) {
      throw_errno("reading", path_, errno);
    }
    return static_cast<std::uint64_t>(offset);
  }

  void truncate(std::uint64_t size) override {
    if (retry_interrupted([&] { return ::ftruncate(fd_.get(), static_cast<off_t>(size)); }) != 0) {
      throw_errno("writing", path_, errno);
    }
  }

  void sync() override {
    if (::fsync(fd_.get()) != 0) {
      throw_errno("syncing", path_, errno);
    }
  }

  bool try_lock() override {
    struct flock lock = whole_file(F_WRLCK);
    if (retry_interrupted([&] { return ::fcntl(fd_.get(), F_OFD_SETLK, &lock); }) == 0) {
      return true;
    }
    if (errno == EAGAIN || errno == EACCES) {
      return false;
    }
    throw_errno("locking", path_, errno);
  }

  void unlock() override {
    struct flock lock = whole_file(F_UNLCK);
    (void)::fcntl(fd_.get(), F_OFD_SETLK, &lock);
  }

  std::optional<int> lock_holder() override { return find_lock_holder(stat()); }

  void close() override {
    if (fd_.valid() && ::close(fd_.release()) != 0 && errno != EINTR) {
      throw_errno("closing", path_, errno);
    }
  }

 private:
  static struct flock whole_file(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
  }

  Descriptor fd_;
  std::string path_;
};

/// Opens below `root` without following any link. Kernels and sandboxes without openat2 get the
/// same by walking the parts.
int open_beneath(int root, std::string_view path, int flags, mode_t mode) {
  const std::string name(path.empty() ? "." : path);
  struct open_how how {};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.mode = (flags & O_CREAT) != 0 ? mode : 0;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  const long fd = retry_interrupted(
      [&] { return ::syscall(SYS_openat2, root, name.c_str(), &how, sizeof how); });
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) {
    return static_cast<int>(fd);
  }
  Descriptor folder(::fcntl(root, F_DUPFD_CLOEXEC, 0));
  std::size_t start = 0;
  for (std::size_t slash = name.find('/'); slash != std::string::npos;
       slash = name.find('/', start)) {
    const std::string part = name.substr(start, slash - start);
    if (part == "..") {
      errno = EXDEV;
      return -1;
    }
    Descriptor next(
        ::openat(folder.get(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next.valid()) {
      return -1;
    }
    folder = std::move(next);
    start = slash + 1;
  }
  return ::openat(folder.get(), name.c_str() + start, flags | O_CLOEXEC | O_NOFOLLOW, mode);
}

class RealDisk final : public Disk {
 public:
  RealDisk(std::string root, Descriptor fd) : root_(std::move(root)), fd_(std::move(fd)) {}

  [[nodiscard]] std::string absolute(std::string_view path) const override {
    return path.empty() ? root_ : root_ + "/" + std::string(path);
  }

  std::unique_ptr<File> open(std::string_view path, OpenMode mode) override {
    Descriptor fd(open_beneath(fd_.get(), path, flags_of(mode), 0666));
    if (!fd.valid()) {
      throw_errno("opening", absolute(path), errno);
    }
    auto file = std::make_unique<RealFile>(std::move(fd), absolute(path));
    if (const FileKind kind = file->stat().kind; kind != FileKind::regular) {
      throw_not_regular(absolute(path), kind);
    }
    return file;
  }

  std::optional<FileStat> find_stat(std::string_view path) override {
    struct stat st {};
    const std::string name(path.empty() ? "." : path);
    if (::fstatat(fd_.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) {
        return std::nullopt;
      }
      throw_errno("looking at", absolute(path), errno);
    }
    return to_file_stat(st);
  }

  std::optional<std::vector<DirEntry>> find_list(std::string_view path) override {
    Descriptor fd(open_beneath(fd_.get(), path, O_RDONLY | O_DIRECTORY, 0));
    if (!fd.valid()) {
      if (errno == ENOENT) {
        return std::nullopt;
      }
      throw_errno("listing", absolute(path), errno);
    }
    return list_entries(fd.get(), absolute(path));
  }

  bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) override {
    Descriptor fd(open_beneath(fd_.get(), path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0));
    if (!fd.valid()) {
      if (errno == ENOENT) {
        return false;
      }
      throw_errno("opening", absolute(path), errno);
    }
    read_whole(fd.get(), absolute(path), buffer, max_bytes);
    return true;
  }

  std::unique_ptr<Folder> find_folder(std::string_view path) override {
    Descriptor fd(open_beneath(fd_.get(), path, O_RDONLY | O_DIRECTORY, 0));
    if (!fd.valid()) {
      if (errno == ENOENT) {
        return nullptr;
      }
      throw_errno("listing", absolute(path), errno);
    }
    return open_real_folder(std::move(fd), absolute(path));
  }

  bool make_dir(std::string_view path) override {
    const Parent parent = open_parent(path);
    // Folders in which things are built aside are nobody else's business (dot names, of which
    // MLflow's bin is the only one that others read), but of those who write to the store too.
    const bool is_private = parent.name.front() == '.' && parent.name != ".trash";
    const mode_t mode = is_private ? 0700 : 0777;
    if (::mkdirat(parent.fd.get(), parent.name.c_str(), mode) == 0) {
      if (is_private) {
        share_as_parent(parent);
      }
      return true;
    }
    if (errno == EEXIST) {
      return false;
    }
    throw_errno("making the directory", absolute(path), errno);
  }

  void rename(std::string_view from, std::string_view to) override {
    const Parent source = open_parent(from);
    const Parent target = open_parent(to);
    if (::renameat(source.fd.get(), source.name.c_str(), target.fd.get(), target.name.c_str()) !=
        0) {
      throw_errno("renaming to", absolute(to), errno);
    }
  }

  bool rename_new(std::string_view from, std::string_view to) override {
    const Parent source = open_parent(from);
    const Parent target = open_parent(to);
    if (::renameat2(source.fd.get(), source.name.c_str(), target.fd.get(), target.name.c_str(),
                    RENAME_NOREPLACE) == 0) {
      return true;
    }
    if (errno == EEXIST || errno == ENOTEMPTY) {
      return false;
    }
    if (errno != EINVAL && errno != ENOSYS) {
      throw_errno("renaming to", absolute(to), errno);
    }
    return rename_new_without_flag(source, target, to);
  }

  void remove_file(std::string_view path) override {
    const Parent parent = open_parent(path);
    if (::unlinkat(parent.fd.get(), parent.name.c_str(), 0) != 0 && errno != ENOENT) {
      throw_errno("removing", absolute(path), errno);
    }
  }

  void remove_dir(std::string_view path) override {
    const Parent parent = open_parent(path);
    if (::unlinkat(parent.fd.get(), parent.name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT) {
      throw_errno("removing", absolute(path), errno);
    }
  }

  void sync_dir(std::string_view path) override {
    const Descriptor fd(open_beneath(fd_.get(), path, O_RDONLY | O_DIRECTORY, 0));
    if (!fd.valid() || ::fsync(fd.get()) != 0) {
      throw_errno("syncing", absolute(path), errno);
    }
  }

  std::unique_ptr<Disk> open_beside(std::string_view suffix) override {
    const std::string path = root_ + "." + std::string(suffix);
    if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) {
      throw_errno("making the directory", path, errno);
    }
    return open_real_disk(path);
  }

  void move_beside(std::string_view from, std::string_view suffix, std::string_view to) override {
    const std::unique_ptr<Disk> beside = open_beside(suffix);
    const Parent source = open_parent(from);
    const Parent target = static_cast<RealDisk&>(*beside).open_parent(to);
    if (::renameat(source.fd.get(), source.name.c_str(), target.fd.get(), target.name.c_str()) !=
        0) {
      throw_errno("moving to", beside->absolute(to), errno);
    }
  }

  [[nodiscard]] bool is_on_network() override {
    // The magic numbers of statfs(2).
    constexpr unsigned kNfs = 0x6969, kSmb = 0x517B, kSmb2 = 0xFE534D42, kCifs = 0xFF534D42,
                       kAfs = 0x5346414F, kLustre = 0x0BD00BD0, kCeph = 0x00C36400,
                       kBeegfs = 0x19830326, kGpfs = 0x47504653, k9p = 0x01021997;
    struct statfs st {};
    if (::fstatfs(fd_.get(), &st) != 0) {
      return false;
    }
    const auto type = static_cast<unsigned>(st.f_type);
    for (const unsigned magic :
         {kNfs, kSmb, kSmb2, kCifs, kAfs, kLustre, kCeph, kBeegfs, kGpfs, k9p}) {
      if (type == magic) {
        return true;
      }
    }
    return false;
  }

 private:
  struct Parent {
    Descriptor fd;
    std::string name;
  };

  Parent open_parent(std::string_view path) const {
    const std::size_t slash = path.rfind('/');
    const std::string_view folder =
        slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    Descriptor fd(open_beneath(fd_.get(), folder, O_PATH | O_DIRECTORY, 0));
    if (!fd.valid()) {
      throw_errno("opening", absolute(folder), errno);
    }
    return {std::move(fd),
            std::string(slash == std::string_view::npos ? path : path.substr(slash + 1))};
  }

  /// Lets into a folder just made whom the folder around it lets write, whatever the umask: that
  /// of a store which a group shares. It keeps the group it got (set-group-ID).
  void share_as_parent(const Parent& made) const {
    struct stat around {};
    struct stat st {};
    const char* name = made.name.c_str();
    const bool known = ::fstat(made.fd.get(), &around) == 0 &&
                       ::fstatat(made.fd.get(), name, &st, AT_SYMLINK_NOFOLLOW) == 0;
    const mode_t shared = ((around.st_mode & S_IWGRP) != 0 ? S_IRWXG : 0u) |
                          ((around.st_mode & S_IWOTH) != 0 ? S_IRWXO : 0u);
    if (known && shared != 0 &&
        ::fchmodat(made.fd.get(), name, (st.st_mode & 07777) | shared, 0) != 0) {
      throw_errno("making the directory", absolute(name), errno);
    }
  }

  /// NFS and some others know no RENAME_NOREPLACE: a directory still refuses a taken, non-empty
  /// name by itself, and a file is linked to its new name first.
  bool rename_new_without_flag(const Parent& source, const Parent& target, std::string_view to) {
    struct stat st {};
    if (::fstatat(source.fd.get(), source.name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
      throw_errno("renaming to", absolute(to), errno);
    }
    const bool is_directory = S_ISDIR(st.st_mode);
    const int result = is_directory ? ::renameat(source.fd.get(), source.name.c_str(),
                                                 target.fd.get(), target.name.c_str())
                                    : ::linkat(source.fd.get(), source.name.c_str(),
                                               target.fd.get(), target.name.c_str(), 0);
    if (result != 0) {
      if (errno == EEXIST || errno == ENOTEMPTY) {
        return false;
      }
      throw_errno("renaming to", absolute(to), errno);
    }
    if (!is_directory) {
      (void)::unlinkat(source.fd.get(), source.name.c_str(), 0);
    }
    return true;
  }

  static int flags_of(OpenMode mode) {
    switch (mode) {
      case OpenMode::read:
        return O_RDONLY | O_NONBLOCK | O_NOCTTY;
      case OpenMode::append:
        return O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY;
      case OpenMode::create_new:
        return O_WRONLY | O_CREAT | O_EXCL;
      case OpenMode::lock:
        return O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY;
      case OpenMode::update:
        return O_RDWR | O_NONBLOCK | O_NOCTTY;
    }
    return O_RDONLY;
  }

  std::string root_;
  Descriptor fd_;
};

}  // namespace

std::unique_ptr<Disk> open_real_disk(const std::string& root) {
  Descriptor fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) {
    throw_errno("opening", root, errno);
  }
  std::string absolute = root;
  if (root.empty() || root.front() != '/') {
    const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(root.c_str(), nullptr),
                                                          std::free);
    if (resolved == nullptr) {
      throw_errno("opening", root, errno);
    }
    absolute = resolved.get();
  }
  return std::make_unique<RealDisk>(std::move(absolute), std::move(fd));
}

}  // namespace mlt::disk
