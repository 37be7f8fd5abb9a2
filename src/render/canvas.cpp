#include "render/canvas.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "base/text.hpp"

namespace mlt::render {
namespace {

// Cyan, yellow, magenta, green, blue, red, bright cyan, bright magenta: neighbours lie far apart,
// for colour-blind eyes too.
constexpr std::array<std::string_view, 8> kColours = {"36", "33", "35", "32",
                                                      "34", "31", "96", "95"};
constexpr std::string_view kAsciiMarks = "*+ox#@%&";
constexpr char kFaintMark = '.';

constexpr char32_t kEmptyBraille = 0x2800;
constexpr int kBrailleAcross = 2;
constexpr int kBrailleDown = 4;
// The bit of each dot of a cell, by row and column: dots 1 to 6 were there before 7 and 8.
constexpr std::uint8_t kBrailleBits[kBrailleDown][kBrailleAcross] = {
    {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

}  // namespace

CellDots cell_dots(const Style& style) {
  return style.utf8 ? CellDots{.across = kBrailleAcross, .down = kBrailleDown} : CellDots{};
}

std::string paint(std::string_view text, Ink ink, const Style& style) {
  if (!style.colour || text.empty()) {
    return std::string(text);
  }
  std::string out = ink.faint ? "\x1b[2;" : "\x1b[";
  out.append(kColours[ink.number % kColours.size()]).append("m");
  return out.append(text).append("\x1b[0m");
}

char ascii_mark(Ink ink) {
  return ink.faint ? kFaintMark : kAsciiMarks[ink.number % kAsciiMarks.size()];
}

Canvas::Canvas(int columns, int rows, const Style& style)
    : columns_(columns),
      rows_(rows),
      style_(style),
      dots_(cell_dots(style)),
      cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

bool Canvas::is_inside(int column, int row) const {
  return column >= 0 && column < columns_ && row >= 0 && row < rows_;
}

Canvas::Cell& Canvas::cell(int column, int row) {
  return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                static_cast<std::size_t>(column)];
}

void Canvas::dot(int x, int y, Ink ink) {
  if (x < 0 || x >= dots_across() || y < 0 || y >= dots_down()) {
    return;
  }
  Cell& there = cell(x / dots_.across, y / dots_.down);
  if (there.dots != 0 && there.ink.faint != ink.faint) {
    if (ink.faint) {
      return;
    }
    there.dots = 0;  // a cell has one colour, in which faint dots would thicken the curve
  }
  there.ink = ink;
  there.dots |= kBrailleBits[y % dots_.down][x % dots_.across];
}

void Canvas::line(int x0, int y0, int x1, int y1, Ink ink) {
  const int across = std::abs(x1 - x0);
  const int down = -std::abs(y1 - y0);
  const int step_x = x0 < x1 ? 1 : -1;
  const int step_y = y0 < y1 ? 1 : -1;
  int error = across + down;
  while (true) {
    dot(x0, y0, ink);
    if (x0 == x1 && y0 == y1) {
      return;
    }
    const int twice = 2 * error;
    if (twice >= down) {
      error += down;
      x0 += step_x;
    }
    if (twice <= across) {
      error += across;
      y0 += step_y;
    }
  }
}

void Canvas::letter(int x, int y, char text, Ink ink) {
  const int column = std::clamp(x / dots_.across, 0, columns_ - 1);
  const int row = std::clamp(y / dots_.down, 0, rows_ - 1);
  constexpr std::pair<int, int> kNear[] = {{1, 0},  {1, -1}, {1, 1},  {0, -1},  {0, 1},
                                           {2, 0},  {2, -1}, {2, 1},  {-1, -1}, {-1, 1},
                                           {1, -2}, {1, 2},  {0, -2}, {0, 2}};
  for (const auto& [right, down] : kNear) {
    if (is_inside(column + right, row + down)) {
      Cell& there = cell(column + right, row + down);
      if (there.dots == 0 && there.letter == 0) {
        there.letter = text;
        there.ink = ink;
        return;
      }
    }
  }
  Cell& own = cell(column, row);
  own.letter = text;
  own.ink = ink;
}

std::string Canvas::text_of(const Cell& cell) const {
  if (cell.letter != 0) {
    return {cell.letter};
  }
  if (cell.dots == 0) {
    return " ";
  }
  if (!style_.utf8) {
    return {ascii_mark(cell.ink)};
  }
  std::string text;
  base::append_utf8(text, kEmptyBraille + cell.dots);
  return text;
}

std::vector<std::string> Canvas::rows() const {
  std::vector<std::string> rows;
  for (int row = 0; row < rows_; ++row) {
    const auto begin = cells_.begin() + std::ptrdiff_t{row} * columns_;
    const auto end = begin + columns_;
    std::string line;
    for (auto cell = begin; cell != end;) {
      const bool is_drawn = cell->dots != 0 || cell->letter != 0;
      std::string piece;  // neighbours of one ink share their escape sequences
      const auto first = cell;
      for (; cell != end && (cell->dots != 0 || cell->letter != 0) == is_drawn &&
             (!is_drawn || cell->ink == first->ink);
           ++cell) {
        piece += text_of(*cell);
      }
      line += is_drawn ? paint(piece, first->ink, style_) : piece;
    }
    rows.push_back(std::move(line));
  }
  return rows;
}

}  // namespace mlt::render
