#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mlt::render {

enum class Scale {
  linear,
  whole,     ///< whole numbers, such as steps: linear, with no tick between them
  log,       ///< values above zero only
  time,      ///< ms UTC since 1970, labelled in local time
  duration,  ///< ms
};

struct Tick {
  double value = 0;
  std::string label;
};

/// A range of finite values with marks at round ones.
struct Axis {
  Scale scale = Scale::linear;
  double low = 0;
  double high = 0;
  std::vector<Tick> ticks;  ///< ascending, within the range

  /// 0 for low, 1 for high, evenly by the scale.
  [[nodiscard]] double share_of(double value) const;
};

/// The axis from low to high with at most `most` ticks (at least 1); one value alone is its own
/// tick in the middle of a range. Ticks are at multiples of 1, 2 or 5 times a power of ten; on a
/// log axis at powers of ten, with 2 and 5 times those where there is room; times and spans at
/// round units of a clock and a calendar.
Axis make_axis(Scale scale, double low, double high, int most);

}  // namespace mlt::render
