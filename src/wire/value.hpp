#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mlt/error.hpp"

namespace mlt::wire {

/// A settings or params document, whatever language it was written in. Members keep the order of
/// the text; no two of an object have the same name.
struct Value {
  using Array = std::vector<Value>;
  struct Member;
  using Object = std::vector<Member>;

  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data;
  /// A number, bool or null as it was spelt (`1e-3`, `0.10`, `True`), because a param keeps the
  /// spelling of its author; in MLflow's YAML also a plain timestamp, which is a string here. Empty
  /// for all else, and for values that were not read from a text.
  std::string written;
  int line = 0;  ///< where it stands in the text, from 1; 0 if that is not known

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data); }
  [[nodiscard]] bool is_scalar() const { return as_array() == nullptr && as_object() == nullptr; }
  // Each is null for a value of another kind.
  [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&data); }
  [[nodiscard]] const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&data); }
  [[nodiscard]] const double* as_double() const { return std::get_if<double>(&data); }
  [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&data); }
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&data); }
  [[nodiscard]] const Object* as_object() const { return std::get_if<Object>(&data); }

  /// The member of an object; null if there is none or this is no object.
  [[nodiscard]] const Value* find(std::string_view name) const;
  /// A scalar as text: a string's content, else `written`, else the canonical spelling (`true`,
  /// `0.1`, `NaN`, `null`). Empty for an array or object.
  [[nodiscard]] std::string text() const;
};

/// A pair in all but type: std::pair of an incomplete type does not compile with clang.
struct Value::Member {
  std::string first;
  Value second;
};

/// Equal content; spelling and line play no part. NaN equals nothing.
bool operator==(const Value& a, const Value& b);
bool operator==(const Value::Member& a, const Value::Member& b);

/// What a text is called in errors, and what kind of error a malformed one is: data for a file of
/// the store, usage for one that was named on the command line.
struct Source {
  std::string_view name;
  ErrorCode error = ErrorCode::data;
};

/// `NAME:LINE: reason`, or `NAME: reason` for line 0.
Error source_error(const Source& source, std::int64_t line, std::string_view reason);

/// Bounds of every document (reliability.md §7): a text over one of them is malformed.
inline constexpr std::size_t kMaxDocumentBytes = 1u << 20;
inline constexpr int kMaxDepth = 64;
inline constexpr std::size_t kMaxKeys = 10'000;

}  // namespace mlt::wire
