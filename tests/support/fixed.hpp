#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "base/time.hpp"

namespace mlt::test {

/// A clock that stands where it was put: 2026-11-23T15:22:00.123Z unless told otherwise.
class FixedClock final : public base::Clock {
 public:
  FixedClock() = default;
  explicit FixedClock(std::int64_t now) : now_(now) {}
  std::int64_t now_ms() override { return now_; }
  void set(std::int64_t now) { now_ = now; }
  void advance(std::int64_t by_ms) { now_ += by_ms; }

 private:
  std::int64_t now_ = 1'795'447'320'123;
};

/// The same numbers in every test, well mixed: splitmix64 (Steele, Lea and Flood, 2014).
class FixedRandom final : public base::Random {
 public:
  explicit FixedRandom(std::uint64_t seed = 1) : state_(seed) {}
  std::uint64_t next() override {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }

 private:
  std::uint64_t state_;
};

}  // namespace mlt::test
