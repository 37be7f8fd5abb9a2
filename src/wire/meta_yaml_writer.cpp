#include <algorithm>
#include <cmath>
#include <vector>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "wire/meta_yaml.hpp"
#include "wire/yaml11.hpp"

// What libyaml 0.2.5 does with the events of PyYAML's safe_dump: the rules of each function here
// are its rules, which decide the bytes.

namespace mlt::wire {
namespace {

constexpr int kWidth = 80;
constexpr int kIndent = 2;
constexpr std::size_t kMaxSimpleKeyBytes = 128;

enum class Style { plain, single_quoted, double_quoted };

bool is_blank_or_break(char32_t c) { return c == U' ' || c == U'\t' || c == 0 || is_yaml_break(c); }

std::u32string code_points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  while (!text.empty()) {
    const base::CodePoint point = base::first_code_point(text);
    points += point.size == 0 ? U'\uFFFD' : point.value;
    text.remove_prefix(std::max<std::size_t>(point.size, 1));
  }
  return points;
}

/// True if the text begins like, or holds, what means something else in a block.
bool has_indicator(std::u32string_view text) {
  if (text.starts_with(U"---") || text.starts_with(U"...")) return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool before_blank = i + 1 == text.size() || is_blank_or_break(text[i + 1]);
    if (i == 0) {
      if (std::u32string_view(U"#,[]{}&*!|>'\"%@`").find(c) != std::u32string_view::npos ||
          ((c == U'?' || c == U':' || c == U'-') && before_blank)) {
        return true;
      }
    } else if ((c == U':' && before_blank) || (c == U'#' && is_blank_or_break(text[i - 1]))) {
      return true;
    }
  }
  return false;
}

bool has_break(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), is_yaml_break);
}

/// True if spaces touch a line break; `space_first` asks for those before it.
bool has_space_at_break(std::u32string_view text, bool space_first) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char32_t space = space_first ? text[i - 1] : text[i];
    const char32_t line_break = space_first ? text[i] : text[i - 1];
    if (space == U' ' && is_yaml_break(line_break)) return true;
  }
  return false;
}

Style style_of(std::u32string_view text, bool is_string_if_plain) {
  if (!std::all_of(text.begin(), text.end(), is_yaml_printable) || has_space_at_break(text, true) ||
      has_space_at_break(text, false)) {
    return Style::double_quoted;
  }
  if (!is_string_if_plain || has_break(text) || has_indicator(text) || text.front() == U' ' ||
      text.back() == U' ') {
    return Style::single_quoted;
  }
  return Style::plain;
}

/// What Python's repr() says, as YAML 1.1 wants it: a dot in every float.
std::string spelling_of(double number) {
  if (std::isnan(number)) return ".nan";
  if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
  std::string text = base::format_double(number);
  if (text.find('.') != std::string::npos) return text;
  return text.insert(std::min(text.find('e'), text.size()), ".0");
}

/// Of a scalar that is no string, or of a string that is another type in YAML, which kept its
/// spelling: a timestamp, or an integer that only a double could hold.
std::string plain_spelling(const Value& value) {
  const PlainType written = plain_type(value.written);
  if (value.as_string() != nullptr) return written == PlainType::timestamp ? value.written : "";
  if (const bool* boolean = value.as_bool()) return *boolean ? "true" : "false";
  if (const std::int64_t* integer = value.as_integer()) return std::to_string(*integer);
  if (const double* number = value.as_double()) {
    return written == PlainType::integer ? value.written : spelling_of(*number);
  }
  return "null";
}

class Writer {
 public:
  std::string write(const Value& root) {
    node(root, false);
    begin_line();
    return std::move(out_);
  }

 private:
  std::string out_;
  int indent_ = -1;
  int column_ = 0;            // in characters
  bool after_space_ = true;   // the next word needs none before it
  bool after_indent_ = true;  // nothing but indentation and indicators of a block in this line

  void put(char32_t c) {
    base::append_utf8(out_, c);
    ++column_;
  }
  void put(std::string_view ascii) {
    out_ += ascii;
    column_ += static_cast<int>(ascii.size());
  }
  void put_break(char32_t c) {
    base::append_utf8(out_, c);
    column_ = 0;
  }

  /// A new line at the present indentation, unless this one has just come there.
  void begin_line() {
    const int indent = std::max(indent_, 0);
    if (!after_indent_ || column_ > indent || (column_ == indent && !after_space_)) {
      put_break(U'\n');
    }
    while (column_ < indent) put(U' ');
    after_space_ = true;
    after_indent_ = true;
  }

  void word(std::string_view text) {
    if (!after_space_) put(U' ');
    put(text);
    after_space_ = false;
    after_indent_ = false;
  }
  /// `?`, `-` and the `:` after a `?`: a map or list may begin in the line of one.
  void block_indicator(std::string_view text) {
    const bool was_after_indent = after_indent_;
    word(text);
    after_indent_ = was_after_indent;
  }
  void close(std::string_view quote_or_colon) {
    put(quote_or_colon);
    after_space_ = false;
    after_indent_ = false;
  }

  void node(const Value& value, bool in_map);
  void map(const Value::Object& object);
  void list(const Value::Array& array, bool in_map);
  void key(const std::string& name);
  void string(std::u32string_view text, Style style, bool may_fold);
  void plain(std::u32string_view text, bool may_fold);
  void single_quoted(std::u32string_view text, bool may_fold);
  void double_quoted(std::u32string_view text, bool may_fold);
  void escaped(char32_t c);
};

void Writer::node(const Value& value, bool in_map) {
  if (const Value::Object* object = value.as_object()) {
    object->empty() ? word("{}") : map(*object);
  } else if (const Value::Array* array = value.as_array()) {
    array->empty() ? word("[]") : list(*array, in_map);
  } else if (const std::string plain = plain_spelling(value); !plain.empty()) {
    word(plain);
  } else {
    const std::string& text = *value.as_string();
    const std::u32string points = code_points_of(text);
    string(points, style_of(points, plain_type(text) == PlainType::string), true);
  }
}

void Writer::map(const Value::Object& object) {
  std::vector<const Value::Member*> members;
  for (const Value::Member& member : object) members.push_back(&member);
  // The bytes of UTF-8 sort as Python's code points do.
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  const int outer = indent_;
  indent_ = outer < 0 ? 0 : outer + kIndent;
  for (const Value::Member* member : members) {
    begin_line();
    key(member->first);
    node(member->second, true);
  }
  indent_ = outer;
}

void Writer::list(const Value::Array& array, bool in_map) {
  const int outer = indent_;
  if (outer < 0) {
    indent_ = 0;
  } else if (!in_map || after_indent_) {
    indent_ += kIndent;
  }
  for (const Value& item : array) {
    begin_line();
    block_indicator("-");
    node(item, false);
  }
  indent_ = outer;
}

void Writer::key(const std::string& name) {
  const std::u32string points = code_points_of(name);
  const Style style = style_of(points, plain_type(name) == PlainType::string);
  const bool is_simple = name.size() <= kMaxSimpleKeyBytes && !has_break(points);
  if (is_simple) {
    string(points, style, false);
    close(":");
    return;
  }
  block_indicator("?");
  string(points, style, true);
  begin_line();
  block_indicator(":");
}

void Writer::string(std::u32string_view text, Style style, bool may_fold) {
  const int outer = indent_;
  indent_ = std::max(outer, 0) + kIndent;
  if (style == Style::plain) {
    plain(text, may_fold);
  } else if (style == Style::single_quoted) {
    single_quoted(text, may_fold);
  } else {
    double_quoted(text, may_fold);
  }
  indent_ = outer;
}

void Writer::plain(std::u32string_view text, bool may_fold) {
  word("");
  bool after_text_space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_space = text[i] == U' ';
    if (is_space && may_fold && !after_text_space && column_ > kWidth && text[i + 1] != U' ') {
      begin_line();
    } else {
      put(text[i]);
    }
    after_text_space = is_space;
  }
  after_space_ = false;
  after_indent_ = false;
}

void Writer::single_quoted(std::u32string_view text, bool may_fold) {
  word("'");
  bool after_text_space = false;
  bool after_break = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c == U' ') {
      const bool is_inside = i > 0 && i + 1 < text.size();
      if (may_fold && !after_text_space && column_ > kWidth && is_inside && text[i + 1] != U' ') {
        begin_line();
      } else {
        put(c);
      }
      after_text_space = true;
    } else if (is_yaml_break(c)) {
      // One LF alone would be read as a space.
      if (!after_break && c == U'\n') put_break(c);
      put_break(c);
      after_indent_ = true;
      after_break = true;
    } else {
      if (after_break) begin_line();
      if (c == U'\'') put(c);
      put(c);
      after_indent_ = false;
      after_text_space = false;
      after_break = false;
    }
  }
  if (after_break) begin_line();
  close("'");
}

void Writer::double_quoted(std::u32string_view text, bool may_fold) {
  word("\"");
  bool after_text_space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c == U'"' || c == U'\\' || is_yaml_break(c) || !is_yaml_printable(c)) {
      escaped(c);
      after_text_space = false;
      continue;
    }
    const bool is_inside = i > 0 && i + 1 < text.size();
    if (c == U' ' && may_fold && !after_text_space && column_ > kWidth && is_inside) {
      begin_line();
      if (text[i + 1] == U' ') put(U'\\');
    } else {
      put(c);
    }
    after_text_space = c == U' ';
  }
  close("\"");
}

void Writer::escaped(char32_t c) {
  put(U'\\');
  for (const YamlEscape& escape : kYamlEscapes) {
    if (escape.code_point == c) return put(static_cast<char32_t>(escape.letter));
  }
  const int digits = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
  put(digits == 2 ? U'x' : digits == 4 ? U'u' : U'U');
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    put(U"0123456789ABCDEF"[(static_cast<unsigned>(c) >> shift) & 0xF]);
  }
}

}  // namespace

std::string to_meta_yaml(const Value& object) { return Writer().write(object); }

}  // namespace mlt::wire
