#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "disk/descriptor.hpp"

namespace mlt::app {

/// Passes bytes on to a descriptor of mlt's own (stdout, stderr) without ever waiting in write(2):
/// what a slow reader does not take stays pending, so that signals are served meanwhile. Needs
/// SIGPIPE ignored.
class LiveOutput {
 public:
  /// `fd`: -1 drops everything.
  explicit LiveOutput(int fd);

  void write(std::string_view bytes);
  /// Writes on where a reader was slow; call when poll(2) says that descriptor() takes bytes.
  void continue_writing();
  [[nodiscard]] bool is_pending() const { return !pending_.empty(); }
  [[nodiscard]] bool is_terminal() const { return is_terminal_; }
  [[nodiscard]] int descriptor() const { return own_.valid() ? own_.get() : fd_; }
  /// Drops what is pending and all that comes.
  void abandon() {
    pending_.clear();
    fd_ = -1;
  }

  /// errno of the write that ended it, EPIPE for a reader that went away; 0: none failed.
  [[nodiscard]] int error() const { return error_; }

 private:
  enum class Way { blocking_file, nonblocking, socket, small_pieces };

  std::size_t write_some(std::string_view bytes);

  int fd_;
  disk::Descriptor own_{
      -1};  // the same pipe or terminal, opened anew so that only we do not block on it
  Way way_ = Way::blocking_file;
  bool is_terminal_ = false;
  std::string pending_;
  int error_ = 0;
};

}  // namespace mlt::app
