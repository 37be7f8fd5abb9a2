#include "app/config_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "mlt/error.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "wire/yaml.hpp"

namespace mlt::app {

namespace {

using Words = std::vector<std::string>;

struct KeyParts {
  std::string section;  ///< empty: at the top
  std::string name;
};

KeyParts parts_of(const std::string& key) {
  const auto dot = key.find('.');
  return dot == std::string::npos ? KeyParts{"", key}
                                  : KeyParts{key.substr(0, dot), key.substr(dot + 1)};
}

wire::Value parse_map(std::string_view text, std::string_view path) {
  const wire::Source source{path, ErrorCode::data};
  wire::Value root = wire::parse_yaml(text, source);
  if (root.is_null()) {
    root.data = wire::Value::Object{};
  }
  if (root.as_object() == nullptr) {
    throw wire::source_error(source, root.line, "the settings must be a map");
  }
  return root;
}

std::optional<Words> values_of(const wire::Value& value) {
  if (const wire::Value::Array* list = value.as_array()) {
    Words values;
    for (const wire::Value& each : *list) {
      if (!each.is_scalar()) {
        return std::nullopt;
      }
      values.push_back(each.text());
    }
    return values;
  }
  return value.is_scalar() && !value.is_null() ? std::optional(Words{value.text()}) : std::nullopt;
}

void add_entry(std::vector<ConfigEntry>& entries, std::string key, const wire::Value& value) {
  if (auto values = values_of(value)) {
    entries.push_back({std::move(key), *std::move(values), value.line});
  }
}

/// The document without one setting, and without its section where that leaves nothing there.
wire::Value document_without(wire::Value root, const KeyParts& key) {
  auto& members = std::get<wire::Value::Object>(root.data);
  const auto drop = [](wire::Value::Object& object, const std::string& name) {
    std::erase_if(object, [&](const wire::Value::Member& member) { return member.first == name; });
  };
  if (key.section.empty()) {
    drop(members, key.name);
    return root;
  }
  for (wire::Value::Member& member : members) {
    auto* inner = std::get_if<wire::Value::Object>(&member.second.data);
    if (member.first == key.section && inner != nullptr) {
      drop(*inner, key.name);
    }
  }
  std::erase_if(members, [&](const wire::Value::Member& member) {
    const wire::Value::Object* inner = member.second.as_object();
    return member.first == key.section &&
           (member.second.is_null() || (inner != nullptr && inner->empty()));
  });
  return root;
}

bool is_blank_or_comment(std::string_view line) {
  const std::string_view content = base::trim(line);
  return content.empty() || content.front() == '#';
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_list_item(std::string_view line) {
  const std::string_view content = base::trim(line);
  return content == "-" || content.starts_with("- ");
}

/// The key of a `key: value` line, without its quotes.
std::string_view name_in(std::string_view line) {
  std::string_view name = base::trim(line.substr(0, line.find(':')));
  if (name.size() >= 2 && (name.front() == '"' || name.front() == '\'') &&
      name.front() == name.back()) {
    name = name.substr(1, name.size() - 2);
  }
  return name;
}

/// Where the comment behind a value begins, with the blanks before it; npos if there is none.
std::size_t comment_start(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      quote = c == quote ? char{0} : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' && i > 0 && (line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return line.find_last_not_of(" \t", i - 1) + 1;
    }
  }
  return std::string_view::npos;
}

std::string yaml_scalar(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-@%~*=";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos &&
      std::string_view("-@%~*=").find(text.front()) == std::string_view::npos) {
    const wire::Value value = wire::parse_yaml(text, {"the value"});
    if (!value.is_null() && value.is_scalar() && value.text() == text) {
      return text;
    }
  }
  std::string quoted;
  base::append_json_string(quoted, text);
  return quoted;
}

std::string yaml_value(const Words& values, ConfigShape shape) {
  if (shape == ConfigShape::scalar) {
    return yaml_scalar(values.front());
  }
  Words scalars;
  std::ranges::transform(values, std::back_inserter(scalars), yaml_scalar);
  return "[" + base::join(scalars, ", ") + "]";
}

/// The lines of a file in block style, and where its settings stand in them.
class Lines {
 public:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  explicit Lines(std::string_view text) {
    if (text.ends_with('\n')) {
      text.remove_suffix(1);
    }
    if (!text.empty()) {
      for (const std::string_view line : base::split(text, '\n')) {
        lines_.emplace_back(line);
      }
    }
  }

  [[nodiscard]] Range all() const { return {0, lines_.size()}; }

  /// The lines of the setting or section `name` among those of `within` that have this indent.
  [[nodiscard]] std::optional<Range> find(Range within, std::size_t indent,
                                          std::string_view name) const {
    for (std::size_t at = within.begin; at < within.end; ++at) {
      if (starts_entry(at, indent) && name_in(lines_[at]) == name) {
        return Range{at, end_of_entry(at, within.end, indent)};
      }
    }
    return std::nullopt;
  }

  /// The indent of what stands in a section.
  [[nodiscard]] std::size_t inner_indent(Range section) const {
    for (std::size_t at = section.begin + 1; at < section.end; ++at) {
      if (!is_blank_or_comment(lines_[at])) {
        return indent_of(lines_[at]);
      }
    }
    return 2;
  }

  void replace(Range range, std::string line) {
    if (range.end - range.begin == 1) {
      const std::size_t comment = comment_start(lines_[range.begin]);
      line += comment == std::string::npos ? "" : lines_[range.begin].substr(comment);
    }
    erase(range);
    insert(range.begin, std::move(line));
  }
  void insert(std::size_t at, std::string line) {
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
  }
  void append(std::string line) { lines_.push_back(std::move(line)); }
  void erase(Range range) {
    lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(range.begin),
                 lines_.begin() + static_cast<std::ptrdiff_t>(range.end));
  }

  [[nodiscard]] std::string text() const {
    return lines_.empty() ? "" : base::join(lines_, "\n") + "\n";
  }

 private:
  [[nodiscard]] bool starts_entry(std::size_t at, std::size_t indent) const {
    const std::string& line = lines_[at];
    return !is_blank_or_comment(line) && indent_of(line) == indent && !is_list_item(line);
  }

  /// Behind the last line of content: comments and empty lines after it belong to what follows.
  [[nodiscard]] std::size_t end_of_entry(std::size_t at, std::size_t limit,
                                         std::size_t indent) const {
    std::size_t end = at + 1;
    for (std::size_t next = at + 1; next < limit; ++next) {
      if (is_blank_or_comment(lines_[next])) {
        continue;
      }
      if (starts_entry(next, indent) || indent_of(lines_[next]) < indent) {
        break;
      }
      end = next + 1;
    }
    return end;
  }

  Words lines_;
};

/// Refuses a change that would be another than the one asked for, as it is in a file with flow
/// style or text over several lines.
void check_change(const wire::Value& before, std::string_view after, std::string_view path,
                  const std::string& key, const std::optional<Words>& values) {
  const KeyParts parts = parts_of(key);
  std::optional<wire::Value> document;
  try {
    document = parse_map(after, path);
  } catch (const Error&) {
    document = std::nullopt;  // the text was sound before, so the change is at fault
  }
  if (document) {
    const wire::Value* section = parts.section.empty() ? &*document : document->find(parts.section);
    const wire::Value* found = section == nullptr ? nullptr : section->find(parts.name);
    const auto have = found == nullptr ? std::nullopt : values_of(*found);
    if (have == values && document_without(*document, parts) == document_without(before, parts)) {
      return;
    }
  }
  throw Error(ErrorCode::refused, std::string(path) + ": '" + key +
                                      "' cannot be changed: the file is not written one setting a "
                                      "line")
      .hint("change it by hand: mlt config edit");
}

}  // namespace

std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view path) {
  std::vector<ConfigEntry> entries;
  const wire::Value root = parse_map(text, path);
  for (const auto& [name, value] : *root.as_object()) {
    if (const wire::Value::Object* section = value.as_object()) {
      for (const auto& [inner, inner_value] : *section) {
        add_entry(entries, std::string(name).append(".").append(inner), inner_value);
      }
    } else {
      add_entry(entries, name, value);
    }
  }
  return entries;
}

bool may_have_config(std::string_view text, const Words& names) {
  for (const std::string_view line : base::split(text, '\n')) {
    if (is_blank_or_comment(line) || line.front() == ' ') {
      continue;
    }
    if (std::ranges::find(names, name_in(line)) != names.end()) {
      return true;
    }
  }
  return false;
}

std::string with_config(std::string_view text, std::string_view path, const std::string& key,
                        const Words& values, ConfigShape shape) {
  const wire::Value before = parse_map(text, path);
  const KeyParts parts = parts_of(key);
  const std::string line = parts.name + ": " + yaml_value(values, shape);
  Lines lines(text);
  if (parts.section.empty()) {
    if (const auto entry = lines.find(lines.all(), 0, parts.name)) {
      lines.replace(*entry, line);
    } else {
      lines.append(line);
    }
  } else if (const auto section = lines.find(lines.all(), 0, parts.section)) {
    const std::size_t indent = lines.inner_indent(*section);
    const std::string inner = std::string(indent, ' ') + line;
    if (const auto entry = lines.find({section->begin + 1, section->end}, indent, parts.name)) {
      lines.replace(*entry, inner);
    } else {
      lines.insert(section->end, inner);
    }
  } else {
    lines.append(parts.section + ":");
    lines.append("  " + line);
  }
  std::string after = lines.text();
  check_change(before, after, path, key, values);
  return after;
}

std::string without_config(std::string_view text, std::string_view path, const std::string& key) {
  const wire::Value before = parse_map(text, path);
  const KeyParts parts = parts_of(key);
  Lines lines(text);
  if (parts.section.empty()) {
    if (const auto entry = lines.find(lines.all(), 0, parts.name)) {
      lines.erase(*entry);
    }
  } else if (auto section = lines.find(lines.all(), 0, parts.section)) {
    const std::size_t indent = lines.inner_indent(*section);
    if (const auto entry = lines.find({section->begin + 1, section->end}, indent, parts.name)) {
      lines.erase(*entry);
      section->end -= entry->end - entry->begin;
      if (section->end - section->begin == 1) {
        lines.erase(*section);
      }
    }
  }
  std::string after = lines.text();
  check_change(before, after, path, key, std::nullopt);
  return after;
}

}  // namespace mlt::app
