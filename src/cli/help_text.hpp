#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/page_render.hpp"

namespace mlt::cli {

// Short help: what fits on a screen. The whole of it are the pages of cli/page.hpp.

/// `mlt COMMAND -h`: examples first, then the command's own options.
std::string command_help(const Command& command, const OptionTable& table, const HelpStyle& style);
/// `mlt -h`: the commands.
std::string program_help(const HelpStyle& style);
/// `mlt runs -h`: the verbs of a noun.
std::string noun_help(std::string_view noun, const HelpStyle& style);

}  // namespace mlt::cli
