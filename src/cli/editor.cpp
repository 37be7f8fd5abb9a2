#include "cli/editor.hpp"

#include <cerrno>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mlt/error.hpp"

extern char** environ;

namespace mlt::cli {

void edit_file(const std::string& editor, const std::string& path) {
  std::string shell = "sh";
  std::string flag = "-c";
  // The command may have arguments of its own; the path is never read by the shell.
  std::string command = editor + " \"$@\"";
  std::string file = path;
  char* const argv[] = {shell.data(), flag.data(), command.data(),
                        shell.data(), file.data(), nullptr};
  pid_t pid = 0;
  if (const int failed = posix_spawn(&pid, "/bin/sh", nullptr, nullptr, argv, environ)) {
    throw Error(ErrorCode::system, "cannot start the editor: " + std::string(strerror(failed)));
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Error(ErrorCode::system, "the editor '" + editor + "' failed")
        .hint("name another: EDITOR=nano mlt config edit");
  }
}

}  // namespace mlt::cli
