#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::app {

/// A command line to run, and as it may be written down: with `***` for what is secret.
struct CommandWords {
  std::vector<std::string> argv;
  std::vector<std::string> recorded;
};

/// The params of a job as given: the values are real here. Order is that of the options.
class GivenParams {
 public:
  /// `redact`: shell patterns over keys, and over words of the command line, that are secret beside
  /// those that model::is_secret_key knows.
  explicit GivenParams(std::vector<std::string> redact = {}) : redact_(std::move(redact)) {}

  /// A key that is there already gets the new value. Throws usage for a key or value that breaks
  /// the rules of model/rules.hpp.
  void set(std::string key, std::string value);
  [[nodiscard]] const std::vector<KeyValue>& values() const { return values_; }

  /// For the store: secrets as `***`.
  [[nodiscard]] KeyValueMap stored() const;

  /// The command with `{key}` replaced by the value where `key` is a given param; other braces
  /// stay. With `pass_on`, `--key value` for each param follows.
  [[nodiscard]] CommandWords complete(const std::vector<std::string>& command, bool pass_on) const;
  /// `MLT_PARAM_LR=0.1` for each param: upper case, all but letters and digits as `_`.
  [[nodiscard]] std::vector<std::string> as_environment() const;

 private:
  [[nodiscard]] bool is_secret(std::string_view key) const;
  [[nodiscard]] std::string fill_in(std::string_view word, bool redacted) const;
  [[nodiscard]] std::string_view shown(const KeyValue& param, bool redacted) const;

  std::vector<KeyValue> values_;
  std::vector<std::string> redact_;
};

/// `KEY=VALUE` as -P and --tag take it; throws usage, naming `option`.
KeyValue parse_assignment(std::string_view option, std::string_view text);

}  // namespace mlt::app
