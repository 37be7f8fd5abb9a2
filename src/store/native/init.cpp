#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"

namespace mlt::store {

namespace {

constexpr std::string_view kSettingsText =
    "# What kind of store this is; settings of your own may follow (see mlt-store(5)).\n"
    "layout: native\n"
    "schema: 1\n";

constexpr GitFile kGitFiles[] = {
    {".gitattributes",
     "# No line ending is ever changed, and two branches that append to a journal are united.\n"
     "* -text\n"
     "*.jsonl -text merge=union\n"},
    {".gitignore",
     "# The text of runs is committed, their artifacts are not.\n"
     "/.lock\n"
     "/.tmp/\n"
     "/experiments/*/*/artifacts/\n"
     "/experiments/*/models/*/artifacts/\n"},
};

/// The value of a `key: value` line at the left margin, without comment and quotes. Both keys that
/// are read here before anything else stand in such lines; everything else in mlt.yaml is YAML.
std::string_view top_level_value(std::string_view text, std::string_view key) {
  for (std::string_view line : base::split(text, '\n')) {
    if (!line.starts_with(key) || line.substr(key.size(), 1) != ":") {
      continue;
    }
    line.remove_prefix(key.size() + 1);
    line = base::trim(line.substr(0, line.find(" #")));
    if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') &&
        line.front() == line.back()) {
      line = line.substr(1, line.size() - 2);
    }
    return line;
  }
  return {};
}

Layout layout_of_settings(disk::Disk& disk, std::string_view text) {
  const std::string path = disk.absolute(kSettingsFile);
  const std::string_view schema = top_level_value(text, "schema");
  const auto major = base::parse_int64(schema.substr(0, schema.find('.')));
  if (!major) {
    throw Error(ErrorCode::data, path + ": has no readable 'schema:' line")
        .hint("a native store begins with the lines 'layout: native' and 'schema: 1'");
  }
  if (*major > kStoreSchema) {
    throw Error(ErrorCode::data, path + ": schema " + std::string(schema) +
                                     " is newer than this mlt reads (" +
                                     std::to_string(kStoreSchema) + ")")
        .hint("install a newer mlt");
  }
  const std::string_view layout = top_level_value(text, "layout");
  if (layout == "native") {
    return Layout::native;
  }
  if (layout == "mlflow") {
    return Layout::mlflow;
  }
  throw Error(ErrorCode::data,
              path + ": unknown layout '" + base::escape_control(layout) + "' (native, mlflow)");
}

bool write_if_absent(disk::Disk& disk, std::string_view path, std::string_view text,
                     base::Random& random, const disk::WritePolicy& policy) {
  if (disk.find_stat(path)) {
    return false;
  }
  disk::replace_file(disk, path, text, kTempDir, random, policy);
  return true;
}

}  // namespace

std::span<const GitFile> git_files() { return kGitFiles; }

std::optional<std::string> read_settings_text(disk::Disk& disk) {
  constexpr std::size_t kMaxSettings = 1u << 20;
  return disk::find_text(disk, kSettingsFile, kMaxSettings);
}

std::string least_settings_text(Layout layout) {
  return layout == Layout::mlflow ? "layout: mlflow\nschema: 1\n" : std::string(kSettingsText);
}

std::string settings_text_for(Layout layout, std::string_view text) {
  const std::string_view layout_line =
      layout == Layout::mlflow ? "layout: mlflow" : "layout: native";
  std::string result;
  std::string_view separator;
  for (const std::string_view line : base::split(text, '\n')) {
    result.append(separator).append(line.starts_with("layout:") ? layout_line : line);
    separator = "\n";
  }
  return result;
}

void replace_settings_text(disk::Disk& disk, Layout layout, std::string_view text,
                           base::Random& random, const disk::WritePolicy& policy) {
  if (layout == Layout::mlflow) {
    mlflow::make_temp_dir(disk, random, policy);
  }
  const std::string_view temp_dir = layout == Layout::mlflow ? mlflow::kTempDir : kTempDir;
  disk::replace_file(disk, kSettingsFile, text, temp_dir, random, policy);
}

Layout detect_layout(disk::Disk& disk) { return detect_layout(disk, read_settings_text(disk)); }

Layout detect_layout(disk::Disk& disk, const std::optional<std::string>& settings) {
  if (settings) {
    return layout_of_settings(disk, *settings);
  }
  const auto entries = disk.find_list("");
  for (const disk::DirEntry& entry : *entries) {
    if (entry.kind == disk::FileKind::directory && model::is_experiment_id(entry.name) &&
        disk.find_stat(disk::join_path(entry.name, "meta.yaml"))) {
      return Layout::mlflow;
    }
  }
  return Layout::none;
}

bool init_native_store(disk::Disk& disk, base::Random& random, const disk::WritePolicy& policy) {
  // mlt.yaml comes last: with it the store is a store, and all else is there.
  bool wrote = false;
  for (const GitFile& file : kGitFiles) {
    wrote |= write_if_absent(disk, file.path, file.text, random, policy);
  }
  wrote |= write_if_absent(disk, kSettingsFile, kSettingsText, random, policy);
  return wrote;
}

}  // namespace mlt::store
