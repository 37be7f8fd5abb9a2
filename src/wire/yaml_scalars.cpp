#include "wire/yaml_scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/text.hpp"
#include "wire/yaml11.hpp"

namespace mlt::wire {
namespace {

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7F; }

struct Unescaped {
  char32_t code_point = 0;
  std::size_t size = 0;  // of the escape, with its backslash; 0 if there is no such escape
};

/// The escape sequence at the beginning of `text`, other than that of a line break.
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

/// The size of the line break at the beginning of `text`: LF, CR LF, LS or PS; 0 for other text.
std::size_t break_size(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  if (text.starts_with("\r\n")) return 2;
  return text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9") ? 3 : 0;
}

/// Takes the line breaks and spaces at the beginning of `text`; the breaks alone, CR LF as LF.
std::string take_breaks(std::string_view& text) {
  std::string breaks;
  while (!text.empty()) {
    const std::size_t size = break_size(text);
    if (size == 0 && text.front() != ' ') break;
    if (size > 0) breaks += size == 3 ? text.substr(0, 3) : "\n";
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return breaks;
}

/// One LF is a space, each further one stands for itself; LS and PS always do.
void append_folded(std::string& out, std::string_view breaks) {
  if (breaks == "\n") {
    out += ' ';
  } else {
    out += breaks.starts_with('\n') ? breaks.substr(1) : breaks;
  }
}

/// Takes the spaces at the beginning of `text`, which only count if no line break follows.
void take_spaces(std::string& out, std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of(' '), text.size());
  if (break_size(text.substr(size)) == 0) out += text.substr(0, size);
  text.remove_prefix(size);
}

}  // namespace

bool is_scalar_text(std::string_view text) {
  while (true) {
    text.remove_prefix(static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_printable_ascii) - text.begin()));
    if (text.empty()) return true;
    const base::CodePoint point = base::first_code_point(text);
    const bool is_known = is_yaml_printable(point.value) || point.value > 0xFFFF;
    if (point.size == 0 || (!is_known && !text.starts_with("\r\n"))) return false;
    text.remove_prefix(point.size);
  }
}

bool is_plain_scalar(std::string_view text) {
  if (text.empty()) return true;
  if (std::string_view(",[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
    return false;
  }
  const bool is_indicator = std::string_view("-?:").find(text.front()) != std::string_view::npos;
  if (is_indicator && (text.size() == 1 || text[1] == ' ')) return false;
  return is_plain_continuation(text);
}

bool is_plain_continuation(std::string_view text) {
  return !text.starts_with('#') && !text.ends_with(':') &&
         text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos &&
         text.find("\xE2\x80\xA8") == std::string_view::npos &&
         text.find("\xE2\x80\xA9") == std::string_view::npos;
}

std::size_t quoted_scalar_size(std::string_view text) {
  const char quote = text.front();
  const std::string_view special = quote == '"' ? "\"\\" : "'";
  for (std::size_t at = text.find_first_of(special, 1); at != std::string_view::npos;
       at = text.find_first_of(special, at)) {
    const std::string_view rest = text.substr(at);
    if (rest.front() == '\\') {
      const std::size_t line_break = break_size(rest.substr(1));
      const std::size_t size = line_break > 0 ? 1 + line_break : unescape(rest).size;
      if (size == 0) return 0;
      at += size;
    } else if (quote == '\'' && rest.starts_with("''")) {
      at += 2;
    } else {
      return at + 1;
    }
  }
  return 0;
}

void append_unquoted(std::string& out, std::string_view content, char quote) {
  while (!content.empty()) {
    if (content.front() == ' ') {
      take_spaces(out, content);
    } else if (break_size(content) > 0) {
      append_folded(out, take_breaks(content));
    } else if (quote == '\'' && content.front() == '\'') {
      out += '\'';
      content.remove_prefix(2);
    } else if (quote == '"' && content.front() == '\\') {
      const std::size_t line_break = break_size(content.substr(1));
      if (line_break > 0) {
        content.remove_prefix(1 + line_break);
        out += take_breaks(content);
      } else {
        const Unescaped escape = unescape(content);
        base::append_utf8(out, escape.code_point);
        content.remove_prefix(escape.size);
      }
    } else {
      out += content.front();
      content.remove_prefix(1);
    }
  }
}

}  // namespace mlt::wire
