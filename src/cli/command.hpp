#pragma once

#include <functional>
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

/// Every command, in the order in which help lists them.
const std::vector<Command>& command_table();

/// The command of exactly this name ("runs list"), or none.
const Command* find_command(std::string_view name);
/// True where commands are named "`word` VERB".
bool is_noun(std::string_view word);
/// The noun or verb that `word` stands for: itself, or `experiments` for `exp` and `experiment`.
std::string canonical_word(const std::string& word);

// One function a command family, defined in commands/<name>.cpp.
std::vector<Command> artifacts_commands();
std::vector<Command> compare_commands();
std::vector<Command> completion_commands();
std::vector<Command> config_commands();
std::vector<Command> doctor_commands();
std::vector<Command> experiments_commands();
std::vector<Command> experiments_edit_commands();
std::vector<Command> export_commands();
std::vector<Command> gc_commands();
std::vector<Command> git_commands();
std::vector<Command> help_commands();
std::vector<Command> import_commands();
std::vector<Command> init_commands();
std::vector<Command> log_commands();
std::vector<Command> migrate_commands();
std::vector<Command> redact_commands();
std::vector<Command> rev_parse_commands();
std::vector<Command> run_commands();
std::vector<Command> runs_commands();
std::vector<Command> runs_commit_commands();
std::vector<Command> runs_edit_commands();
std::vector<Command> runs_keys_commands();
std::vector<Command> runs_log_commands();
std::vector<Command> search_commands();
std::vector<Command> show_commands();
std::vector<Command> status_commands();
std::vector<Command> version_commands();

}  // namespace mlt::cli
