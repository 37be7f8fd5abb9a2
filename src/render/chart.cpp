#include "render/chart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "render/numbers.hpp"
#include "render/text_width.hpp"

namespace mlt::render {
namespace {

constexpr int kLeastWidth = 8;
constexpr int kLeastHeight = 2;
constexpr int kRowsPerTick = 2;
constexpr int kCellsPerTick = 10;
constexpr int kShortestWord = 6;

bool can_be_drawn(double y, Scale scale) {
  return std::isfinite(y) && (scale != Scale::log || y > 0);
}

std::string pad_left(std::string_view text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return std::string(static_cast<std::size_t>(missing), ' ').append(text);
}

std::string pad_right(std::string_view text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return std::string(text).append(static_cast<std::size_t>(missing), ' ');
}

/// Draws the curves onto a canvas with axes of given ranges.
class Plotter {
 public:
  /// The x axis spans the first `dots_across` dots of the canvas.
  Plotter(Canvas& canvas, int dots_across, const Axis& x, const Axis& y)
      : canvas_(canvas), dots_across_(dots_across), x_(x), y_(y) {}

  void draw(const Chart& chart, const Style& style) {
    // The first is drawn last and lies on top; what is faint lies behind all.
    for (auto series = chart.series.rbegin(); series != chart.series.rend(); ++series) {
      dots(series->behind, {.number = series->number, .faint = true});
      band(*series);
    }
    for (auto series = chart.series.rbegin(); series != chart.series.rend(); ++series) {
      line(series->line, {.number = series->number});
    }
    const bool is_alone = chart.series.size() == 1;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
      const Series& series = chart.series[i];
      if (!is_alone || series.line.size() == 1) {  // a single dot would hardly be seen
        letter(series, 1);
      }
      if (!is_alone && !style.colour) {  // the ends alone do not tell crossing curves apart
        letter(series, static_cast<double>(i + 1) / static_cast<double>(chart.series.size() + 1));
      }
    }
  }

 private:
  [[nodiscard]] int column_of(double x) const {
    return static_cast<int>(std::lround(x_.share_of(x) * (dots_across_ - 1)));
  }
  [[nodiscard]] int row_of(double y) const {
    return static_cast<int>(std::lround((1 - y_.share_of(y)) * (canvas_.dots_down() - 1)));
  }

  [[nodiscard]] std::vector<ColumnRange> thinned(const std::vector<Spot>& spots) const {
    std::vector<Spot> drawn = spots;
    for (Spot& spot : drawn) {
      if (!can_be_drawn(spot.y, y_.scale)) {
        spot.y = std::numeric_limits<double>::quiet_NaN();
      }
    }
    return thin(drawn, [this](double x) { return column_of(x); });
  }

  void line(const std::vector<Spot>& spots, Ink ink) {
    const ColumnRange* before = nullptr;
    const auto ranges = thinned(spots);
    for (const ColumnRange& range : ranges) {
      if (before != nullptr && range.is_joined) {
        canvas_.line(before->column, row_of(before->last), range.column, row_of(range.first), ink);
      }
      canvas_.line(range.column, row_of(range.low), range.column, row_of(range.high), ink);
      before = &range;
    }
  }

  void dots(const std::vector<Spot>& spots, Ink ink) {
    for (const Spot& spot : spots) {
      if (can_be_drawn(spot.y, y_.scale)) {
        canvas_.dot(column_of(spot.x), row_of(spot.y), ink);
      }
    }
  }

  /// Every other dot between the edges.
  void band(const Series& series) {
    for (std::size_t i = 0; i < series.low.size() && i < series.high.size(); ++i) {
      const double low = series.low[i].y;
      const double high = series.high[i].y;
      if (!can_be_drawn(high, y_.scale)) {
        continue;
      }
      const int column = column_of(series.low[i].x);
      const int bottom = can_be_drawn(low, y_.scale) ? row_of(low) : canvas_.dots_down() - 1;
      for (int row = row_of(high); row <= bottom; ++row) {
        if ((row + column) % 2 == 0) {
          canvas_.dot(column, row, {.number = series.number, .faint = true});
        }
      }
    }
  }

  /// Near the point that lies `share` of the way along the curve.
  void letter(const Series& series, double share) {
    const auto ranges = thinned(series.line);
    if (ranges.empty()) {
      return;
    }
    const auto place =
        static_cast<std::size_t>(std::lround(share * static_cast<double>(ranges.size() - 1)));
    canvas_.letter(ranges[place].column, row_of(ranges[place].last), series_letter(series.number),
                   {.number = series.number});
  }

  Canvas& canvas_;
  int dots_across_;
  const Axis& x_;
  const Axis& y_;
};

/// The canvas between its axes, made to fit into a width.
class Frame {
 public:
  Frame(const Chart& chart, const ChartLook& look, const Extent& extent)
      : look_(look),
        height_(std::max(look.height, kLeastHeight)),
        width_(std::max(look.width, kLeastWidth)) {
    y_ = make_axis(chart.y, extent.low_y, extent.high_y, std::max(2, (height_ + 1) / kRowsPerTick));
    for (const Tick& tick : y_.ticks) {
      margin_ = std::max(margin_, display_width(tick.label));
    }
    margin_ = std::min(margin_, width_ / 2);
    across_ = width_ - margin_ - 1;
    room_for_letters_ = chart.series.size() > 1 && across_ > kCellsPerTick ? 2 : 0;
    x_ = make_axis(chart.x, extent.low_x, extent.high_x, std::max(2, across_ / kCellsPerTick));
  }

  std::vector<std::string> lines(const Chart& chart) {
    Canvas canvas(across_, height_, look_.style);
    Plotter(canvas, dots_across(), x_, y_).draw(chart, look_.style);
    std::vector<std::string> labels(static_cast<std::size_t>(height_));
    for (const Tick& tick : y_.ticks) {
      auto& label = labels[static_cast<std::size_t>(row_of(tick.value))];
      label = label.empty() ? tick.label : label;
    }
    std::vector<std::string> lines = canvas.rows();
    for (std::size_t row = 0; row < lines.size(); ++row) {
      const std::string_view edge =
          labels[row].empty() ? (look_.style.utf8 ? "│" : "|") : (look_.style.utf8 ? "┤" : "+");
      std::string label(prefix_of_width(labels[row], margin_));
      lines[row] = dim(pad_left(label, margin_).append(edge)) + lines[row];
    }
    lines.push_back(dim(x_edge()));
    lines.push_back(dim(x_labels(chart.x_title)));
    return lines;
  }

 private:
  [[nodiscard]] std::string dim(std::string_view text) const {
    return paint(text, Tone::dim, look_.style);
  }
  // The cell of the very dot that the canvas puts a value at.
  [[nodiscard]] int row_of(double y) const {
    const int dots = cell_dots(look_.style).down;
    return static_cast<int>(std::lround((1 - y_.share_of(y)) * (height_ * dots - 1))) / dots;
  }
  [[nodiscard]] int column_of(double x) const {
    const int dots = cell_dots(look_.style).across;
    return static_cast<int>(std::lround(x_.share_of(x) * (dots_across() - 1))) / dots;
  }
  [[nodiscard]] int dots_across() const {
    return (across_ - room_for_letters_) * cell_dots(look_.style).across;
  }

  [[nodiscard]] std::string x_edge() const {
    std::vector<std::string_view> cells(static_cast<std::size_t>(across_),
                                        look_.style.utf8 ? "─" : "-");
    for (const Tick& tick : x_.ticks) {
      cells[static_cast<std::size_t>(column_of(tick.value))] = look_.style.utf8 ? "┬" : "+";
    }
    std::string line(static_cast<std::size_t>(margin_), ' ');
    line += look_.style.utf8 ? "└" : "+";
    for (const std::string_view cell : cells) {
      line += cell;
    }
    return line;
  }

  /// Each label under its tick as far as there is room, the title behind the last one.
  [[nodiscard]] std::string x_labels(const std::string& title) const {
    std::string line;
    int end = 0;
    const int title_width = display_width(title);
    for (const Tick& tick : x_.ticks) {
      const int width = display_width(tick.label);
      const int middle = margin_ + 1 + column_of(tick.value);
      const int begin = std::clamp(middle - width / 2, 0, std::max(0, width_ - width));
      if (begin < end + (end > 0 ? 1 : 0) || begin + width > width_) {
        continue;
      }
      line = pad_right(line, begin) + tick.label;
      end = begin + width;
    }
    if (end + 1 + title_width <= width_) {
      line += pad_left(title, width_ - end);
    }
    return line;
  }

  const ChartLook& look_;
  int height_;
  int width_;
  int margin_ = 1;
  int across_ = 0;
  int room_for_letters_ = 0;  // at the end of the curves
  Axis x_;
  Axis y_;
};

/// Letter, words in columns, last value; where there is no room the last words give way, and then
/// go; numbers stay whole.
std::vector<std::string> legend_lines(const Chart& chart, const ChartLook& look) {
  std::vector<double> lasts;
  std::vector<int> widths;
  for (const Series& series : chart.series) {
    lasts.push_back(series.last.value_or(std::numeric_limits<double>::quiet_NaN()));
    widths.resize(std::max(widths.size(), series.words.size()));
    for (std::size_t i = 0; i < series.words.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(series.words[i]));
    }
  }
  const auto numbers = format_numbers(lasts, {});
  int room = std::max(look.width, kLeastWidth);
  int number_width = 0;
  for (const std::string& number : numbers) {
    number_width = std::max(number_width, display_width(number));
  }
  const int mark_width = look.style.utf8 ? 1 : 3;
  room -= mark_width + 2 + number_width;
  for (int& width : widths) {
    width = width + 2 <= room ? width : room - 2 >= kShortestWord ? room - 2 : 0;
    room -= width > 0 ? width + 2 : 0;
  }
  std::vector<std::string> lines;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const Series& series = chart.series[s];
    const Ink ink{.number = series.number};
    std::string mark(1, series_letter(series.number));
    if (!look.style.utf8) {
      mark += ' ';
      mark += ascii_mark(ink);
    }
    std::string line = paint(mark, ink, look.style);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > 0) {
        const std::string word = i < series.words.size() ? series.words[i] : std::string();
        const std::string shown = shorten(word, widths[i], look.style.utf8 ? "…" : "...");
        line += "  " + pad_right(shown, widths[i]);
      }
    }
    lines.push_back(line + "  " + pad_left(series.last ? numbers[s] : "-", number_width));
  }
  return lines;
}

/// Cells of a line of ours, whose only control characters are those of colours.
int visible_width(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      i = std::min(line.find('m', i), line.size());
    } else {
      text += line[i];
    }
  }
  return display_width(text);
}

}  // namespace

char series_letter(std::size_t number) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return kLetters[number % kLetters.size()];
}

std::optional<Extent> extent_of(const Chart& chart) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Extent extent{kInfinity, -kInfinity, kInfinity, -kInfinity};
  for (const Series& series : chart.series) {
    for (const auto* spots : {&series.line, &series.behind, &series.low, &series.high}) {
      for (const Spot& spot : *spots) {
        if (can_be_drawn(spot.y, chart.y)) {
          extent.low_x = std::min(extent.low_x, spot.x);
          extent.high_x = std::max(extent.high_x, spot.x);
          extent.low_y = std::min(extent.low_y, spot.y);
          extent.high_y = std::max(extent.high_y, spot.y);
        }
      }
    }
  }
  return extent.low_x <= extent.high_x ? std::optional(extent) : std::nullopt;
}

std::vector<std::string> chart_lines(const Chart& chart, const ChartLook& look,
                                     const std::optional<Extent>& extent) {
  std::vector<std::string> lines;
  const std::string_view ellipsis = look.style.utf8 ? "…" : "...";
  const std::string title = shorten(chart.title, std::max(look.width, kLeastWidth), ellipsis);
  lines.push_back(paint(title, Tone::strong, look.style));
  if (extent) {
    const auto drawn = Frame(chart, look, *extent).lines(chart);
    lines.insert(lines.end(), drawn.begin(), drawn.end());
  } else {
    lines.push_back(
        paint(shorten("  nothing to draw", look.width, ellipsis), Tone::dim, look.style));
  }
  if (look.legend) {
    const auto legend = legend_lines(chart, look);
    lines.insert(lines.end(), legend.begin(), legend.end());
  }
  return lines;
}

std::vector<std::string> side_by_side(const std::vector<std::vector<std::string>>& blocks,
                                      int width, int gap) {
  std::size_t height = 0;
  for (const auto& block : blocks) {
    height = std::max(height, block.size());
  }
  std::vector<std::string> lines(height);
  for (std::size_t row = 0; row < height; ++row) {
    int missing = 0;
    for (const auto& block : blocks) {
      const std::string piece = row < block.size() ? block[row] : std::string();
      if (!piece.empty()) {
        lines[row].append(static_cast<std::size_t>(missing), ' ').append(piece);
        missing = 0;
      }
      missing += width + gap - visible_width(piece);
    }
  }
  return lines;
}

}  // namespace mlt::render
