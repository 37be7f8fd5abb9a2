#include "wire/flat_files.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace mlt::wire {
namespace {

void check_text(std::string_view text, const Source& source) {
  if (text.size() > kMaxDocumentBytes) {
    throw source_error(source, 0, "larger than 1 MiB");
  }
  if (!base::is_valid_utf8(text)) {
    throw source_error(source, 0, "not valid UTF-8");
  }
}

void add(Value::Object& object, std::string key, Value value, const Source& source, int line) {
  const bool taken = std::any_of(object.begin(), object.end(), [&key](const Value::Member& member) {
    return member.first == key;
  });
  if (taken) {
    throw source_error(source, line,
                       "the key '" + base::escape_control(key) + "' stands there twice");
  }
  value.line = line;
  object.push_back({std::move(key), std::move(value)});
}

Value string_value(std::string text) {
  Value value;
  value.data = std::move(text);
  return value;
}

bool is_comment(std::string_view line, std::string_view marks) {
  return line.empty() || marks.find(line.front()) != std::string_view::npos;
}

/// The content of a value in double quotes, from behind the first; nothing after the closing one
/// but a comment.
std::string read_double_quoted(std::string_view text, const Source& source, int line) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      if (!is_comment(base::trim(text.substr(i + 1)), "#")) {
        throw source_error(source, line, "something follows the closing quote");
      }
      return out;
    }
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char escaped = text[++i];
    if (escaped == 'n') {
      out += '\n';
    } else if (escaped == 't') {
      out += '\t';
    } else {
      if (escaped != '"' && escaped != '\\' && escaped != '$') {
        out += '\\';
      }
      out += escaped;
    }
  }
  throw source_error(source, line, "a quote is not closed");
}

std::string read_dotenv_value(std::string_view text, const Source& source, int line) {
  if (text.starts_with('"')) {
    return read_double_quoted(text.substr(1), source, line);
  }
  if (text.starts_with('\'')) {
    const std::size_t end = text.find('\'', 1);
    if (end == std::string_view::npos) {
      throw source_error(source, line, "a quote is not closed");
    }
    if (!is_comment(base::trim(text.substr(end + 1)), "#")) {
      throw source_error(source, line, "something follows the closing quote");
    }
    return std::string(text.substr(1, end - 1));
  }
  const std::size_t comment = std::min(text.find(" #"), text.find("\t#"));
  return text.starts_with('#') ? "" : std::string(base::trim(text.substr(0, comment)));
}

}  // namespace

Value parse_ini(std::string_view text, const Source& source) {
  check_text(text, source);
  Value root;
  auto& top = root.data.emplace<Value::Object>();
  Value::Object* section = &top;
  int line_number = 0;
  for (const std::string_view raw : base::split(text, '\n')) {
    ++line_number;
    const std::string_view line = base::trim(raw);
    if (is_comment(line, "#;")) {
      continue;
    }
    if (line.front() == '[') {
      if (line.back() != ']') {
        throw source_error(source, line_number, "a section's name is not closed");
      }
      Value object;
      object.data = Value::Object{};
      add(top, std::string(base::trim(line.substr(1, line.size() - 2))), std::move(object), source,
          line_number);
      section = &std::get<Value::Object>(top.back().second.data);
      continue;
    }
    const std::size_t separator = line.find_first_of("=:");
    const std::string_view key = base::trim(line.substr(0, separator));
    if (separator == std::string_view::npos || key.empty()) {
      throw source_error(source, line_number, "not 'key = value'");
    }
    add(*section, std::string(key),
        string_value(std::string(base::trim(line.substr(separator + 1)))), source, line_number);
  }
  return root;
}

Value parse_dotenv(std::string_view text, const Source& source) {
  check_text(text, source);
  Value root;
  auto& top = root.data.emplace<Value::Object>();
  int line_number = 0;
  for (const std::string_view raw : base::split(text, '\n')) {
    ++line_number;
    std::string_view line = base::trim(raw);
    if (is_comment(line, "#")) {
      continue;
    }
    if (line.starts_with("export ")) {
      line = base::trim(line.substr(7));
    }
    const std::size_t equals = line.find('=');
    const std::string_view key = base::trim(line.substr(0, equals));
    if (equals == std::string_view::npos || key.empty()) {
      throw source_error(source, line_number, "not 'KEY=value'");
    }
    add(top, std::string(key),
        string_value(read_dotenv_value(base::trim(line.substr(equals + 1)), source, line_number)),
        source, line_number);
  }
  return root;
}

}  // namespace mlt::wire
