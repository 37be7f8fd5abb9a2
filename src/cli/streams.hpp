#pragma once

#include <string>
#include <string_view>

namespace mlt::cli {

/// Thrown by Output when the reader of stdout has gone; cli::run ends with 0. Not an mlt::Error, so
/// that nothing takes it for a failure.
struct ReaderGone {};

/// Makes descriptors 0 to 2 safe to use: one that was closed is bound to /dev/null so that no file
/// opened later takes its number; stdin and stdout in such a way that using them still fails.
void guard_standard_descriptors();

/// Lets a write to a closed pipe fail with EPIPE. A handler and not SIG_IGN: programs that mlt
/// starts get the default back.
void handle_closed_pipes();

/// Buffered writing to one descriptor.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Throws ReaderGone, or Error of kind system.
  void write(std::string_view text);
  void flush();
  /// Forgets what was not flushed.
  void discard() { buffer_.clear(); }

 private:
  int fd_;
  std::string buffer_;
};

/// Writes to stderr at once; failures are of no consequence.
void write_stderr(std::string_view text);

}  // namespace mlt::cli
