#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace mlt::base {

/// Appends `text` as a JSON string with its quotes. Valid UTF-8 stays as it is; control characters
/// are escaped; a malformed byte becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);
/// Appends a number; NaN and the infinities as the strings "NaN", "Infinity", "-Infinity".
void append_json_double(std::string& out, double value);

/// Writes one JSON document with two-space indent, one member a line; a container opened as inline
/// stays on its line with all that is in it. The caller gives the members in the order in which
/// they shall stand.
class JsonWriter {
 public:
  void begin_object() { begin('{', false); }
  void begin_inline_object() { begin('{', true); }
  void end_object() { end('}'); }
  void begin_array() { begin('[', false); }
  void begin_inline_array() { begin('[', true); }
  void end_array() { end(']'); }

  void key(std::string_view name);
  void string(std::string_view text);
  void integer(std::int64_t value);
  void number(double value);
  void boolean(bool value);
  void null();

  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member(std::string_view name, const char* text) { key(name), string(text); }
  void member(std::string_view name, double value) { key(name), number(value); }
  void member(std::string_view name, std::integral auto value) {
    key(name);
    if constexpr (std::same_as<decltype(value), bool>) {
      boolean(value);
    } else {
      integer(static_cast<std::int64_t>(value));
    }
  }

  /// The document with a newline at its end; the writer is then empty.
  std::string take();

 private:
  void begin(char bracket, bool is_inline);
  void end(char bracket);
  void before_value();
  void new_line();

  std::string out_;
  std::string open_;  // one letter a level: 'b' block, 'i' inline
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace mlt::base
