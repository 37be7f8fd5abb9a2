#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/axis.hpp"
#include "render/canvas.hpp"
#include "render/style.hpp"
#include "render/thinning.hpp"

namespace mlt::render {

/// One curve of a chart. Its letter and its ink tell it from the others.
struct Series {
  std::size_t number = 0;          ///< of letter and ink, from 0
  std::vector<Spot> line;          ///< by x; a y that is no finite number is a gap
  std::vector<Spot> behind;        ///< faint dots behind it: the values as logged
  std::vector<Spot> low, high;     ///< the edges of a band around it; empty: none
  std::vector<std::string> words;  ///< its line in the legend; texts of others must be printable()
  std::optional<double> last;      ///< shown at the end of that line
};

struct Chart {
  std::string title;
  std::vector<Series> series;
  Scale x = Scale::linear;
  std::string x_title;
  Scale y = Scale::linear;
};

struct ChartLook {
  Style style;
  int width = 80;   ///< cells; at least 8 are taken
  int height = 16;  ///< rows of the canvas; at least 2 are taken
  bool legend = true;
};

/// The letter of a series: A to Z, then a to z, then again from A.
char series_letter(std::size_t number);

/// Where the x and the y of charts lie, to draw several with the same axes.
struct Extent {
  double low_x = 0, high_x = 0;
  double low_y = 0, high_y = 0;
};
/// Nothing where the chart has no point to draw.
std::optional<Extent> extent_of(const Chart& chart);

/// Title, canvas with a letter at the end of each curve, axes with round ticks, and the legend:
/// lines, of which none is wider than the look's width. A chart without a point to draw says so.
std::vector<std::string> chart_lines(const Chart& chart, const ChartLook& look,
                                     const std::optional<Extent>& extent);

/// Blocks of lines of at most `width` cells, next to each other with `gap` cells between them.
std::vector<std::string> side_by_side(const std::vector<std::vector<std::string>>& blocks,
                                      int width, int gap);

}  // namespace mlt::render
