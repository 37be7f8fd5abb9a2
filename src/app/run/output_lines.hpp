#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace mlt::app {

/// Cuts a stream of bytes into lines as a person would see them: `\n` and `\r` (progress bars) end
/// a line, escape sequences of terminals are taken out, empty lines and lines over kMaxLineBytes
/// are left out. Memory stays bounded whatever comes.
class OutputLines {
 public:
  static constexpr std::size_t kMaxLineBytes = 64u << 10;
  using Sink = std::function<void(std::string_view)>;

  explicit OutputLines(Sink sink) : sink_(std::move(sink)) {}

  void feed(std::string_view bytes);
  /// The stream has ended: a last line without an end is one too.
  void finish();

 private:
  void keep(std::string_view piece);
  void end_line(std::string_view last_piece);

  Sink sink_;
  std::string partial_;
  std::string stripped_;
  bool too_long_ = false;
};

/// Appends `text` without ECMA-48 escape sequences (CSI, OSC and the like).
void append_without_escapes(std::string& out, std::string_view text);

}  // namespace mlt::app
