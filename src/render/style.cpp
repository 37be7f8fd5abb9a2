#include "render/style.hpp"

#include <array>
#include <utility>

namespace mlt::render {
namespace {

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::dim:
      return "\x1b[2m";
    case Tone::strong:
      return "\x1b[1m";
    case Tone::good:
      return "\x1b[1;32m";
    case Tone::bad:
      return "\x1b[31m";
    case Tone::busy:
      return "\x1b[33m";
  }
  return "";
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAsciiMarks{{
    {"★", "*"},
    {"≈", "~"},
    {"…", "..."},
    {"·", "-"},
    {"⇔", "="},
    {"→", "->"},
    {"±", "+/-"},
    {"✗", "x"},
    {"−", "-"},
    {"↑", "^"},
    {"↓", "v"},
    {"Δ", "delta"},
}};

}  // namespace

std::string paint(std::string_view text, Tone tone, const Style& style) {
  if (!style.colour || tone == Tone::plain || text.empty()) {
    return std::string(text);
  }
  std::string out(escape_of(tone));
  return out.append(text).append("\x1b[0m");
}

std::string marks(std::string_view text, const Style& style) {
  if (style.utf8) {
    return std::string(text);
  }
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    bool replaced = false;
    for (const auto& [mark, ascii] : kAsciiMarks) {
      if (text.substr(i).starts_with(mark)) {
        out += ascii;
        i += mark.size();
        replaced = true;
        break;
      }
    }
    if (!replaced) {
      out += text[i++];
    }
  }
  return out;
}

}  // namespace mlt::render
