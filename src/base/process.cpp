#include "base/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace mlt::base {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

ssize_t read_some(int descriptor, char* into, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(descriptor, into, size);
    if (count >= 0 || errno != EINTR) {
      return count;
    }
  }
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return true;
}

/// Reads to the end; keeps the first `max_bytes`.
std::string read_all(int descriptor, std::size_t max_bytes) {
  std::string text;
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t count = read_some(descriptor, buffer.data(), buffer.size());
    if (count <= 0) {
      return text;
    }
    const std::size_t room = max_bytes - text.size();
    text.append(buffer.data(), std::min(static_cast<std::size_t>(count), room));
  }
}

/// What the child's side of posix_spawn does before the program starts.
class SpawnPlan {
 public:
  SpawnPlan(int stdout_descriptor, int stdin_descriptor, const std::string& directory,
            Streams streams) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    // First, because the pipe may itself be 0 or 2 where those were closed.
    ::posix_spawn_file_actions_adddup2(&actions_, stdout_descriptor, STDOUT_FILENO);
    if (stdin_descriptor >= 0) {
      ::posix_spawn_file_actions_adddup2(&actions_, stdin_descriptor, STDIN_FILENO);
    } else {
      ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    if (streams == Streams::both) {
      ::posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    } else {
      ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (!directory.empty()) {
      ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    }
    // The program starts as a shell would start it, whatever signals mlt blocks or ignores.
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM}) {
      ::sigaddset(&signals, signal);
    }
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// The pid; nothing if the program could not be started.
  std::optional<pid_t> spawn(const std::vector<std::string>& argv) const {
    std::vector<char*> arguments;
    arguments.reserve(argv.size() + 1);
    for (const std::string& argument : argv) {
      arguments.push_back(const_cast<char*>(argument.c_str()));  // posix_spawn does not write there
    }
    arguments.push_back(nullptr);
    pid_t pid = 0;
    if (::posix_spawnp(&pid, arguments.front(), &actions_, &attributes_, arguments.data(),
                       environ) != 0) {
      return std::nullopt;
    }
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::optional<int> wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) {
      return std::nullopt;
    }
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::optional<std::string> read_small_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return std::nullopt;
  }
  return read_all(file.get(), 4096);
}

}  // namespace

std::optional<Capture> Capture::start(const std::vector<std::string>& argv,
                                      const std::string& directory, Streams streams, int input) {
  std::array<int, 2> ends;
  if (argv.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  const Descriptor writer(ends[1]);
  Descriptor reader(ends[0]);
  const std::optional<pid_t> pid = SpawnPlan(writer.get(), input, directory, streams).spawn(argv);
  if (!pid) {
    return std::nullopt;
  }
  return Capture(*pid, reader.release());
}

Capture::Capture(Capture&& other) noexcept
    : pid_(other.pid_), reader_(std::exchange(other.reader_, -1)) {}

Capture& Capture::operator=(Capture&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(reader_, other.reader_);
  return *this;
}

Capture::~Capture() {
  if (reader_ >= 0) {
    ::close(reader_);
    ::kill(pid_, SIGTERM);
    wait_for(pid_);
  }
}

std::optional<ProcessResult> Capture::finish(std::size_t max_bytes) {
  ProcessResult result;
  const Descriptor reader(std::exchange(reader_, -1));
  result.out = read_all(reader.get(), max_bytes);
  const std::optional<int> exit_code = wait_for(pid_);
  if (!exit_code) {
    return std::nullopt;
  }
  result.exit_code = *exit_code;
  return result;
}

std::optional<ProcessResult> run_and_capture(const std::vector<std::string>& argv,
                                             const std::string& directory, std::size_t max_bytes,
                                             Streams streams) {
  auto capture = Capture::start(argv, directory, streams);
  return capture ? capture->finish(max_bytes) : std::nullopt;
}

std::optional<ProcessResult> run_with_input(const std::vector<std::string>& argv,
                                            const std::string& directory, std::string_view input,
                                            std::size_t max_bytes) {
  // A file in memory: a pipe would fill up while the program waits for its own output to be read.
  const Descriptor made(::memfd_create("input", MFD_CLOEXEC));
  // Never one of the standard streams, which the child's side of the spawn replaces.
  const Descriptor file(::fcntl(made.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!file.is_open() || !write_all(file.get(), input) || ::lseek(file.get(), 0, SEEK_SET) != 0) {
    return std::nullopt;
  }
  auto capture = Capture::start(argv, directory, Streams::out, file.get());
  return capture ? capture->finish(max_bytes) : std::nullopt;
}

std::unique_ptr<Coprocess> Coprocess::start(const std::vector<std::string>& argv,
                                            const std::string& directory) {
  // A socket, because writing to it can be told to raise no SIGPIPE.
  std::array<int, 2> ends;
  if (argv.empty() || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return nullptr;
  }
  const Descriptor far(ends[1]);
  Descriptor near(ends[0]);
  const auto pid = SpawnPlan(far.get(), far.get(), directory, Streams::out).spawn(argv);
  return pid ? std::unique_ptr<Coprocess>(new Coprocess(*pid, near.release())) : nullptr;
}

Coprocess::~Coprocess() {
  ::close(socket_);
  wait_for(pid_);
}

bool Coprocess::ask(std::string_view question) {
  while (!question.empty()) {
    const ssize_t count = ::send(socket_, question.data(), question.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) {
      return false;
    }
    question.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return true;
}

bool Coprocess::fill() {
  buffer_.resize(65536);
  at_ = 0;
  const ssize_t count = read_some(socket_, buffer_.data(), buffer_.size());
  buffer_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return count > 0;
}

std::optional<std::string> Coprocess::read_line() {
  std::string line;
  for (;;) {
    const std::size_t newline = buffer_.find('\n', at_);
    line.append(buffer_, at_, newline == std::string::npos ? newline : newline - at_);
    if (newline != std::string::npos) {
      at_ = newline + 1;
      return line;
    }
    if (!fill()) {
      return std::nullopt;
    }
  }
}

bool Coprocess::read(char* into, std::size_t size) {
  while (size > 0) {
    if (at_ == buffer_.size() && !fill()) {
      return false;
    }
    const std::size_t count = std::min(size, buffer_.size() - at_);
    std::memcpy(into, buffer_.data() + at_, count);
    at_ += count;
    into += count;
    size -= count;
  }
  return true;
}

std::optional<ProcessIdentity> process_identity(int pid) {
  const auto boot_id = read_small_file("/proc/sys/kernel/random/boot_id");
  const auto stat = read_small_file("/proc/" + std::to_string(pid) + "/stat");
  if (pid <= 0 || !boot_id || !stat) {
    return std::nullopt;
  }
  // Field 2 is the program's name in parentheses and may hold anything, blanks and `)` included.
  const std::size_t name_end = stat->rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::string_view rest = std::string_view(*stat).substr(name_end + 1);
  for (int field = 3; field <= 22; ++field) {
    const std::size_t blank = rest.find(' ');
    if (blank == std::string_view::npos) {
      return std::nullopt;
    }
    rest.remove_prefix(blank + 1);
  }
  return ProcessIdentity{boot_id->substr(0, boot_id->find('\n')),
                         std::string(rest.substr(0, rest.find(' ')))};
}

// Not by getpwuid: that loads the libraries that nsswitch.conf names, which must be those of the C
// library that a static program was built with.
std::string user_name() {
  const uid_t id = ::geteuid();
  if (const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen("/etc/passwd", "re"),
                                                                 &std::fclose);
      file != nullptr) {
    while (const passwd* entry = ::fgetpwent(file.get())) {
      if (entry->pw_uid == id) {
        return entry->pw_name;
      }
    }
  }
  // Not a user of this machine alone: LDAP, sssd, …
  const std::string number = std::to_string(id);
  const auto answer = run_and_capture({"getent", "passwd", number}, {});
  const std::size_t name_end = answer ? answer->out.find(':') : std::string::npos;
  return name_end != std::string::npos && name_end > 0 ? answer->out.substr(0, name_end) : number;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') {
    return "localhost";
  }
  return name.data();
}

}  // namespace mlt::base
