#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/examination.hpp"
#include "store/lost_and_found.hpp"
#include "store/mlflow_files/findings.hpp"
#include "wire/value.hpp"

namespace mlt::store::mlflow {

/// An examination of MLflow's layout with what its repairs need. Whoever repairs holds the store's
/// lock, which mlt's writers take too; MLflow's take none.
struct FileExamination : store::Examination {
  LostAndFound lost_and_found{context};

  [[nodiscard]] bool fixes(std::string_view path) const { return options.fix && covers(path); }
  std::size_t report(const FindingKind& kind, std::string path, std::int64_t line = 0,
                     std::string_view detail = {}) {
    return findings.add(kind, std::move(path), line, detail);
  }
  /// Writes the whole file in one step.
  void replace(const std::string& path, std::string_view text);
};

enum class FieldType {
  text,           ///< a string
  optional_text,  ///< or null
  integer,
  optional_integer,
  any,
};

/// A key of a meta.yaml.
struct MetaField {
  std::string_view name;
  FieldType type = FieldType::any;
  bool needed = false;  ///< by MLflow when it reads
};

/// What a meta.yaml may hold, and what it means where it does not.
struct MetaRules {
  std::span<const MetaField> fields;
  const FindingKind& unreadable;
};

/// A meta.yaml being looked at. Changes are collected and written together by finish().
class MetaFile {
 public:
  /// Reads and checks it by the rules; what is wrong is reported, wrong types that can be mended
  /// are.
  MetaFile(FileExamination& examination, const std::string& folder, const MetaRules& rules);

  [[nodiscard]] bool is_there() const { return is_there_; }
  [[nodiscard]] bool is_readable() const { return value_.has_value(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The string of that key; empty for anything else.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
  /// From 1; 0 if the key is not there.
  [[nodiscard]] std::int64_t line(std::string_view key) const;

  void set(std::string_view key, wire::Value value);
  /// Writes what was set, as MLflow would, and marks those findings as mended.
  void finish();
  /// finish() mends this finding.
  void will_fix(std::size_t finding) { mended_.push_back(finding); }

 private:
  bool read(const MetaRules& rules);
  void check(const MetaRules& rules);
  void check_type(const MetaField& field, const wire::Value& value);

  FileExamination& examination_;
  std::string path_;
  bool is_there_ = false;
  std::optional<wire::Value> value_;
  std::vector<std::size_t> mended_;
  bool is_changed_ = false;
};

/// Which entries a folder of params, metrics or tags holds.
enum class EntryKind { param, run_metric, model_metric, tag };

/// What the entries of a run or another thing say about it.
struct EntryFacts {
  bool has_dataset_lines = false;  ///< a metric line with five fields
  std::int64_t newest_ms = 0;      ///< of the metrics' times, not after now
};
EntryFacts examine_entries(FileExamination& examination, const std::string& folder, EntryKind kind);
/// One metric's file.
void examine_metric(FileExamination& examination, const std::string& path, EntryKind kind,
                    EntryFacts& facts);
/// Reports the first conflict marker of a text. True if there is one.
bool report_conflict(FileExamination& examination, const std::string& path, std::string_view text);
/// Names of a folder that differ in case alone.
void examine_case(FileExamination& examination, const std::string& folder,
                  const std::vector<disk::DirEntry>& entries);

/// The place of a thing's artifacts, kept under `key` of its meta.yaml; `position` is where they
/// lie below the store by the layout: `1/<run>/artifacts`.
void examine_place(FileExamination& examination, MetaFile& meta, std::string_view key,
                   std::string_view position);

/// One run in the folder of its experiment; true if 2.22 cannot read it though it is sound.
bool examine_run(FileExamination& examination, const std::string& experiment_folder,
                 const RunRef& ref);
/// One logged model.
void examine_logged_model(FileExamination& examination, const std::string& experiment_folder,
                          const ModelRef& ref);
void examine_registry(FileExamination& examination);

}  // namespace mlt::store::mlflow
