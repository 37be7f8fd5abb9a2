#include <algorithm>

#include "cli/command.hpp"

namespace mlt::cli {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table = [] {
    std::vector<Command> all;
    // The order of `mlt --help`: what is done daily first.
    for (const CommandFamily* family : {
             &kRunCommands,        &kLogCommands,         &kCompareCommands,
             &kCheckCommands,      &kDiffCommands,        &kPlotCommands,
             &kShowCommands,       &kSearchCommands,      &kRunsCommands,
             &kRunsKeysCommands,   &kRunsEditCommands,    &kRunsCommitCommands,
             &kRunsLogCommands,    &kExperimentsCommands, &kExperimentsEditCommands,
             &kArtifactsCommands,  &kStatusCommands,      &kRevParseCommands,
             &kInitCommands,       &kDoctorCommands,      &kRedactCommands,
             &kGcCommands,         &kGitCommands,         &kExportCommands,
             &kImportCommands,     &kMigrateCommands,     &kConfigCommands,
             &kCompletionCommands, &kHelpCommands,        &kVersionCommands,
         }) {
      all.insert(all.end(), family->begin(), family->end());
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
