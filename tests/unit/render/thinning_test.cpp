#include "render/thinning.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace mlt::render {

TEST_CASE("one spike among a million points survives") {
  std::vector<Spot> curve;
  for (int i = 0; i < 1'000'000; ++i) {
    curve.push_back({static_cast<double>(i), i == 777'777 ? 9.0 : 0.25});
  }
  const auto ranges = thin(curve, [](double x) { return static_cast<int>(x / 10'000); });
  REQUIRE(ranges.size() == 100);
  for (const ColumnRange& range : ranges) {
    CHECK(range.low == 0.25);
    CHECK(range.high == (range.column == 77 ? 9.0 : 0.25));
    CHECK(range.first == 0.25);
    CHECK(range.last == 0.25);
    CHECK(range.is_joined == (range.column > 0));
  }
}

TEST_CASE("a column knows where the curve enters and leaves it") {
  const std::vector<Spot> curve = {{0, 3}, {1, 1}, {2, 4}, {3, 2}, {10, 5}};
  const auto ranges = thin(curve, [](double x) { return static_cast<int>(x / 10); });
  REQUIRE(ranges.size() == 2);
  CHECK(ranges[0].first == 3);
  CHECK(ranges[0].last == 2);
  CHECK(ranges[0].low == 1);
  CHECK(ranges[0].high == 4);
  CHECK(ranges[1].column == 1);
  CHECK(ranges[1].is_joined);
}

TEST_CASE("no line leads over a value that is no finite number") {
  const double inf = std::numeric_limits<double>::infinity();
  for (const double hole : {std::nan(""), inf, -inf}) {
    const std::vector<Spot> curve = {{0, 1}, {1, 2}, {2, hole}, {3, 3}, {4, 4}};
    const auto ranges = thin(curve, [](double x) { return static_cast<int>(x); });
    REQUIRE(ranges.size() == 4);
    CHECK_FALSE(ranges[0].is_joined);
    CHECK(ranges[1].is_joined);
    CHECK(ranges[2].column == 3);
    CHECK_FALSE(ranges[2].is_joined);
    CHECK(ranges[3].is_joined);
    CHECK(ranges[3].high == 4);
  }
  CHECK(thin({}, [](double) { return 0; }).empty());
}

}  // namespace mlt::render
