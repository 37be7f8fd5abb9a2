#include <algorithm>
#include <iterator>

#include "cli/command.hpp"

namespace mlt::cli {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table = [] {
    std::vector<Command> all;
    // The order of `mlt --help`: what is done daily first.
    for (const auto family : {
             run_commands,        log_commands,         compare_commands,
             show_commands,       search_commands,      runs_commands,
             runs_keys_commands,  runs_edit_commands,   runs_commit_commands,
             runs_log_commands,   experiments_commands, experiments_edit_commands,
             artifacts_commands,  status_commands,      rev_parse_commands,
             init_commands,       doctor_commands,      redact_commands,
             gc_commands,         git_commands,         export_commands,
             import_commands,     migrate_commands,     config_commands,
             completion_commands, help_commands,        version_commands,
         }) {
      std::ranges::copy(family(), std::back_inserter(all));
    }
    return all;
  }();
  return table;
}

const Command* find_command(std::string_view name) {
  const auto& table = command_table();
  const auto found = std::ranges::find(table, name, &Command::name);
  return found == table.end() ? nullptr : &*found;
}

bool is_noun(std::string_view word) {
  return std::ranges::any_of(command_table(), [word](const Command& command) {
    return command.name.size() > word.size() && command.name.starts_with(word) &&
           command.name[word.size()] == ' ';
  });
}

std::string canonical_word(const std::string& word) {
  if (find_command(word) != nullptr || is_noun(word)) {
    return word;
  }
  const std::string plural = word == "exp" ? "experiments" : word + "s";
  return is_noun(plural) ? plural : word;
}

}  // namespace mlt::cli
