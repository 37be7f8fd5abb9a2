#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::cli {

namespace {

int positive_number(const std::optional<std::string>& text) {
  const auto number = text ? base::parse_int64(*text) : std::nullopt;
  return number && *number > 0 && *number < 1'000'000 ? static_cast<int>(*number) : 0;
}

}  // namespace

Terminal probe_terminal(ColourMode mode, const Environment& env) {
  Terminal terminal;
  terminal.is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.columns = positive_number(env("COLUMNS"));
  terminal.utf8 = locale_is_utf8(env);
  terminal.colour = wants_colour(mode, env, terminal.is_terminal);
  if (terminal.is_terminal) {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    terminal.rows = known && size.ws_row > 0 ? size.ws_row : 24;
    if (terminal.columns == 0) {
      terminal.columns = known && size.ws_col > 0 ? size.ws_col : 80;
    }
  }
  return terminal;
}

bool wants_colour(ColourMode mode, const Environment& env, bool is_terminal) {
  if (mode != ColourMode::automatic) {
    return mode == ColourMode::always;
  }
  if (env("NO_COLOR")) {
    return false;
  }
  if (const auto force = env("CLICOLOR_FORCE"); force && *force != "0") {
    return true;
  }
  return is_terminal && env("TERM").value_or("dumb") != "dumb";
}

bool locale_is_utf8(const Environment& env) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const auto value = env(name)) {
      const std::string lower = base::to_lower(*value);
      return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
    }
  }
  return false;
}

}  // namespace mlt::cli
