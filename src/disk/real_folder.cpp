#include "disk/real_folder.hpp"

#include <array>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

#include "disk/real_errors.hpp"

namespace mlt::disk {

namespace {

constexpr std::size_t kFirstRead = 16u << 10;
constexpr std::size_t kListBuffer = 16u << 10;

FileKind kind_of_entry(int folder, const dirent64& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileKind::regular;
    case DT_DIR:
      return FileKind::directory;
    case DT_LNK:
      return FileKind::symlink;
    case DT_UNKNOWN: {
      struct stat st {};
      const bool known = ::fstatat(folder, entry.d_name, &st, AT_SYMLINK_NOFOLLOW) == 0;
      return known ? kind_of(st.st_mode) : FileKind::other;
    }
    default:
      return FileKind::other;
  }
}

std::size_t read_some(int fd, const std::string& path, char* into, std::size_t size,
                      bool is_first) {
  const ssize_t n = retry_interrupted([&] { return ::read(fd, into, size); });
  if (n <= 0 && is_first) {
    const int error = errno;
    struct stat st {};
    if (::fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
      throw_not_regular(path, kind_of(st.st_mode));
    }
    errno = error;
  }
  if (n < 0) {
    throw_errno("reading", path, errno);
  }
  return static_cast<std::size_t>(n);
}

class RealFolder final : public Folder {
 public:
  RealFolder(Descriptor fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  std::vector<DirEntry> list() override { return list_entries(fd_.get(), path_); }

  bool read_into(std::string_view name, std::string& buffer, std::size_t max_bytes) override {
    const Descriptor fd = open_below(name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!fd.valid()) {
      return false;
    }
    read_whole(fd.get(), path_of(name), buffer, max_bytes);
    return true;
  }

  std::unique_ptr<Folder> find_folder(std::string_view name) override {
    Descriptor fd = open_below(name, O_RDONLY | O_DIRECTORY);
    return fd.valid() ? open_real_folder(std::move(fd), path_of(name)) : nullptr;
  }

 private:
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }
  Descriptor open_below(std::string_view name, int flags) {
    // A name without `/` cannot lead elsewhere but by a link.
    name_ = name;
    Descriptor fd(retry_interrupted(
        [&] { return ::openat(fd_.get(), name_.c_str(), flags | O_CLOEXEC | O_NOFOLLOW); }));
    if (!fd.valid() && errno != ENOENT) {
      throw_errno("opening", path_of(name), errno);
    }
    return fd;
  }

  Descriptor fd_;
  std::string path_;
  std::string name_;
};

}  // namespace

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) {
    return FileKind::regular;
  }
  if (S_ISDIR(mode)) {
    return FileKind::directory;
  }
  return S_ISLNK(mode) ? FileKind::symlink : FileKind::other;
}

FileStat to_file_stat(const struct stat& st) {
  return {kind_of(st.st_mode), static_cast<std::uint64_t>(st.st_size),
          static_cast<std::uint64_t>(st.st_dev), static_cast<std::uint64_t>(st.st_ino),
          st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1'000'000};
}

std::vector<DirEntry> list_entries(int fd, const std::string& path) {
  // Without opendir(3), which allocates and asks more of the system than the listing itself.
  alignas(dirent64) std::array<char, kListBuffer> buffer;
  std::vector<DirEntry> entries;
  for (;;) {
    const ssize_t size =
        retry_interrupted([&] { return ::getdents64(fd, buffer.data(), buffer.size()); });
    if (size < 0) {
      throw_errno("listing", path, errno);
    }
    if (size == 0) {
      return entries;
    }
    for (ssize_t at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer.data() + at);
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") {
        entries.push_back({std::string(name), kind_of_entry(fd, *entry)});
      }
      at += entry->d_reclen;
    }
  }
}

void read_whole(int fd, const std::string& path, std::string& buffer, std::size_t max_bytes) {
  std::array<char, kFirstRead> first;
  std::size_t size = read_some(fd, path, first.data(), first.size(), true);
  buffer.assign(first.data(), size);
  std::size_t room = first.size();
  // Fewer bytes than there was room for: a regular file ends there.
  while (size == room && size <= max_bytes) {
    room = size * 4;
    buffer.resize(room);
    size += read_some(fd, path, buffer.data() + size, room - size, false);
    buffer.resize(size);
  }
  if (size > max_bytes) {
    throw Error(ErrorCode::data,
                path + ": is over the limit of " + std::to_string(max_bytes) + " bytes");
  }
}

std::unique_ptr<Folder> open_real_folder(Descriptor fd, std::string path) {
  return std::make_unique<RealFolder>(std::move(fd), std::move(path));
}

}  // namespace mlt::disk
