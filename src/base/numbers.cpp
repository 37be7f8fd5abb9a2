#include "base/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <locale.h>
#include <system_error>

#include "base/text.hpp"

namespace mlt::base {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// The sign at the beginning of `text`, which is taken away.
bool take_sign(std::string_view& text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) {
    text.remove_prefix(1);
  }
  return negative;
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

/// digits [ "." digits ] [ "e" [ sign ] digits ], with a digit somewhere before the exponent.
bool is_decimal(std::string_view text) {
  std::size_t digits = count_digits(text);
  text.remove_prefix(digits);
  if (text.starts_with('.')) {
    const std::size_t decimals = count_digits(text.substr(1));
    text.remove_prefix(1 + decimals);
    digits += decimals;
  }
  if (digits > 0 && (text.starts_with('e') || text.starts_with('E'))) {
    text.remove_prefix(1);
    (void)take_sign(text);
    return !text.empty() && count_digits(text) == text.size();
  }
  return digits > 0 && text.empty();
}

std::optional<double> parse_decimal(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec == std::errc() && result.ptr == end) {
    return number;
  }
  if (!is_decimal(text)) {
    return std::nullopt;
  }
  // Out of range: std::from_chars tells overflow and underflow alike; this one gives inf and 0.
  static const locale_t c_locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
  const double value = ::strtod_l(std::string(text).c_str(), nullptr, c_locale);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Shortest digits of a finite, positive number and the power of ten of the first of them.
struct Digits {
  std::array<char, 24> text;
  std::size_t count = 0;
  int exponent = 0;
};

Digits shortest_digits(double value) {
  std::array<char, 32> buffer;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                  std::chars_format::scientific)
                        .ptr;
  Digits digits;
  const char* at = buffer.data();
  for (; *at != 'e'; ++at) {
    if (*at != '.') {
      digits.text[digits.count++] = *at;
    }
  }
  ++at;
  const bool negative = *at++ == '-';
  std::from_chars(at, end, digits.exponent);
  digits.exponent = negative ? -digits.exponent : digits.exponent;
  return digits;
}

void append_plain(std::string& out, const Digits& digits) {
  const std::string_view text(digits.text.data(), digits.count);
  if (digits.exponent < 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-digits.exponent - 1), '0');
    out += text;
    return;
  }
  const auto before_point = static_cast<std::size_t>(digits.exponent) + 1;
  out += text.substr(0, before_point);
  if (text.size() < before_point) {
    out.append(before_point - text.size(), '0');
  } else if (text.size() > before_point) {
    out += '.';
    out += text.substr(before_point);
  }
}

void append_with_exponent(std::string& out, const Digits& digits) {
  out += digits.text[0];
  if (digits.count > 1) {
    out += '.';
    out.append(digits.text.data() + 1, digits.count - 1);
  }
  out += digits.exponent < 0 ? "e-" : "e+";
  const int magnitude = std::abs(digits.exponent);
  if (magnitude < 10) {
    out += '0';
  }
  append_int64(out, magnitude);
}

}  // namespace

std::optional<double> parse_double(std::string_view text) {
  const bool negative = take_sign(text);
  if (text.empty()) {
    return std::nullopt;
  }
  if (is_digit(text.front()) || text.front() == '.') {
    const auto value = parse_decimal(text);
    return value && negative ? std::optional(-*value) : value;
  }
  const std::string word = to_lower(text.substr(0, 9));
  double value = 0;
  if (word == "nan") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (word == "inf" || word == "infinity") {
    value = std::numeric_limits<double>::infinity();
  } else {
    return std::nullopt;
  }
  return negative ? -value : value;
}

std::optional<std::int64_t> parse_int64(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

void append_double(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::signbit(value)) {
    out += '-';
    value = -value;
    if (value == 0) {
      out += "0.0";
      return;
    }
  }
  if (std::isinf(value)) {
    out += "Infinity";
    return;
  }
  const Digits digits = shortest_digits(value);
  if (digits.exponent >= -4 && digits.exponent < 16) {
    append_plain(out, digits);
  } else {
    append_with_exponent(out, digits);
  }
}

std::string format_double(double value) {
  std::string text;
  append_double(text, value);
  return text;
}

void append_int64(std::string& out, std::int64_t value) {
  std::array<char, 20> buffer;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

std::string format_significant(double value, int digits) {
  if (std::isnan(value)) {
    return "nan";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-inf" : "inf";
  }
  digits = std::clamp(digits, 1, 17);
  std::array<char, 64> buffer;
  char* const begin = buffer.data();
  char* const limit = begin + buffer.size();
  char* end = std::to_chars(begin, limit, value, std::chars_format::scientific, digits - 1).ptr;
  const double magnitude = std::fabs(value);
  if (magnitude != 0 && (magnitude < 1e-5 || magnitude >= 1e7)) {
    return {begin, end};
  }
  // The exponent after rounding: 9.9996 in four digits is 10.00.
  const char* exponent_at = std::find(begin, end, 'e') + 1;
  int exponent = 0;
  std::from_chars(exponent_at + (*exponent_at == '+' ? 1 : 0), end, exponent);
  const int decimals = std::max(digits - 1 - exponent, 0);
  end = std::to_chars(begin, limit, value, std::chars_format::fixed, decimals).ptr;
  return {begin, end};
}

std::string format_bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 7> kUnits = {" B",   " KiB", " MiB", " GiB",
                                                 " TiB", " PiB", " EiB"};
  std::size_t unit = 0;
  double amount = static_cast<double>(bytes);
  while (unit + 1 < kUnits.size() && amount >= 1023.5) {  // 1023.97 KiB is 1 MiB
    amount /= 1024;
    ++unit;
  }
  const auto tenths = std::llround(amount * 10);
  std::string text;
  if (unit > 0 && tenths < 100 && tenths % 10 != 0) {
    append_int64(text, tenths / 10);
    text += '.';
    append_int64(text, tenths % 10);
  } else {
    append_int64(text, std::llround(amount));
  }
  return text + kUnits[unit];
}

}  // namespace mlt::base
