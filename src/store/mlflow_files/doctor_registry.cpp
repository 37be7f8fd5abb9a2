#include <algorithm>
#include <array>
#include <map>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"

namespace mlt::store::mlflow {

namespace {

using enum FieldType;

constexpr std::string_view kVersionPrefix = "version-";
constexpr std::string_view kAliases = "aliases";
constexpr std::string_view kDeletedStage = "Deleted_Internal";
constexpr std::size_t kMaxAlias = 1u << 16;

constexpr auto kRegisteredFields = std::to_array<MetaField>({
    {"aliases"},
    {"creation_timestamp", optional_integer, true},
    {"deployment_job_id"},
    {"deployment_job_state"},
    {"description", optional_text},
    {"last_updated_timestamp", optional_integer},
    {"latest_versions"},
    {"name", text, true},
    {"tags"},
    {"workspace", optional_text},
});

constexpr auto kVersionFields = std::to_array<MetaField>({
    {"aliases"},
    {"creation_timestamp", optional_integer, true},
    {"current_stage", optional_text},
    {"deployment_job_state"},
    {"description", optional_text},
    {"last_updated_timestamp", optional_integer},
    {"metrics"},
    {"model_id", optional_text},
    {"name", text, true},
    {"params"},
    {"run_id", optional_text},
    {"run_link", optional_text},
    {"source", optional_text},
    {"status", text},
    {"status_message", optional_text},
    {"storage_location", optional_text},
    {"tags"},
    {"user_id", optional_text},
    {"version", integer, true},
    {"workspace", optional_text},
});

/// Version numbers and whether they are still there for people.
using Versions = std::map<std::int64_t, bool>;

class ModelExamination {
 public:
  ModelExamination(FileExamination& examination, std::string name)
      : examination_(examination),
        name_(std::move(name)),
        folder_(disk::join_path(kModels, name_)) {}

  void examine() {
    MetaFile meta(examination_, folder_, {kRegisteredFields, finding::kBadRegistryMeta});
    examine_name(meta, folder_);
    meta.finish();
    Versions versions;
    for (const disk::DirEntry& entry : list_folder(examination_, folder_)) {
      if (entry.name.starts_with(kVersionPrefix) && entry.kind == disk::FileKind::directory) {
        examine_version(entry.name, versions);
      }
    }
    (void)examine_entries(examination_, disk::join_path(folder_, kTags), EntryKind::tag);
    examine_aliases(versions);
  }

 private:
  void examine_name(const MetaFile& meta, const std::string& folder) {
    if (!meta.is_there()) {
      examination_.report(finding::kNoRegistryMeta, folder);
    } else if (meta.is_readable() && meta.text("name") != name_) {
      examination_.report(
          finding::kWrongId, meta.path(), meta.line("name"),
          "its name is '" + meta.text("name") + "', that of the folder '" + name_ + "'");
    }
  }

  void examine_version(const std::string& entry, Versions& versions) {
    const std::string folder = disk::join_path(folder_, entry);
    MetaFile meta(examination_, folder, {kVersionFields, finding::kBadRegistryMeta});
    examine_name(meta, folder);
    const std::string_view suffix = std::string_view(entry).substr(kVersionPrefix.size());
    const auto number = meta.integer("version");
    if (number && std::to_string(*number) != suffix) {
      examination_.report(finding::kWrongId, meta.path(), meta.line("version"),
                          "its version is " + std::to_string(*number) + ", that of the folder " +
                              std::string(suffix));
    }
    if (const auto of_folder = base::parse_int64(suffix)) {
      versions[*of_folder] = meta.text("current_stage") != kDeletedStage;
    }
    (void)examine_entries(examination_, disk::join_path(folder, kTags), EntryKind::tag);
    meta.finish();
  }

  void examine_aliases(const Versions& versions) {
    const std::string folder = disk::join_path(folder_, kAliases);
    for (const disk::DirEntry& entry : list_folder(examination_, folder)) {
      const std::string path = disk::join_path(folder, entry.name);
      const auto text = find_regular_text(examination_, path, kMaxAlias);
      if (!text || report_conflict(examination_, path, *text)) {
        continue;
      }
      const auto number = base::parse_int64(base::trim(*text));
      const auto version = number ? versions.find(*number) : versions.end();
      if (version == versions.end() || !version->second) {
        set_aside(examination_, finding::kDanglingAlias, path, base::trim(*text));
      } else if (const std::string right = std::to_string(*number); *text != right) {
        const std::size_t finding = examination_.report(finding::kOddAlias, path);
        if (examination_.fixes(path)) {
          examination_.replace(path, right);
          examination_.findings.set_fixed(finding);
        }
      }
    }
  }

  FileExamination& examination_;
  std::string name_;
  std::string folder_;
};

}  // namespace

void examine_registry(FileExamination& examination) {
  const std::vector<disk::DirEntry> entries = list_folder(examination, std::string(kModels));
  examine_case(examination, std::string(kModels), entries);
  for (const disk::DirEntry& entry : entries) {
    const std::string path = disk::join_path(kModels, entry.name);
    if (entry.kind == disk::FileKind::directory && examination.covers(path)) {
      ModelExamination(examination, entry.name).examine();
    } else if (entry.kind == disk::FileKind::symlink || entry.kind == disk::FileKind::other) {
      set_aside(examination, store::finding::kSpecialFile, path);
    }
  }
}

}  // namespace mlt::store::mlflow
