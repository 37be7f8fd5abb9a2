#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace mlt::cli {

/// An input that is read as it comes: standard input, or a file that the user named.
class Input {
 public:
  /// `-` is standard input. Throws not_found or system.
  explicit Input(const std::string& path);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  /// "stdin", or the path.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// One read(2), which waits for input. 0 at its end. Throws system.
  std::size_t read_some(std::span<char> into);
  /// Whether a read would not have to wait.
  [[nodiscard]] bool is_ready() const;
  /// Everything that is left. Throws usage where it is more than `max_bytes`.
  std::string read_all(std::size_t max_bytes);

 private:
  std::string name_;
  int fd_;
  bool owned_;
};

}  // namespace mlt::cli
