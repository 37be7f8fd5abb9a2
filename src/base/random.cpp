#include "base/random.hpp"

#include <cerrno>
#include <sys/random.h>
#include <system_error>

#include "mlt/error.hpp"

namespace mlt::base {

std::uint64_t SystemRandom::next() {
  if (left_ == 0) {
    // Up to 256 bytes come whole or not at all.
    while (::getrandom(buffer_.data(), sizeof(buffer_), 0) < 0) {
      if (errno != EINTR) {
        throw Error(ErrorCode::system,
                    "cannot get random numbers: " + std::generic_category().message(errno));
      }
    }
    left_ = buffer_.size();
  }
  return buffer_[--left_];
}

std::string random_hex(Random& random, std::size_t digits) {
  std::string text;
  text.reserve(digits);
  std::uint64_t bits = 0;
  while (text.size() < digits) {
    bits = text.size() % 16 == 0 ? random.next() : bits >> 4;
    text += "0123456789abcdef"[bits & 0xF];
  }
  return text;
}

}  // namespace mlt::base
