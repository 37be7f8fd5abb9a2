#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/style.hpp"

namespace mlt::render {

/// The hand that a curve is drawn in: a colour of the terminal's own 16, taken in turn, and in
/// ASCII a mark. A faint one is what stands behind a curve.
struct Ink {
  std::size_t number = 0;
  bool faint = false;
  bool operator==(const Ink&) const = default;
};

/// `text` in the colour of the ink; as is without colour.
std::string paint(std::string_view text, Ink ink, const Style& style);
/// What the ink draws with where there is no braille: `*`, `+`, `o`, `x`, …; faint `.`.
char ascii_mark(Ink ink);

/// How many dots a cell has: 2 x 4 of braille, in ASCII one.
struct CellDots {
  int across = 1;
  int down = 1;
};
CellDots cell_dots(const Style& style);

/// A field of terminal cells to draw on: each holds the dots of braille (Unicode U+2800), or in
/// ASCII one dot. Dots count from the top left; what lies outside is not drawn. What is drawn later
/// lies on top; a faint ink gives way in the whole cell.
class Canvas {
 public:
  /// `columns` and `rows` in cells, both at least 1.
  Canvas(int columns, int rows, const Style& style);

  [[nodiscard]] int dots_across() const { return columns_ * dots_.across; }
  [[nodiscard]] int dots_down() const { return rows_ * dots_.down; }

  void dot(int x, int y, Ink ink);
  /// From one dot to the other, both included (Bresenham, 1965).
  void line(int x0, int y0, int x1, int y1, Ink ink);
  /// A letter in the free cell next to the one that holds the dot: to the right, else above, below
  /// or left of it; on top of the dot if all are taken.
  void letter(int x, int y, char text, Ink ink);

  /// The rows from the top, each of `columns` cells.
  [[nodiscard]] std::vector<std::string> rows() const;

 private:
  struct Cell {
    std::uint8_t dots = 0;
    char letter = 0;
    Ink ink{};
  };
  Cell& cell(int column, int row);
  [[nodiscard]] bool is_inside(int column, int row) const;
  [[nodiscard]] std::string text_of(const Cell& cell) const;

  int columns_;
  int rows_;
  Style style_;
  CellDots dots_;
  std::vector<Cell> cells_;
};

}  // namespace mlt::render
