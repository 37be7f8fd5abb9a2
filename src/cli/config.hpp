#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_text.hpp"
#include "cli/command.hpp"
#include "cli/globals.hpp"

namespace mlt::cli {

struct FoundStore;

/// Whose file a setting stands in, the one that outranks the others first.
enum class ConfigScope { store, user, system };
std::string_view name_of(ConfigScope scope);

/// A file of settings as it was read.
struct ConfigFile {
  ConfigScope scope = ConfigScope::user;
  std::string path;  ///< absolute
  std::string text;
};

/// MLT_CONFIG, else config.yaml below XDG_CONFIG_HOME or ~/.config; nothing without a home.
std::optional<std::string> user_config_path(const Environment& env, const std::string& directory);

/// mlt.yaml of a store.
std::string store_config_path(const FoundStore& store);

/// The files that exist in the order of their rank: that of the store, where there is one, of the
/// user and of the system. What cannot be opened goes to `warnings`.
std::vector<ConfigFile> read_config_files(const std::optional<FoundStore>& store,
                                          const Environment& env, const std::string& directory,
                                          std::vector<std::string>& warnings);

/// A setting and where it stands.
struct ConfigSetting {
  app::ConfigEntry entry;
  ConfigScope scope;
  std::string path;
};

/// What counts of the files, given in the order of their rank: each key once, sorted. Throws data
/// for a file that is no YAML, or a value that its option would refuse. What does not count, an
/// unknown key or one that a store's file may not hold, goes to `warnings`.
std::vector<ConfigSetting> effective_config(const std::vector<ConfigFile>& files,
                                            std::vector<std::string>& warnings);

/// Gives the options of `command`, bound to `table` and `options`, what the files say where neither
/// the command line nor a variable does. Throws data as effective_config().
void apply_config(const Command& command, OptionTable& table, GlobalOptions& options,
                  const Environment& env, const std::vector<ConfigFile>& files,
                  std::vector<std::string>& warnings);

}  // namespace mlt::cli
