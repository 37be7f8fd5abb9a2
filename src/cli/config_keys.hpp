#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_text.hpp"
#include "cli/command.hpp"
#include "cli/globals.hpp"

namespace mlt::cli {

// The keys of config files: `<command>.<option>` with the command as its man page names it
// (`runs-list.status`), a global option under its own name, and what is no option: pager, editor,
// and in a store's file the sets of columns, `columns.<name>`.

/// The section of a command's options: "runs-list". Commands that are one (`ls`) share theirs.
std::string config_section(const Command& command);

/// Names that stand at the top of a config file, outside every section.
const std::vector<std::string>& top_level_config_keys();

/// False for an option that has no key: it has no long name, or has to be asked for each time.
bool has_config_key(const OptionSpec& spec);
/// The last part of its key: "top".
std::string config_name(const OptionSpec& spec);

/// Whether it is the key of a set of columns, whose names users choose.
bool is_column_set(std::string_view name);

/// Every key there is but those of sets of columns, sorted.
std::vector<std::string> config_keys();

/// A key, and the option it stands for with all that is needed to try a value.
class ConfigKey {
 public:
  /// Throws usage with the nearest key for one that does not exist.
  explicit ConfigKey(const std::string& name);

  /// Throws usage as the option would for such values.
  void check(const std::vector<std::string>& values);
  [[nodiscard]] app::ConfigShape shape() const;
  /// Why a store's file may not hold it; nothing if it may.
  [[nodiscard]] std::optional<std::string> why_not_in_store() const;
  /// Why no other file may; nothing if others may.
  [[nodiscard]] std::optional<std::string> why_only_in_store() const;

 private:
  std::string name_;
  GlobalOptions globals_;
  OptionTable table_;
  Action action_;  ///< keeps what the table is bound to
  const OptionSpec* spec_ = nullptr;
};

/// The same for an option and for a name at the top.
std::optional<std::string> why_not_in_store(const OptionSpec& spec);
std::optional<std::string> why_not_in_store(std::string_view top_level_key);

}  // namespace mlt::cli
