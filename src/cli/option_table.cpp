#include "cli/option_table.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

// CLI11 takes an empty value for an absent one, `-inf` for a cluster of options and `++` for an end
// of a subcommand, and reports operands and unknown options in one list. Every word and value that
// must come through untouched is therefore handed over with this byte in front, and loses it again
// afterwards.
constexpr char kGuard = '\x01';

constexpr std::string_view kOff = "false";  // what a flag is set to that was taken back

bool is_long(std::string_view word) { return word.starts_with("--") && word.size() > 2; }

std::string_view name_part(std::string_view word) {
  return is_long(word) ? word.substr(0, word.find('=')) : word;
}

std::string guarded(const std::string& word) {
  if (OptionTable::is_operand_word(word)) {
    return kGuard + word;
  }
  if (const auto equals = word.find('='); is_long(word) && equals != std::string::npos) {
    return word.substr(0, equals + 1) + kGuard + word.substr(equals + 1);
  }
  return word;
}

bool is_guarded(const std::string& word) { return !word.empty() && word.front() == kGuard; }

std::string unguarded(const std::string& word) { return is_guarded(word) ? word.substr(1) : word; }

Words split_names(std::string_view names) {
  Words result;
  for (const std::string_view name : base::split(names, ',')) {
    result.emplace_back(base::trim(name));
  }
  return result;
}

Error usage(std::string message) { return {ErrorCode::usage, std::move(message)}; }

}  // namespace

bool OptionSpec::has_name(std::string_view name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct OptionTable::State {
  std::vector<OptionSpec> specs;
  /// One for each of `specs`: takes one value given on the command line; a flag's is not looked at.
  std::vector<std::function<void(const std::string&)>> setters;
  std::vector<std::size_t> given;  ///< of `specs`: those that the words named
  std::string typed;               ///< the name by which the option being set was given
  OptionSpec overshadowed;         ///< what a declaration refines whose names are all taken
  std::string group;

  Words* rest = nullptr;
  bool* rest_had_dashes = nullptr;

  Words synopses;
  std::string description;
  std::vector<Example> examples;
  std::vector<ExitStatus> exit_statuses;
  std::vector<Term> environment;
  std::vector<Term> files;
  Words see_also;
  std::string extra_word_hint;

  Refine add(OptionSpec spec, std::function<void(const std::string&)> setter);
  Refine add_option(std::string_view names, std::string_view value, std::string_view help,
                    bool repeatable, std::function<void(const std::string&)> setter);
  Refine add_operand(std::string_view name, std::string_view help, bool required, bool repeatable,
                     std::function<void(const std::string&)> setter);

  [[nodiscard]] const OptionSpec* find(std::string_view name) const;
  [[nodiscard]] Words option_names() const;
  [[nodiscard]] const OptionSpec* negated_flag(const std::string& word) const;
  std::vector<std::size_t> take_negations(Words& words, const OptionTable& table) const;
  void parse_options(const Words& words, Words& operands, Words& unknown);
  void set(std::size_t index, const std::string& value);
  void assign_operands(const Words& operands);
  [[nodiscard]] Error explain(const Words& words) const;
  [[nodiscard]] Error unknown_option(const std::string& word) const;
};

OptionTable::Refine& OptionTable::Refine::complete(Completion completion) {
  spec_->completion = completion;
  return *this;
}

OptionTable::Refine& OptionTable::Refine::choices(std::vector<std::string> values) {
  spec_->strict_choices = true;
  return suggest(std::move(values));
}

OptionTable::Refine& OptionTable::Refine::suggest(std::vector<std::string> values) {
  spec_->choices = std::move(values);
  spec_->completion = Completion::choice;
  return *this;
}

OptionTable::Refine& OptionTable::Refine::at_least(std::int64_t minimum) {
  spec_->minimum = minimum;
  return *this;
}

OptionTable::Refine& OptionTable::Refine::hidden() {
  spec_->hidden = true;
  return *this;
}

OptionTable::Refine OptionTable::State::add(OptionSpec spec,
                                            std::function<void(const std::string&)> setter) {
  if (!spec.is_operand()) {
    std::erase_if(spec.names, [this](const std::string& name) { return find(name) != nullptr; });
    if (spec.names.empty()) {
      overshadowed = {};
      return Refine(overshadowed);
    }
  }
  specs.push_back(std::move(spec));
  setters.push_back(std::move(setter));
  return Refine(specs.back());
}

OptionTable::Refine OptionTable::State::add_option(std::string_view names, std::string_view value,
                                                   std::string_view help, bool repeatable,
                                                   std::function<void(const std::string&)> setter) {
  OptionSpec spec;
  spec.names = split_names(names);
  spec.value = value;
  spec.help = help;
  spec.group = group;
  spec.repeatable = repeatable;
  return add(std::move(spec), std::move(setter));
}

OptionTable::Refine OptionTable::State::add_operand(
    std::string_view name, std::string_view help, bool required, bool repeatable,
    std::function<void(const std::string&)> setter) {
  OptionSpec spec;
  spec.value = name;
  spec.help = help;
  spec.required = required;
  spec.repeatable = repeatable;
  return add(std::move(spec), std::move(setter));
}

const OptionSpec* OptionTable::State::find(std::string_view name) const {
  const auto found = std::find_if(specs.begin(), specs.end(),
                                  [name](const OptionSpec& spec) { return spec.has_name(name); });
  return found == specs.end() ? nullptr : &*found;
}

Words OptionTable::State::option_names() const {
  Words names;
  for (const OptionSpec& spec : specs) {
    if (!spec.hidden) {
      names.insert(names.end(), spec.names.begin(), spec.names.end());
    }
  }
  return names;
}

OptionTable::OptionTable() : state_(std::make_unique<State>()) {}
OptionTable::~OptionTable() = default;

void OptionTable::group(std::string title) { state_->group = std::move(title); }

OptionTable::Refine OptionTable::flag(std::string_view names, bool& target, std::string_view help) {
  return state_->add_option(names, "", help, false,
                            [&target](const std::string& text) { target = text != kOff; });
}

OptionTable::Refine OptionTable::count(std::string_view names, int& target, std::string_view help) {
  return state_->add_option(names, "", help, true, [&target](const std::string&) { ++target; });
}

OptionTable::Refine OptionTable::option(std::string_view names, std::string_view value,
                                        std::string& target, std::string_view help) {
  return state_->add_option(names, value, help, false,
                            [&target](const std::string& text) { target = text; });
}

OptionTable::Refine OptionTable::option(std::string_view names, std::string_view value,
                                        std::optional<std::string>& target, std::string_view help) {
  return state_->add_option(names, value, help, false,
                            [&target](const std::string& text) { target = text; });
}

OptionTable::Refine OptionTable::option(std::string_view names, std::string_view value,
                                        std::optional<std::int64_t>& target,
                                        std::string_view help) {
  return state_->add_option(
      names, value, help, false, [&target, state = state_.get()](const std::string& text) {
        target = base::parse_int64(text);
        if (!target) {
          throw usage("option '" + state->typed + "' takes a whole number, not '" + text + "'");
        }
      });
}

OptionTable::Refine OptionTable::option(std::string_view names, std::string_view value,
                                        std::vector<std::string>& target, std::string_view help) {
  return state_->add_option(names, value, help, true,
                            [&target](const std::string& text) { target.push_back(text); });
}

OptionTable::Refine OptionTable::duration(std::string_view names, std::string_view value,
                                          std::optional<std::int64_t>& target_ms,
                                          std::string_view help) {
  return state_->add_option(
      names, value, help, false, [&target_ms, state = state_.get()](const std::string& text) {
        target_ms = base::parse_duration(text);
        if (!target_ms) {
          throw usage("option '" + state->typed +
                      "' takes a length of time such as 90s, 12m or 1h30m, not '" + text + "'");
        }
      });
}

OptionTable::Refine OptionTable::operand(std::string_view name, std::string& target,
                                         std::string_view help) {
  return state_->add_operand(name, help, true, false,
                             [&target](const std::string& text) { target = text; });
}

OptionTable::Refine OptionTable::operand(std::string_view name, std::optional<std::string>& target,
                                         std::string_view help) {
  return state_->add_operand(name, help, false, false,
                             [&target](const std::string& text) { target = text; });
}

OptionTable::Refine OptionTable::operands(std::string_view name, std::vector<std::string>& target,
                                          std::string_view help, bool required) {
  return state_->add_operand(name, help, required, true,
                             [&target](const std::string& text) { target.push_back(text); });
}

OptionTable::Refine OptionTable::rest(std::string_view name, std::vector<std::string>& target,
                                      bool& had_dashes, std::string_view help) {
  state_->rest = &target;
  state_->rest_had_dashes = &had_dashes;
  const Refine refine = state_->add_operand(name, help, false, true, [](const std::string&) {});
  state_->specs.back().is_rest = true;
  return refine;
}

void OptionTable::synopsis(std::string form) { state_->synopses.push_back(std::move(form)); }
void OptionTable::description(std::string text) { state_->description = std::move(text); }
void OptionTable::example(std::string command_line, std::string explanation) {
  state_->examples.push_back({std::move(command_line), std::move(explanation)});
}
void OptionTable::exit_status(int code, std::string meaning) {
  state_->exit_statuses.push_back({code, std::move(meaning)});
}
void OptionTable::environment(std::string variable, std::string meaning) {
  state_->environment.push_back({std::move(variable), std::move(meaning)});
}
void OptionTable::file(std::string path, std::string meaning) {
  state_->files.push_back({std::move(path), std::move(meaning)});
}
void OptionTable::extra_word_hint(std::string hint) { state_->extra_word_hint = std::move(hint); }
void OptionTable::see_also(std::string page) { state_->see_also.push_back(std::move(page)); }

const std::vector<OptionSpec>& OptionTable::specs() const { return state_->specs; }
const std::vector<std::string>& OptionTable::synopses() const { return state_->synopses; }
const std::string& OptionTable::description() const { return state_->description; }
const std::vector<OptionTable::Example>& OptionTable::examples() const { return state_->examples; }
const std::vector<OptionTable::ExitStatus>& OptionTable::exit_statuses() const {
  return state_->exit_statuses;
}
const std::vector<OptionTable::Term>& OptionTable::environment() const {
  return state_->environment;
}
const std::vector<OptionTable::Term>& OptionTable::files() const { return state_->files; }
const std::vector<std::string>& OptionTable::see_also() const { return state_->see_also; }

const OptionSpec* OptionTable::find(std::string_view word) const {
  return state_->find(name_part(word));
}

bool OptionTable::is_operand_word(std::string_view word) {
  return !word.starts_with('-') || word == "-" || base::parse_double(word).has_value();
}

const OptionSpec* OptionTable::awaiting_value(std::string_view word) const {
  if (is_operand_word(word) || word.find('=') != std::string_view::npos) {
    return nullptr;
  }
  if (is_long(word)) {
    const OptionSpec* spec = state_->find(word);
    return spec != nullptr && spec->takes_next_word() ? spec : nullptr;
  }
  for (std::size_t letter = 1; letter < word.size(); ++letter) {
    const OptionSpec* spec = state_->find(std::string{'-', word[letter]});
    if (spec == nullptr || spec->takes_value()) {
      const bool is_last = letter + 1 == word.size();
      return spec != nullptr && spec->takes_next_word() && is_last ? spec : nullptr;
    }
  }
  return nullptr;
}

std::size_t OptionTable::options_end(const std::vector<std::string>& words) const {
  std::size_t at = 0;
  while (at < words.size() && words[at] != "--" && !is_operand_word(words[at])) {
    at += awaiting_value(words[at]) != nullptr ? 2 : 1;
  }
  return std::min(at, words.size());
}

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
    state_->setters[index](std::string(kOff));
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
  const OptionSpec* spec = !is_long(word)          ? nullptr
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

// Only the options that may occur in the words are made known to CLI11: each costs 2–3 µs, and a
// command has dozens.
static bool may_occur(const OptionSpec& spec, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&spec](const std::string& word) {
    if (is_long(word)) {
      return spec.has_name(name_part(word));
    }
    return word.starts_with('-') &&
           std::any_of(spec.names.begin(), spec.names.end(), [&word](const std::string& name) {
             return name.size() == 2 && word.find(name[1], 1) != std::string::npos;
           });
  });
}

/// The name by which the words give an option, which may have several.
static std::string typed_name(const OptionSpec& spec, const Words& words) {
  for (const std::string& word : words) {
    const auto is_typed = [&word](const std::string& name) {
      return is_long(name) ? name_part(word) == name
                           : !is_long(word) && word.starts_with('-') &&
                                 word.find(name[1], 1) != std::string::npos;
    };
    const auto name = std::find_if(spec.names.begin(), spec.names.end(), is_typed);
    if (name != spec.names.end()) {
      return *name;
    }
  }
  return spec.names.back();
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
  const std::string name = is_long(last) ? last : std::string{'-', last.back()};
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
