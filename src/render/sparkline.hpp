#pragma once

#include <span>
#include <string>

#include "render/style.hpp"

namespace mlt::render {

/// A curve on one line: for each value one of eight levels from `least` to `greatest`, `▁` to `█`
/// or in ASCII `_.-~=+*#`; a blank for one that is no finite number. Where `least` is `greatest`
/// all stand in the middle.
std::string sparkline(std::span<const double> values, double least, double greatest,
                      const Style& style);

}  // namespace mlt::render
