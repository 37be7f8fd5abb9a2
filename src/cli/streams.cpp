#include "cli/streams.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kBufferSize = 64 * 1024;

void bind_if_closed(int fd, int flags) {
  if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
    // The lowest free number is `fd` itself: the lower ones have been seen to already.
    [[maybe_unused]] const int opened = open("/dev/null", flags);
  }
}

}  // namespace

void guard_standard_descriptors() {
  bind_if_closed(STDIN_FILENO, O_WRONLY);
  bind_if_closed(STDOUT_FILENO, O_RDONLY);
  bind_if_closed(STDERR_FILENO, O_WRONLY);
}

void handle_closed_pipes() {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  action.sa_flags = SA_RESTART;
  sigaction(SIGPIPE, &action, nullptr);
}

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferSize) {
    flush();
  }
}

void Output::flush() {
  const std::string text = std::exchange(buffer_, {});
  std::string_view left = text;
  while (!left.empty()) {
    const ssize_t written = ::write(fd_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      throw ReaderGone();
    } else if (errno != EINTR) {
      throw Error(ErrorCode::system,
                  std::string("cannot write to standard output: ") + std::strerror(errno));
    }
  }
}

void write_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

}  // namespace mlt::cli
