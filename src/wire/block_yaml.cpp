#include "wire/block_yaml.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "wire/document_builder.hpp"
#include "wire/yaml11.hpp"
#include "wire/yaml_scalars.hpp"

namespace mlt::wire {
namespace {

struct Line {
  std::size_t indent = 0;
  std::string_view content;  // without white space at both ends
};

std::string_view without_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(" \r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \r") - begin + 1);
}

bool is_comment_or_nothing(std::string_view content) {
  return content.empty() || content.starts_with('#');
}

/// LS or PS, which are line breaks in YAML 1.1.
bool starts_with_break(std::string_view content) {
  return content.starts_with("\xE2\x80\xA8") || content.starts_with("\xE2\x80\xA9");
}

bool is_item_of(std::string_view content, std::string_view indicator) {
  return content == indicator || (content.starts_with(indicator) && content[1] == ' ');
}

/// Every method that reads gives false where the text is not of the form; the reading ends then.
class Reader {
 public:
  Reader(std::string_view text, const Source& source)
      : source_(source), text_(text), document_(source, DoubledKeys::last_wins) {
    while (!text.empty()) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, size);
      lines_.push_back({std::min(line.find_first_not_of(' '), size), without_spaces(line)});
      text.remove_prefix(std::min(size + 1, text.size()));
    }
  }

  std::optional<Value> read() {
    skip_empty();
    if (at_end() || !read_map(0) || !at_end()) return std::nullopt;
    return document_.take();
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ == lines_.size(); }
  [[nodiscard]] Line& line() { return lines_[at_]; }
  [[nodiscard]] int line_number() const { return static_cast<int>(at_) + 1; }
  void skip_empty() {
    while (!at_end() && is_comment_or_nothing(line().content)) ++at_;
  }
  void next() {
    ++at_;
    skip_empty();
  }
  /// What follows an indicator or key goes on as a line of its own, indented to where it stands.
  void advance(std::size_t size) {
    const std::string_view rest = line().content.substr(size);
    const std::size_t spaces = std::min(rest.find_first_not_of(' '), rest.size());
    line() = {line().indent + size + spaces, rest.substr(spaces)};
  }

  void add(Value value, int number) {
    value.line = number;
    document_.scalar(std::move(value));
  }

  /// False, but a refusal if the line, a plain word, can be no line of a map.
  bool refuse_if_no_key() {
    const std::string_view content = line().content;
    const bool is_marker = content.starts_with("---") || content.starts_with("...");
    if (!is_marker && is_plain_scalar(content)) {
      throw source_error(source_, line_number(), "a line without a key");
    }
    return false;
  }

  bool read_map(std::size_t indent);
  bool read_list(std::size_t indent);
  bool read_long_key(std::size_t indent);
  bool read_node(std::size_t parent_indent);
  bool read_value(std::size_t indent, bool may_be_list_beside);
  bool read_scalar(std::size_t parent_indent, Value& value);
  bool read_plain(std::size_t parent_indent, Value& value);
  bool read_quoted(std::size_t parent_indent, Value& value);
  std::size_t key_size(std::string_view content) const;

  Source source_;
  std::string_view text_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  DocumentBuilder document_;
};

/// The size of the key that the line begins with, which a colon follows; 0 if it begins with none.
std::size_t Reader::key_size(std::string_view content) const {
  std::size_t size = 0;
  if (content.starts_with('\'') || content.starts_with('"')) {
    size = quoted_scalar_size(content);
    if (size == 0 || !content.substr(size).starts_with(':')) return 0;
  } else {
    size = std::min(content.find(": "), content.size() - 1);
    if (content[size] != ':') return 0;
    const std::string_view key = content.substr(0, size);
    if (key.empty() || key.ends_with(' ') || !is_plain_scalar(key) || key == "<<") return 0;
  }
  return size + 1 == content.size() || content[size + 1] == ' ' ? size : 0;
}

bool Reader::read_map(std::size_t indent) {
  document_.begin_object(line_number());
  while (!at_end() && line().indent == indent) {
    if (is_item_of(line().content, "?")) {
      if (!read_long_key(indent)) return false;
    } else {
      const std::size_t size = key_size(line().content);
      if (size == 0) return refuse_if_no_key();
      const std::string_view key = line().content.substr(0, size);
      std::string name;
      if (key.front() == '\'' || key.front() == '"') {
        append_unquoted(name, key.substr(1, size - 2), key.front());
      } else {
        name = key;
      }
      document_.key(std::move(name), line_number());
      advance(size + 1);
      if (!read_value(indent, true)) return false;
    }
  }
  document_.end();
  return at_end() || line().indent < indent;
}

bool Reader::read_long_key(std::size_t indent) {
  const int number = line_number();
  advance(1);
  Value key;
  if (is_comment_or_nothing(line().content) || !read_scalar(indent, key)) return false;
  document_.key(key.text(), number);
  if (at_end() || line().indent != indent || !is_item_of(line().content, ":")) return false;
  advance(1);
  if (is_comment_or_nothing(line().content)) return read_value(indent, false);
  return read_node(indent);
}

bool Reader::read_list(std::size_t indent) {
  document_.begin_array(line_number());
  while (!at_end() && line().indent == indent && is_item_of(line().content, "-")) {
    advance(1);
    const bool is_in_line = !is_comment_or_nothing(line().content);
    if (!(is_in_line ? read_node(indent) : read_value(indent, false))) return false;
  }
  document_.end();
  return true;
}

bool Reader::read_node(std::size_t parent_indent) {
  if (is_item_of(line().content, "-")) return read_list(line().indent);
  if (is_item_of(line().content, "?") || key_size(line().content) > 0) {
    return read_map(line().indent);
  }
  return read_value(parent_indent, false);
}

/// After a key or an indicator: a scalar, or what the next lines hold.
bool Reader::read_value(std::size_t indent, bool may_be_list_beside) {
  const int number = line_number();
  if (!is_comment_or_nothing(line().content)) {
    Value value;
    if (!read_scalar(indent, value)) return false;
    add(std::move(value), number);
    return true;
  }
  next();
  if (!at_end() && line().indent > indent) return read_node(indent);
  if (!at_end() && may_be_list_beside && line().indent == indent &&
      is_item_of(line().content, "-")) {
    return read_list(indent);
  }
  Value value;
  resolve_yaml11("", value);
  add(std::move(value), number);
  return true;
}

bool Reader::read_scalar(std::size_t parent_indent, Value& value) {
  const std::string_view content = line().content;
  if (content == "[]" || content == "{}") {
    value.data = Value::Object();
    if (content == "[]") value.data = Value::Array();
    next();
    return true;
  }
  const bool is_quoted = content.starts_with('\'') || content.starts_with('"');
  return is_quoted ? read_quoted(parent_indent, value) : read_plain(parent_indent, value);
}

bool Reader::read_plain(std::size_t parent_indent, Value& value) {
  std::string text;
  bool is_first = true;
  bool goes_on = true;
  while (is_first ||
         (goes_on && !at_end() && !line().content.empty() && line().indent > parent_indent)) {
    const std::size_t comment = line().content.find(" #");
    const std::string_view part = without_spaces(line().content.substr(0, comment));
    if (!(is_first ? is_plain_scalar(part) : is_plain_continuation(part))) return false;
    if (!is_first) text += ' ';
    text += part;
    is_first = false;
    goes_on = comment == std::string_view::npos;
    ++at_;
  }
  resolve_yaml11(text, value);
  skip_empty();
  return at_end() || line().indent <= parent_indent;
}

bool Reader::read_quoted(std::size_t parent_indent, Value& value) {
  const std::string_view content = line().content;
  const std::string_view rest =
      text_.substr(static_cast<std::size_t>(content.data() - text_.data()));
  const std::size_t size = quoted_scalar_size(rest);
  if (size == 0) {
    throw source_error(source_, line_number(),
                       "a quoted text that does not end or has a wrong escape");
  }
  std::string text;
  append_unquoted(text, rest.substr(1, size - 2), content.front());
  value.data = std::move(text);
  const char* end = rest.data() + size;
  for (auto lines = std::count(rest.data(), end, '\n'); lines > 0; --lines) {
    ++at_;
    const bool is_blank = line().content.empty() || starts_with_break(line().content);
    if (!is_blank && line().indent <= parent_indent) return false;
  }
  const std::string_view content_here = line().content;
  const auto after = content_here.substr(static_cast<std::size_t>(end - content_here.data()));
  if (!after.empty() && (after.front() != ' ' || !is_comment_or_nothing(without_spaces(after)))) {
    return false;
  }
  next();
  return true;
}

}  // namespace

std::optional<Value> parse_block_yaml(std::string_view text, const Source& source) {
  if (!is_scalar_text(text)) return std::nullopt;
  return Reader(text, source).read();
}

}  // namespace mlt::wire
