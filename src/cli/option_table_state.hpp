#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "cli/option_table.hpp"

namespace mlt::cli {

// What option_table.cpp, which declares, and option_parse.cpp, which reads words, share.

/// What a flag is set to that was taken back.
inline constexpr std::string_view kFlagOff = "false";

inline bool is_long_option(std::string_view word) {
  return word.starts_with("--") && word.size() > 2;
}

/// A word without `=` and what follows, if it is a long option.
inline std::string_view name_part(std::string_view word) {
  return is_long_option(word) ? word.substr(0, word.find('=')) : word;
}

struct OptionTable::State {
  std::vector<OptionSpec> specs;
  /// One for each of `specs`: takes one value given on the command line; a flag's is not looked at.
  std::vector<std::function<void(const std::string&)>> setters;
  std::vector<std::size_t> given;  ///< of `specs`: those that the words named
  std::string typed;               ///< the name by which the option being set was given
  OptionSpec overshadowed;         ///< what a declaration refines whose names are all taken
  std::string group;

  std::vector<std::string>* rest = nullptr;
  bool* rest_had_dashes = nullptr;

  std::vector<std::string> synopses;
  std::string description;
  std::vector<Example> examples;
  std::vector<ExitStatus> exit_statuses;
  std::vector<Term> environment;
  std::vector<Term> files;
  std::vector<std::string> see_also;
  std::string extra_word_hint;

  Refine add(OptionSpec spec, std::function<void(const std::string&)> setter);
  Refine add_option(std::string_view names, std::string_view value, std::string_view help,
                    bool repeatable, std::function<void(const std::string&)> setter);
  Refine add_operand(std::string_view name, std::string_view help, bool required, bool repeatable,
                     std::function<void(const std::string&)> setter);

  [[nodiscard]] const OptionSpec* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> option_names() const;
  [[nodiscard]] const OptionSpec* negated_flag(const std::string& word) const;
  std::vector<std::size_t> take_negations(std::vector<std::string>& words,
                                          const OptionTable& table) const;
  void parse_options(const std::vector<std::string>& words, std::vector<std::string>& operands,
                     std::vector<std::string>& unknown);
  void set(std::size_t index, const std::string& value);
  void assign_operands(const std::vector<std::string>& operands);
  [[nodiscard]] Error explain(const std::vector<std::string>& words) const;
  [[nodiscard]] Error unknown_option(const std::string& word) const;
};

}  // namespace mlt::cli
