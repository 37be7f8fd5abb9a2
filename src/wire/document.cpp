#include "wire/document.hpp"

#include <algorithm>
#include <cctype>

#include "base/json_text.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace mlt::wire {
namespace {

void write_json(base::JsonWriter& writer, const Value& value) {
  if (const auto* object = value.as_object()) {
    writer.begin_object();
    for (const auto& [name, member] : *object) {
      writer.key(name);
      write_json(writer, member);
    }
    writer.end_object();
  } else if (const auto* array = value.as_array()) {
    writer.begin_array();
    for (const auto& element : *array) {
      write_json(writer, element);
    }
    writer.end_array();
  } else if (const auto* text = value.as_string()) {
    writer.string(*text);
  } else if (const auto* integer = value.as_integer()) {
    writer.integer(*integer);
  } else if (const auto* number = value.as_double()) {
    writer.number(*number);
  } else if (const auto* truth = value.as_bool()) {
    writer.boolean(*truth);
  } else {
    writer.null();
  }
}

/// A word that no YAML reader takes for a number, bool, null, date or markup.
bool is_plain_yaml(std::string_view text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0) {
    return false;
  }
  const bool is_word = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' ||
           c == '/';
  });
  if (!is_word || base::parse_double(text)) {
    return false;
  }
  static constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on",
                                                "off",  "null",  "y",   "n"};
  const std::string lower = base::to_lower(text);
  return std::find(std::begin(kWords), std::end(kWords), lower) == std::end(kWords);
}

void append_yaml_string(std::string& out, std::string_view text) {
  if (is_plain_yaml(text)) {
    out += text;
  } else {
    base::append_json_string(out, text);  // a JSON string is a double-quoted YAML one
  }
}

void append_yaml_scalar(std::string& out, const Value& value) {
  if (const auto* text = value.as_string()) {
    append_yaml_string(out, *text);
  } else if (const auto* number = value.as_double()) {
    base::append_json_double(out, *number);
  } else {
    out += value.is_null() ? "null" : value.text();
  }
}

bool is_empty_container(const Value& value) {
  return (value.as_object() != nullptr && value.as_object()->empty()) ||
         (value.as_array() != nullptr && value.as_array()->empty());
}

void append_yaml(std::string& out, const Value& value, std::size_t indent, bool at_line_start);

/// What follows a `name:` or a `-`.
void append_yaml_after(std::string& out, const Value& value, std::size_t indent, bool in_list) {
  if (value.is_scalar() || is_empty_container(value)) {
    out += ' ';
    append_yaml(out, value, indent, false);
  } else if (in_list) {
    out += ' ';
    append_yaml(out, value, indent + 2, false);
  } else {
    out += '\n';
    append_yaml(out, value, indent + 2, true);
  }
}

void append_yaml(std::string& out, const Value& value, std::size_t indent, bool at_line_start) {
  const auto begin_line = [&](bool is_first) {
    if (!is_first || at_line_start) {
      out.append(indent, ' ');
    }
  };
  if (is_empty_container(value)) {
    out += value.as_object() != nullptr ? "{}\n" : "[]\n";
  } else if (const auto* object = value.as_object()) {
    for (const auto& member : *object) {
      begin_line(&member == &object->front());
      append_yaml_string(out, member.first);
      out += ':';
      append_yaml_after(out, member.second, indent, false);
    }
  } else if (const auto* array = value.as_array()) {
    for (const auto& element : *array) {
      begin_line(&element == &array->front());
      out += '-';
      append_yaml_after(out, element, indent, true);
    }
  } else {
    append_yaml_scalar(out, value);
    out += '\n';
  }
}

Error unknown_field(std::string_view field, const Value::Object& members) {
  std::vector<std::string> names;
  for (const auto& member : members) {
    names.push_back(member.second.as_object() != nullptr ? member.first + ".KEY" : member.first);
  }
  return Error(ErrorCode::usage, "no field '" + std::string(field) + "'")
      .hint("the fields are: " + base::join(names, " "));
}

}  // namespace

Value string_value(std::string_view text) { return {.data = std::string(text), .written = {}}; }
Value integer_value(std::int64_t number) { return {.data = number, .written = {}}; }
Value number_value(double number) { return {.data = number, .written = {}}; }
Value bool_value(bool truth) { return {.data = truth, .written = {}}; }
Value object_value() { return {.data = Value::Object{}, .written = {}}; }
Value array_value() { return {.data = Value::Array{}, .written = {}}; }

Value& add(Value& object, std::string_view name, Value value) {
  auto& members = std::get<Value::Object>(object.data);
  members.push_back({std::string(name), std::move(value)});
  return members.back().second;
}

Value& append(Value& array, Value value) {
  return std::get<Value::Array>(array.data).emplace_back(std::move(value));
}

void add_time(Value& object, std::string_view name, std::int64_t time_ms) {
  add(object, name, integer_value(time_ms));
  add(object, std::string(name) + "_iso", string_value(base::format_rfc3339(time_ms)));
}

Value select_fields(const Value& object, const std::vector<std::string>& fields) {
  Value selected = object_value();
  for (const auto& field : fields) {
    const std::string_view name = std::string_view(field).substr(0, field.find('.'));
    const Value* member = object.find(name);
    if (member == nullptr || (name.size() < field.size() && member->as_object() == nullptr)) {
      throw unknown_field(field, *object.as_object());
    }
    if (name.size() == field.size()) {
      if (selected.find(name) == nullptr) {
        add(selected, name, *member);
      }
      continue;
    }
    const std::string_view key = std::string_view(field).substr(name.size() + 1);
    const Value* leaf = member->find(key);
    auto& members = std::get<Value::Object>(selected.data);
    const auto known = std::find_if(members.begin(), members.end(),
                                    [&](const Value::Member& m) { return m.first == name; });
    Value& inner = known != members.end() ? known->second : add(selected, name, object_value());
    if (inner.find(key) == nullptr) {
      add(inner, key, leaf != nullptr ? *leaf : Value{});
    }
  }
  return selected;
}

std::string to_json_document(const Value& value) {
  base::JsonWriter writer;
  write_json(writer, value);
  return writer.take();
}

std::string to_yaml(const Value& value) {
  std::string out;
  append_yaml(out, value, 0, true);
  return out;
}

}  // namespace mlt::wire
