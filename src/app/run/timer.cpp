#include "app/run/timer.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/timerfd.h>

#include "mlt/error.hpp"

namespace mlt::app {

using disk::Descriptor;

Timer::Timer() : fd_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {
  if (!fd_.valid()) {
    throw Error(ErrorCode::system, std::string("cannot make a timer: ") + ::strerror(errno));
  }
}

void Timer::arm(std::int64_t delay_ms) {
  itimerspec when{};
  when.it_value.tv_sec = delay_ms / 1000;
  // Zero would disarm it.
  when.it_value.tv_nsec = delay_ms > 0 ? delay_ms % 1000 * 1'000'000 : 1;
  ::timerfd_settime(fd_.get(), 0, &when, nullptr);
  armed_ = true;
}

void Timer::disarm() {
  const itimerspec never{};
  ::timerfd_settime(fd_.get(), 0, &never, nullptr);
  armed_ = false;
}

bool Timer::take_ring() {
  std::uint64_t rings = 0;
  const bool rang = ::read(fd_.get(), &rings, sizeof rings) == static_cast<ssize_t>(sizeof rings);
  if (rang) {
    armed_ = false;
  }
  return rang;
}

}  // namespace mlt::app
