#include "wire/value.hpp"

#include "base/numbers.hpp"

namespace mlt::wire {

const Value* Value::find(std::string_view name) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  for (const Member& member : *object) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

std::string Value::text() const {
  if (const std::string* string = as_string()) return *string;
  if (!is_scalar() || !written.empty()) return written;
  if (const bool* boolean = as_bool()) return *boolean ? "true" : "false";
  if (const double* number = as_double()) return base::format_double(*number);
  if (const std::int64_t* integer = as_integer()) return std::to_string(*integer);
  return "null";
}

bool operator==(const Value& a, const Value& b) { return a.data == b.data; }
bool operator==(const Value::Member& a, const Value::Member& b) {
  return a.first == b.first && a.second == b.second;
}

Error source_error(const Source& source, std::int64_t line, std::string_view reason) {
  std::string message(source.name);
  if (line > 0) message.append(":").append(std::to_string(line));
  message.append(": ").append(reason);
  return {source.error, std::move(message)};
}

}  // namespace mlt::wire
