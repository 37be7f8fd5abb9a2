#include "render/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "base/numbers.hpp"

namespace mlt::render {
namespace {

constexpr double kSmallestFixed = 1e-5;
constexpr double kLargestFixed = 1e7;
constexpr double kLargestWhole = 1e12;
constexpr int kMaxDigits = 17;  // enough for any double

enum class Notation { whole, fixed, exponent };

std::string print(const char* format, int precision, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, precision, value);
  return text.data();
}

std::string non_finite(double value) {
  if (std::isnan(value)) {
    return "nan";
  }
  return value > 0 ? "inf" : "-inf";
}

Notation notation_for(std::span<const double> values) {
  bool all_whole = true;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      continue;
    }
    const double size = std::fabs(value);
    all_whole = all_whole && size < kLargestWhole && std::trunc(value) == value;
  }
  if (all_whole) {
    return Notation::whole;
  }
  const bool all_moderate = std::all_of(values.begin(), values.end(), [](double value) {
    const double size = std::fabs(value);
    return !std::isfinite(value) || size == 0 || (size >= kSmallestFixed && size < kLargestFixed);
  });
  return all_moderate ? Notation::fixed : Notation::exponent;
}

/// Decimals that show `digits` significant digits of `value` without an exponent.
int decimals_for(double value, int digits) {
  if (value == 0) {
    return 0;
  }
  // The exponent after rounding to the digits asked for: 9.9996 has four digits as 10.00.
  const std::string rounded = print("%.*e", digits - 1, value);
  const int exponent = std::atoi(rounded.c_str() + rounded.find('e') + 1);
  return std::max(0, digits - 1 - exponent);
}

/// Digits after the point without the zeros at the end, of a number in fixed or exponent notation.
int needed_decimals(std::string_view number) {
  const auto mantissa = number.substr(0, number.find('e'));
  const auto point = mantissa.find('.');
  if (point == std::string_view::npos) {
    return 0;
  }
  const auto last = mantissa.find_last_not_of('0');
  return static_cast<int>(last - point);
}

std::vector<std::string> format_with_digits(std::span<const double> values, Notation notation,
                                            int digits) {
  std::vector<std::string> texts(values.size());
  std::vector<int> decimals(values.size(), 0);
  const char* format = notation == Notation::exponent ? "%.*e" : "%.*f";
  int needed = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      texts[i] = non_finite(values[i]);
      continue;
    }
    if (notation != Notation::whole) {
      decimals[i] = notation == Notation::exponent ? digits - 1 : decimals_for(values[i], digits);
    }
    texts[i] = print(format, decimals[i], values[i]);
    needed = std::max(needed, needed_decimals(texts[i]));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && decimals[i] > needed) {
      texts[i] = print(format, needed, values[i]);
    }
  }
  return texts;
}

/// True if two different values have the same text.
bool has_false_twins(std::span<const double> values, const std::vector<std::string>& texts) {
  std::vector<std::size_t> by_value(values.size());
  for (std::size_t i = 0; i < by_value.size(); ++i) {
    by_value[i] = i;
  }
  std::erase_if(by_value, [&](std::size_t i) { return std::isnan(values[i]); });
  // Formatting keeps the order, so values with the same text are neighbours.
  std::sort(by_value.begin(), by_value.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  for (std::size_t i = 1; i < by_value.size(); ++i) {
    const std::size_t a = by_value[i - 1];
    const std::size_t b = by_value[i];
    if (values[a] != values[b] && texts[a] == texts[b]) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> format_numbers(std::span<const double> values,
                                        const Precision& precision) {
  if (precision.mode == Precision::Mode::full) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const double value : values) {
      texts.push_back(std::isfinite(value) ? base::format_double(value) : non_finite(value));
    }
    return texts;
  }
  const Notation notation = notation_for(values);
  if (precision.mode == Precision::Mode::digits) {
    return format_with_digits(values, notation, std::clamp(precision.digits, 1, kMaxDigits));
  }
  int digits = precision.digits;
  auto texts = format_with_digits(values, notation, digits);
  while (digits < kMaxDigits && has_false_twins(values, texts)) {
    texts = format_with_digits(values, notation, ++digits);
  }
  return texts;
}

std::string format_change(double value, const Precision& precision) {
  const double size = std::fabs(value);
  return (value < 0 ? "-" : "+") + format_numbers({&size, 1}, precision).front();
}

int width_before_point(std::string_view number) {
  const auto end = std::min(number.find('.'), number.find('e'));
  return static_cast<int>(std::min(end, number.size()));
}

}  // namespace mlt::render
