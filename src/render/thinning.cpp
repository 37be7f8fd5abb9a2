#include "render/thinning.hpp"

#include <algorithm>
#include <cmath>

namespace mlt::render {

std::vector<ColumnRange> thin(std::span<const Spot> curve,
                              const std::function<int(double)>& column_of) {
  std::vector<ColumnRange> ranges;
  bool is_after_gap = true;
  for (const Spot& spot : curve) {
    if (!std::isfinite(spot.y)) {
      is_after_gap = true;
      continue;
    }
    const int column = column_of(spot.x);
    if (ranges.empty() || ranges.back().column != column) {
      ranges.push_back({.column = column,
                        .first = spot.y,
                        .last = spot.y,
                        .low = spot.y,
                        .high = spot.y,
                        .is_joined = !is_after_gap});
    } else {  // a gap within a column is too narrow to be seen
      ColumnRange& range = ranges.back();
      range.last = spot.y;
      range.low = std::min(range.low, spot.y);
      range.high = std::max(range.high, spot.y);
    }
    is_after_gap = false;
  }
  return ranges;
}

}  // namespace mlt::render
