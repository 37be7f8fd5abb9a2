#include "store/mlflow_files/meta.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "base/numbers.hpp"
#include "disk/files.hpp"
#include "store/journal/reader.hpp"
#include "store/mlflow_files/layout.hpp"
#include "wire/document.hpp"
#include "wire/meta_yaml.hpp"

namespace mlt::store::mlflow {

namespace {

// The numbers of a run's status in its file.
constexpr std::array kStatuses = {RunStatus::running, RunStatus::scheduled, RunStatus::finished,
                                  RunStatus::failed, RunStatus::killed};

std::int64_t number_of(RunStatus status) {
  return std::find(kStatuses.begin(), kStatuses.end(), status) - kStatuses.begin() + 1;
}

/// Reads until the file is not empty, for at most as long as MLflow takes to fill it.
bool read_filled(disk::Disk& disk, const std::string& path, std::string& text) {
  for (const int pause_ms : {10, 30, 100, 0}) {
    if (!disk.read_into(path, text, kMaxMeta)) {
      return false;
    }
    if (!text.empty()) {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
  }
  return true;
}

}  // namespace

bool MetaReader::read(disk::Disk& disk, const std::string& path) {
  if (!read_filled(disk, path, text_)) {
    return false;
  }
  is_flat_ = flat_.parse(text_);
  if (!is_flat_) {
    const std::string name = disk.absolute(path);
    value_ = wire::parse_meta_yaml(text_, {name, ErrorCode::data});
  }
  return true;
}

std::optional<std::string> MetaReader::find_text(std::string_view key) {
  if (is_flat_) {
    const auto scalar = flat_.find(key);
    return scalar && !scalar->is_null() ? std::optional(std::string(scalar->string(scratch_)))
                                        : std::nullopt;
  }
  const wire::Value* value = value_.find(key);
  return value != nullptr && value->is_scalar() && !value->is_null() ? std::optional(value->text())
                                                                     : std::nullopt;
}

std::optional<std::int64_t> MetaReader::find_integer(std::string_view key) const {
  if (is_flat_) {
    const auto scalar = flat_.find(key);
    return scalar ? scalar->int64() : std::nullopt;
  }
  const wire::Value* value = value_.find(key);
  const std::int64_t* number = value == nullptr ? nullptr : value->as_integer();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

bool MetaReader::has(std::string_view key) const {
  if (is_flat_) {
    const auto scalar = flat_.find(key);
    return scalar && !scalar->is_null();
  }
  const wire::Value* value = value_.find(key);
  return value != nullptr && !value->is_null();
}

KeyValueMap MetaReader::find_map(std::string_view key) const {
  KeyValueMap map;
  const wire::Value* value = is_flat_ ? nullptr : value_.find(key);
  if (value != nullptr && value->as_object() != nullptr) {
    for (const wire::Value::Member& member : *value->as_object()) {
      map[member.first] = member.second.text();
    }
  }
  return map;
}

std::int64_t MetaReader::line_of(std::string_view key) const {
  // What is read fast knows no lines; they are asked for where something is wrong.
  const wire::Value parsed =
      is_flat_ ? wire::parse_meta_yaml(text_, {kMetaFile, ErrorCode::data}) : wire::Value{};
  const wire::Value* value = is_flat_ ? parsed.find(key) : value_.find(key);
  return value == nullptr ? 0 : value->line;
}

Issue issue_of_meta(const disk::Disk& disk, const std::string& path, const Error& error) {
  std::string_view message = error.message();
  const std::string head = disk.absolute(path) + ":";
  if (message.starts_with(head)) {
    message.remove_prefix(head.size());
    const std::size_t colon = message.find(": ");
    if (const auto line = base::parse_int64(message.substr(0, colon))) {
      return {path, *line, std::string(message.substr(colon + 2))};
    }
  }
  return issue_of(disk, path, error);
}

MetaEditor::MetaEditor(disk::Disk& disk, const std::string& path) {
  std::string text;
  if (!read_filled(disk, path, text)) {
    throw Error(ErrorCode::not_found, disk.absolute(path) + ": no such file");
  }
  const std::string name = disk.absolute(path);
  object_ = wire::parse_meta_yaml(text, {name, ErrorCode::data});
}

void MetaEditor::set(std::string_view key, wire::Value value) {
  auto& members = std::get<wire::Value::Object>(object_.data);
  const auto at = std::find_if(members.begin(), members.end(),
                               [key](const auto& member) { return member.first == key; });
  if (at == members.end()) {
    members.push_back({std::string(key), std::move(value)});
  } else {
    at->second = std::move(value);
  }
}
void MetaEditor::set(std::string_view key, std::string_view text) {
  set(key, wire::string_value(text));
}
void MetaEditor::set(std::string_view key, std::int64_t number) {
  set(key, wire::integer_value(number));
}
void MetaEditor::set(std::string_view key, std::optional<std::int64_t> number) {
  set(key, number ? wire::integer_value(*number) : wire::Value{});
}
void MetaEditor::set(std::string_view key, const KeyValueMap& map) {
  wire::Value object = wire::object_value();
  for (const auto& [name, text] : map) {
    wire::add(object, name, wire::string_value(text));
  }
  set(key, std::move(object));
}
void MetaEditor::set_or_null(std::string_view key, std::string_view text) {
  set(key, text.empty() ? wire::Value{} : wire::string_value(text));
}
void MetaEditor::set_if_absent(std::string_view key, wire::Value value) {
  if (find(key) == nullptr) {
    set(key, std::move(value));
  }
}
void MetaEditor::erase(std::string_view key) {
  std::erase_if(std::get<wire::Value::Object>(object_.data),
                [key](const auto& member) { return member.first == key; });
}

std::string MetaEditor::text() const { return wire::to_meta_yaml(object_); }

RunMeta read_run_meta(MetaReader& reader, const RunRef& ref, const MetaFault& fault) {
  RunMeta meta;
  const auto expect_id = [&](std::string_view key, const std::string& id) {
    const auto text = reader.find_text(key);
    if (text != id) {
      fault(reader.line_of(key), text ? "'" + std::string(key) + "' is '" + *text +
                                            "', but the folder is of '" + id + "'"
                                      : "'" + std::string(key) + "' is missing");
    }
  };
  const auto integer = [&](std::string_view key) {
    const auto number = reader.find_integer(key);
    if (!number && reader.has(key)) {
      fault(reader.line_of(key), "'" + std::string(key) + "' is no integer");
    }
    return number;
  };
  expect_id("run_id", ref.run_id.value);
  expect_id("experiment_id", ref.experiment_id.value);
  meta.name = reader.find_text("run_name").value_or("");
  meta.user = reader.find_text("user_id").value_or("");
  meta.artifact_uri = reader.find_text("artifact_uri").value_or("");
  const auto start = integer("start_time");
  if (!start && !reader.has("start_time")) {
    fault(0, "'start_time' is missing");
  }
  meta.start_time_ms = start.value_or(0);
  meta.end_time_ms = integer("end_time");
  meta.deleted_time_ms = integer("deleted_time");
  const std::int64_t status = integer("status").value_or(1);
  if (status < 1 || status > static_cast<std::int64_t>(kStatuses.size())) {
    fault(reader.line_of("status"), "'status' is " + std::to_string(status) + "; it can be 1 to 5");
  } else {
    meta.status = kStatuses[static_cast<std::size_t>(status - 1)];
  }
  if (const auto stage = reader.find_text("lifecycle_stage")) {
    const auto lifecycle = parse_lifecycle(*stage);
    if (!lifecycle) {
      fault(reader.line_of("lifecycle_stage"),
            "'lifecycle_stage' is '" + *stage + "'; it can be active or deleted");
    }
    meta.lifecycle = lifecycle.value_or(Lifecycle::active);
  }
  return meta;
}

void update_run_meta(MetaEditor& editor, const RunMeta& meta) {
  editor.set("end_time", meta.end_time_ms);
  editor.set("lifecycle_stage", name_of(meta.lifecycle));
  editor.set("run_name", meta.name);
  editor.set("status", number_of(meta.status));
  editor.set_if_absent("entry_point_name", wire::string_value(""));
  editor.set_if_absent("source_name", wire::string_value(""));
  editor.set_if_absent("source_type", wire::integer_value(4));
  editor.set_if_absent("source_version", wire::string_value(""));
  editor.set_if_absent("tags", wire::array_value());
  if (meta.lifecycle == Lifecycle::deleted && meta.deleted_time_ms) {
    editor.set("deleted_time", *meta.deleted_time_ms);
  } else {
    editor.erase("deleted_time");
  }
}

std::string new_run_meta_text(const RunRef& ref, const RunMeta& meta) {
  MetaEditor editor;
  editor.set("artifact_uri", meta.artifact_uri);
  editor.set("experiment_id", ref.experiment_id.value);
  editor.set("run_id", ref.run_id.value);
  editor.set("start_time", meta.start_time_ms);
  editor.set("user_id", meta.user);
  update_run_meta(editor, meta);
  editor.set_if_absent("deleted_time", wire::Value{});
  return editor.text();
}

}  // namespace mlt::store::mlflow
