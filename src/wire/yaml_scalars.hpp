#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlt::wire {

// The scalars of a block of YAML 1.1, as libyaml reads them. A text is UTF-8 without control
// characters but LF, and CR before it.

/// True for what YAML calls printable, with line breaks for all but NEL and a lone CR.
bool is_scalar_text(std::string_view text);

/// True for a plain scalar of one line.
bool is_plain_scalar(std::string_view text);
/// True for what may stand in a further line of one.
bool is_plain_continuation(std::string_view text);

/// `text` begins with a quote: the size of the quoted scalar, both quotes included, over however
/// many lines; 0 if it is not closed or has an escape sequence that is none.
std::size_t quoted_scalar_size(std::string_view text);

/// Appends what the text between two quotes of that kind stands for: escapes and doubled quotes
/// resolved, lines folded.
void append_unquoted(std::string& out, std::string_view content, char quote);

}  // namespace mlt::wire
