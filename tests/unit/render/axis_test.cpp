#include "render/axis.hpp"

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace mlt::render {
namespace {

std::string labels(const Axis& axis) {
  std::string text;
  for (const Tick& tick : axis.ticks) {
    text += (text.empty() ? "" : " ") + tick.label;
  }
  return text;
}

std::string labels(Scale scale, double low, double high, int most) {
  return labels(make_axis(scale, low, high, most));
}

constexpr double kMinute = 60'000;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;

}  // namespace

TEST_CASE("ticks are 1, 2 or 5 times a power of ten") {
  CHECK(labels(Scale::linear, 0, 1, 5) == "0 0.5 1.0");
  CHECK(labels(Scale::linear, 0, 1, 6) == "0 0.2 0.4 0.6 0.8 1.0");
  CHECK(labels(Scale::linear, 0, 399, 5) == "0 100 200 300");
  CHECK(labels(Scale::linear, -0.31, 0.24, 3) == "-0.2 0 0.2");
  CHECK(labels(Scale::linear, 0.29, 0.61, 4) == "0.3 0.4 0.5 0.6");
  CHECK(labels(Scale::linear, 1e-7, 9e-7, 3) == "2e-7 6e-7");
}

TEST_CASE("between whole numbers there are no ticks") {
  CHECK(labels(Scale::whole, 0, 2, 8) == "0 1 2");
  CHECK(labels(Scale::whole, 0, 399, 5) == "0 100 200 300");
}

TEST_CASE("long numbers are in thousands and millions") {
  CHECK(labels(Scale::linear, 0, 60'000, 4) == "0 20k 40k 60k");
  CHECK(labels(Scale::linear, 0, 3'200'000, 4) == "0 1M 2M 3M");
  CHECK(labels(Scale::linear, 1e9, 2e9, 3) == "1.0G 1.5G 2.0G");
}

TEST_CASE("there are never more ticks than asked for, and all within the range") {
  for (const double high : {1e-300, 1e-3, 0.07, 1.0, 3.3, 99.0, 12'345.0, 1e17, 1e300}) {
    for (const double low : {0.0, -high, high / 3}) {
      for (int most = 1; most <= 12; ++most) {
        const Axis axis = make_axis(Scale::linear, low, high, most);
        CAPTURE(low);
        CAPTURE(high);
        CAPTURE(most);
        CHECK(axis.ticks.size() <= static_cast<std::size_t>(most));
        for (const Tick& tick : axis.ticks) {
          CHECK(tick.value >= low);
          CHECK(tick.value <= high);
        }
      }
    }
  }
}

TEST_CASE("one value is the middle of a range") {
  const Axis axis = make_axis(Scale::linear, 0.5, 0.5, 4);
  CHECK(axis.share_of(0.5) == doctest::Approx(0.5));
  CHECK(labels(axis) == "0.5");
  CHECK(make_axis(Scale::linear, 0, 0, 4).share_of(0) == doctest::Approx(0.5));
  CHECK(make_axis(Scale::log, 8, 8, 4).share_of(8) == doctest::Approx(0.5));
  CHECK(make_axis(Scale::time, 1000, 1000, 4).share_of(1000) == doctest::Approx(0.5));
}

TEST_CASE("the ends of the doubles are an axis too") {
  const double greatest = std::numeric_limits<double>::max();
  const Axis wide = make_axis(Scale::linear, -greatest, greatest, 4);
  CHECK(wide.share_of(0) == doctest::Approx(0.5));
  CHECK(wide.share_of(greatest) == doctest::Approx(1));
  const double least = std::numeric_limits<double>::denorm_min();
  for (const Scale scale : {Scale::linear, Scale::log}) {
    CHECK(std::isfinite(make_axis(scale, least, least, 4).share_of(least)));
    CHECK(std::isfinite(make_axis(scale, greatest, greatest, 4).share_of(greatest)));
  }
  CHECK(make_axis(Scale::log, least, greatest, 4).ticks.size() <= 4);
}

TEST_CASE("a log axis has powers of ten, and 2 and 5 of them where there is room") {
  CHECK(labels(Scale::log, 0.001, 1000, 7) == "0.001 0.01 0.1 1 10 100 1000");
  CHECK(labels(Scale::log, 1e-6, 10, 4) == "1e-6 0.0001 0.01 1");
  CHECK(labels(Scale::log, 0.9, 30, 8) == "1 2 5 10 20");
  const Axis axis = make_axis(Scale::log, 1, 1000, 5);
  CHECK(axis.share_of(10) == doctest::Approx(1.0 / 3).epsilon(1e-12));
  CHECK(axis.share_of(100) == doctest::Approx(2.0 / 3).epsilon(1e-12));
}

TEST_CASE("a log axis of less than a decade has round numbers") {
  CHECK(labels(Scale::log, 2.1, 3.9, 3) == "2.5 3.0 3.5");
}

TEST_CASE("spans are in round units of a clock") {
  CHECK(labels(Scale::duration, 0, 90, 5) == "0 20ms 40ms 60ms 80ms");
  CHECK(labels(Scale::duration, 0, 2400, 5) == "0 0.5s 1s 1.5s 2s");
  CHECK(labels(Scale::duration, 0, 9 * kMinute, 5) == "0 2m 4m 6m 8m");
  CHECK(labels(Scale::duration, 0, 4 * kHour, 5) == "0 1h 2h 3h 4h");
  CHECK(labels(Scale::duration, 0, 3 * kDay, 4) == "0 1d 2d 3d");
}

TEST_CASE("times are round in local time, and a day begins with its date") {
  ::setenv("TZ", "IST-5:30", 1);
  ::tzset();
  const double midnight = 1'795'372'200'000;  // 2026-11-23T00:00 there
  CHECK(labels(Scale::time, midnight - 3 * kHour, midnight + 7 * kHour, 5) ==
        "22:00 11-23 02:00 04:00 06:00");
  CHECK(labels(Scale::time, midnight + kHour, midnight + 3 * kDay, 4) == "11-24 11-25 11-26");
  CHECK(labels(Scale::time, midnight + kHour, midnight + kHour + 21'000, 5) ==
        "01:00:00 01:00:05 01:00:10 01:00:15 01:00:20");
  ::unsetenv("TZ");
  ::tzset();
  CHECK(make_axis(Scale::time, 0, 400 * 365 * kDay, 5).ticks.size() <= 5);
  for (const Scale scale : {Scale::time, Scale::duration}) {
    CHECK(make_axis(scale, -9.3e18, 9.3e18, 5).ticks.size() <= 5);  // as a broken clock may say
  }
}

}  // namespace mlt::render
