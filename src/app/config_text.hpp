#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/value.hpp"

namespace mlt::app {

// A file of settings that people write: YAML, at most two levels deep.
//
//     format: tsv
//     compare:
//       top: 5
//       goal: [loss=min, acc=max]

/// One setting of such a file.
struct ConfigEntry {
  std::string key;                  ///< "format", "compare.top"
  std::vector<std::string> values;  ///< one, or those of a list
  int line = 0;
  bool operator==(const ConfigEntry&) const = default;
};

/// All entries of a file, in its order; a value that is null counts as absent, and what is deeper
/// than two levels is not ours. Throws data with `path` and line for what is no YAML or no map.
std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view path);

/// False where no line at the left margin begins with one of `names`, so that there is nothing to
/// be read for them.
bool may_have_config(std::string_view text, const std::vector<std::string>& names);

/// How a setting is written: one value, or a list even where it has one value.
enum class ConfigShape { scalar, list };

/// The text with `key` set, all other lines and comments as they are. Throws data as
/// parse_config(), refused where the file is not written one setting a line.
std::string with_config(std::string_view text, std::string_view path, const std::string& key,
                        const std::vector<std::string>& values, ConfigShape shape);
/// The text without `key`, which it has.
std::string without_config(std::string_view text, std::string_view path, const std::string& key);

}  // namespace mlt::app
