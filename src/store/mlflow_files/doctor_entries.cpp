#include <algorithm>
#include <array>
#include <map>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::size_t kMaxValue = 64u << 20;
constexpr std::size_t kMaxKeyLength = 250;     // characters, as MLflow counts
constexpr std::size_t kMaxParamLength = 6000;  // characters
constexpr int kMaxDepth = 64;

/// A file that an editor, git or a desktop made; `siblings` tells a backup from a key of that name.
bool is_litter(std::string_view name, const std::vector<disk::DirEntry>& siblings) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {".gitkeep", ".keep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db"});
  constexpr auto kHiddenEnds =
      std::to_array<std::string_view>({".swp", ".swo", ".swx", ".tmp", ".lock", ".un~"});
  constexpr auto kBackupEnds =
      std::to_array<std::string_view>({"~", ".orig", ".rej", ".bak", ".tmp", ".swp"});
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end() || name.starts_with(".#") ||
      name.starts_with("._") || name.starts_with(".nfs") ||
      (name.starts_with('#') && name.ends_with('#'))) {
    return true;
  }
  const auto ends_in = [name](std::string_view end) { return name.ends_with(end); };
  if (name.starts_with('.') && std::any_of(kHiddenEnds.begin(), kHiddenEnds.end(), ends_in)) {
    return true;
  }
  const auto end = std::find_if(kBackupEnds.begin(), kBackupEnds.end(), ends_in);
  return end != kBackupEnds.end() &&
         std::any_of(siblings.begin(), siblings.end(), [&](const disk::DirEntry& sibling) {
           return sibling.name == name.substr(0, name.size() - end->size());
         });
}

class EntryWalk {
 public:
  EntryWalk(FileExamination& examination, EntryKind kind)
      : examination_(examination), kind_(kind) {}

  EntryFacts walk(const std::string& folder) {
    visit_folder(folder, "", 0);
    return facts_;
  }

 private:
  void visit_folder(const std::string& folder, const std::string& prefix, int depth) {
    const std::vector<disk::DirEntry> entries = list_folder(examination_, folder);
    examine_case(examination_, folder, entries);
    for (const disk::DirEntry& entry : entries) {
      const std::string path = disk::join_path(folder, entry.name);
      const std::string key = disk::join_path(prefix, entry.name);
      if (!examination_.covers(path)) {
        continue;
      }
      // A link named so keeps git from dropping the folder, and MLflow passes it over.
      if (entry.kind == disk::FileKind::symlink && entry.name == ".keep") {
        continue;
      }
      if (entry.kind == disk::FileKind::regular && is_litter(entry.name, entries)) {
        set_aside(examination_, finding::kStrayFile, path);
      } else if (!model::is_key(key) || depth >= kMaxDepth) {
        set_aside(examination_, finding::kBadKey, path);
      } else if (entry.kind == disk::FileKind::directory) {
        visit_folder(path, key, depth + 1);
      } else if (is_regular_file(examination_, path)) {
        visit_file(path, key);
      }
    }
  }

  void visit_file(const std::string& path, const std::string& key) {
    if (base::count_code_points(key) > kMaxKeyLength) {
      examination_.report(
          finding::kOverLimit, path, 0,
          "a key of " + std::to_string(base::count_code_points(key)) + " characters, 250 at most");
    }
    if (kind_ == EntryKind::run_metric || kind_ == EntryKind::model_metric) {
      examine_metric(examination_, path, kind_, facts_);
      return;
    }
    const auto value = find_regular_text(examination_, path, kMaxValue);
    if (!value || report_conflict(examination_, path, *value)) {
      return;
    }
    if (!base::is_valid_utf8(*value)) {
      set_aside(examination_, finding::kBadText, path);
    } else if (kind_ == EntryKind::param) {
      examine_param(path, *value);
    }
  }

  void examine_param(const std::string& path, std::string_view value) {
    if (value.find('\r') != std::string_view::npos) {
      examination_.report(finding::kCarriageReturn, path);
    }
    if (const std::size_t size = base::count_code_points(value); size > kMaxParamLength) {
      examination_.report(finding::kOverLimit, path, 0,
                          "a param of " + std::to_string(size) + " characters, 6000 at most");
    }
  }

  FileExamination& examination_;
  EntryKind kind_;
  EntryFacts facts_;
};

}  // namespace

void examine_case(FileExamination& examination, const std::string& folder,
                  const std::vector<disk::DirEntry>& entries) {
  std::map<std::string, std::string_view> seen;
  for (const disk::DirEntry& entry : entries) {
    const auto [other, is_new] = seen.emplace(base::to_lower(entry.name), entry.name);
    if (!is_new) {
      examination.report(finding::kCaseClash, disk::join_path(folder, entry.name), 0,
                         "'" + entry.name + "' and '" + std::string(other->second) + "'");
    }
  }
}

EntryFacts examine_entries(FileExamination& examination, const std::string& folder,
                           EntryKind kind) {
  return EntryWalk(examination, kind).walk(folder);
}

}  // namespace mlt::store::mlflow
