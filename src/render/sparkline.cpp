#include "render/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace mlt::render {
namespace {

constexpr std::size_t kLevels = 8;
constexpr std::array<std::string_view, kLevels> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view kAscii = "_.-~=+*#";

std::size_t level_of(double value, double least, double greatest) {
  if (!(greatest > least)) {
    return kLevels / 2 - 1;
  }
  // Halves, because the whole range of doubles does not fit into one.
  const double share = (value / 2 - least / 2) / (greatest / 2 - least / 2);
  const double level = std::clamp(share, 0.0, 1.0) * static_cast<double>(kLevels);
  return std::min(static_cast<std::size_t>(level), kLevels - 1);
}

}  // namespace

std::string sparkline(std::span<const double> values, double least, double greatest,
                      const Style& style) {
  std::string line;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      line += ' ';
      continue;
    }
    const std::size_t level = level_of(value, least, greatest);
    if (style.utf8) {
      line += kBlocks.at(level);
    } else {
      line += kAscii[level];
    }
  }
  return line;
}

}  // namespace mlt::render
