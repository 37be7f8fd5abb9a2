#include "base/text.hpp"

#include <algorithm>
#include <limits>

namespace mlt::base {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

unsigned char byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

void append_hex_escape(std::string& out, char kind, unsigned value, int digits) {
  out += '\\';
  out += kind;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out += kHexDigits[(value >> shift) & 0xF];
  }
}

void append_escaped(std::string& out, char32_t control) {
  switch (control) {
    case U'\n':
      out += "\\n";
      break;
    case U'\r':
      out += "\\r";
      break;
    case U'\t':
      out += "\\t";
      break;
    default:
      if (control < 0x80) {
        append_hex_escape(out, 'x', static_cast<unsigned>(control), 2);
      } else {
        append_hex_escape(out, 'u', static_cast<unsigned>(control), 4);
      }
  }
}

/// One character of a pattern or a text: a code point or, in malformed text, a byte, which is given
/// a value that no code point has.
CodePoint next_character(std::string_view text) {
  CodePoint point = first_code_point(text);
  if (point.size == 0) {
    point = {0x110000u + byte_at(text, 0), 1};
  }
  return point;
}

/// Matches `character` against the class at the beginning of `pattern`. The result is the class's
/// length in bytes, 0 if it is never closed.
std::size_t match_class(std::string_view pattern, char32_t character, bool& matched) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  at += negated ? 1 : 0;
  bool found = false;
  for (bool first = true; at < pattern.size(); first = false) {
    if (pattern[at] == ']' && !first) {
      matched = found != negated;
      return at + 1;
    }
    const CodePoint low = next_character(pattern.substr(at));
    at += low.size;
    char32_t high = low.value;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      const CodePoint end = next_character(pattern.substr(at + 1));
      at += 1 + end.size;
      high = end.value;
    }
    found = found || (low.value <= character && character <= high);
  }
  return 0;
}

/// Matches one character of the text against one element of the pattern that is not a star. The
/// result is the element's length in bytes, 0 if it does not match.
std::size_t match_one(std::string_view pattern, char32_t character) {
  if (pattern.front() == '?') {
    return 1;
  }
  if (pattern.front() == '[') {
    bool matched = false;
    const std::size_t length = match_class(pattern, character, matched);
    if (length > 0) {
      return matched ? length : 0;
    }
  }
  const CodePoint expected = next_character(pattern);
  return expected.value == character ? expected.size : 0;
}

std::u32string folded(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = next_character(text);
    const bool ascii = point.size == 1 && point.value < 0x80;
    characters +=
        ascii ? static_cast<char32_t>(lower(static_cast<char>(point.value))) : point.value;
    text.remove_prefix(point.size);
  }
  return characters;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, no part
/// edited twice. Three rows of the usual table are enough.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      joined += separator;
    }
    joined += parts[i];
  }
  return joined;
}

std::string to_lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

CodePoint first_code_point(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const unsigned char lead = byte_at(text, 0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  std::size_t size = 0;
  char32_t value = 0;
  char32_t smallest = 0;  // a smaller value has a shorter form
  if ((lead & 0xE0) == 0xC0) {
    size = 2, value = lead & 0x1Fu, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    size = 3, value = lead & 0x0Fu, smallest = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    size = 4, value = lead & 0x07u, smallest = 0x10000;
  }
  if (size == 0 || text.size() < size) {
    return {};
  }
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned char byte = byte_at(text, i);
    if (!is_continuation(byte)) {
      return {};
    }
    value = (value << 6) | (byte & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || surrogate || value > 0x10FFFF) {
    return {};
  }
  return {value, size};
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto byte = [&](unsigned mark, int shift, unsigned mask) {
    out += static_cast<char>(mark | ((static_cast<unsigned>(code_point) >> shift) & mask));
  };
  if (code_point < 0x80) {
    byte(0, 0, 0x7F);
  } else if (code_point < 0x800) {
    byte(0xC0, 6, 0x1F);
    byte(0x80, 0, 0x3F);
  } else if (code_point < 0x10000) {
    byte(0xE0, 12, 0x0F);
    byte(0x80, 6, 0x3F);
    byte(0x80, 0, 0x3F);
  } else {
    byte(0xF0, 18, 0x07);
    byte(0x80, 12, 0x3F);
    byte(0x80, 6, 0x3F);
    byte(0x80, 0, 0x3F);
  }
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.size == 0) {
      return false;
    }
    text.remove_prefix(point.size);
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return !is_continuation(static_cast<unsigned char>(byte));
  }));
}

bool is_control(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

bool has_control_character(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.size > 0 && is_control(point.value)) {
      return true;
    }
    text.remove_prefix(std::max<std::size_t>(point.size, 1));
  }
  return false;
}

std::string escape_control(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.size == 0) {
      append_hex_escape(escaped, 'x', byte_at(text, 0), 2);
      text.remove_prefix(1);
      continue;
    }
    if (is_control(point.value)) {
      append_escaped(escaped, point.value);
    } else {
      escaped += text.substr(0, point.size);
    }
    text.remove_prefix(point.size);
  }
  return escaped;
}

std::string quote_shortened(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) {
    return "'" + escape_control(text) + "'";
  }
  std::size_t end = longest;
  while (end > 0 && (byte_at(text, end) & 0xC0) == 0x80) {
    --end;
  }
  return "'" + escape_control(text.substr(0, end)) + "…'";
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  // Where to go on if the match fails: behind the last star, with one more character given to it.
  std::optional<std::string_view> pattern_after_star;
  std::string_view text_after_star;
  while (!text.empty()) {
    if (!pattern.empty() && pattern.front() == '*') {
      pattern.remove_prefix(1);
      pattern_after_star = pattern;
      text_after_star = text;
      continue;
    }
    const CodePoint character = next_character(text);
    const std::size_t matched = pattern.empty() ? 0 : match_one(pattern, character.value);
    if (matched > 0) {
      pattern.remove_prefix(matched);
      text.remove_prefix(character.size);
      continue;
    }
    if (!pattern_after_star) {
      return false;
    }
    pattern = *pattern_after_star;
    text_after_star.remove_prefix(next_character(text_after_star).size);
    text = text_after_star;
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

bool has_glob_characters(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  const std::u32string wanted = folded(word);
  const std::size_t limit = std::max<std::size_t>(wanted.size() / 3, 1);
  std::size_t best = std::numeric_limits<std::size_t>::max();
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::u32string offered = folded(candidate);
    const std::size_t longer = std::max(offered.size(), wanted.size());
    const std::size_t shorter = std::min(offered.size(), wanted.size());
    if (longer - shorter > limit) {
      continue;
    }
    const std::size_t distance = edit_distance(wanted, offered);
    if (distance <= limit && distance < longer && distance < best) {
      best = distance;
      found = &candidate;
    }
  }
  return found == nullptr ? std::nullopt : std::optional<std::string>(*found);
}

std::string quote_for_shell(std::string_view word) {
  constexpr std::string_view kSafe =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  if (!word.empty() && word.find_first_not_of(kSafe) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char letter : word) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else {
      quoted += letter;
    }
  }
  quoted += '\'';
  return quoted;
}

}  // namespace mlt::base
