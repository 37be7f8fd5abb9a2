#include "app/run/child.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/text.hpp"

namespace mlt::app {
using disk::Descriptor;

namespace {

struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// Both ends invalid where the system has none left.
Pipe make_pipe() {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    ends = {-1, -1};
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> c_strings(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// All that the child needs, laid out before it is made: until it becomes the program it lives in
/// mlt's own memory (vfork), where it makes system calls and nothing else.
struct ExecPlan {
  const ChildSpec& spec;
  const InheritedSignals& signals;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::vector<char*> shell_argv;  // for a script without `#!`, as execvp(3) starts it
  int out;
  int err;
  int report;
  pid_t parent;
};

[[noreturn]] void report_and_die(int report) {
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(report, &error, sizeof error);
  ::_exit(127);
}

[[noreturn]] void become_program(const ExecPlan& plan) {
  ::setpgid(0, 0);
  if (plan.spec.terminal >= 0) {
    ::tcsetpgrp(plan.spec.terminal, ::getpid());
  }
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != plan.parent) {
    ::_exit(128 + SIGTERM);
  }
  if (::dup2(plan.out, STDOUT_FILENO) < 0 || ::dup2(plan.err, STDERR_FILENO) < 0 ||
      ::chdir(plan.spec.directory.c_str()) != 0) {
    report_and_die(plan.report);
  }
  plan.signals.restore();
  ::execve(plan.spec.program.c_str(), plan.argv.data(), plan.environment.data());
  if (errno == ENOEXEC) {
    ::execve("/bin/sh", plan.shell_argv.data(), plan.environment.data());
  }
  report_and_die(plan.report);
}

/// vfork, because copying the page tables of mlt costs as much as starting a small program. The
/// frame that calls it must outlive the child, hence a function of its own.
[[gnu::noinline]] pid_t start_program(const ExecPlan& plan) {
  const pid_t pid = ::vfork();
  if (pid == 0) {
    become_program(plan);
  }
  return pid;
}

void do_not_block(const Descriptor& fd) {
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

/// The errno that the child wrote before it gave up; 0 once exec has closed the pipe.
int read_report(const Descriptor& report) {
  int error = 0;
  ssize_t size = 0;
  do {
    size = ::read(report.get(), &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(sizeof error) ? error : 0;
}

bool is_regular_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

ProgramLookup find_program(const std::string& name, std::string_view search_path,
                           const std::string& directory) {
  const auto from_directory = [&directory](const std::string& path) {
    return path.starts_with('/') ? path : directory + "/" + path;
  };
  std::vector<std::string> candidates;
  if (name.find('/') != std::string::npos) {
    candidates.push_back(from_directory(name));
  } else if (!name.empty()) {
    for (const std::string_view folder : base::split(search_path, ':')) {
      candidates.push_back(
          from_directory((folder.empty() ? "." : std::string(folder)) + "/" + name));
    }
  }
  const bool is_path = name.find('/') != std::string::npos;
  StartFailure failure = StartFailure::not_found;
  for (const std::string& path : candidates) {
    const bool regular = is_regular_file(path);
    if (regular && ::access(path.c_str(), X_OK) == 0) {
      return {path, std::nullopt};
    }
    // A folder along PATH that is no file or may not be looked into says nothing about the name.
    if (regular || (is_path && (::access(path.c_str(), F_OK) == 0 || errno == EACCES))) {
      failure = StartFailure::not_executable;
    }
  }
  return {"", failure};
}

Child start_child(const ChildSpec& spec, const InheritedSignals& signals) {
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe report = make_pipe();
  Child child;
  if (!out.read.valid() || !err.read.valid() || !report.read.valid()) {
    child.start_errno = EMFILE;
    return child;
  }

  std::vector<std::string> shell_words = {"sh", spec.program};
  if (!spec.argv.empty()) {
    shell_words.insert(shell_words.end(), spec.argv.begin() + 1, spec.argv.end());
  }
  const ExecPlan plan{spec,
                      signals,
                      c_strings(spec.argv),
                      c_strings(spec.environment),
                      c_strings(shell_words),
                      out.write.get(),
                      err.write.get(),
                      report.write.get(),
                      ::getpid()};
  const pid_t pid = start_program(plan);
  if (pid < 0) {
    child.start_errno = errno;
    return child;
  }
  child.pid = pid;
  // Both sides do it, so that neither has to wait for the other.
  ::setpgid(pid, pid);
  if (spec.terminal >= 0) {
    ::tcsetpgrp(spec.terminal, pid);
  }
  out.write = Descriptor(-1);
  err.write = Descriptor(-1);
  report.write = Descriptor(-1);

  child.start_errno = read_report(report.read);
  child.out = std::move(out.read);
  child.err = std::move(err.read);
  if (child.start_errno != 0) {
    ::waitpid(pid, nullptr, 0);
  }
  do_not_block(child.out);
  do_not_block(child.err);
  return child;
}

int start_exit_code(int start_errno) {
  switch (start_errno) {
    case ENOENT:
    case ENOTDIR:
      return static_cast<int>(StartFailure::not_found);
    case EAGAIN:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
      return 125;
    default:
      return static_cast<int>(StartFailure::not_executable);
  }
}

}  // namespace mlt::app
