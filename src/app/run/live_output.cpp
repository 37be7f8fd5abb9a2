#include "app/run/live_output.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>

namespace mlt::app {

using disk::Descriptor;

LiveOutput::LiveOutput(int fd) : fd_(fd) {
  struct stat status {};
  if (fd_ < 0 || ::fstat(fd_, &status) != 0) {
    fd_ = -1;
    return;
  }
  is_terminal_ = ::isatty(fd_) != 0;
  if (S_ISSOCK(status.st_mode)) {
    way_ = Way::socket;
  } else if (S_ISFIFO(status.st_mode) || is_terminal_) {
    // O_NONBLOCK on the descriptor itself would change it for every process that shares it.
    const std::string path = "/proc/self/fd/" + std::to_string(fd_);
    own_ = Descriptor(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    way_ = own_.valid() ? Way::nonblocking : Way::small_pieces;
  }
}

void LiveOutput::write(std::string_view bytes) {
  if (fd_ < 0 || error_ != 0) {
    return;
  }
  if (pending_.empty()) {
    bytes.remove_prefix(write_some(bytes));
  }
  if (error_ == 0) {
    pending_.append(bytes);
  }
}

void LiveOutput::continue_writing() {
  pending_.erase(0, write_some(pending_));
  if (error_ != 0) {
    pending_.clear();
  }
}

std::size_t LiveOutput::write_some(std::string_view bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const std::string_view rest = bytes.substr(done);
    ssize_t size = 0;
    if (way_ == Way::socket) {
      size = ::send(fd_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    } else if (way_ == Way::small_pieces) {
      // A pipe that poll(2) calls writable takes PIPE_BUF bytes at once.
      pollfd ready{fd_, POLLOUT, 0};
      if (::poll(&ready, 1, 0) == 0) {
        break;
      }
      size = ::write(fd_, rest.data(), std::min<std::size_t>(rest.size(), PIPE_BUF));
    } else {
      size = ::write(descriptor(), rest.data(), rest.size());
    }
    if (size >= 0) {
      done += static_cast<std::size_t>(size);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      error_ = errno;
      break;
    }
  }
  return done;
}

}  // namespace mlt::app
