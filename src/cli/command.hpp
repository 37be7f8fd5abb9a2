#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.hpp"
#include "cli/option_table.hpp"

namespace mlt::cli {

/// Runs a parsed command; the result is the exit code.
using Action = std::function<int(Context&)>;

/// One row of the command table. `declare` makes the options struct, declares its fields and
/// returns the action over it; it runs for the chosen command alone, so start-up does not grow with
/// the number of commands.
struct Command {
  std::string_view name;     ///< "compare", "runs list"
  std::string_view summary;  ///< one line, lower case, no full stop
  Action (*declare)(OptionTable& table);
  bool hidden = false;
  /// A file of settings that cannot be read is a warning to it, not an error.
  bool works_without_config = false;
};

/// The commands that one source file defines.
using CommandFamily = std::span<const Command>;

/// Every command, in the order in which help lists them.
const std::vector<Command>& command_table();

/// The command of exactly this name ("runs list"), or none.
const Command* find_command(std::string_view name);
/// True where commands are named "`word` VERB".
bool is_noun(std::string_view word);
/// The noun or verb that `word` stands for: itself, or `experiments` for `exp` and `experiment`.
std::string canonical_word(const std::string& word);

// Each in commands/<name>.cpp. Constants, so that start-up touches no page of what is not called.
extern const CommandFamily kArtifactsCommands;
extern const CommandFamily kCheckCommands;
extern const CommandFamily kCompareCommands;
extern const CommandFamily kCompletionCommands;
extern const CommandFamily kConfigCommands;
extern const CommandFamily kDiffCommands;
extern const CommandFamily kDoctorCommands;
extern const CommandFamily kExperimentsCommands;
extern const CommandFamily kExperimentsEditCommands;
extern const CommandFamily kExportCommands;
extern const CommandFamily kGcCommands;
extern const CommandFamily kGitCommands;
extern const CommandFamily kHelpCommands;
extern const CommandFamily kImportCommands;
extern const CommandFamily kInitCommands;
extern const CommandFamily kLogCommands;
extern const CommandFamily kMigrateCommands;
extern const CommandFamily kPlotCommands;
extern const CommandFamily kRedactCommands;
extern const CommandFamily kRevParseCommands;
extern const CommandFamily kRunCommands;
extern const CommandFamily kRunsCommands;
extern const CommandFamily kRunsCommitCommands;
extern const CommandFamily kRunsEditCommands;
extern const CommandFamily kRunsKeysCommands;
extern const CommandFamily kRunsLogCommands;
extern const CommandFamily kSearchCommands;
extern const CommandFamily kShowCommands;
extern const CommandFamily kStatusCommands;
extern const CommandFamily kVersionCommands;

}  // namespace mlt::cli
