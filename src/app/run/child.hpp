#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "app/run/signals.hpp"
#include "disk/descriptor.hpp"

namespace mlt::app {

/// Why a program does not run, as the exit code that a shell gives for it.
enum class StartFailure { not_found = 127, not_executable = 126 };

struct ProgramLookup {
  std::string path;  ///< what to execute; empty on failure
  std::optional<StartFailure> failure;
};

/// Finds `name` as execvp(3) does: a name with a slash is a path (from `directory`), any other is
/// looked for along `search_path` (the value of PATH).
ProgramLookup find_program(const std::string& name, std::string_view search_path,
                           const std::string& directory);

struct ChildSpec {
  std::string program;  ///< path from find_program()
  std::vector<std::string> argv;
  std::vector<std::string> environment;  ///< NAME=VALUE
  std::string directory;                 ///< absolute
  int terminal = -1;  ///< gives the foreground of this terminal to the child; -1: none
};

/// A started child: leader of its own process group, its output at two pipes that do not block. It
/// is sent SIGTERM by the kernel when the thread that started it dies.
struct Child {
  pid_t pid = -1;
  disk::Descriptor out{-1};
  disk::Descriptor err{-1};
  /// errno of what kept the program from running; no process is left then.
  int start_errno = 0;
};

Child start_child(const ChildSpec& spec, const InheritedSignals& signals);

/// The exit code for a start that failed with this errno: 127 for a file that is missing, 125 where
/// the system has no process left to give, else 126.
int start_exit_code(int start_errno);

}  // namespace mlt::app
