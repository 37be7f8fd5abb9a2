#pragma once

#include <cstdint>

#include "disk/descriptor.hpp"

namespace mlt::app {

/// A one-shot alarm that poll(2) sees (timerfd, monotonic).
class Timer {
 public:
  Timer();

  [[nodiscard]] int descriptor() const { return fd_.get(); }
  [[nodiscard]] bool is_armed() const { return armed_; }
  /// Rings once, `delay_ms` from now.
  void arm(std::int64_t delay_ms);
  void disarm();
  /// True if it has rung; it is then disarmed.
  bool take_ring();

 private:
  disk::Descriptor fd_{-1};
  bool armed_ = false;
};

}  // namespace mlt::app
