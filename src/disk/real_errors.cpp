#include "disk/real_errors.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "mlt/error.hpp"

#include "base/numbers.hpp"

namespace mlt::disk {

void throw_errno(std::string_view doing, const std::string& path, int error) {
  if (error == ELOOP) {
    throw Error(ErrorCode::data,
                path + ": is or lies behind a symbolic link, which is not followed");
  }
  const ErrorCode code =
      error == ENOENT ? ErrorCode::not_found
                      : (error == ENOTDIR || error == EISDIR ? ErrorCode::data : ErrorCode::system);
  char words[128];
  throw Error(code,
              std::string(doing) + " " + path + ": " + ::strerror_r(error, words, sizeof words));
}

void throw_not_regular(const std::string& path, FileKind kind) {
  const char* what = kind == FileKind::directory ? "a directory"
                     : kind == FileKind::symlink ? "a symbolic link"
                                                 : "a pipe, socket or device";
  throw Error(ErrorCode::data, path + ": is " + what + ", not a regular file");
}

namespace {

/// True if one descriptor of the process is this very file and holds a lock (fdinfo has a line
/// "lock:" for it).
bool holds_lock(const std::string& process, const FileStat& file) {
  const std::string fds = process + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(fds.c_str()), ::closedir);
  if (dir == nullptr) {
    return false;
  }
  while (const dirent* entry = ::readdir(dir.get())) {
    struct stat st {};
    if (::fstatat(::dirfd(dir.get()), entry->d_name, &st, 0) != 0 || st.st_dev != file.device ||
        st.st_ino != file.inode) {
      continue;
    }
    const std::string info = process + "/fdinfo/" + entry->d_name;
    const std::unique_ptr<FILE, int (*)(FILE*)> in(std::fopen(info.c_str(), "re"), std::fclose);
    char line[256];
    while (in != nullptr && std::fgets(line, sizeof line, in.get()) != nullptr) {
      if (std::strncmp(line, "lock:", 5) == 0) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

std::optional<int> find_lock_holder(const FileStat& file) {
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (proc == nullptr) {
    return std::nullopt;
  }
  while (const dirent* entry = ::readdir(proc.get())) {
    const auto pid = base::parse_int64(entry->d_name);
    if (pid && *pid != ::getpid() && holds_lock("/proc/" + std::string(entry->d_name), file)) {
      return static_cast<int>(*pid);
    }
  }
  return std::nullopt;
}

}  // namespace mlt::disk
