#include "app/run/output_lines.hpp"

#include <algorithm>

namespace mlt::app {
namespace {

constexpr char kEscape = '\x1b';
constexpr char kBell = '\a';

/// The index behind the escape sequence that starts at `at`.
std::size_t skip_escape(std::string_view text, std::size_t at) {
  if (++at == text.size()) {
    return at;
  }
  const char kind = text[at++];
  if (kind == '[') {  // CSI: parameters and intermediates, then one final byte
    while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x3f) {
      ++at;
    }
    return std::min(at + 1, text.size());
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
    // OSC, DCS, APC, PM, SOS: up to BEL or ESC backslash.
    while (at < text.size() && text[at] != kBell && text[at] != kEscape) {
      ++at;
    }
    const bool two_bytes = at + 1 < text.size() && text[at] == kEscape && text[at + 1] == '\\';
    return std::min(at + (two_bytes ? 2 : 1), text.size());
  }
  while (kind >= 0x20 && kind <= 0x2f && at < text.size() && text[at] <= 0x2f && text[at] >= 0x20) {
    ++at;  // a designation such as ESC ( B
  }
  return kind >= 0x20 && kind <= 0x2f ? std::min(at + 1, text.size()) : at;
}

}  // namespace

void append_without_escapes(std::string& out, std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t escape = std::min(text.find(kEscape, at), text.size());
    out.append(text.substr(at, escape - at));
    at = escape < text.size() ? skip_escape(text, escape) : escape;
  }
}

void OutputLines::feed(std::string_view bytes) {
  // Two runs of memchr(3) beat a loop that looks for both ends; no byte is looked at more than
  // twice.
  std::size_t start = 0;
  while (start < bytes.size()) {
    const std::size_t newline = std::min(bytes.find('\n', start), bytes.size());
    const std::string_view stretch = bytes.substr(0, newline);
    std::size_t end = 0;
    while ((end = stretch.find('\r', start)) != std::string_view::npos) {
      end_line(stretch.substr(start, end - start));
      start = end + 1;
    }
    if (newline == bytes.size()) {
      keep(stretch.substr(start));
      return;
    }
    end_line(stretch.substr(start));
    start = newline + 1;
  }
}

void OutputLines::finish() { end_line({}); }

void OutputLines::keep(std::string_view piece) {
  too_long_ = too_long_ || partial_.size() + piece.size() > kMaxLineBytes;
  if (too_long_) {
    partial_.clear();
  } else {
    partial_.append(piece);
  }
}

void OutputLines::end_line(std::string_view last_piece) {
  std::string_view line = last_piece;
  if (!partial_.empty() || too_long_ || last_piece.size() > kMaxLineBytes) {
    keep(last_piece);
    line = partial_;  // empty if it was too long
  }
  if (line.find(kEscape) != std::string_view::npos) {
    stripped_.clear();
    append_without_escapes(stripped_, line);
    line = stripped_;
  }
  if (!line.empty()) {
    sink_(line);
  }
  partial_.clear();
  too_long_ = false;
}

}  // namespace mlt::app
