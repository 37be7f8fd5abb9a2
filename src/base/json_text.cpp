#include "base/json_text.hpp"

#include <cmath>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::base {

namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

/// True for a byte that may stand in a JSON string as it is, whatever follows it.
bool is_plain(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

void append_escaped_character(std::string& out, char32_t character) {
  switch (character) {
    case U'"':
      out += "\\\"";
      return;
    case U'\\':
      out += "\\\\";
      return;
    case U'\b':
      out += "\\b";
      return;
    case U'\f':
      out += "\\f";
      return;
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += "0123456789abcdef"[(character >> 4) & 0xF];
      out += "0123456789abcdef"[character & 0xF];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) {
      ++plain;
    }
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      break;
    }
    const CodePoint point = first_code_point(text);
    if (point.size == 0) {
      out += kReplacementCharacter;
      text.remove_prefix(1);
      continue;
    }
    if (point.value == U'"' || point.value == U'\\' || is_control(point.value)) {
      append_escaped_character(out, point.value);
    } else {
      out += text.substr(0, point.size);
    }
    text.remove_prefix(point.size);
  }
  out += '"';
}

void append_json_double(std::string& out, double value) {
  const bool quoted = !std::isfinite(value);
  out += quoted ? "\"" : "";
  append_double(out, value);
  out += quoted ? "\"" : "";
}

void JsonWriter::key(std::string_view name) {
  before_value();
  append_json_string(out_, name);
  out_ += ": ";
  after_key_ = true;
}

void JsonWriter::string(std::string_view text) {
  before_value();
  append_json_string(out_, text);
}

void JsonWriter::integer(std::int64_t value) {
  before_value();
  append_int64(out_, value);
}

void JsonWriter::number(double value) {
  before_value();
  append_json_double(out_, value);
}

void JsonWriter::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::null() {
  before_value();
  out_ += "null";
}

std::string JsonWriter::take() {
  out_ += '\n';
  std::string document = std::move(out_);
  *this = JsonWriter();
  return document;
}

void JsonWriter::begin(char bracket, bool is_inline) {
  before_value();
  out_ += bracket;
  const bool within_inline = !open_.empty() && open_.back() == 'i';
  open_ += is_inline || within_inline ? 'i' : 'b';
  first_ = true;
}

void JsonWriter::end(char bracket) {
  const bool on_own_line = open_.back() == 'b' && !first_;
  open_.pop_back();
  if (on_own_line) {
    new_line();
  }
  out_ += bracket;
  first_ = false;
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (open_.empty()) {
    return;
  }
  if (open_.back() == 'b') {
    out_ += first_ ? "" : ",";
    new_line();
  } else {
    out_ += first_ ? "" : ", ";
  }
  first_ = false;
}

void JsonWriter::new_line() {
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
}

}  // namespace mlt::base
