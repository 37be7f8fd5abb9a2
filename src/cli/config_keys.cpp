#include "cli/config_keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mlt/error.hpp"

#include "app/column_spec.hpp"
#include "base/text.hpp"

namespace mlt::cli {

namespace {

// The other global options choose the store or the run, or speak of one call only.
constexpr std::array kGlobalKeys = {"as",          "color",        "durable",  "experiment",
                                    "format",      "lock-timeout", "no-input", "no-pager",
                                    "no-progress", "quiet",        "strict"};
constexpr std::array kPrograms = {"pager", "editor"};
constexpr std::string_view kColumnSets = "columns.";
// What removes, mends or overwrites has to be asked for each time.
constexpr std::array<std::string_view, 6> kAskedForEachTime = {"prune",   "fix",   "fix-paths",
                                                               "install", "force", "value-from"};

bool is_one_of(const auto& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Error unknown_key(const std::string& name) {
  Error error(ErrorCode::usage, "there is no key '" + name + "'");
  if (const auto near = base::nearest(name, config_keys())) {
    error.add_hint("the nearest key is '" + *near + "'");
  }
  error.add_hint("the keys are explained by: mlt help config");
  return error;
}

const Command* find_section(std::string_view section) {
  const auto& commands = command_table();
  const auto found = std::ranges::find_if(commands, [section](const Command& command) {
    return !command.hidden && config_section(command) == section;
  });
  return found == commands.end() ? nullptr : &*found;
}

}  // namespace

std::string config_section(const Command& command) {
  std::string_view longest = command.name;
  for (const Command& other : command_table()) {
    if (other.declare == command.declare && other.name.size() > longest.size()) {
      longest = other.name;
    }
  }
  std::string section(longest);
  std::ranges::replace(section, ' ', '-');
  return section;
}

const std::vector<std::string>& top_level_config_keys() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all(kGlobalKeys.begin(), kGlobalKeys.end());
    all.insert(all.end(), kPrograms.begin(), kPrograms.end());
    return all;
  }();
  return names;
}

std::string config_name(const OptionSpec& spec) {
  const auto name = std::ranges::find_if(
      spec.names, [](const std::string& each) { return each.starts_with("--"); });
  return name == spec.names.end() ? "" : name->substr(2);
}

bool has_config_key(const OptionSpec& spec) {
  const std::string name = config_name(spec);
  return !spec.hidden && !name.empty() && spec.group != kGlobalGroup &&
         !is_one_of(kAskedForEachTime, name);
}

std::vector<std::string> config_keys() {
  std::vector<std::string> keys = top_level_config_keys();
  for (const Command& command : command_table()) {
    if (command.hidden) {
      continue;
    }
    OptionTable table;
    const Action action = command.declare(table);
    for (const OptionSpec& spec : table.specs()) {
      if (has_config_key(spec)) {
        keys.push_back(config_section(command) + "." + config_name(spec));
      }
    }
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

bool is_column_set(std::string_view name) {
  return name.starts_with(kColumnSets) && name.size() > kColumnSets.size();
}

ConfigKey::ConfigKey(const std::string& name) : name_(name) {
  if (is_one_of(kPrograms, name) || is_column_set(name)) {
    return;
  }
  const auto dot = name.find('.');
  if (dot == std::string::npos) {
    declare_globals(table_, globals_);
    spec_ = is_one_of(kGlobalKeys, name) ? table_.find("--" + name) : nullptr;
  } else if (const Command* command = find_section(std::string_view(name).substr(0, dot))) {
    action_ = command->declare(table_);
    const OptionSpec* spec = table_.find("--" + name.substr(dot + 1));
    const bool is_key =
        spec != nullptr && has_config_key(*spec) && config_name(*spec) == name.substr(dot + 1);
    spec_ = is_key ? spec : nullptr;
  }
  if (spec_ == nullptr) {
    throw unknown_key(name);
  }
}

void ConfigKey::check(const std::vector<std::string>& values) {
  if (spec_ != nullptr) {
    table_.preset(*spec_, values);
  } else if (is_column_set(name_)) {
    if (values.size() != 1) {
      throw Error(ErrorCode::usage, "'" + name_ + "' takes one text, such as 'lr,acc:max as top1'");
    }
    app::parse_column_set(values.front());
  } else if (values.size() != 1 || values.front().empty()) {
    throw Error(ErrorCode::usage, "'" + name_ + "' takes one command");
  }
}

app::ConfigShape ConfigKey::shape() const {
  return spec_ != nullptr && spec_->repeatable ? app::ConfigShape::list : app::ConfigShape::scalar;
}

std::optional<std::string> ConfigKey::why_only_in_store() const {
  return is_column_set(name_) ? std::optional<std::string>("it is shared with the store")
                              : std::nullopt;
}

std::optional<std::string> ConfigKey::why_not_in_store() const {
  return spec_ != nullptr && spec_->group != kGlobalGroup ? cli::why_not_in_store(*spec_)
                                                          : cli::why_not_in_store(name_);
}

std::optional<std::string> why_not_in_store(const OptionSpec& spec) {
  if (spec.completion == Completion::file || spec.completion == Completion::directory) {
    return "it names files";
  }
  // Variables such as PATH and LD_PRELOAD decide what is executed.
  return config_name(spec) == "env" ? std::optional<std::string>("it decides what is executed")
                                    : std::nullopt;
}

std::optional<std::string> why_not_in_store(std::string_view top_level_key) {
  if (is_one_of(kPrograms, top_level_key)) {
    return "it is executed";
  }
  return top_level_key == "as" || top_level_key == "quiet"
             ? std::optional<std::string>("it is for each user to say")
             : std::nullopt;
}

}  // namespace mlt::cli
