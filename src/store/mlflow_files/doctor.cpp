#include "store/mlflow_files/doctor.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"

namespace mlt::store::mlflow {

namespace {

using enum FieldType;

constexpr auto kExperimentFields = std::to_array<MetaField>({
    {"artifact_location", optional_text, true},
    {"creation_time", optional_integer},
    {"effective_trace_archival_retention"},
    {"experiment_id", text, true},
    {"last_update_time", optional_integer},
    {"lifecycle_stage", text, true},
    {"name", text, true},
    {"tags"},
    {"trace_location"},
    {"workspace", optional_text},
});

constexpr auto kDatasetFields = std::to_array<MetaField>({
    {"digest", text, true},
    {"name", text, true},
    {"profile", optional_text},
    {"schema", optional_text},
    {"source", text, true},
    {"source_type", text, true},
});

/// What stands directly in the root or in the bin.
struct Root {
  std::vector<std::string> experiments;        ///< folders, by path
  std::map<std::string, std::string> names{};  ///< of experiments: name and where it was met first
};

class ExperimentExamination {
 public:
  ExperimentExamination(FileExamination& examination, std::string folder, Root& root)
      : examination_(examination),
        folder_(std::move(folder)),
        id_{folder_.substr(folder_.rfind('/') + 1)},
        root_(root) {}

  void examine() {
    examine_meta();
    (void)examine_entries(examination_, in(kTags), EntryKind::tag);
    examine_datasets();
    examine_models();
    std::size_t unreadable = 0;
    std::string first;
    for (const RunRef& ref : run_refs()) {
      const std::string path = in(ref.run_id.value);
      if (examination_.covers(path) && examine_run(examination_, folder_, ref) &&
          unreadable++ == 0) {
        first = path;
      }
    }
    if (unreadable > 0) {
      examination_.report(finding::kOldReader, folder_, 0,
                          "metrics with data sets, or models as inputs, in " +
                              std::to_string(unreadable) + " of its runs, the first is " + first);
    }
  }

 private:
  [[nodiscard]] std::string in(std::string_view name) const {
    return disk::join_path(folder_, name);
  }

  void examine_meta() {
    MetaFile meta(examination_, folder_, {kExperimentFields, finding::kBadExperimentMeta});
    const bool is_in_bin = folder_.starts_with(kTrash);
    const bool has_twin = !is_in_bin && examination_.disk().find_stat(trash_folder(id_));
    if (has_twin) {
      examination_.report(finding::kTwoPlaces, folder_);
    } else if (!meta.is_there()) {
      examination_.report(finding::kNoMeta, folder_);
    }
    if (!meta.is_readable()) {
      return;
    }
    if (const std::string id = meta.text("experiment_id"); !id.empty() && id != id_.value) {
      examination_.report(
          finding::kWrongId, meta.path(), meta.line("experiment_id"),
          "its experiment_id is '" + id + "', that of the folder '" + id_.value + "'");
    }
    const std::string stage = meta.text("lifecycle_stage");
    if (!stage.empty() && stage != (is_in_bin ? "deleted" : "active")) {
      examination_.report(
          finding::kBadValue, meta.path(), meta.line("lifecycle_stage"),
          "'lifecycle_stage' is '" + stage + "' in the " + (is_in_bin ? "bin" : "root"));
    }
    examine_name(meta);
    examine_place(examination_, meta, "artifact_location", id_.value);
    meta.finish();
  }

  void examine_name(const MetaFile& meta) {
    const std::string name = meta.text("name");
    if (name.find('\'') != std::string::npos) {
      examination_.report(finding::kQuote, meta.path(), meta.line("name"), name);
    }
    const auto [other, is_new] = root_.names.emplace(name, folder_);
    if (!name.empty() && !is_new) {
      examination_.report(finding::kDoubledName, folder_, 0,
                          "'" + name + "' is that of " + other->second + " too");
    }
  }

  void examine_datasets() {
    for (const disk::DirEntry& entry : list_folder(examination_, in(kDatasets))) {
      const std::string path = disk::join_path(in(kDatasets), entry.name);
      if (entry.kind != disk::FileKind::directory) {
        set_aside(examination_, finding::kStrayEntry, path);
        continue;
      }
      MetaFile meta(examination_, path, {kDatasetFields, finding::kBadOtherMeta});
      if (!meta.is_there()) {
        examination_.report(finding::kNoMeta, path);
      }
      meta.finish();
    }
  }

  void examine_models() {
    for (const disk::DirEntry& entry : list_folder(examination_, in(kModels))) {
      const std::string path = disk::join_path(in(kModels), entry.name);
      if (entry.kind == disk::FileKind::directory && examination_.covers(path)) {
        examine_logged_model(examination_, folder_, {id_, {entry.name}});
      }
    }
  }

  std::vector<RunRef> run_refs() {
    std::vector<RunRef> refs;
    for (const disk::DirEntry& entry : list_folder(examination_, folder_)) {
      if (entry.kind == disk::FileKind::symlink || entry.kind == disk::FileKind::other) {
        set_aside(examination_, store::finding::kSpecialFile, in(entry.name));
      } else if (entry.kind == disk::FileKind::directory && is_run_folder(entry.name)) {
        refs.push_back({id_, {entry.name}});
      }
    }
    return refs;
  }

  FileExamination& examination_;
  std::string folder_;
  ExperimentId id_;
  Root& root_;
};

bool is_passed_over(std::string_view name) { return name == kModels || name.ends_with(kTrash); }

Root examine_root(FileExamination& examination) {
  Root root;
  for (const disk::DirEntry& entry : list_folder(examination, "")) {
    if (entry.kind == disk::FileKind::regular || is_passed_over(entry.name)) {
      continue;
    }
    if (entry.kind != disk::FileKind::directory) {
      set_aside(examination, store::finding::kSpecialFile, entry.name);
    } else if (!model::is_experiment_id(entry.name)) {
      examination.report(finding::kBadFolderName, entry.name);
    } else {
      root.experiments.push_back(entry.name);
    }
  }
  for (const disk::DirEntry& entry : list_folder(examination, std::string(kTrash))) {
    if (entry.kind == disk::FileKind::directory && model::is_experiment_id(entry.name)) {
      root.experiments.push_back(trash_folder({entry.name}));
    }
  }
  return root;
}

}  // namespace

std::vector<Finding> examine_mlflow_store(const StoreContext& context,
                                          const DoctorOptions& options) {
  FileExamination examination{{context, options}};
  std::optional<disk::FileLock> lock;
  if (options.fix || options.fix_paths) {
    make_temp_dir(*context.disk, context.random, context.policy);
    lock.emplace(*context.disk, kLockFile, context.policy);
  }
  constexpr auto kAtHome = std::to_array<std::string_view>({"lock", ".gitignore"});
  examine_leftovers(examination, kTempDir, kAtHome);
  Root root = examine_root(examination);
  for (const std::string& folder : root.experiments) {
    if (examination.covers(folder)) {
      ExperimentExamination(examination, folder, root).examine();
    }
  }
  examine_registry(examination);
  return take_findings(examination);
}

}  // namespace mlt::store::mlflow
