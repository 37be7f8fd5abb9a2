#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace mlt::cli {

/// The command that a command line names.
struct CommandLine {
  const Command* command = nullptr;  ///< none: options only
  std::string noun;                  ///< a noun without a verb: "runs"
  std::vector<std::string> words;    ///< all words but the command's name
};

/// Finds the command: global options may stand before it and between noun and verb. Throws usage
/// with the nearest name for one that does not exist.
CommandLine find_command_line(const std::vector<std::string>& words);

}  // namespace mlt::cli
