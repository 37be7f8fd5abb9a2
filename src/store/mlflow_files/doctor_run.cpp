#include <algorithm>
#include <array>
#include <optional>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"
#include "wire/document.hpp"

namespace mlt::store::mlflow {

namespace {

using enum FieldType;

constexpr std::int64_t kRunning = 1;
constexpr std::int64_t kKilled = 5;
constexpr std::size_t kMaxTag = 64u << 20;

constexpr auto kRunFields = std::to_array<MetaField>({
    {"artifact_uri", optional_text},
    {"deleted_time", optional_integer},
    {"end_time", optional_integer, true},
    {"entry_point_name"},
    {"experiment_id", text, true},
    {"lifecycle_stage", text},
    {"name"},
    {"run_id", text, true},
    {"run_name", optional_text},
    {"run_uuid", text},
    {"source_name"},
    {"source_type"},
    {"source_version"},
    {"start_time", integer, true},
    {"status", integer},
    {"tags"},
    {"user_id", optional_text, true},
});

constexpr auto kInputFields = std::to_array<MetaField>({
    {"destination_id", text, true},
    {"destination_type", text, true},
    {"source_id", text, true},
    {"source_type", text, true},
    {"step", integer},
    {"tags", any, true},
});

constexpr auto kModelFields = std::to_array<MetaField>({
    {"artifact_location", optional_text},
    {"creation_timestamp", integer, true},
    {"experiment_id", text, true},
    {"last_updated_timestamp", integer, true},
    {"lifecycle_stage", text},
    {"model_id", text, true},
    {"model_type", optional_text},
    {"name", text, true},
    {"source_run_id", optional_text},
    {"status", integer, true},
    {"status_message", optional_text},
});

/// Reports a meta.yaml that names another thing than its folder does.
void examine_id(FileExamination& examination, const MetaFile& meta, std::string_view key,
                std::string_view expected) {
  const std::string id = meta.text(key);
  if (!id.empty() && id != expected) {
    examination.report(finding::kWrongId, meta.path(), meta.line(key),
                       "its " + std::string(key) + " is '" + id + "', that of the folder '" +
                           std::string(expected) + "'");
  }
}

void examine_choice(FileExamination& examination, const MetaFile& meta, std::string_view key,
                    bool is_right) {
  if (!is_right) {
    examination.report(finding::kBadValue, meta.path(), meta.line(key),
                       "'" + std::string(key) + "' is none that there is");
  }
}

bool is_lifecycle(const MetaFile& meta) {
  const std::string stage = meta.text("lifecycle_stage");
  return stage.empty() || stage == "active" || stage == "deleted";
}

class RunExamination {
 public:
  RunExamination(FileExamination& examination, std::string folder, const RunRef& ref)
      : examination_(examination),
        folder_(std::move(folder)),
        ref_(ref),
        meta_(examination, folder_, {kRunFields, finding::kBadRunMeta}) {}

  bool examine() {
    if (!meta_.is_there()) {
      examination_.report(finding::kNoMeta, folder_);
    }
    if (meta_.is_readable()) {
      examine_meta();
    }
    if (meta_.is_there()) {
      examine_folders();
    }
    EntryFacts facts = examine_entries(examination_, in("metrics"), EntryKind::run_metric);
    (void)examine_entries(examination_, in("params"), EntryKind::param);
    (void)examine_entries(examination_, in("tags"), EntryKind::tag);
    const bool has_inputs = examine_links(kInputs);
    const bool has_outputs = examine_links(kOutputs);
    const bool has_models = has_inputs || has_outputs;
    if (meta_.is_readable()) {
      examine_owner(facts);
      examine_place(examination_, meta_, "artifact_uri",
                    ref_.experiment_id.value + "/" + ref_.run_id.value + "/artifacts");
      meta_.finish();
    }
    return facts.has_dataset_lines || has_models;
  }

 private:
  [[nodiscard]] std::string in(std::string_view name) const {
    return disk::join_path(folder_, name);
  }
  [[nodiscard]] std::string tag_path(std::string_view key) const {
    return disk::join_path(in(kTags), key);
  }

  std::optional<std::string> find_tag(std::string_view key) {
    try {
      return disk::find_text(examination_.disk(), tag_path(key), kMaxTag);
    } catch (const Error&) {
      return std::nullopt;  // a finding of the entries
    }
  }

  void examine_meta() {
    examine_id(examination_, meta_, "run_id", ref_.run_id.value);
    examine_id(examination_, meta_, "experiment_id", ref_.experiment_id.value);
    const auto status = meta_.integer("status");
    examine_choice(examination_, meta_, "status", !status || (*status >= 1 && *status <= kKilled));
    examine_choice(examination_, meta_, "lifecycle_stage", is_lifecycle(meta_));
    const std::string name = meta_.text("run_name");
    const auto tag = find_tag(tag::kRunName);
    if (tag && !name.empty() && *tag != name) {
      const std::string path = tag_path(tag::kRunName);
      const std::size_t finding = examination_.report(
          finding::kTwoNames, path, 0, "'" + *tag + "' and, in meta.yaml, '" + name + "'");
      if (examination_.fixes(path)) {
        examination_.lost_and_found.add_file(path, *tag);
        examination_.replace(path, name);
        examination_.findings.set_fixed(finding);
      }
    }
  }

  void examine_folders() {
    for (const std::string_view name : {kMetrics, kParams, kArtifacts}) {
      const std::string path = in(name);
      if (examination_.disk().find_stat(path)) {
        continue;
      }
      const std::size_t finding = examination_.report(finding::kNoFolder, path);
      if (examination_.fixes(path)) {
        disk::make_dirs(examination_.disk(), path, examination_.context.policy);
        examination_.findings.set_fixed(finding);
      }
    }
  }

  /// The inputs or the outputs. True if a logged model is among them.
  bool examine_links(std::string_view name) {
    bool has_model = name == kOutputs && examination_.disk().find_stat(in(name));
    for (const disk::DirEntry& entry : list_folder(examination_, in(name))) {
      const std::string path = disk::join_path(in(name), entry.name);
      if (entry.kind != disk::FileKind::directory) {
        set_aside(examination_, finding::kStrayEntry, path);
        continue;
      }
      MetaFile meta(examination_, path, {kInputFields, finding::kBadOtherMeta});
      if (!meta.is_there()) {
        examination_.report(finding::kNoMeta, path);
      }
      has_model |= meta.text("source_type") == "MODEL";
      meta.finish();
    }
    return has_model;
  }

  void examine_owner(const EntryFacts& facts) {
    if (!examination_.options.run_owner || meta_.integer("status").value_or(kRunning) != kRunning ||
        meta_.text("lifecycle_stage") == "deleted") {
      return;
    }
    Run run;
    run.id = ref_.run_id;
    run.experiment_id = ref_.experiment_id;
    for (const auto key : {tag::kHost, tag::kPid, tag::kBootId, tag::kPidStart}) {
      if (auto value = find_tag(key)) {
        run.tags.emplace(key, *std::move(value));
      }
    }
    if (examination_.options.run_owner(run) != Liveness::dead) {
      return;
    }
    const std::size_t finding = examination_.report(store::finding::kDeadRun, folder_);
    if (examination_.fixes(folder_)) {
      examination_.replace(tag_path(tag::kEndReason), "process gone");
      const std::int64_t start = meta_.integer("start_time").value_or(0);
      meta_.set("status", wire::integer_value(kKilled));
      meta_.set("end_time", wire::integer_value(std::max(start, facts.newest_ms)));
      meta_.will_fix(finding);
    }
  }

  FileExamination& examination_;
  std::string folder_;
  const RunRef& ref_;
  MetaFile meta_;
};

}  // namespace

bool examine_run(FileExamination& examination, const std::string& experiment_folder,
                 const RunRef& ref) {
  const std::string folder = disk::join_path(experiment_folder, ref.run_id.value);
  const std::string meta = disk::join_path(folder, kMetaFile);
  std::optional<disk::FileLock> lock;
  const auto stat = examination.disk().find_stat(meta);
  const bool mends = examination.options.fix || examination.options.fix_paths;
  if (mends && stat && stat->kind == disk::FileKind::regular) {
    lock = disk::FileLock::try_acquire(examination.disk(), meta, disk::OpenMode::update);
    if (!lock) {
      return false;  // who holds it is writing
    }
  }
  return RunExamination(examination, folder, ref).examine();
}

void examine_logged_model(FileExamination& examination, const std::string& experiment_folder,
                          const ModelRef& ref) {
  const std::string folder =
      disk::join_path(disk::join_path(experiment_folder, kModels), ref.model_id.value);
  MetaFile meta(examination, folder, {kModelFields, finding::kBadOtherMeta});
  if (meta.is_readable()) {
    examine_id(examination, meta, "model_id", ref.model_id.value);
    examine_id(examination, meta, "experiment_id", ref.experiment_id.value);
    examine_choice(examination, meta, "lifecycle_stage", is_lifecycle(meta));
    examine_place(examination, meta, "artifact_location",
                  ref.experiment_id.value + "/models/" + ref.model_id.value + "/artifacts");
  } else if (!meta.is_there()) {
    examination.report(finding::kNoMeta, folder);
  }
  for (const auto& [name, kind] : {std::pair{kMetrics, EntryKind::model_metric},
                                   {kParams, EntryKind::param},
                                   {kTags, EntryKind::tag}}) {
    (void)examine_entries(examination, disk::join_path(folder, name), kind);
  }
  meta.finish();
}

}  // namespace mlt::store::mlflow
