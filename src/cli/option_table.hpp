#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::cli {

/// What the shell may offer for a value.
enum class Completion {
  none,
  file,
  directory,
  run,
  revision,  ///< a branch or tag of git, or a run
  experiment,
  param_key,
  metric_key,
  tag_key,
  filter,
  choice,   ///< one of OptionSpec::choices
  command,  ///< a program and then its own completion
};

/// One option or operand as declared: the single source of parsing, help, man page and completion.
struct OptionSpec {
  std::vector<std::string> names;  ///< "-x", "--experiment"; empty for an operand
  std::string value;  ///< "NAME"; empty for a flag. "[=FIELDS]" marks an optional value
  std::string help;   ///< one sentence, no full stop
  std::string group;  ///< heading in help and man page; empty: "Options"
  Completion completion = Completion::none;
  std::vector<std::string> choices;
  bool strict_choices = false;          ///< any other value is an error
  std::optional<std::int64_t> minimum;  ///< of a whole number
  bool repeatable = false;
  bool required = false;  ///< operands only
  bool hidden = false;    ///< accepted, not listed
  bool is_rest = false;   ///< the operand that takes everything from the first operand on

  [[nodiscard]] bool is_operand() const { return names.empty(); }
  [[nodiscard]] bool takes_value() const { return !value.empty(); }
  [[nodiscard]] bool value_is_optional() const { return value.starts_with('['); }
  /// The next word is its value: neither a flag nor an option whose value is attached by `=` only.
  [[nodiscard]] bool takes_next_word() const { return takes_value() && !value_is_optional(); }
  [[nodiscard]] bool has_name(std::string_view name) const;
};

/// Options declared by one command, bound to the fields of its options struct. The bound fields
/// must outlive parse(). A repeated scalar: the last one wins; `--x=` is an empty value, not an
/// absent one; a repeatable option takes one value a use. A name that is taken already stays with
/// its first owner, so that an option of a command outranks a global one of the same name.
class OptionTable {
 public:
  OptionTable();
  ~OptionTable();
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  /// Refines the option declared last.
  class Refine {
   public:
    explicit Refine(OptionSpec& spec) : spec_(&spec) {}
    /// What the shell offers for the value.
    Refine& complete(Completion completion);
    /// The only values there are; any other is a usage error that names the nearest.
    Refine& choices(std::vector<std::string> values);
    /// Values to offer; others are taken too.
    Refine& suggest(std::vector<std::string> values);
    /// The least whole number that is taken.
    Refine& at_least(std::int64_t minimum);
    Refine& hidden();

   private:
    OptionSpec* spec_;
  };

  /// Heads the options declared from here on: "Metrics from output".
  void group(std::string title);

  /// `names` as in "-x, --experiment".
  Refine flag(std::string_view names, bool& target, std::string_view help);
  /// A flag whose uses are counted: `-vv`.
  Refine count(std::string_view names, int& target, std::string_view help);
  Refine option(std::string_view names, std::string_view value, std::string& target,
                std::string_view help);
  /// With a `value` such as "[=FIELDS]" the option may stand alone, which gives the empty string.
  Refine option(std::string_view names, std::string_view value, std::optional<std::string>& target,
                std::string_view help);
  /// A whole decimal number.
  Refine option(std::string_view names, std::string_view value, std::optional<std::int64_t>& target,
                std::string_view help);
  /// Repeatable: each use adds one value.
  Refine option(std::string_view names, std::string_view value, std::vector<std::string>& target,
                std::string_view help);
  /// A length of time such as `90s` or `1h30m`, kept in milliseconds.
  Refine duration(std::string_view names, std::string_view value,
                  std::optional<std::int64_t>& target_ms, std::string_view help);

  Refine operand(std::string_view name, std::string& target, std::string_view help);
  Refine operand(std::string_view name, std::optional<std::string>& target, std::string_view help);
  Refine operands(std::string_view name, std::vector<std::string>& target, std::string_view help,
                  bool required = false);
  /// Options end at the first operand or at `--`; all from there on, later `--` included, goes to
  /// `target` byte for byte. `had_dashes` tells whether `--` was what ended them.
  Refine rest(std::string_view name, std::vector<std::string>& target, bool& had_dashes,
              std::string_view help);

  /// What the error for a word beyond the operands hints at.
  void extra_word_hint(std::string hint);

  // Text for help and man page.

  /// A form of the command line after "mlt NAME ", in place of the one made from the options.
  void synopsis(std::string form);
  /// Paragraphs, separated by empty lines; a line that begins with two blanks is kept as it is.
  void description(std::string text);
  void example(std::string command_line, std::string explanation);
  /// Exit codes beyond 0, 2, 3, 5, 6.
  void exit_status(int code, std::string meaning);
  void environment(std::string variable, std::string meaning);
  void file(std::string path, std::string meaning);
  /// "mlt-compare(1)".
  void see_also(std::string page);

  struct Example {
    std::string command_line;
    std::string explanation;
  };
  struct ExitStatus {
    int code;
    std::string meaning;
  };
  struct Term {
    std::string name;
    std::string meaning;
  };

  [[nodiscard]] const std::vector<OptionSpec>& specs() const;
  [[nodiscard]] const std::vector<std::string>& synopses() const;
  [[nodiscard]] const std::string& description() const;
  [[nodiscard]] const std::vector<Example>& examples() const;
  [[nodiscard]] const std::vector<ExitStatus>& exit_statuses() const;
  [[nodiscard]] const std::vector<Term>& environment() const;
  [[nodiscard]] const std::vector<Term>& files() const;
  [[nodiscard]] const std::vector<std::string>& see_also() const;

  /// The option that `word` ("-x", "--store", "--store=x") names, without a look at clusters.
  [[nodiscard]] const OptionSpec* find(std::string_view word) const;
  /// The option in `word` (which may be a cluster such as -vx) whose value is the next word, if
  /// any.
  [[nodiscard]] const OptionSpec* awaiting_value(std::string_view word) const;
  /// How many of the leading words are options and their values: the index of the first operand or
  /// of `--`. An unknown option counts as a flag.
  [[nodiscard]] std::size_t options_end(const std::vector<std::string>& words) const;
  /// True for a word that is no option: `-` and numbers below zero are none.
  static bool is_operand_word(std::string_view word);

  /// Reads the words after the command's name into the bound fields. Throws mlt::Error of kind
  /// usage with the nearest name as a hint. Where `asks_for_help`, asked once the options are read,
  /// is true, nothing is complained of.
  void parse(const std::vector<std::string>& words,
             const std::function<bool()>& asks_for_help = nullptr);

  /// Whether the words that parse() read named this option of specs().
  [[nodiscard]] bool was_given(const OptionSpec& spec) const;
  /// Gives an option of specs() what a file of settings holds for it, in the place of words:
  /// several values for a repeatable one, `true` or `false` for a flag. Throws usage as parse()
  /// does.
  void preset(const OptionSpec& spec, const std::vector<std::string>& values);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mlt::cli
