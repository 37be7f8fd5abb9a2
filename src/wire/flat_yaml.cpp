#include "wire/flat_yaml.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "wire/value.hpp"
#include "wire/yaml11.hpp"

namespace mlt::wire {
namespace {

constexpr std::size_t kMaxKeyBytes = 128;

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7F; }

/// Without control characters and line breaks of any kind.
bool is_simple_text(std::string_view line) {
  auto rest = line.substr(static_cast<std::size_t>(
      std::find_if_not(line.begin(), line.end(), is_printable_ascii) - line.begin()));
  while (!rest.empty()) {
    const base::CodePoint point = base::first_code_point(rest);
    if (point.size == 0 || is_yaml_break(point.value)) return false;
    if (!is_yaml_printable(point.value) && point.value <= 0xFFFF) return false;
    rest.remove_prefix(point.size);
  }
  return true;
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trim_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// True for a plain scalar of one line in a block map.
bool is_plain_scalar(std::string_view text) {
  if (text.empty()) return true;
  if (std::string_view(",[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
    return false;
  }
  const bool is_indicator = std::string_view("-?:").find(text.front()) != std::string_view::npos;
  if (is_indicator && (text.size() == 1 || text[1] == ' ')) return false;
  return text.back() != ':' && text.find(": ") == std::string_view::npos &&
         text.find(" #") == std::string_view::npos;
}

/// True if every quote in `content` is doubled.
bool is_single_quoted(std::string_view content) {
  for (auto at = content.find('\''); at != std::string_view::npos; at = content.find('\'', at)) {
    if (content.substr(at, 2) != "''") return false;
    at += 2;
  }
  return true;
}

struct Unescaped {
  char32_t code_point = 0;
  std::size_t size = 0;  // of the escape, with its backslash; 0 if there is no such escape
};

/// The escape sequence at the beginning of `text`.
Unescaped unescape(std::string_view text) {
  if (text.size() < 2) return {};
  const char letter = text[1];
  const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0) {
    for (const YamlEscape& escape : kYamlEscapes) {
      if (escape.letter == letter) return {escape.code_point, 2};
    }
    return {};
  }
  if (text.size() < 2 + digits) return {};
  std::uint32_t value = 0;
  const char* end = text.data() + 2 + digits;
  const auto result = std::from_chars(text.data() + 2, end, value, 16);
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (result.ec != std::errc() || result.ptr != end || value > 0x10FFFF || is_surrogate) return {};
  return {static_cast<char32_t>(value), 2 + digits};
}

/// True if every quote in `content` is escaped and every escape is known.
bool is_double_quoted(std::string_view content) {
  for (auto at = content.find_first_of("\"\\"); at != std::string_view::npos;
       at = content.find_first_of("\"\\", at)) {
    const Unescaped escape = content[at] == '"' ? Unescaped() : unescape(content.substr(at));
    if (escape.size == 0) return false;
    at += escape.size;
  }
  return true;
}

std::optional<FlatYaml::Scalar> parse_scalar(std::string_view text, int line) {
  using Form = FlatYaml::Form;
  if (text == "[]") return FlatYaml::Scalar{Form::empty_list, text, line};
  if (text == "{}") return FlatYaml::Scalar{Form::empty_map, text, line};
  if (is_plain_scalar(text)) return FlatYaml::Scalar{Form::plain, text, line};
  if (text.size() < 2 || text.front() != text.back()) return std::nullopt;
  const std::string_view content = text.substr(1, text.size() - 2);
  if (text.front() == '\'' && is_single_quoted(content)) {
    return FlatYaml::Scalar{Form::single_quoted, content, line};
  }
  if (text.front() == '"' && is_double_quoted(content)) {
    return FlatYaml::Scalar{Form::double_quoted, content, line};
  }
  return std::nullopt;
}

std::optional<FlatYaml::Entry> parse_line(std::string_view text, int line) {
  const auto key_size = static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(), is_key_character) - text.begin());
  if (key_size == 0 || key_size > kMaxKeyBytes || !is_simple_text(text)) return std::nullopt;
  const std::string_view rest = text.substr(key_size);
  if (rest != ":" && !rest.starts_with(": ")) return std::nullopt;
  const auto scalar = parse_scalar(trim_spaces(rest.substr(1)), line);
  if (!scalar) return std::nullopt;
  return FlatYaml::Entry{text.substr(0, key_size), *scalar};
}

}  // namespace

bool FlatYaml::Scalar::is_null() const {
  return form == Form::plain && plain_type(raw) == PlainType::null;
}

std::optional<std::int64_t> FlatYaml::Scalar::int64() const {
  return form == Form::plain ? parse_yaml11_integer(raw) : std::nullopt;
}

std::string_view FlatYaml::Scalar::string(std::string& scratch) const {
  const char special = form == Form::single_quoted   ? '\''
                       : form == Form::double_quoted ? '\\'
                                                     : '\0';
  if (special == '\0' || raw.find(special) == std::string_view::npos) return raw;
  scratch.clear();
  for (std::string_view rest = raw; !rest.empty();) {
    const std::size_t ordinary = std::min(rest.find(special), rest.size());
    scratch += rest.substr(0, ordinary);
    rest.remove_prefix(ordinary);
    if (rest.empty()) break;
    if (special == '\'') {
      scratch += '\'';
      rest.remove_prefix(2);
    } else {
      const Unescaped escape = unescape(rest);
      base::append_utf8(scratch, escape.code_point);
      rest.remove_prefix(escape.size);
    }
  }
  return scratch;
}

bool FlatYaml::parse(std::string_view text) {
  entries_.clear();
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (content.ends_with('\r')) content.remove_suffix(1);
    const auto entry = parse_line(content, line);
    if (!entry || entries_.size() == kMaxKeys) return false;
    entries_.push_back(*entry);
  }
  return !entries_.empty();
}

std::optional<FlatYaml::Scalar> FlatYaml::find(std::string_view key) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries_.rend() ? std::nullopt : std::optional(found->scalar);
}

}  // namespace mlt::wire
