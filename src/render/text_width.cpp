#include "render/text_width.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>

#include <utf8proc.h>

#include "base/text.hpp"

namespace mlt::render {
namespace {

constexpr utf8proc_int32_t kZeroWidthJoiner = 0x200D;
constexpr utf8proc_int32_t kEmojiPresentation = 0xFE0F;

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_regional_indicator(utf8proc_int32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

/// One code point and the bytes it takes; a malformed byte is one character of one cell.
struct CodePoint {
  utf8proc_int32_t value = 0xFFFD;
  std::size_t size = 1;
};

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  utf8proc_int32_t value = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset);
  const auto size =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - offset), &value);
  if (size <= 0) {
    return {};
  }
  return {value, static_cast<std::size_t>(size)};
}

/// Calls `visit(begin, end, width)` for each grapheme cluster until it returns false.
template <typename Visit>
void for_each_cluster(std::string_view text, Visit visit) {
  std::size_t begin = 0;
  utf8proc_int32_t state = 0;
  while (begin < text.size()) {
    CodePoint current = code_point_at(text, begin);
    int width = utf8proc_charwidth(current.value);
    std::size_t end = begin + current.size;
    bool is_flag = false;
    while (end < text.size()) {
      const CodePoint next = code_point_at(text, end);
      if (utf8proc_grapheme_break_stateful(current.value, next.value, &state) != 0) {
        break;
      }
      is_flag = is_regional_indicator(current.value) && is_regional_indicator(next.value);
      const bool is_wide =
          is_flag || next.value == kEmojiPresentation || next.value == kZeroWidthJoiner;
      width = std::max(width, is_wide && width > 0 ? 2 : utf8proc_charwidth(next.value));
      end += next.size;
      current = next;
    }
    if (!visit(begin, end, std::min(width, 2))) {
      return;
    }
    begin = end;
    state = 0;
  }
}

/// U+061C, U+200E, U+200F, U+202A–U+202E, U+2066–U+2069: they reorder what stands around them.
bool is_bidi_control(utf8proc_int32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

int display_width(std::string_view text) {
  if (is_plain_ascii(text)) {
    return static_cast<int>(text.size());
  }
  int total = 0;
  for_each_cluster(text, [&](std::size_t, std::size_t, int width) {
    total += width;
    return true;
  });
  return total;
}

std::string_view prefix_of_width(std::string_view text, int cells) {
  if (cells <= 0) {
    return {};
  }
  if (is_plain_ascii(text)) {
    return text.substr(0, static_cast<std::size_t>(cells));
  }
  std::size_t kept = 0;
  int used = 0;
  for_each_cluster(text, [&](std::size_t, std::size_t end, int width) {
    if (used + width > cells) {
      return false;
    }
    used += width;
    kept = end;
    return true;
  });
  return text.substr(0, kept);
}

std::string shorten(std::string_view text, int cells, std::string_view ellipsis) {
  if (display_width(text) <= cells) {
    return std::string(text);
  }
  const int room = cells - display_width(ellipsis);
  if (room <= 0) {
    return std::string(prefix_of_width(ellipsis, cells));
  }
  return std::string(prefix_of_width(text, room)).append(ellipsis);
}

std::string shorten_middle(std::string_view text, int cells, std::string_view ellipsis) {
  const int width = display_width(text);
  const int room = cells - display_width(ellipsis);
  if (width <= cells || room < 2) {
    return shorten(text, cells, ellipsis);
  }
  const std::string_view head = prefix_of_width(text, (room + 1) / 2);
  // What is left over after the part that is dropped; a wide character may make it a cell shorter.
  const std::string_view rest = text.substr(head.size());
  std::size_t dropped = prefix_of_width(rest, display_width(rest) - room / 2).size();
  while (display_width(rest.substr(dropped)) > room / 2) {
    dropped += prefix_of_width(rest.substr(dropped), 2).size();
  }
  return std::string(head).append(ellipsis).append(rest.substr(dropped));
}

std::string printable(std::string_view text) {
  if (is_plain_ascii(text)) {
    return std::string(text);
  }
  const std::string escaped = base::escape_control(text);
  std::string out;
  out.reserve(escaped.size());
  for (std::size_t i = 0; i < escaped.size();) {
    const CodePoint c = code_point_at(escaped, i);
    if (is_bidi_control(c.value)) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c.value));
      out += code.data();
    } else {
      out.append(escaped, i, c.size);
    }
    i += c.size;
  }
  return out;
}

std::string wrap_words(std::string_view text, int width, std::string_view indent) {
  if (width <= 0) {
    return std::string(text);
  }
  std::string out;
  int used = 0;
  for (std::string_view word : base::split(text, ' ')) {
    const int cells = display_width(word);
    if (used > 0 && used + 1 + cells > width) {
      out.append("\n").append(indent);
      used = display_width(indent);
    } else if (used > 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += cells;
  }
  return out;
}

}  // namespace mlt::render
