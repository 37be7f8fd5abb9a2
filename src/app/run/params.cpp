#include "app/run/params.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::app {
namespace {

constexpr std::string_view kRedacted = "***";
constexpr std::string_view kVariablePrefix = "MLT_PARAM_";

std::string variable_name(std::string_view key) {
  std::string name(kVariablePrefix);
  for (const char c : key) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += lower ? static_cast<char>(c - 'a' + 'A') : plain ? c : '_';
  }
  return name;
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [text](const std::string& pattern) {
    return base::matches_glob(pattern, text);
  });
}

}  // namespace

KeyValue parse_assignment(std::string_view option, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    throw Error(ErrorCode::usage,
                std::string(option) + " takes KEY=VALUE, not '" + base::escape_control(text) + "'");
  }
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

void GivenParams::set(std::string key, std::string value) {
  model::check_key("param", key);
  model::check_value("param", key, value);
  const auto found = std::ranges::find(values_, key, &KeyValue::key);
  if (found == values_.end()) {
    values_.push_back({std::move(key), std::move(value)});
  } else {
    found->value = std::move(value);
  }
}

bool GivenParams::is_secret(std::string_view key) const {
  return model::is_secret_key(key) || matches_any(redact_, key);
}

KeyValueMap GivenParams::stored() const {
  KeyValueMap stored;
  for (const KeyValue& param : values_) {
    stored.emplace(param.key, is_secret(param.key) ? std::string(kRedacted) : param.value);
  }
  return stored;
}

std::string_view GivenParams::shown(const KeyValue& param, bool redacted) const {
  return redacted && is_secret(param.key) ? kRedacted : std::string_view(param.value);
}

std::string GivenParams::fill_in(std::string_view word, bool redacted) const {
  std::string out;
  std::size_t at = 0;
  while (at < word.size()) {
    const std::size_t end = word[at] == '{' ? word.find('}', at) : std::string_view::npos;
    const auto param =
        end == std::string_view::npos
            ? values_.end()
            : std::ranges::find(values_, word.substr(at + 1, end - at - 1), &KeyValue::key);
    if (param == values_.end()) {
      out += word[at++];
    } else {
      out += shown(*param, redacted);
      at = end + 1;
    }
  }
  return out;
}

CommandWords GivenParams::complete(const std::vector<std::string>& command, bool pass_on) const {
  CommandWords words;
  for (const std::string& word : command) {
    words.argv.push_back(fill_in(word, false));
    words.recorded.push_back(matches_any(redact_, words.argv.back()) ? std::string(kRedacted)
                                                                     : fill_in(word, true));
  }
  for (const KeyValue& param : values_) {
    if (pass_on) {
      words.argv.insert(words.argv.end(), {"--" + param.key, param.value});
      words.recorded.insert(words.recorded.end(),
                            {"--" + param.key, std::string(shown(param, true))});
    }
  }
  return words;
}

std::vector<std::string> GivenParams::as_environment() const {
  std::vector<std::string> variables;
  for (const KeyValue& param : values_) {
    variables.push_back(variable_name(param.key) + "=" + param.value);
  }
  return variables;
}

}  // namespace mlt::app
