#pragma once

#include <string>
#include <string_view>

namespace mlt::render {

/// Cells that a terminal gives to a line of UTF-8: 0 for combining marks, 2 for East Asian wide
/// characters and emoji, one cluster of joined code points counted once (Unicode TR 11 and 29).
int display_width(std::string_view text);

/// The longest beginning of `text` that fits into `cells`, cut between grapheme clusters.
std::string_view prefix_of_width(std::string_view text, int cells);

/// `text` if it fits into `cells`, else its beginning with `ellipsis` at the end; never wider.
std::string shorten(std::string_view text, int cells, std::string_view ellipsis);

/// `text` if it fits into `cells`, else its beginning and its end with `ellipsis` between them.
std::string shorten_middle(std::string_view text, int cells, std::string_view ellipsis);

/// One line that cannot move a terminal's cursor or turn its writing direction: control characters
/// and malformed bytes as `\n`, `\x1b`, bidirectional overrides as `\u202e`.
std::string printable(std::string_view text);

/// `text` broken at blanks into lines of at most `width` cells (0: no limit), each but the first
/// preceded by `indent`. A word longer than a line stays whole.
std::string wrap_words(std::string_view text, int width, std::string_view indent);

}  // namespace mlt::render
