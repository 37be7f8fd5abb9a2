#include "cli/completion.hpp"

#include <algorithm>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/command.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

bool begins_option(const std::string& word) {
  return word == "-" || !OptionTable::is_operand_word(word);
}

/// A line that is being completed: the words before the cursor without the program, and the word at
/// the cursor as far as it goes.
class Completer {
 public:
  Completer(Words before, std::string current, const LiveValues& live_values)
      : before_(std::move(before)), current_(std::move(current)), live_values_(live_values) {}

  Completions complete() {
    read_command();
    (command_ != nullptr ? declare_globals : declare_program_options)(table_, options_);
    if (command_ == nullptr) {
      if (!complete_option()) {
        add_commands();
      }
    } else if (!complete_wrapped_command() && !complete_option()) {
      add_verbs();
      complete_operand();
    }
    keep_matching();
    return std::move(result_);
  }

 private:
  /// Finds the command among the words and takes it out of them.
  void read_command() {
    OptionTable globals;
    GlobalOptions ignored;
    declare_globals(globals, ignored);
    std::size_t at = globals.options_end(before_);
    if (at == before_.size() || before_[at] == "--") {
      return;
    }
    noun_ = canonical_word(before_[at]);
    command_ = find_command(noun_);
    std::size_t taken = at + 1;
    if (is_noun(noun_)) {
      const Words left(before_.begin() + static_cast<std::ptrdiff_t>(taken), before_.end());
      const std::size_t verb_at = command_ != nullptr ? taken : taken + globals.options_end(left);
      if (verb_at < before_.size()) {
        if (const Command* verb = find_command(noun_ + " " + before_[verb_at])) {
          command_ = verb;
          before_.erase(before_.begin() + static_cast<std::ptrdiff_t>(verb_at));
          ++removed_;
          noun_.clear();
        }
      }
    }
    if (command_ != nullptr) {
      before_.erase(before_.begin() + static_cast<std::ptrdiff_t>(at));
      ++removed_;
      first_own_ = at;
      action_ = command_->declare(table_);
    }
  }

  void add_commands() {
    if (!noun_.empty()) {
      add_verbs();
      return;
    }
    for (const Command& command : command_table()) {
      const std::string first(command.name.substr(0, command.name.find(' ')));
      const bool seen = std::ranges::any_of(
          result_.candidates, [&first](const Candidate& known) { return known.value == first; });
      if (!command.hidden && !seen) {
        result_.candidates.push_back(
            {first, std::string(find_command(first) != nullptr ? command.summary : "")});
      }
    }
  }

  /// The verbs of a noun, as long as nothing else follows it.
  void add_verbs() {
    if (noun_.empty() || (command_ != nullptr && before_.size() > first_own_)) {
      return;
    }
    for (const Command& command : command_table()) {
      if (!command.hidden && command.name.starts_with(noun_ + " ")) {
        result_.candidates.push_back(
            {std::string(command.name.substr(noun_.size() + 1)), std::string(command.summary)});
      }
    }
  }

  /// In a command that wraps another one: what is typed from its first word on is for that one.
  bool complete_wrapped_command() {
    const bool wraps =
        std::ranges::any_of(table_.specs(), [](const OptionSpec& spec) { return spec.is_rest; });
    if (!wraps) {
      return false;
    }
    const std::size_t end = table_.options_end(before_);
    const bool awaits = !before_.empty() && end == before_.size() &&
                        table_.awaiting_value(before_.back()) != nullptr;
    if (end == before_.size() && (awaits || begins_option(current_))) {
      return false;
    }
    if (end == before_.size()) {
      add_verbs();
    }
    const bool has_dashes = end < before_.size() && before_[end] == "--";
    const std::size_t program = 1;
    result_.command_at = program + removed_ + end + (has_dashes ? 1 : 0);
    return true;
  }

  /// A value of the option before the cursor, or an option's name.
  bool complete_option() {
    const bool after_dashes = std::ranges::find(before_, "--") != before_.end();
    if (!before_.empty() && !after_dashes) {
      if (const OptionSpec* spec = table_.awaiting_value(before_.back())) {
        add_values(*spec, "");
        return true;
      }
    }
    if (after_dashes || !begins_option(current_)) {
      return false;
    }
    if (const auto equals = current_.find('='); equals != std::string::npos) {
      const OptionSpec* spec = table_.find(current_);
      if (spec != nullptr && spec->takes_value()) {
        add_values(*spec, current_.substr(0, equals + 1));
      }
      return true;
    }
    for (const OptionSpec& spec : table_.specs()) {
      const bool used = !spec.repeatable && std::ranges::any_of(before_, [&](const auto& word) {
        return spec.has_name(word.substr(0, word.find('=')));
      });
      if (!spec.hidden && !used) {
        for (const std::string& name : spec.names) {
          result_.candidates.push_back({name, spec.help});
        }
      }
    }
    return true;
  }

  void complete_operand() {
    std::size_t number = 0;
    bool only_operands = false;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!only_operands && before_[i] == "--") {
        only_operands = true;
      } else if (only_operands || OptionTable::is_operand_word(before_[i])) {
        ++number;
      } else if (table_.awaiting_value(before_[i]) != nullptr) {
        ++i;
      }
    }
    for (const OptionSpec& spec : table_.specs()) {
      if (spec.is_operand() && (spec.repeatable || number-- == 0)) {
        add_values(spec, "");
        return;
      }
    }
  }

  void add_values(const OptionSpec& spec, const std::string& front) {
    switch (spec.completion) {
      case Completion::none:
      case Completion::command:
        break;
      case Completion::file:
        result_.files = true;
        break;
      case Completion::directory:
        result_.directories = true;
        break;
      case Completion::choice:
        for (const std::string& choice : spec.choices) {
          result_.candidates.push_back({front + choice, ""});
        }
        break;
      case Completion::filter:
        add_filter_keys(front);
        break;
      case Completion::run:
      case Completion::revision:
      case Completion::experiment:
      case Completion::param_key:
      case Completion::metric_key:
      case Completion::tag_key:
        for (Candidate& candidate : ask(spec.completion, current_.substr(front.size()))) {
          candidate.value.insert(0, front);
          result_.candidates.push_back(std::move(candidate));
        }
        break;
    }
  }

  /// Inside a filter expression the last word may be a key.
  void add_filter_keys(const std::string& front) {
    const std::string text = current_.substr(front.size());
    const auto blank = text.find_last_of(" ()<>=!,");
    const std::string done = front + (blank == std::string::npos ? "" : text.substr(0, blank + 1));
    const std::pair<std::string, Completion> kinds[] = {{"metrics.", Completion::metric_key},
                                                        {"params.", Completion::param_key},
                                                        {"tags.", Completion::tag_key}};
    result_.no_space = true;
    for (const auto& [prefix, kind] : kinds) {
      if (!current_.starts_with(done + prefix)) {
        result_.candidates.push_back({done + prefix, ""});
        continue;
      }
      for (const Candidate& key : ask(kind, "")) {
        const bool plain = key.value.find_first_of(" -:/") == std::string::npos;
        result_.candidates.push_back(
            {done + prefix + (plain ? key.value : "`" + key.value + "`"), key.description});
      }
    }
  }

  std::vector<Candidate> ask(Completion kind, const std::string& prefix) {
    try {
      table_.parse(before_, [] { return true; });
    } catch (const Error&) {
      // A half-typed line is no error.
    }
    return live_values_(kind, prefix, options_);
  }

  void keep_matching() {
    std::erase_if(result_.candidates, [this](const Candidate& candidate) {
      return !candidate.value.starts_with(current_);
    });
  }

  Words before_;
  std::string current_;
  const LiveValues& live_values_;
  OptionTable table_;
  Action action_;  ///< keeps alive what the table is bound to
  GlobalOptions options_;
  const Command* command_ = nullptr;
  std::string noun_;           ///< which may be followed by a verb
  std::size_t removed_ = 0;    ///< words of the command's name, taken out of before_
  std::size_t first_own_ = 0;  ///< where in before_ the words after the command's name begin
  Completions result_;
};

}  // namespace

Completions complete_line(const std::vector<std::string>& words, std::size_t position,
                          const LiveValues& live_values) {
  if (position == 0 || words.empty()) {
    return {};
  }
  const std::size_t end = std::min(position, words.size());
  Words before(words.begin() + 1, words.begin() + static_cast<std::ptrdiff_t>(end));
  std::string current = position < words.size() ? words[position] : "";
  return Completer(std::move(before), std::move(current), live_values).complete();
}

std::string completions_text(const Completions& completions) {
  std::string out;
  for (const Candidate& candidate : completions.candidates) {
    if (!base::has_control_character(candidate.value)) {
      out += candidate.value + '\t' + base::escape_control(candidate.description) + '\n';
    }
  }
  out += completions.command_at    ? ":command " + std::to_string(*completions.command_at)
         : completions.directories ? ":directories"
         : completions.files       ? ":files"
                                   : ":values";
  return out + (completions.no_space ? " nospace\n" : "\n");
}

std::string unquoted_word(std::string_view word) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < word.size()) {
      out += word[++i];
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace mlt::cli
