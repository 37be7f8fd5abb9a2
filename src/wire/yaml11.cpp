#include "wire/yaml11.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <string>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::wire {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kDigitsOrBar = "0123456789_";

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Takes pieces from the front of a text.
class Matcher {
 public:
  explicit Matcher(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool at_one_of(std::string_view set) const {
    return !rest_.empty() && set.find(rest_.front()) != std::string_view::npos;
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool take_one_of(std::string_view set) {
    if (!at_one_of(set)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// The longest run of at most `most` characters of `set`; its length.
  std::size_t take_run(std::string_view set,
                       std::size_t most = std::numeric_limits<std::size_t>::max()) {
    const std::size_t length = std::min({rest_.find_first_not_of(set), rest_.size(), most});
    rest_.remove_prefix(length);
    return length;
  }
  bool take_digits(std::size_t least, std::size_t most) { return take_run(kDigits, most) >= least; }
  /// (":" [0-5]? [0-9])+
  bool take_sixtieths() {
    bool any = false;
    while (take(":")) {
      any = true;
      const bool tens = at_one_of("012345");
      const std::size_t digits = take_run(kDigits);
      if (digits == 0 || digits > 2 || (digits == 2 && !tens)) return false;
    }
    return any;
  }

 private:
  std::string_view rest_;
};

/// [-+]? (0b [01_]+ | 0x [0-9a-fA-F_]+ | 0 [0-7_]* | [1-9] [0-9_]* sixtieths?)
bool is_integer(std::string_view text) {
  Matcher at(text);
  at.take_one_of("+-");
  if (at.take("0b")) return at.take_run("01_") > 0 && at.at_end();
  if (at.take("0x")) return at.take_run("0123456789abcdefABCDEF_") > 0 && at.at_end();
  if (at.take("0")) {
    at.take_run("01234567_");
    return at.at_end();
  }
  if (!at.at_one_of(kDigits)) return false;
  at.take_run(kDigitsOrBar);
  return at.at_end() || (at.take_sixtieths() && at.at_end());
}

/// [-+]? [0-9] [0-9_]* "." [0-9_]* exponent? | "." [0-9] [0-9_]* exponent?
/// | [-+]? [0-9] [0-9_]* sixtieths "." [0-9_]*; the exponent has a sign: [eE] [-+] [0-9]+
bool is_decimal(std::string_view text) {
  Matcher at(text);
  const auto at_exponent_or_end = [&] {
    if (at.take_one_of("eE") && (!at.take_one_of("+-") || at.take_run(kDigits) == 0)) return false;
    return at.at_end();
  };
  if (at.take(".")) {
    if (!at.at_one_of(kDigits)) return false;
    at.take_run(kDigitsOrBar);
    return at_exponent_or_end();
  }
  at.take_one_of("+-");
  if (!at.at_one_of(kDigits)) return false;
  at.take_run(kDigitsOrBar);
  const bool in_sixtieths = at.at_one_of(":");
  if ((in_sixtieths && !at.take_sixtieths()) || !at.take(".")) return false;
  at.take_run(kDigitsOrBar);
  return in_sixtieths ? at.at_end() : at_exponent_or_end();
}

bool is_infinity(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return is_one_of(text, {".inf", ".Inf", ".INF"});
}

bool is_not_a_number(std::string_view text) { return is_one_of(text, {".nan", ".NaN", ".NAN"}); }

/// `2001-01-01`, `2001-1-1 2:03:04.5 -5:30`, `2001-01-01T02:03:04Z`
bool is_timestamp(std::string_view text) {
  Matcher date(text);
  if (date.take_digits(4, 4) && date.take("-") && date.take_digits(2, 2) && date.take("-") &&
      date.take_digits(2, 2) && date.at_end()) {
    return true;
  }
  Matcher at(text);
  if (!(at.take_digits(4, 4) && at.take("-") && at.take_digits(1, 2) && at.take("-") &&
        at.take_digits(1, 2) && (at.take_one_of("Tt") || at.take_run(" \t") > 0) &&
        at.take_digits(1, 2) && at.take(":") && at.take_digits(2, 2) && at.take(":") &&
        at.take_digits(2, 2))) {
    return false;
  }
  if (at.take(".")) at.take_run(kDigits);
  if (at.at_end()) return true;
  at.take_run(" \t");
  if (at.take("Z")) return at.at_end();
  if (!at.take_one_of("+-") || !at.take_digits(1, 2)) return false;
  return at.at_end() || (at.take(":") && at.take_digits(2, 2) && at.at_end());
}

/// An integer or float without its sign, marks and bars.
struct Number {
  bool negative = false;
  int base = 10;       // of integers; 60 for sixtieths
  std::string digits;  // with colons for base 60
};

Number split_number(std::string_view text, bool is_integer) {
  Number number;
  if (text.starts_with('+') || text.starts_with('-')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text.find(':') != std::string_view::npos) {
    number.base = 60;
  } else if (is_integer && text.size() > 1 && text.front() == '0') {
    number.base = text[1] == 'x' ? 16 : text[1] == 'b' ? 2 : 8;
    text.remove_prefix(number.base == 8 ? 1 : 2);
  }
  std::copy_if(text.begin(), text.end(), std::back_inserter(number.digits),
               [](char c) { return c != '_'; });
  return number;
}

/// The sum of the parts between the colons, each worth sixty of the next.
double sum_of_sixtieths(std::string_view digits) {
  double sum = 0;
  for (const std::string_view part : base::split(digits, ':')) {
    sum = sum * 60 + base::parse_double(part).value_or(std::numeric_limits<double>::infinity());
  }
  return sum;
}

double nearby_double(const Number& number) {
  double value = 0;
  if (number.base == 60) {
    value = sum_of_sixtieths(number.digits);
  } else if (number.base == 10) {
    // What a double cannot hold, Python makes infinite.
    value = base::parse_double(number.digits).value_or(std::numeric_limits<double>::infinity());
  } else {
    for (const char digit : number.digits) {
      int digit_value = 0;
      std::from_chars(&digit, &digit + 1, digit_value, number.base);
      value = value * number.base + digit_value;
    }
  }
  return number.negative ? -value : value;
}

double number_of(std::string_view text) {
  if (is_not_a_number(text)) return std::numeric_limits<double>::quiet_NaN();
  if (is_infinity(text)) {
    const double infinity = std::numeric_limits<double>::infinity();
    return text.front() == '-' ? -infinity : infinity;
  }
  return nearby_double(split_number(text, false));
}

bool is_yes(std::string_view text) {
  const std::string word = base::to_lower(text);
  return word == "yes" || word == "true" || word == "on";
}

std::optional<std::int64_t> parse_sixtieths(const Number& number) {
  std::int64_t sum = 0;
  for (const std::string_view part : base::split(number.digits, ':')) {
    const auto value = base::parse_int64(part);
    if (!value || __builtin_mul_overflow(sum, 60, &sum) ||
        __builtin_add_overflow(sum, *value, &sum)) {
      return std::nullopt;
    }
  }
  return number.negative ? -sum : sum;
}

}  // namespace

PlainType plain_type(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return PlainType::null;
  switch (text.front()) {
    case '<':
      return text == "<<" ? PlainType::merge_key : PlainType::string;
    case '=':
      return text == "=" ? PlainType::value_key : PlainType::string;
    case '+':
    case '-':
    case '.':
      break;
    default:
      if (kDigits.find(text.front()) == std::string_view::npos) {
        const bool boolean =
            is_one_of(text, {"yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false",
                             "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF"});
        return boolean ? PlainType::boolean : PlainType::string;
      }
  }
  if (is_integer(text)) return PlainType::integer;
  if (is_decimal(text) || is_infinity(text) || is_not_a_number(text)) return PlainType::number;
  if (is_timestamp(text)) return PlainType::timestamp;
  return PlainType::string;
}

std::optional<std::int64_t> parse_yaml11_integer(std::string_view text) {
  if (!is_integer(text)) return std::nullopt;
  Number number = split_number(text, true);
  if (number.base == 60) return parse_sixtieths(number);
  if (number.digits.empty()) number.digits = "0";
  if (number.negative) number.digits.insert(0, 1, '-');
  std::int64_t value = 0;
  const char* end = number.digits.data() + number.digits.size();
  const auto result = std::from_chars(number.digits.data(), end, value, number.base);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

void resolve_yaml11(std::string_view text, Value& value) {
  switch (plain_type(text)) {
    case PlainType::null:
      value.data = std::monostate();
      break;
    case PlainType::boolean:
      value.data = is_yes(text);
      break;
    case PlainType::integer:
      if (const auto integer = parse_yaml11_integer(text)) {
        value.data = *integer;
      } else {
        value.data = nearby_double(split_number(text, true));
      }
      break;
    case PlainType::number:
      value.data = number_of(text);
      break;
    case PlainType::timestamp:
      value.data = std::string(text);
      break;
    case PlainType::merge_key:
    case PlainType::value_key:
    case PlainType::string:
      value.data = std::string(text);
      return;
  }
  value.written = text;
}

bool is_yaml_break(char32_t code_point) {
  return code_point == 0x0A || code_point == 0x0D || code_point == 0x85 || code_point == 0x2028 ||
         code_point == 0x2029;
}

bool is_yaml_printable(char32_t code_point) {
  return code_point == 0x0A || (code_point >= 0x20 && code_point <= 0x7E) ||
         (code_point >= 0xA0 && code_point <= 0xFFFD && code_point != 0xFEFF);
}

}  // namespace mlt::wire
