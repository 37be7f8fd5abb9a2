#include "cli/option_table.hpp"

#include <algorithm>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/option_table_state.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

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
                            [&target](const std::string& text) { target = text != kFlagOff; });
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
  if (is_long_option(word)) {
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

}  // namespace mlt::cli
