#include "render/chart.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "render/text_width.hpp"

namespace mlt::render {
namespace {

constexpr Style kAscii{};

Series series(std::size_t number, std::vector<Spot> line) {
  Series made;
  made.number = number;
  made.last = line.empty() ? std::nullopt : std::optional(line.back().y);
  made.line = std::move(line);
  made.words = {"7f3a91c", "wide-lion"};
  return made;
}

std::string text(const Chart& chart, const ChartLook& look) {
  std::string all;
  for (const std::string& line : chart_lines(chart, look, extent_of(chart))) {
    all.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
  }
  return all;
}

}  // namespace

TEST_CASE("a chart is title, canvas, axes and legend") {
  Chart chart;
  chart.title = "loss";
  chart.x_title = "step";
  chart.series = {series(0, {{0, 0}, {10, 4}})};
  CHECK(text(chart, {.style = kAscii, .width = 24, .height = 5}) ==
        R"(loss
4+                   ***
 |              *****
2+        ******
 |   *****
0+***
 ++--------------------+
  0                   10
A *  7f3a91c  wide...  4
)");
}

TEST_CASE("a gap is a gap") {
  Chart chart;
  chart.series = {series(0, {{0, 1}, {1, 1}, {2, std::nan("")}, {8, 1}, {9, 1}})};
  const std::string drawn = text(chart, {.style = kAscii, .width = 12, .height = 3});
  CHECK(drawn.find("**      **") != std::string::npos);
}

TEST_CASE("every curve ends in its letter, and without colour bears it on the way too") {
  Chart chart;
  chart.series = {series(0, {{0, 1}, {20, 2}}), series(1, {{0, 1}, {20, 0}})};
  ChartLook look{.style = {.colour = true, .utf8 = true}, .width = 40, .height = 6};
  look.legend = false;
  const auto count = [](const std::string& all, char letter) {
    return std::count(all.begin(), all.end(), letter);
  };
  CHECK(count(text(chart, look), 'A') == 1);
  CHECK(count(text(chart, look), 'B') == 1);
  look.style.colour = false;
  CHECK(count(text(chart, look), 'A') == 2);
  CHECK(count(text(chart, look), 'B') == 2);
}

TEST_CASE("a log axis draws what is above zero") {
  Chart chart;
  chart.y = Scale::log;
  chart.series = {series(0, {{0, -1}, {1, 0}, {2, 0.01}, {3, 100}})};
  const auto extent = extent_of(chart);
  REQUIRE(extent);
  CHECK(extent->low_x == 2);
  CHECK(extent->low_y == 0.01);
  CHECK(extent->high_y == 100);
  chart.series = {series(0, {{0, -1}, {1, 0}})};
  CHECK_FALSE(extent_of(chart));
  CHECK(text(chart, {.style = kAscii, .width = 30}).find("nothing to draw") != std::string::npos);
}

TEST_CASE("no line is wider than it may be, whatever the names") {
  Chart chart;
  chart.title = "深層学習の損失関数がとても長い名前である";
  chart.x_title = "step";
  chart.series = {series(0, {{0, 1e300}, {3, -1e300}}), series(1, {{0, 5}})};
  chart.series[0].words = {"7f3a91c", "😀深層学習の損失関数がとても長い名前である", "loss"};
  for (int width = 8; width <= 90; ++width) {
    CAPTURE(width);
    for (const bool utf8 : {false, true}) {
      ChartLook look{.style = {.colour = false, .utf8 = utf8}, .width = width, .height = 4};
      look.legend = width >= 20;
      for (const std::string& line : chart_lines(chart, look, extent_of(chart))) {
        CHECK(display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("charts stand side by side, colours or not") {
  const auto lines = side_by_side({{"\x1b[1ma\x1b[0m", "深"}, {"b", "c", "d"}}, 4, 1);
  CHECK(lines == std::vector<std::string>{"\x1b[1ma\x1b[0m    b", "深   c", "     d"});
}

}  // namespace mlt::render
