#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace mlt::base {

/// The only source of chance. Layers below the faces are given one.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;
};

/// getrandom(2), a small buffer at a time. Not for use by several threads, nor on both sides of a
/// fork without exec.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;

 private:
  std::array<std::uint64_t, 16> buffer_{};
  std::size_t left_ = 0;
};

/// `digits` lower-case hex digits.
std::string random_hex(Random& random, std::size_t digits);
/// A name that people can say: `brave-owl-12`.
std::string random_run_name(Random& random);

}  // namespace mlt::base
