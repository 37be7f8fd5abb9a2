#include "render/sparkline.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "render/table.hpp"

namespace mlt::render {
namespace {

constexpr Style kUtf8 = {.colour = false, .utf8 = true};
constexpr Style kAscii = {.colour = false, .utf8 = false};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargest = std::numeric_limits<double>::max();

TEST_CASE("eight levels, and a gap is a blank") {
  const std::vector<double> values = {0, 1, 2, 3, 4, 5, 6, 7, kNan, 3.99};
  CHECK(sparkline(values, 0, 7, kUtf8) == "▁▂▃▄▅▆▇█ ▅");
  CHECK(sparkline(values, 0, 7, kAscii) == "_.-~=+*# =");
}

TEST_CASE("scales that are none, infinite or too narrow") {
  CHECK(sparkline(std::vector<double>{5, 5}, 5, 5, kUtf8) == "▄▄");
  CHECK(sparkline(std::vector<double>{-kLargest, 0, kLargest}, -kLargest, kLargest, kUtf8) ==
        "▁▅█");
  CHECK(sparkline(std::vector<double>{-1, 9}, 0, 1, kUtf8) == "▁█");
  CHECK(sparkline(std::vector<double>{std::numeric_limits<double>::infinity()}, 0, 1, kUtf8) ==
        " ");
  CHECK(sparkline({}, 0, 1, kUtf8).empty());
}

TEST_CASE("a curve in a table, and changes with their sign") {
  Table table;
  table.columns = {{.key = "curve", .title = "loss~"},
                   {.key = "delta", .title = "Δ loss", .with_sign = true}};
  const auto cells = std::make_shared<const std::vector<double>>(std::vector<double>{1, kNan, 0.5});
  table.rows.push_back({{Curve{cells, 0.5, 1}}, {0.25}});
  table.rows.push_back({{}, {-1.5}});
  table.rows.push_back({{}, {0.0}});
  TableOptions options;
  options.style = kUtf8;
  CHECK(render_table(table, options).text ==
        "loss~  Δ loss\n"
        "█ ▁     +0.25\n"
        "-       -1.50\n"
        "-        0\n");
  options.style = kAscii;
  CHECK(render_table(table, options).text.starts_with("loss~  delta loss\n# _"));
  CHECK(machine_text(table.rows[0][0].value) == "1 NaN 0.5");
  CHECK(machine_text(table.rows[0][1].value) == "0.25");
}

}  // namespace
}  // namespace mlt::render
