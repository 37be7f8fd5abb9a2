#include "disk/outside.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "disk/descriptor.hpp"
#include "disk/files.hpp"
#include "disk/real_errors.hpp"

namespace mlt::disk {

namespace {

std::size_t read_some(int fd, const std::string& path, char* into, std::size_t size) {
  ssize_t n;
  do {
    n = ::read(fd, into, size);
  } while (n < 0 && errno == EINTR);
  if (n < 0) {
    throw_errno("reading", path, errno);
  }
  return static_cast<std::size_t>(n);
}

void stream(int fd, const std::string& path, const std::function<void(std::string_view)>& sink) {
  std::vector<char> buffer(256u << 10);
  while (const std::size_t n = read_some(fd, path, buffer.data(), buffer.size())) {
    sink({buffer.data(), n});
  }
}

void write_all(int fd, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n <= 0 && errno != EINTR) {
      throw_errno("writing", path, errno);
    }
    bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
  }
}

}  // namespace

std::optional<std::string> find_outside_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return std::nullopt;
    }
    throw_errno("opening", path, errno);
  }
  std::string text;
  stream(fd.get(), path, [&](std::string_view piece) {
    text += piece;
    if (text.size() > max_bytes) {
      throw Error(ErrorCode::data,
                  path + ": is over the limit of " + std::to_string(max_bytes) + " bytes");
    }
  });
  return text;
}

std::string read_outside_file(const std::string& path, std::size_t max_bytes) {
  auto text = find_outside_file(path, max_bytes);
  if (!text) {
    throw_errno("opening", path, ENOENT);
  }
  return *std::move(text);
}

void stream_outside_file(const std::string& path,
                         const std::function<void(std::string_view)>& sink) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd.valid()) {
    throw_errno("opening", path, errno);
  }
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) {
    throw_errno("opening", path, errno);
  }
  if (!S_ISREG(st.st_mode)) {
    const FileKind kind = S_ISDIR(st.st_mode) ? FileKind::directory : FileKind::other;
    throw_not_regular(path, kind);
  }
  stream(fd.get(), path, sink);
}

OutsideWriter::OutsideWriter(std::string path)
    : path_(std::move(path)), aside_(path_ + ".XXXXXX"), fd_(::mkostemp(aside_.data(), O_CLOEXEC)) {
  if (fd_ < 0) {
    throw_errno("writing", path_, errno);
  }
}

OutsideWriter::~OutsideWriter() {
  if (fd_ >= 0) {
    ::close(fd_);
    ::unlink(aside_.c_str());
  }
}

void OutsideWriter::write(std::string_view bytes) { write_all(fd_, path_, bytes); }

void OutsideWriter::commit(OutsideMode mode) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t bits = mode == OutsideMode::program ? 0777 : 0666;
  bool ok = ::fchmod(fd_, bits & ~mask) == 0;
  ok = (::close(std::exchange(fd_, -1)) == 0) && ok;
  if (!ok || ::rename(aside_.c_str(), path_.c_str()) != 0) {
    const int error = errno;
    ::unlink(aside_.c_str());
    throw_errno("writing", path_, error);
  }
}

void replace_outside_file(const std::string& path, std::string_view bytes, OutsideMode mode) {
  OutsideWriter writer(path);
  writer.write(bytes);
  writer.commit(mode);
}

void append_outside_file(const std::string& path, std::string_view bytes) {
  const Descriptor fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  if (!fd.valid()) {
    throw_errno("opening", path, errno);
  }
  write_all(fd.get(), path, bytes);
}

OutsideTempFolder::OutsideTempFolder(const std::string& parent) : path_(parent + "/mlt-XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr) {
    throw_errno("making a temporary directory in", parent, errno);
  }
}

OutsideTempFolder::~OutsideTempFolder() {
  try {
    const std::size_t slash = path_.rfind('/');
    remove_tree(*open_real_disk(path_.substr(0, slash + 1)), path_.substr(slash + 1));
  } catch (const Error&) {
    // The system clears its directory of temporary files.
  }
}

void remove_outside_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    throw_errno("removing", path, errno);
  }
}

bool outside_exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool outside_is_directory(const std::string& path) {
  struct stat st {};
  return ::stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

std::string nearest_outside_directory(std::string path) {
  while (!path.empty() && !outside_is_directory(path)) {
    path.resize(path.rfind('/'));
  }
  return path.empty() ? "/" : path;
}

std::optional<FileKind> find_outside_kind(const std::string& path) {
  struct stat st {};
  if (::stat(path.c_str(), &st) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return std::nullopt;
    }
    throw_errno("looking at", path, errno);
  }
  if (S_ISREG(st.st_mode)) {
    return FileKind::regular;
  }
  return S_ISDIR(st.st_mode) ? FileKind::directory : FileKind::other;
}

void make_outside_dirs(const std::string& path) {
  if (path.empty() || outside_is_directory(path)) {
    return;
  }
  const std::size_t slash = path.rfind('/');
  if (slash != std::string::npos && slash > 0) {
    make_outside_dirs(path.substr(0, slash));
  }
  if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) {
    throw_errno("making the directory", path, errno);
  }
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr),
                                                        std::free);
  if (resolved == nullptr) {
    throw_errno("opening", path, errno);
  }
  return resolved.get();
}

}  // namespace mlt::disk
