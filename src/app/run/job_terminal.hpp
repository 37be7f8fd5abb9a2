#pragma once

#include <sys/types.h>

namespace mlt::app {

/// The terminal at stdin, as a shell sees it: which process group is in the foreground, that is,
/// reads the keyboard and gets Ctrl-C. Needs SIGTTOU blocked (SignalGate does).
class JobTerminal {
 public:
  /// `fd`: -1 or a descriptor that is no terminal of this session makes all methods do nothing.
  explicit JobTerminal(int fd);

  [[nodiscard]] bool exists() const { return fd_ >= 0; }
  [[nodiscard]] int descriptor() const { return fd_; }
  /// mlt's own group is in the foreground.
  [[nodiscard]] bool is_ours() const;
  [[nodiscard]] bool belongs_to(pid_t group) const;
  void give_to(pid_t group) const;
  /// Takes it back from `group`, or from one that is no more (a shell inside the job may have
  /// passed it on); nothing if a shell has given it to somebody else meanwhile.
  void take_back_from(pid_t group) const;

 private:
  int fd_;
  pid_t own_group_;
};

}  // namespace mlt::app
