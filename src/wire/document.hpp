#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/value.hpp"

namespace mlt::wire {

// Building a document out of Values, and writing it for people and programs.

Value string_value(std::string_view text);
Value integer_value(std::int64_t number);
Value number_value(double number);
Value bool_value(bool truth);
Value object_value();
Value array_value();

/// Adds a member to an object and gives it back, to be filled.
Value& add(Value& object, std::string_view name, Value value);
/// Adds an element to an array and gives it back.
Value& append(Value& array, Value value);
/// Adds `name` in ms since 1970 and `name_iso` in RFC 3339.
void add_time(Value& object, std::string_view name, std::int64_t time_ms);

/// The members of `object` named by `fields`, in their order: `run_id`, or `metrics.acc` for a
/// member of a member (all after the first dot is its name). One that is absent becomes null.
/// Throws usage, listing the right names, for a first name that is no member.
Value select_fields(const Value& object, const std::vector<std::string>& fields);

/// Indented, one member a line, a newline at the end. Non-finite numbers as "NaN", "Infinity",
/// "-Infinity".
std::string to_json_document(const Value& value);
/// Block style with quoted strings where a plain one could be read as anything else.
std::string to_yaml(const Value& value);

}  // namespace mlt::wire
