#include "app/run/signals.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/signalfd.h>

#include "mlt/error.hpp"

namespace mlt::app {
using disk::Descriptor;

namespace {

constexpr std::array kForwarded = {SIGHUP,  SIGINT,   SIGQUIT, SIGTERM, SIGUSR1,
                                   SIGUSR2, SIGWINCH, SIGTSTP, SIGCONT};

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void set_disposition(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void InheritedSignals::restore() const {
  ::sigaction(SIGPIPE, &pipe, nullptr);  // exec turns a handler into the default
  ::sigprocmask(SIG_SETMASK, &mask, nullptr);
}

SignalGate::SignalGate() {
  ::sigaction(SIGPIPE, nullptr, &inherited_.pipe);
  set_disposition(SIGPIPE, SIG_IGN);
  // An ignored SIGCHLD would take the children's exit codes away from wait4(2).
  set_disposition(SIGCHLD, SIG_DFL);

  sigset_t watched;
  ::sigemptyset(&watched);
  ::sigaddset(&watched, SIGCHLD);
  for (const int signal : kForwarded) {
    if (!is_ignored(signal)) {
      ::sigaddset(&watched, signal);
    }
  }
  sigset_t blocked = watched;
  // Blocked, not ignored: tcsetpgrp(3) from the background then succeeds, and the child does not
  // inherit a disposition.
  ::sigaddset(&blocked, SIGTTOU);
  ::sigprocmask(SIG_BLOCK, &blocked, &inherited_.mask);

  fd_ = Descriptor(::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_.valid()) {
    const int error = errno;
    inherited_.restore();
    throw Error(ErrorCode::system, std::string("cannot watch for signals: ") + ::strerror(error));
  }
}

SignalGate::~SignalGate() { inherited_.restore(); }

std::optional<int> SignalGate::next() {
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) {
    return std::nullopt;
  }
  return static_cast<int>(info.ssi_signo);
}

void SignalGate::stop_here(bool whole_group) {
  ::kill(whole_group ? 0 : ::getpid(), SIGTSTP);
  sigset_t stop;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTSTP);
  ::sigprocmask(SIG_UNBLOCK, &stop, nullptr);  // mlt stops here, and goes on here
  ::sigprocmask(SIG_BLOCK, &stop, nullptr);
}

}  // namespace mlt::app
