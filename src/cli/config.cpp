#include "cli/config.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/config_keys.hpp"
#include "cli/real_context.hpp"
#include "cli/store_finder.hpp"
#include "disk/outside.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

namespace {

constexpr std::string_view kFileInConfigHome = "/mlt/config.yaml";

std::string place_of(const ConfigFile& file, int line) {
  return file.path + ":" + std::to_string(line);
}

/// An error of an option as one of the line that holds its value.
Error error_in_file(const ConfigFile& file, int line, const Error& error) {
  Error in_file(ErrorCode::data, place_of(file, line) + ": " + error.message());
  for (const std::string& hint : error.hints()) {
    in_file.add_hint(hint);
  }
  in_file.add_hint("correct it with: mlt config edit" +
                   std::string(file.scope == ConfigScope::store ? " --scope store" : ""));
  return in_file;
}

std::string refusal(const ConfigFile& file, const app::ConfigEntry& entry, const std::string& why) {
  return place_of(file, entry.line) + ": '" + entry.key +
         "' does not count in a store's file: " + why;
}

/// The variables that outrank a global option's key.
std::vector<std::string_view> variables_of(std::string_view key) {
  static const std::map<std::string_view, std::vector<std::string_view>> variables = {
      {"format", {"MLT_FORMAT"}},
      {"durable", {"MLT_DURABLE"}},
      {"experiment", {"MLFLOW_EXPERIMENT_NAME", "MLFLOW_EXPERIMENT_ID"}},
      {"color", {"NO_COLOR", "CLICOLOR_FORCE"}}};
  const auto found = variables.find(key);
  return found == variables.end() ? std::vector<std::string_view>() : found->second;
}

/// Gives each option its value once: the first file that says one wins.
class Applier {
 public:
  Applier(const Command& command, OptionTable& table, GlobalOptions& options,
          const Environment& env, std::vector<std::string>& warnings)
      : section_(config_section(command)),
        table_(table),
        options_(options),
        env_(env),
        warnings_(warnings) {}

  void apply(const ConfigFile& file) {
    if (file.scope == ConfigScope::store) {
      // Every native store has this file, and hardly any has options in it.
      std::vector<std::string> names = top_level_config_keys();
      names.push_back(section_);
      if (!app::may_have_config(file.text, names)) {
        return;
      }
    }
    for (const app::ConfigEntry& entry : app::parse_config(file.text, file.path)) {
      if (!seen_.contains(entry.key) && apply_entry(file, entry)) {
        seen_.insert(entry.key);
      }
    }
  }

 private:
  /// The global options; `table_` lacks those that the command's own options overshadow. Made when
  /// there is a setting for one, because most commands find none.
  OptionTable& globals() {
    if (!globals_) {
      declare_globals(globals_.emplace(), options_);
    }
    return *globals_;
  }

  bool apply_entry(const ConfigFile& file, const app::ConfigEntry& entry) {
    const bool is_global = entry.key.find('.') == std::string::npos;
    if (is_global ? std::ranges::count(top_level_config_keys(), entry.key) == 0
                  : !entry.key.starts_with(section_ + ".")) {
      return false;
    }
    const OptionSpec* spec = is_global ? globals().find("--" + entry.key) : find_own(entry.key);
    if (!is_global && spec == nullptr) {
      return false;
    }
    if (file.scope == ConfigScope::store) {
      const auto why = is_global ? why_not_in_store(entry.key) : why_not_in_store(*spec);
      if (why) {
        warnings_.push_back(refusal(file, entry, *why));
        return false;
      }
    }
    try {
      is_global ? preset_global(entry, spec) : preset_own(entry, *spec);
    } catch (const Error& error) {
      throw error_in_file(file, entry.line, error);
    }
    return true;
  }

  [[nodiscard]] const OptionSpec* find_own(const std::string& key) const {
    const std::string name = key.substr(section_.size() + 1);
    const OptionSpec* spec = table_.find("--" + name);
    return spec != nullptr && has_config_key(*spec) && config_name(*spec) == name ? spec : nullptr;
  }

  void preset_own(const app::ConfigEntry& entry, const OptionSpec& spec) {
    if (!table_.was_given(spec)) {
      table_.preset(spec, entry.values);
    }
  }

  void preset_global(const app::ConfigEntry& entry, const OptionSpec* spec) {
    if (spec == nullptr) {
      ConfigKey(entry.key).check(entry.values);
      (entry.key == "pager" ? options_.pager : options_.editor) = entry.values.front();
      return;
    }
    const OptionSpec* typed = table_.find("--" + entry.key);
    const bool was_typed =
        (typed != nullptr && typed->group == kGlobalGroup && table_.was_given(*typed)) ||
        (entry.key == "format" && options_.json);
    const auto variables = variables_of(entry.key);
    const bool is_in_environment = std::ranges::any_of(
        variables, [this](std::string_view name) { return env_(name).has_value(); });
    if (!was_typed && !is_in_environment) {
      globals().preset(*spec, entry.values);
    }
  }

  std::string section_;
  OptionTable& table_;
  GlobalOptions& options_;
  std::optional<OptionTable> globals_;
  const Environment& env_;
  std::vector<std::string>& warnings_;
  std::set<std::string> seen_;
};

void read_into(std::vector<ConfigFile>& files, ConfigScope scope, const std::string& path,
               std::vector<std::string>& warnings) {
  try {
    if (auto text = disk::find_outside_file(path, wire::kMaxDocumentBytes)) {
      files.push_back({scope, path, *std::move(text)});
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::system) {
      throw;
    }
    warnings.push_back("settings left out: " + error.message());
  }
}

}  // namespace

std::string_view name_of(ConfigScope scope) {
  switch (scope) {
    case ConfigScope::store:
      return "store";
    case ConfigScope::user:
      return "user";
    case ConfigScope::system:
      return "system";
  }
  return {};
}

std::optional<std::string> user_config_path(const Environment& env, const std::string& directory) {
  if (const auto named = env("MLT_CONFIG")) {
    return named->starts_with('/') ? *named : directory + "/" + *named;
  }
  // The XDG base directory specification: a relative path counts as unset.
  if (const auto config = env("XDG_CONFIG_HOME"); config && config->starts_with('/')) {
    return *config + std::string(kFileInConfigHome);
  }
  const auto home = env("HOME");
  return home ? std::optional(*home + "/.config" + std::string(kFileInConfigHome)) : std::nullopt;
}

std::string store_config_path(const FoundStore& store) { return store.place.path + "/mlt.yaml"; }

std::vector<ConfigFile> read_config_files(const std::optional<FoundStore>& store,
                                          const Environment& env, const std::string& directory,
                                          std::vector<std::string>& warnings) {
  std::vector<ConfigFile> files;
  if (store && store->settings) {
    files.push_back({ConfigScope::store, store_config_path(*store), *store->settings});
  }
  if (const auto path = user_config_path(env, directory)) {
    read_into(files, ConfigScope::user, *path, warnings);
  }
  const std::string directories = env("XDG_CONFIG_DIRS").value_or("/etc/xdg");
  for (const std::string_view each : base::split(directories, ':')) {
    if (each.starts_with('/')) {
      read_into(files, ConfigScope::system, std::string(each) + std::string(kFileInConfigHome),
                warnings);
    }
  }
  return files;
}

std::vector<ConfigSetting> effective_config(const std::vector<ConfigFile>& files,
                                            std::vector<std::string>& warnings) {
  std::map<std::string, ConfigSetting> settings;
  const std::vector<std::string> keys = config_keys();
  for (const ConfigFile& file : files) {
    for (app::ConfigEntry& entry : app::parse_config(file.text, file.path)) {
      const bool is_set = file.scope == ConfigScope::store && is_column_set(entry.key);
      if (!is_set && !std::ranges::binary_search(keys, entry.key)) {
        // A store's file holds other things too, and those of newer versions.
        if (file.scope != ConfigScope::store) {
          const auto near = base::nearest(entry.key, keys);
          warnings.push_back(place_of(file, entry.line) + ": there is no key '" + entry.key + "'" +
                             (near ? "; the nearest is '" + *near + "'" : ""));
        }
        continue;
      }
      ConfigKey key(entry.key);
      if (const auto why = key.why_not_in_store(); why && file.scope == ConfigScope::store) {
        warnings.push_back(refusal(file, entry, *why));
        continue;
      }
      try {
        key.check(entry.values);
      } catch (const Error& error) {
        throw error_in_file(file, entry.line, error);
      }
      const std::string name = entry.key;
      settings.try_emplace(name, ConfigSetting{std::move(entry), file.scope, file.path});
    }
  }
  std::vector<ConfigSetting> sorted;
  sorted.reserve(settings.size());
  for (auto& [name, setting] : settings) {
    sorted.push_back(std::move(setting));
  }
  return sorted;
}

void apply_config(const Command& command, OptionTable& table, GlobalOptions& options,
                  const Environment& env, const std::vector<ConfigFile>& files,
                  std::vector<std::string>& warnings) {
  if (files.empty()) {
    return;
  }
  Applier applier(command, table, options, env, warnings);
  for (const ConfigFile& file : files) {
    applier.apply(file);
  }
}

}  // namespace mlt::cli
