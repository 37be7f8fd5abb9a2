#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "wire/flat_yaml.hpp"
#include "wire/value.hpp"

// The meta.yaml of MLflow's things. Which keys they have: docs/mlflow.md.

namespace mlt::store::mlflow {

/// A meta.yaml as it is read, one after the other with the same memory.
class MetaReader {
 public:
  /// False if there is no such file. Throws data, with `path` and line, for what is no map. A file
  /// that is empty, as one is that MLflow is just writing, is read again a little later.
  bool read(disk::Disk& disk, const std::string& path);

  /// The scalar of a key as it is spelt; nothing if it is absent or null.
  [[nodiscard]] std::optional<std::string> find_text(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> find_integer(std::string_view key) const;
  /// False for null, too.
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] KeyValueMap find_map(std::string_view key) const;
  /// Where a key's value stands, from 1; 0 for one that is absent.
  [[nodiscard]] std::int64_t line_of(std::string_view key) const;

 private:
  std::string text_;
  std::string scratch_;
  wire::FlatYaml flat_;
  wire::Value value_;
  bool is_flat_ = false;
};

/// An error of MetaReader as an issue, its line told apart.
Issue issue_of_meta(const disk::Disk& disk, const std::string& path, const Error& error);

/// A meta.yaml to be changed: keys that nobody asks for stay as they are.
class MetaEditor {
 public:
  MetaEditor() : object_(wire::Value{wire::Value::Object{}, {}, 0}) {}
  /// Throws not_found, or data.
  MetaEditor(disk::Disk& disk, const std::string& path);

  void set(std::string_view key, wire::Value value);
  void set(std::string_view key, std::string_view text);
  void set(std::string_view key, std::int64_t number);
  void set(std::string_view key, std::optional<std::int64_t> number);
  void set(std::string_view key, const KeyValueMap& map);
  void set_null(std::string_view key) { set(key, wire::Value{}); }
  /// null for an empty text.
  void set_or_null(std::string_view key, std::string_view text);
  void set_if_absent(std::string_view key, wire::Value value);
  void erase(std::string_view key);
  [[nodiscard]] const wire::Value* find(std::string_view key) const { return object_.find(key); }
  [[nodiscard]] wire::Value& object() { return object_; }

  [[nodiscard]] std::string text() const;

 private:
  wire::Value object_;
};

/// What a run's meta.yaml says.
struct RunMeta {
  std::string name;
  std::string user;
  RunStatus status = RunStatus::running;
  Lifecycle lifecycle = Lifecycle::active;
  std::int64_t start_time_ms = 0;
  std::optional<std::int64_t> end_time_ms;
  std::optional<std::int64_t> deleted_time_ms;
  std::string artifact_uri;
};

/// `line` is 0 for what is missing.
using MetaFault = std::function<void(std::int64_t line, const std::string& reason)>;

/// What is missing, mistyped or of another run goes to `fault`; the rest is read.
RunMeta read_run_meta(MetaReader& reader, const RunRef& ref, const MetaFault& fault);

std::string new_run_meta_text(const RunRef& ref, const RunMeta& meta);
/// Writes what MLflow writes at each update of a run; `editor` holds the file as it was.
void update_run_meta(MetaEditor& editor, const RunMeta& meta);

}  // namespace mlt::store::mlflow
