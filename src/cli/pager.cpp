#include "cli/pager.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace mlt::cli {

namespace {

constexpr int kNoSuchProgram = 127;  // of the shell that starts the pager

/// The environment of the pager: `less` learns to show colours, to leave short text on the screen
/// and not to clear it, unless the user told it otherwise.
std::vector<char*> pager_environment(const Environment& env, std::string& less, std::string& lv) {
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.push_back(*variable);
  }
  if (!env("LESS")) {
    variables.push_back(less.data());
  }
  if (!env("LV")) {
    variables.push_back(lv.data());
  }
  variables.push_back(nullptr);
  return variables;
}

std::optional<pid_t> start(const std::string& command, int read_end, const Environment& env) {
  std::string less = "LESS=FRX";
  std::string lv = "LV=-c";
  std::string shell = "sh";
  std::string flag = "-c";
  std::string text = command;
  char* const argv[] = {shell.data(), flag.data(), text.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, read_end, STDIN_FILENO);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, "/bin/sh", &actions, nullptr, argv,
                                 pager_environment(env, less, lv).data());
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? std::optional(pid) : std::nullopt;
}

void feed(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;  // the reader has seen enough
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

/// Ctrl-C belongs to the pager while it runs.
class InterruptsIgnored {
 public:
  InterruptsIgnored() : before_(std::signal(SIGINT, SIG_IGN)) {}
  ~InterruptsIgnored() { std::signal(SIGINT, before_); }
  InterruptsIgnored(const InterruptsIgnored&) = delete;
  InterruptsIgnored& operator=(const InterruptsIgnored&) = delete;

 private:
  void (*before_)(int);
};

}  // namespace

bool show_in_pager(std::string_view text, const Environment& env,
                   const std::optional<std::string>& configured) {
  // PAGER is meant for every program, so what was set for mlt outranks it.
  const auto own = env("MLT_PAGER");
  const std::string command = own ? *own : configured ? *configured : env("PAGER").value_or("less");
  int ends[2];
  if (command == "cat" || pipe2(ends, O_CLOEXEC) != 0) {
    return false;
  }
  const auto pid = start(command, ends[0], env);
  close(ends[0]);
  if (!pid) {
    close(ends[1]);
    return false;
  }
  const InterruptsIgnored ignored;
  feed(ends[1], text);
  close(ends[1]);
  int status = 0;
  while (waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  return !(WIFEXITED(status) && WEXITSTATUS(status) == kNoSuchProgram);
}

}  // namespace mlt::cli
