#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace mlt::render {

/// A place of a curve.
struct Spot {
  double x = 0;
  double y = 0;
};

/// What a curve does within one column of dots: enough to draw it as all its points would be.
struct ColumnRange {
  int column = 0;
  double first = 0;  ///< where the curve enters the column
  double last = 0;   ///< where it leaves it
  double low = 0;
  double high = 0;
  bool is_joined = false;  ///< a line leads here from the range before; else there is a gap
};

/// Thins a curve, ordered by x, to one range a column, so that no spike is lost however many points
/// fall into it. A point whose y is no finite number is a gap. `column_of` places an x; it must
/// not decrease.
std::vector<ColumnRange> thin(std::span<const Spot> curve,
                              const std::function<int(double)>& column_of);

}  // namespace mlt::render
