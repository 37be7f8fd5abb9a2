#include "cli/command_line.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

/// Moves leading global options, and their values, from `left` to `words`.
void take_options(Words& left, Words& words) {
  if (left.empty() || OptionTable::is_operand_word(left.front())) {
    return;  // as a rule: no table is built for nothing
  }
  GlobalOptions options;
  OptionTable globals;
  declare_program_options(globals, options);
  const auto end = left.begin() + static_cast<std::ptrdiff_t>(globals.options_end(left));
  words.insert(words.end(), std::make_move_iterator(left.begin()), std::make_move_iterator(end));
  left.erase(left.begin(), end);
}

/// For a noun that is a command as well (`log`, `run`): moves leading options if all are global and
/// a verb follows. Behind another option the word may be that option's value.
void take_options_before_verb(const std::string& noun, Words& left, Words& words) {
  if (left.empty() || OptionTable::is_operand_word(left.front())) {
    return;
  }
  GlobalOptions options;
  OptionTable globals;
  declare_program_options(globals, options);
  std::size_t at = 0;
  while (at < left.size() && !OptionTable::is_operand_word(left[at])) {
    const OptionSpec* option = globals.find(left[at]);
    if (option == nullptr) {
      return;
    }
    const bool has_value = left[at].find('=') != std::string::npos;
    at += option->takes_next_word() && !has_value ? 2 : 1;
  }
  if (at < left.size() && find_command(noun + " " + left[at]) != nullptr) {
    take_options(left, words);
  }
}

Error unknown_command(const std::string& word) {
  Error error(ErrorCode::usage, "unknown command '" + word + "'");
  Words names;
  for (const Command& command : command_table()) {
    if (!command.hidden) {
      names.emplace_back(command.name.substr(0, command.name.find(' ')));
    }
  }
  if (const auto near = base::nearest(word, names)) {
    error.add_hint("the nearest command is '" + *near + "'");
  }
  error.add_hint("list commands with: mlt --help");
  return error;
}

Error unknown_verb(const std::string& noun, const std::string& word) {
  Error error(ErrorCode::usage, "unknown command '" + noun + " " + word + "'");
  Words verbs;
  for (const Command& command : command_table()) {
    if (command.name.starts_with(noun + " ") && !command.hidden) {
      verbs.emplace_back(command.name.substr(noun.size() + 1));
    }
  }
  if (const auto near = base::nearest(word, verbs)) {
    error.add_hint("the nearest command is '" + noun + " " + *near + "'");
  }
  error.add_hint("after 'mlt " + noun + "' stands one of: " + base::join(verbs, ", "));
  return error;
}

}  // namespace

CommandLine find_command_line(const std::vector<std::string>& words) {
  CommandLine line;
  Words left = words;
  take_options(left, line.words);
  if (left.empty()) {
    return line;
  }
  const std::string first = canonical_word(left.front());
  left.erase(left.begin());
  line.command = find_command(first);
  if (is_noun(first)) {
    if (line.command == nullptr) {
      take_options(left, line.words);
    } else {
      take_options_before_verb(first, left, line.words);
    }
    const Command* with_verb = left.empty() ? nullptr : find_command(first + " " + left.front());
    if (with_verb != nullptr) {
      line.command = with_verb;
      left.erase(left.begin());
    } else if (line.command == nullptr) {
      line.noun = first;
      if (!left.empty()) {
        throw unknown_verb(first, left.front());
      }
      return line;
    }
  }
  if (line.command == nullptr) {
    throw unknown_command(first);
  }
  line.words.insert(line.words.end(), std::make_move_iterator(left.begin()),
                    std::make_move_iterator(left.end()));
  return line;
}

}  // namespace mlt::cli
