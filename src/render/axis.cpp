#include "render/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

#include "base/numbers.hpp"
#include "base/time.hpp"
#include "render/numbers.hpp"

namespace mlt::render {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

constexpr std::array<std::int64_t, 33> kClockSteps = {1,
                                                      2,
                                                      5,
                                                      10,
                                                      20,
                                                      50,
                                                      100,
                                                      200,
                                                      500,
                                                      kSecond,
                                                      2 * kSecond,
                                                      5 * kSecond,
                                                      10 * kSecond,
                                                      15 * kSecond,
                                                      30 * kSecond,
                                                      kMinute,
                                                      2 * kMinute,
                                                      5 * kMinute,
                                                      10 * kMinute,
                                                      15 * kMinute,
                                                      30 * kMinute,
                                                      kHour,
                                                      2 * kHour,
                                                      3 * kHour,
                                                      6 * kHour,
                                                      12 * kHour,
                                                      kDay,
                                                      2 * kDay,
                                                      7 * kDay,
                                                      14 * kDay,
                                                      28 * kDay,
                                                      91 * kDay,
                                                      182 * kDay};

/// Labels of numbers: in thousands, millions, … where they are long.
struct Unit {
  double from;
  double divisor;
  std::string_view suffix;
};
constexpr std::array<Unit, 4> kUnits = {
    {{1e12, 1e12, "T"}, {1e9, 1e9, "G"}, {1e6, 1e6, "M"}, {1e4, 1e3, "k"}}};
constexpr double kBeyondUnits = 1e15;

/// How far from a round number a value may be to count as it: 3 * 0.1 is not quite 0.3.
constexpr double kHair = 1e-9;

/// Zero or infinite beyond the doubles.
double power_of_ten(int exponent) {
  return base::parse_double("1e" + std::to_string(exponent))
      .value_or(std::numeric_limits<double>::infinity());
}

/// 1, 2 or 5 times a power of ten, at least `least` (which is above zero).
double round_step(double least) {
  const double power = power_of_ten(static_cast<int>(std::floor(std::log10(least))));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - kHair)) {
      return factor * power;
    }
  }
  return 10 * power;
}

/// `1e-05` as `1e-5`.
std::string short_exponent(std::string text) {
  const std::size_t e = text.find('e');
  if (e != std::string::npos && e + 2 < text.size()) {
    if (text[e + 2] == '0') {
      text.erase(e + 2, 1);
    }
    if (text[e + 1] == '+') {
      text.erase(e + 1, 1);
    }
  }
  return text;
}

void label_numbers(std::vector<Tick>& ticks) {
  double greatest = 0;
  for (const Tick& tick : ticks) {
    greatest = std::max(greatest, std::fabs(tick.value));
  }
  double divisor = 1;
  std::string_view suffix;
  for (const Unit& unit : kUnits) {
    if (greatest >= unit.from && greatest < kBeyondUnits) {
      divisor = unit.divisor;
      suffix = unit.suffix;
      break;
    }
  }
  std::vector<double> values;
  values.reserve(ticks.size());
  for (const Tick& tick : ticks) {
    values.push_back(tick.value / divisor);
  }
  const auto texts = format_numbers(values, {});
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    ticks[i].label = ticks[i].value == 0 ? "0" : short_exponent(texts[i]) + std::string(suffix);
  }
}

/// Multiples of `step` from low to high, counted from `origin`.
std::vector<Tick> multiples(double low, double high, double step, double origin) {
  const double first = std::ceil((low - origin) / step - kHair);
  const double last = std::floor((high - origin) / step + kHair);
  std::vector<Tick> ticks;
  constexpr double kMost = 1000;  // against steps too small for the size of the values
  for (double i = 0; i <= std::min(last - first, kMost); ++i) {
    const double value = origin + (first + i) * step;
    ticks.push_back({std::clamp(value == 0 ? 0 : value, low, high), {}});
  }
  return ticks;
}

std::vector<Tick> every_other(const std::vector<Tick>& ticks) {
  std::vector<Tick> kept;
  for (std::size_t i = 0; i < ticks.size(); i += 2) {
    kept.push_back(ticks[i]);
  }
  return kept;
}

/// Ticks are at least `least` apart.
std::vector<Tick> linear_ticks(double low, double high, int most, double least = 1e-307) {
  constexpr double kTooWide = 1e300;
  if (high / 2 - low / 2 > kTooWide) {  // its steps would be no doubles
    std::vector<Tick> ends = {{low, {}}, {high, {}}};
    label_numbers(ends);
    return ends;
  }
  double step = round_step(std::max((high - low) / most / 2, least));
  auto ticks = multiples(low, high, step, 0);
  while (ticks.size() > static_cast<std::size_t>(most)) {
    step = round_step(step * 1.5);
    auto fewer = multiples(low, high, step, 0);
    if (fewer.size() < 2 && most > 1) {  // one tick alone says too little
      ticks = every_other(ticks);
      break;
    }
    ticks = std::move(fewer);
  }
  label_numbers(ticks);
  return ticks;
}

/// The powers of ten that are the `every`-th, times each of the factors.
std::vector<Tick> decades(double low, double high, int every, std::span<const double> factors) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low) + kHair));
  const int last = static_cast<int>(std::ceil(std::log10(high) - kHair));
  for (int exponent = first; exponent <= last; ++exponent) {
    for (const double factor : factors) {
      const double value = factor * power_of_ten(exponent);
      if (exponent % every == 0 && value >= low * (1 - kHair) && value <= high * (1 + kHair)) {
        ticks.push_back({std::clamp(value, low, high), {}});
      }
    }
  }
  return ticks;
}

std::vector<Tick> log_ticks(double low, double high, int most) {
  constexpr std::array<double, 3> kRound = {1, 2, 5};
  constexpr std::array<double, 1> kPowers = {1};
  auto ticks = decades(low, high, 1, kRound);
  for (int every = 1; ticks.size() > static_cast<std::size_t>(most); ++every) {
    ticks = decades(low, high, every, kPowers);
  }
  if (ticks.size() < 2) {
    return linear_ticks(low, high, most);
  }
  for (Tick& tick : ticks) {
    const bool is_plain = tick.value >= 0.99e-4 && tick.value < 0.99e5;
    std::array<double, 1> one = {tick.value};
    tick.label = is_plain ? format_numbers(one, {.mode = Precision::Mode::digits, .digits = 3})[0]
                          : short_exponent(base::format_double(std::strtod(
                                base::format_significant(tick.value, 3).c_str(), nullptr)));
  }
  return ticks;
}

double clock_step(double span, int most) {
  for (const std::int64_t step : kClockSteps) {
    if (span / static_cast<double>(step) <= most) {
      return static_cast<double>(step);
    }
  }
  const auto year = static_cast<double>(364 * kDay);
  return year * round_step(std::max(span / year / most, 1.0));
}

/// Far beyond any calendar a time is only that far.
std::int64_t whole_ms(double value) {
  constexpr double kFarthest = 4e18;
  return static_cast<std::int64_t>(std::clamp(value, -kFarthest, kFarthest));
}

std::string time_label(double value, double step) {
  const std::int64_t ms = whole_ms(value);
  std::string text = base::format_rfc3339(ms + base::local_offset_ms(ms));
  if (text.find('T') == std::string::npos) {
    return text;  // a year that a date cannot have
  }
  if (step >= static_cast<double>(91 * kDay)) {
    return text.substr(0, 10);
  }
  if (step >= static_cast<double>(kDay) || text.substr(11, 12) == "00:00:00.000") {
    return text.substr(5, 5);
  }
  if (step >= static_cast<double>(kMinute)) {
    return text.substr(11, 5);
  }
  return text.substr(11, step >= static_cast<double>(kSecond) ? 8 : 12);
}

std::string duration_label(double value, double step) {
  if (value == 0) {
    return "0";
  }
  if (step < static_cast<double>(kSecond) && std::fabs(value) >= static_cast<double>(kSecond)) {
    return base::format_double(std::round(value) / static_cast<double>(kSecond)) + "s";
  }
  return base::format_duration(whole_ms(value));
}

std::vector<Tick> clock_ticks(Scale scale, double low, double high, int most) {
  const bool is_time = scale == Scale::time;
  double step = clock_step(high - low, most);
  // Days begin at local midnight.
  const double origin = is_time ? -static_cast<double>(base::local_offset_ms(whole_ms(low))) : 0;
  auto ticks = multiples(low, high, step, origin);
  while (ticks.size() > static_cast<std::size_t>(most)) {
    step = clock_step(step * most * 1.01, most);
    ticks = multiples(low, high, step, origin);
  }
  for (Tick& tick : ticks) {
    tick.label = is_time ? time_label(tick.value, step) : duration_label(tick.value, step);
  }
  return ticks;
}

/// One value in the middle of a range, and the only tick.
Axis axis_around(Scale scale, double value) {
  using Limits = std::numeric_limits<double>;
  const bool is_clock = scale == Scale::time || scale == Scale::duration;
  const double room = is_clock     ? static_cast<double>(kSecond)
                      : value == 0 ? 1
                                   : std::max(std::fabs(value) / 2, Limits::min());
  Axis axis{.scale = scale,
            .low = std::max(value - room, Limits::lowest()),
            .high = std::min(value + room, Limits::max()),
            .ticks = {{value, {}}}};
  if (scale == Scale::log) {
    axis.low = std::max(value / 2, Limits::denorm_min());
    axis.high = std::min(value * 2, Limits::max());
  }
  if (is_clock) {
    const auto step = static_cast<double>(kSecond);
    axis.ticks.front().label =
        scale == Scale::time ? time_label(value, step) : duration_label(value, step);
  } else {
    label_numbers(axis.ticks);
  }
  return axis;
}

}  // namespace

double Axis::share_of(double value) const {
  if (scale == Scale::log) {
    return (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low));
  }
  return (value / 2 - low / 2) / (high / 2 - low / 2);
}

Axis make_axis(Scale scale, double low, double high, int most) {
  if (!(low / 2 < high / 2)) {
    return axis_around(scale, low);
  }
  Axis axis{.scale = scale, .low = low, .high = high, .ticks = {}};
  switch (scale) {
    case Scale::linear:
      axis.ticks = linear_ticks(low, high, most);
      break;
    case Scale::whole:
      axis.ticks = linear_ticks(low, high, most, 1);
      break;
    case Scale::log:
      axis.ticks = log_ticks(low, high, most);
      break;
    case Scale::time:
    case Scale::duration:
      axis.ticks = clock_ticks(scale, low, high, most);
      break;
  }
  return axis;
}

}  // namespace mlt::render
