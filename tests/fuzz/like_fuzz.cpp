#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "search/like.hpp"

// The matcher of LIKE against a plain one that keeps every state, on ASCII. The pattern stands on
// the first line of the input, the text behind it.

namespace {

/// Which prefixes of the text the pattern matches so far, one character of it after the other.
bool matches_plainly(std::string_view pattern, std::string_view text) {
  std::vector<bool> ends(text.size() + 1, false);
  ends[0] = true;
  for (const char wanted : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (wanted == '%') {
        next[i] = ends[i] || (i > 0 && next[i - 1] && text[i - 1] != '\n');
      } else if (i > 0 && ends[i - 1]) {
        next[i] = wanted == '_' ? text[i - 1] != '\n' : text[i - 1] == wanted;
      }
    }
    ends = next;
  }
  if (pattern.ends_with('%')) {
    return std::find(ends.begin(), ends.end(), true) != ends.end();
  }
  return ends[text.size()] || (text.ends_with('\n') && ends[text.size() - 1]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool is_ascii =
      std::all_of(input.begin(), input.end(), [](char byte) { return byte >= 0; });
  const std::size_t newline = input.find('\n');
  if (!is_ascii || newline == std::string_view::npos || size > 2048) {
    return 0;
  }
  const std::string_view pattern = input.substr(0, newline);
  const std::string_view text = input.substr(newline + 1);
  if (mlt::search::LikePattern(pattern, false).matches(text) != matches_plainly(pattern, text)) {
    std::abort();
  }
  return 0;
}
