#include <algorithm>
#include <iterator>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/option_table.hpp"
#include "cli/option_table_state.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

// CLI11 takes an empty value for an absent one, `-inf` for a cluster of options and `++` for an end
// of a subcommand, and reports operands and unknown options in one list. Every word and value that
// must come through untouched is therefore handed over with this byte in front, and loses it again
// afterwards.
constexpr char kGuard = '\x01';

std::string guarded(const std::string& word) {
  if (OptionTable::is_operand_word(word)) {
    return kGuard + word;
  }
  if (const auto equals = word.find('='); is_long_option(word) && equals != std::string::npos) {
    return word.substr(0, equals + 1) + kGuard + word.substr(equals + 1);
  }
  return word;
}

bool is_guarded(const std::string& word) { return !word.empty() && word.front() == kGuard; }

std::string unguarded(const std::string& word) { return is_guarded(word) ? word.substr(1) : word; }

Error usage(std::string message) { return {ErrorCode::usage, std::move(message)}; }

// Only the options that may occur in the words are made known to CLI11: each costs 2–3 µs, and a
// command has dozens.
bool may_occur(const OptionSpec& spec, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&spec](const std::string& word) {
    if (is_long_option(word)) {
      return spec.has_name(name_part(word));
    }
    return word.starts_with('-') &&
           std::any_of(spec.names.begin(), spec.names.end(), [&word](const std::string& name) {
             return name.size() == 2 && word.find(name[1], 1) != std::string::npos;
           });
  });
}

/// The name by which the words give an option, which may have several.
std::string typed_name(const OptionSpec& spec, const Words& words) {
  for (const std::string& word : words) {
    const auto is_typed = [&word](const std::string& name) {
      return is_long_option(name) ? name_part(word) == name
                                  : !is_long_option(word) && word.starts_with('-') &&
                                        word.find(name[1], 1) != std::string::npos;
    };
    const auto name = std::find_if(spec.names.begin(), spec.names.end(), is_typed);
    if (name != spec.names.end()) {
      return *name;
    }
  }
  return spec.names.back();
}

}  // namespace

void OptionTable::parse(const std::vector<std::string>& words,
                        const std::function<bool()>& asks_for_help) {
  Words own = words;
  if (state_->rest != nullptr) {
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(options_end(words));
    const bool had_dashes = end != words.end() && *end == "--";
    own.assign(words.begin(), end);
    state_->rest->assign(end + (had_dashes ? 1 : 0), words.end());
    *state_->rest_had_dashes = had_dashes;
  }
  Words operands;
  Words unknown;
  const auto taken_back = state_->take_negations(own, *this);
  state_->parse_options(own, operands, unknown);
  for (const std::size_t index : taken_back) {
    state_->setters[index](std::string(kFlagOff));
    state_->given.push_back(index);
  }
  if (asks_for_help && asks_for_help()) {
    return;
  }
  if (!unknown.empty()) {
    throw state_->unknown_option(unknown.front());
  }
  if (state_->rest == nullptr) {
    state_->assign_operands(operands);
  }
}

/// The flag that `--no-X` takes back, or `--X` where the flag itself is `--no-X`.
const OptionSpec* OptionTable::State::negated_flag(const std::string& word) const {
  constexpr std::string_view kNo = "--no-";
  const OptionSpec* spec = !is_long_option(word)   ? nullptr
                           : word.starts_with(kNo) ? find("--" + word.substr(kNo.size()))
                                                   : find(std::string(kNo) + word.substr(2));
  return spec != nullptr && !spec->takes_value() && !spec->repeatable ? spec : nullptr;
}

/// Takes the words out that take a flag back; the result is the flags for which such a word is the
/// last that speaks of them.
std::vector<std::size_t> OptionTable::State::take_negations(Words& words,
                                                            const OptionTable& table) const {
  std::vector<std::size_t> taken_back;
  Words left;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const OptionSpec* named = find(name_part(words[at]));
    const OptionSpec* negated = named == nullptr ? negated_flag(words[at]) : nullptr;
    if (negated != nullptr) {
      taken_back.push_back(static_cast<std::size_t>(negated - specs.data()));
      continue;
    }
    if (named != nullptr) {
      std::erase(taken_back, static_cast<std::size_t>(named - specs.data()));
    }
    const bool ends_options = words[at] == "--";
    const std::size_t taken = ends_options                                 ? words.size() - at
                              : table.awaiting_value(words[at]) != nullptr ? 2
                                                                           : 1;
    for (std::size_t i = at; i < std::min(at + taken, words.size()); ++i) {
      left.push_back(words[i]);
    }
    at += taken - 1;
  }
  words = std::move(left);
  return taken_back;
}

bool OptionTable::was_given(const OptionSpec& spec) const {
  const auto index = static_cast<std::size_t>(&spec - state_->specs.data());
  return std::find(state_->given.begin(), state_->given.end(), index) != state_->given.end();
}

void OptionTable::preset(const OptionSpec& spec, const std::vector<std::string>& values) {
  const auto index = static_cast<std::size_t>(&spec - state_->specs.data());
  state_->typed = spec.names.back();
  if (!spec.repeatable && values.size() != 1) {
    throw usage("option '" + state_->typed + "' takes one value, not " +
                std::to_string(values.size()));
  }
  for (const std::string& value : values) {
    if (!spec.takes_value() && value != "true" && value != "false") {
      throw usage("option '" + state_->typed + "' takes true or false, not '" + value + "'");
    }
    if (spec.takes_value() || value == "true") {
      state_->set(index, value);
    }
  }
}

void OptionTable::State::parse_options(const Words& words, Words& operands, Words& unknown) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::pair<std::size_t, CLI::Option*>> declared;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const OptionSpec& spec = specs[i];
    if (spec.is_operand() || !may_occur(spec, words)) {
      continue;
    }
    const std::string names = base::join(spec.names, ",");
    CLI::Option* option =
        spec.takes_next_word() ? app.add_option(names)->expected(1) : app.add_flag(names);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (!spec.takes_value()) {
      option->disable_flag_override();
    }
    declared.emplace_back(i, option);
  }

  Words reversed;  // the order in which CLI11 takes them
  std::transform(words.rbegin(), words.rend(), std::back_inserter(reversed), guarded);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError&) {
    throw explain(words);
  }
  for (const auto& [index, option] : declared) {
    typed = typed_name(specs[index], words);
    if (!option->empty()) {
      given.push_back(index);
    }
    for (const std::string& value : option->results()) {
      // What an option with an optional value gives when it stands alone has no guard.
      const bool stands_alone = specs[index].value_is_optional() && !is_guarded(value);
      set(index, stands_alone ? std::string() : unguarded(value));
    }
  }
  const Words remaining = app.remaining();
  const auto dashes = std::find(remaining.begin(), remaining.end(), "--");
  for (auto word = remaining.begin(); word != dashes; ++word) {
    (is_guarded(*word) ? operands : unknown).push_back(unguarded(*word));
  }
  if (dashes != remaining.end()) {
    operands.insert(operands.end(), words.end() - (remaining.end() - dashes - 1), words.end());
  }
}

void OptionTable::State::set(std::size_t index, const std::string& value) {
  const OptionSpec& spec = specs[index];
  if (spec.strict_choices &&
      std::find(spec.choices.begin(), spec.choices.end(), value) == spec.choices.end()) {
    const std::string what = spec.is_operand() ? spec.value : "option '" + typed + "'";
    Error error =
        usage(what + " takes " + base::join(spec.choices, ", ") + ", not '" + value + "'");
    if (const auto near = base::nearest(value, spec.choices)) {
      error.add_hint("the nearest value is '" + *near + "'");
    }
    throw error;
  }
  if (spec.minimum && base::parse_int64(value).value_or(*spec.minimum) < *spec.minimum) {
    throw usage("option '" + typed + "' takes a whole number from " +
                std::to_string(*spec.minimum) + " up, not '" + value + "'");
  }
  setters[index](value);
}

void OptionTable::State::assign_operands(const Words& words) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const OptionSpec& spec = specs[i];
    if (!spec.is_operand()) {
      continue;
    }
    if (spec.required && at == words.size()) {
      throw usage(spec.value + " is missing");
    }
    do {
      if (at < words.size()) {
        set(i, words[at++]);
      }
    } while (spec.repeatable && at < words.size());
  }
  if (at < words.size()) {
    Error error = usage("unexpected word '" + words[at] + "'");
    if (!extra_word_hint.empty()) {
      error.add_hint(extra_word_hint);
    }
    throw error;
  }
}

// CLI11 says what is wrong in prose only, but just two things can be: a flag was given a value, or
// the last option lacks its own.
Error OptionTable::State::explain(const Words& words) const {
  for (const std::string& word : words) {
    const OptionSpec* spec = find(name_part(word));
    if (spec != nullptr && !spec->takes_value() && word.find('=') != std::string::npos) {
      return usage("option '" + std::string(name_part(word)) + "' takes no value");
    }
  }
  const std::string& last = words.back();
  const std::string name = is_long_option(last) ? last : std::string{'-', last.back()};
  const OptionSpec* spec = find(name);
  return usage("option '" + name + "' needs a value" +
               (spec == nullptr ? "" : ": " + name + " " + spec->value));
}

Error OptionTable::State::unknown_option(const std::string& word) const {
  const std::string name(name_part(word));
  Error error = usage("unknown option '" + name + "'");
  if (const auto near = base::nearest(name, option_names())) {
    error.add_hint("the nearest option is '" + *near + "'");
  }
  return error;
}

}  // namespace mlt::cli
