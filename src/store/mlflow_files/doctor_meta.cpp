#include <algorithm>
#include <array>
#include <cmath>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "store/journal/lines.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"
#include "wire/document.hpp"
#include "wire/meta_yaml.hpp"

namespace mlt::store::mlflow {

namespace {

/// What somebody wrote in place of the number of a run's status.
std::optional<std::int64_t> status_number(std::string_view text) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"});
  const auto found = std::find(kNames.begin(), kNames.end(), text);
  return found == kNames.end() ? std::nullopt : std::optional(found - kNames.begin() + 1);
}

/// A whole number that was written as another type: `'3'`, `3.0`, or the name of a status.
std::optional<std::int64_t> integer_in(const MetaField& field, const wire::Value& value) {
  if (const double* number = value.as_double()) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    const bool is_whole = std::trunc(*number) == *number && std::abs(*number) <= kExact;
    return is_whole ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
  }
  const std::string* text = value.as_string();
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto status = field.name == "status" ? status_number(*text) : std::nullopt;
  return status ? status : base::parse_int64(*text);
}

bool is_text_field(FieldType type) {
  return type == FieldType::text || type == FieldType::optional_text;
}

bool has_type(FieldType type, const wire::Value& value) {
  switch (type) {
    case FieldType::text:
      return value.as_string() != nullptr;
    case FieldType::optional_text:
      return value.is_null() || value.as_string() != nullptr;
    case FieldType::integer:
      return value.as_integer() != nullptr;
    case FieldType::optional_integer:
      return value.is_null() || value.as_integer() != nullptr;
    case FieldType::any:
      return true;
  }
  return true;
}

}  // namespace

void FileExamination::replace(const std::string& path, std::string_view text) {
  disk::replace_file(disk(), path, text, kTempDir, context.random, context.policy);
}

bool report_conflict(FileExamination& examination, const std::string& path, std::string_view text) {
  std::int64_t number = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    ++number;
    if (is_conflict_marker(line)) {
      examination.report(finding::kConflict, path, number);
      return true;
    }
  }
  return false;
}

MetaFile::MetaFile(FileExamination& examination, const std::string& folder, const MetaRules& rules)
    : examination_(examination), path_(disk::join_path(folder, kMetaFile)) {
  if (read(rules)) {
    check(rules);
  }
}

bool MetaFile::read(const MetaRules& rules) {
  is_there_ = examination_.disk().find_stat(path_).has_value();
  const auto text = find_regular_text(examination_, path_, kMaxMeta);
  if (!text || report_conflict(examination_, path_, *text)) {
    return false;
  }
  if (base::trim(*text).empty()) {
    examination_.report(rules.unreadable, path_, 0, "it is empty");
    return false;
  }
  try {
    value_ = wire::parse_meta_yaml(*text, {path_, ErrorCode::data});
  } catch (const Error& error) {
    // The message begins with the path, which the finding has already, and the line.
    std::string_view reason = error.message();
    std::int64_t line = 0;
    if (reason.starts_with(path_ + ":")) {
      reason.remove_prefix(path_.size() + 1);
      const std::size_t colon = reason.find(':');
      if (const auto number = base::parse_int64(reason.substr(0, colon))) {
        line = *number;
        reason.remove_prefix(colon + 1);
      }
    }
    examination_.report(rules.unreadable, path_, line, base::trim(reason));
  }
  return value_.has_value();
}

void MetaFile::check(const MetaRules& rules) {
  for (const MetaField& field : rules.fields) {
    if (const wire::Value* value = value_->find(field.name)) {
      check_type(field, *value);
    } else if (field.needed) {
      examination_.report(finding::kBadValue, path_, 0,
                          "there is no '" + std::string(field.name) + "'");
    }
  }
  for (const auto& [name, value] : *value_->as_object()) {
    const auto is_it = [&name = name](const MetaField& field) { return field.name == name; };
    if (std::none_of(rules.fields.begin(), rules.fields.end(), is_it)) {
      examination_.report(finding::kUnknownKey, path_, value.line, "'" + name + "'");
    }
  }
}

void MetaFile::check_type(const MetaField& field, const wire::Value& value) {
  if (has_type(field.type, value)) {
    return;
  }
  const std::string detail =
      "'" + std::string(field.name) + "' is '" + base::escape_control(value.text()) + "'";
  std::optional<wire::Value> mended;
  if (is_text_field(field.type) && value.is_scalar() && !value.is_null()) {
    mended = wire::string_value(value.text());
  } else if (const auto number =
                 is_text_field(field.type) ? std::nullopt : integer_in(field, value)) {
    mended = wire::integer_value(*number);
  }
  if (!mended) {
    examination_.report(finding::kBadValue, path_, value.line, detail);
    return;
  }
  will_fix(examination_.report(finding::kWrongType, path_, value.line, detail));
  if (examination_.fixes(path_)) {
    set(field.name, *std::move(mended));
  }
}

std::string MetaFile::text(std::string_view key) const {
  const wire::Value* value = value_ ? value_->find(key) : nullptr;
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

std::optional<std::int64_t> MetaFile::integer(std::string_view key) const {
  const wire::Value* value = value_ ? value_->find(key) : nullptr;
  const std::int64_t* number = value == nullptr ? nullptr : value->as_integer();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::int64_t MetaFile::line(std::string_view key) const {
  const wire::Value* value = value_ ? value_->find(key) : nullptr;
  return value == nullptr ? 0 : value->line;
}

void MetaFile::set(std::string_view key, wire::Value value) {
  auto& object = std::get<wire::Value::Object>(value_->data);
  const auto found = std::find_if(object.begin(), object.end(),
                                  [key](const auto& member) { return member.first == key; });
  if (found == object.end()) {
    wire::add(*value_, key, std::move(value));
  } else {
    found->second = std::move(value);
  }
  is_changed_ = true;
}

void MetaFile::finish() {
  if (!is_changed_) {
    return;
  }
  examination_.replace(path_, wire::to_meta_yaml(*value_));
  for (const std::size_t finding : mended_) {
    examination_.findings.set_fixed(finding);
  }
  is_changed_ = false;
}

}  // namespace mlt::store::mlflow
