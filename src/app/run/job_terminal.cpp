#include "app/run/job_terminal.hpp"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace mlt::app {

JobTerminal::JobTerminal(int fd)
    : fd_(fd >= 0 && ::isatty(fd) != 0 && ::tcgetpgrp(fd) >= 0 ? fd : -1),
      own_group_(::getpgrp()) {}

bool JobTerminal::is_ours() const { return belongs_to(own_group_); }

bool JobTerminal::belongs_to(pid_t group) const { return exists() && ::tcgetpgrp(fd_) == group; }

void JobTerminal::give_to(pid_t group) const {
  if (exists()) {
    ::tcsetpgrp(fd_, group);
  }
}

void JobTerminal::take_back_from(pid_t group) const {
  const pid_t foreground = exists() ? ::tcgetpgrp(fd_) : -1;
  const bool is_gone = foreground > 1 && ::kill(-foreground, 0) != 0 && errno == ESRCH;
  if (foreground >= 0 && (foreground == group || is_gone)) {
    ::tcsetpgrp(fd_, own_group_);
  }
}

}  // namespace mlt::app
