#pragma once

#include <csignal>
#include <optional>

#include "disk/descriptor.hpp"

namespace mlt::app {

/// The signal state that a child starts with: what mlt itself was started with.
struct InheritedSignals {
  sigset_t mask;
  struct sigaction pipe;

  /// Async-signal-safe, for use between fork and exec.
  void restore() const;
};

/// While it lives, the signals that a run forwards arrive at a descriptor instead of interrupting
/// mlt: HUP INT QUIT TERM USR1 USR2 WINCH TSTP CONT and CHLD. A signal that was ignored when mlt
/// started (nohup, a background job of a script) stays ignored. SIGPIPE and SIGTTOU do nothing to
/// mlt meanwhile. One at a time, made before other threads.
class SignalGate {
 public:
  SignalGate();
  SignalGate(const SignalGate&) = delete;
  SignalGate& operator=(const SignalGate&) = delete;
  ~SignalGate();

  /// Readable while a signal waits.
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  /// The next waiting signal; nothing if none waits.
  std::optional<int> next();

  [[nodiscard]] const InheritedSignals& inherited() const { return inherited_; }

  /// Stops mlt (`whole_group`: every process of its group, as the terminal's Ctrl-Z would) until it
  /// is continued. Returns at once where nobody could continue it (an orphaned process group).
  void stop_here(bool whole_group);

 private:
  disk::Descriptor fd_{-1};
  InheritedSignals inherited_{};
};

}  // namespace mlt::app
