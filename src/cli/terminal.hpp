#pragma once

#include "cli/globals.hpp"

namespace mlt::cli {

/// What the terminal at stdout can do.
struct Terminal {
  bool is_terminal = false;
  int columns = 0;  ///< 0: unlimited (no terminal and COLUMNS unset)
  int rows = 0;     ///< 0: no terminal
  bool colour = false;
  bool utf8 = false;
};

/// Looks at stdout and the environment. COLUMNS outranks the terminal's own word.
Terminal probe_terminal(ColourMode mode, const Environment& env);

/// Whether text on the descriptor is coloured: the flag, then NO_COLOR, CLICOLOR_FORCE, a terminal
/// that is not dumb.
bool wants_colour(ColourMode mode, const Environment& env, bool is_terminal);

/// Whether the locale's characters are UTF-8, by the first of LC_ALL, LC_CTYPE and LANG that is
/// set. The C library's locale stays untouched: numbers never depend on it.
bool locale_is_utf8(const Environment& env);

}  // namespace mlt::cli
