// Loaded (LD_PRELOAD) into mlt to make one of its changes to the file system go wrong. Counts the
// calls that change something at or below FAULT_ROOT, over all threads of the process, and strikes
// at number FAULT_AT (from 1; unset: never):
//
//   FAULT_KIND=kill    the process dies (SIGKILL) instead of the call
//   FAULT_KIND=short   a write writes half of what it was given; other calls go through
//   FAULT_KIND=<n>     the call fails with errno n and changes nothing (a close closes)
//
// With FAULT_LOG each counted call is appended to that file: `<number> <call> <path>`. Programs
// that are not called mlt are left alone. process_faults.py checks against strace that no call of
// mlt goes past this.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { kNever = 0, kKill = -1, kShort = -2 };

static const char* root;
static long strike_at;
static int kind;  // kKill, kShort or an errno
static int log_fd = -1;
static atomic_long calls;
static long (*system_call)(long, ...);  // the C library's syscall(), which this file takes over

// Other libraries may call before this one's constructor has run.
__attribute__((constructor(101))) static void find_system_call(void) {
  *(void**)&system_call = dlsym(RTLD_NEXT, "syscall");
}

__attribute__((constructor)) static void attach(void) {
  if (strcmp(program_invocation_short_name, "mlt") != 0) return;
  const char* at = getenv("FAULT_AT");
  const char* what = getenv("FAULT_KIND");
  const char* log = getenv("FAULT_LOG");
  strike_at = at ? strtol(at, NULL, 10) : kNever;
  kind = !what                        ? kKill
         : strcmp(what, "kill") == 0  ? kKill
         : strcmp(what, "short") == 0 ? kShort
                                      : atoi(what);
  if (log) {
    log_fd = (int)system_call(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                              0666);
  }
  root = getenv("FAULT_ROOT");
}

// The path behind a name given to an *at call, or behind a descriptor alone (name NULL).
static bool path_of(char* path, int directory, const char* name) {
  if (name && name[0] == '/') {
    snprintf(path, PATH_MAX, "%s", name);
    return true;
  }
  char link[64];
  if (directory == AT_FDCWD) {
    snprintf(link, sizeof link, "/proc/self/cwd");
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
  }
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  if (name) snprintf(path + length, (size_t)(PATH_MAX - length), "/%s", name);
  return true;
}

// Counts a call; what must happen to it: kNever, kShort or an errno.
static int count(const char* call, int directory, const char* name) {
  if (!root) return kNever;
  int before = errno;
  char path[PATH_MAX];
  size_t length = strlen(root);
  bool counted = path_of(path, directory, name) && strncmp(path, root, length) == 0 &&
                 (path[length] == '\0' || path[length] == '/');
  errno = before;
  if (!counted) return kNever;
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (log_fd >= 0) {
    char line[PATH_MAX + 64];
    int size = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    system_call(SYS_write, log_fd, line, (size_t)size);
  }
  if (number != strike_at) return kNever;
  if (kind == kKill) {
    system_call(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
  }
  return kind;
}

static bool fails(const char* call, int directory, const char* name) {
  int verdict = count(call, directory, name);
  if (verdict <= 0) return false;
  errno = verdict;
  return true;
}

// The one direct system call of mlt that can change something is openat2.
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_openat2) {
    const struct open_how* how = (const struct open_how*)a[2];
    bool changes = (how->flags & O_ACCMODE) != O_RDONLY || (how->flags & (O_CREAT | O_TRUNC)) != 0;
    if (changes && fails("open", (int)a[0], (const char*)a[1])) return -1;
  }
  return system_call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int openat(int directory, const char* path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  bool changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  if (changes && fails("open", directory, path)) return -1;
  return (int)system_call(SYS_openat, directory, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) __attribute__((alias("open")));
int openat64(int directory, const char* path, int flags, ...) __attribute__((alias("openat")));

// The C library opens the file by a call of its own, so it is counted here.
int mkostemp(char* path, int flags) {
  int (*real_mkostemp)(char*, int);
  *(void**)&real_mkostemp = dlsym(RTLD_NEXT, "mkostemp");
  return fails("open", AT_FDCWD, path) ? -1 : real_mkostemp(path, flags);
}

int mkostemp64(char* path, int flags) __attribute__((alias("mkostemp")));

int close(int fd) {
  int flags = root ? fcntl(fd, F_GETFL) : O_RDONLY;
  bool written = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
  bool failed = written && fails("close", fd, NULL);
  int reason = errno;
  int result = (int)system_call(SYS_close, fd);
  if (!failed) return result;
  errno = reason;
  return -1;
}

static size_t part_of(size_t size, int verdict) {
  return verdict == kShort && size > 1 ? size / 2 : size;
}

ssize_t write(int fd, const void* bytes, size_t size) {
  int verdict = count("write", fd, NULL);
  if (verdict > 0) {
    errno = verdict;
    return -1;
  }
  return system_call(SYS_write, fd, bytes, part_of(size, verdict));
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  int verdict = count("pwrite", fd, NULL);
  if (verdict > 0) {
    errno = verdict;
    return -1;
  }
  return system_call(SYS_pwrite64, fd, bytes, part_of(size, verdict), offset);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off_t offset)
    __attribute__((alias("pwrite")));

ssize_t writev(int fd, const struct iovec* parts, int part_count) {
  return fails("writev", fd, NULL) ? -1 : system_call(SYS_writev, fd, parts, part_count);
}

ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t size,
                        unsigned flags) {
  int verdict = count("copy_file_range", to, NULL);
  if (verdict > 0) {
    errno = verdict;
    return -1;
  }
  size = part_of(size, verdict);
  return system_call(SYS_copy_file_range, from, from_offset, to, to_offset, size, flags);
}

ssize_t sendfile(int to, int from, off_t* offset, size_t size) {
  int verdict = count("sendfile", to, NULL);
  if (verdict > 0) {
    errno = verdict;
    return -1;
  }
  return system_call(SYS_sendfile, to, from, offset, part_of(size, verdict));
}

ssize_t sendfile64(int to, int from, off_t* offset, size_t size) __attribute__((alias("sendfile")));

ssize_t splice(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t size,
               unsigned flags) {
  if (fails("splice", to, NULL)) return -1;
  return system_call(SYS_splice, from, from_offset, to, to_offset, size, flags);
}

int fsync(int fd) { return fails("fsync", fd, NULL) ? -1 : (int)system_call(SYS_fsync, fd); }

int fdatasync(int fd) {
  return fails("fdatasync", fd, NULL) ? -1 : (int)system_call(SYS_fdatasync, fd);
}

int ftruncate(int fd, off_t size) {
  return fails("ftruncate", fd, NULL) ? -1 : (int)system_call(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off_t size) __attribute__((alias("ftruncate")));

int fchmod(int fd, mode_t mode) {
  return fails("fchmod", fd, NULL) ? -1 : (int)system_call(SYS_fchmod, fd, mode);
}

int futimens(int fd, const struct timespec times[2]) {
  return fails("futimens", fd, NULL) ? -1 : (int)system_call(SYS_utimensat, fd, NULL, times, 0);
}

int renameat2(int from_directory, const char* from, int to_directory, const char* to,
              unsigned flags) {
  if (fails("rename", to_directory, to)) return -1;
  return (int)system_call(SYS_renameat2, from_directory, from, to_directory, to, flags);
}

int renameat(int from_directory, const char* from, int to_directory, const char* to) {
  return renameat2(from_directory, from, to_directory, to, 0);
}

int rename(const char* from, const char* to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int mkdirat(int directory, const char* path, mode_t mode) {
  if (fails("mkdir", directory, path)) return -1;
  return (int)system_call(SYS_mkdirat, directory, path, mode);
}

int mkdir(const char* path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int directory, const char* path, int flags) {
  if (fails("unlink", directory, path)) return -1;
  return (int)system_call(SYS_unlinkat, directory, path, flags);
}

int unlink(const char* path) { return unlinkat(AT_FDCWD, path, 0); }

int rmdir(const char* path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) {
  if (fails("link", to_directory, to)) return -1;
  return (int)system_call(SYS_linkat, from_directory, from, to_directory, to, flags);
}

int link(const char* from, const char* to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char* target, int directory, const char* path) {
  if (fails("symlink", directory, path)) return -1;
  return (int)system_call(SYS_symlinkat, target, directory, path);
}

int symlink(const char* target, const char* path) { return symlinkat(target, AT_FDCWD, path); }
