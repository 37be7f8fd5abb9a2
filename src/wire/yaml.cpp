#include "wire/yaml.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "base/numbers.hpp"
#include "wire/yaml_document.hpp"

namespace mlt::wire {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `0o17`, `0x1F`; nothing for other text or a value over int64.
std::optional<std::int64_t> parse_based_integer(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'o' && text[1] != 'x')) return {};
  std::int64_t value = 0;
  const char* begin = text.data() + 2;
  const char* end = text.data() + text.size();
  if (*begin == '-') return {};
  const auto result = std::from_chars(begin, end, value, text[1] == 'o' ? 8 : 16);
  if (result.ec != std::errc() || result.ptr != end) return {};
  return value;
}

/// The core schema of YAML 1.2 (§10.3.2) for a plain scalar.
void resolve_plain(std::string_view text, Value& value) {
  // Without a digit `inf` and `nan`, numbers elsewhere, are strings here.
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (is_one_of(text, {"true", "True", "TRUE"})) {
    value.data = true;
  } else if (is_one_of(text, {"false", "False", "FALSE"})) {
    value.data = false;
  } else if (is_one_of(text, {".nan", ".NaN", ".NAN"})) {
    value.data = std::numeric_limits<double>::quiet_NaN();
  } else if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"})) {
    value.data = std::numeric_limits<double>::infinity();
  } else if (is_one_of(text, {"-.inf", "-.Inf", "-.INF"})) {
    value.data = -std::numeric_limits<double>::infinity();
  } else if (const auto based = parse_based_integer(text)) {
    value.data = *based;
  } else if (const auto integer = has_digit ? base::parse_int64(text) : std::nullopt) {
    value.data = *integer;
  } else if (const auto number = has_digit ? base::parse_double(text) : std::nullopt) {
    value.data = *number;
  } else {
    value.data = std::string(text);
  }
  if (value.as_string() == nullptr) value.written = text;
}

}  // namespace

Value parse_yaml(std::string_view text, const Source& source) {
  return parse_yaml_document(text, source, {resolve_plain, DoubledKeys::refused});
}

}  // namespace mlt::wire
