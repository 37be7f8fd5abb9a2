#pragma once

#include <string>

#include "cli/page.hpp"

namespace mlt::cli {

struct HelpStyle {
  int width = 80;
  bool colour = false;
};

HelpStyle help_style(const Terminal& terminal);

/// For man(1): roff with the man macros, clean under `mandoc -Tlint` and `man --warnings`.
std::string roff_text(const Page& page);

/// For `mlt help` and `--help`.
std::string plain_text(const Page& page, const HelpStyle& style);

/// Appends `text` broken at blanks so that no line is longer than `width`, with `indent` blanks in
/// front of every line but the first, and a newline.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent, std::size_t width);

}  // namespace mlt::cli
