#include "cli/input.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "mlt/error.hpp"

#include "base/numbers.hpp"

namespace mlt::cli {

namespace {

Error failed(const std::string& doing, const std::string& name, int error) {
  return {error == ENOENT ? ErrorCode::not_found : ErrorCode::system,
          doing + " " + name + ": " + std::strerror(error)};
}

}  // namespace

Input::Input(const std::string& path)
    : name_(path == "-" ? "stdin" : path), fd_(STDIN_FILENO), owned_(path != "-") {
  if (owned_) {
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd_ < 0) {
      throw failed("opening", name_, errno);
    }
  }
}

Input::~Input() {
  if (owned_) {
    ::close(fd_);
  }
}

std::size_t Input::read_some(std::span<char> into) {
  for (;;) {
    const ssize_t size = ::read(fd_, into.data(), into.size());
    if (size >= 0) {
      return static_cast<std::size_t>(size);
    }
    if (errno == EAGAIN) {
      // Somebody who shares a terminal or socket with us made it non-blocking.
      pollfd wait{fd_, POLLIN, 0};
      ::poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      throw failed("reading", name_, errno);
    }
  }
}

bool Input::is_ready() const {
  pollfd ready{fd_, POLLIN, 0};
  return ::poll(&ready, 1, 0) > 0;
}

std::string Input::read_all(std::size_t max_bytes) {
  constexpr std::size_t kPiece = 64 * 1024;
  std::string text;
  for (;;) {
    const std::size_t size = text.size();
    text.resize(size + std::max(kPiece, size));
    const std::size_t got = read_some({text.data() + size, text.size() - size});
    text.resize(size + got);
    if (got == 0) {
      return text;
    }
    if (text.size() > max_bytes) {
      throw Error(ErrorCode::usage, name_ + " is larger than " + base::format_bytes(max_bytes));
    }
  }
}

}  // namespace mlt::cli
