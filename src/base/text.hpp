#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::base {

/// Without ASCII white space at both ends.
std::string_view trim(std::string_view text);
/// All parts, empty ones too: one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// ASCII letters only; other bytes stay.
std::string to_lower(std::string_view text);

/// A code point and the bytes of its UTF-8 form; size 0 stands for "none".
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};
/// The code point at the beginning of `text`: none if the text is empty or begins with a byte that
/// is not part of a well-formed sequence (RFC 3629).
CodePoint first_code_point(std::string_view text);

/// `code_point` must be one that UTF-8 has: up to U+10FFFF, no surrogate.
void append_utf8(std::string& out, char32_t code_point);

/// True for well-formed UTF-8 without surrogates and overlong forms (RFC 3629).
bool is_valid_utf8(std::string_view text);
/// Code points in valid UTF-8; in other text, bytes that do not continue a sequence.
std::size_t count_code_points(std::string_view text);
/// C0, DEL and C1: U+0000–U+001F, U+007F–U+009F.
bool is_control(char32_t code_point);
bool has_control_character(std::string_view text);
/// For terminals and error messages: control characters and malformed bytes as \n, \t, \x1b,
/// \u009b, the rest as is.
std::string escape_control(std::string_view text);
/// The same between single quotes, for messages; of more than `longest` bytes only the beginning,
/// up to a whole character, and "…".
std::string quote_shortened(std::string_view text, std::size_t longest);

/// Shell pattern over the whole text: `*` any run, `?` one code point, `[a-z]` and `[!a-z]` one of
/// a class (`]` may stand first in it; `[*]` is a plain star); a `[` that is never closed is
/// itself. Only the last star is ever moved: O(n·m) at worst, no recursion.
bool matches_glob(std::string_view pattern, std::string_view text);
bool has_glob_characters(std::string_view text);

/// The candidate with the smallest edit distance (Damerau–Levenshtein, optimal string alignment, in
/// code points, ASCII letter case aside) to `word`; the first of equals. Nothing unless it is near
/// enough to be what was meant: within a third of the word's length, at least 1, and less than all.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// A word as a POSIX shell would have to read it: as is where safe, else in single quotes.
std::string quote_for_shell(std::string_view word);

}  // namespace mlt::base
