#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlt {

/// What kind of failure an Error is. One table (exit_code) maps it to the exit code of the shell.
enum class ErrorCode {
  usage,      ///< the request itself is wrong: bad option, bad key, ambiguous selector
  not_found,  ///< no such store, experiment, run, key or file
  refused,    ///< a rule forbids it: immutable param, ended run, name taken
  data,       ///< a store file cannot be parsed or contradicts itself
  system,     ///< the machine: I/O, disk full, permissions, lock timeout, missing tool
  remote,     ///< a server or the network
};

/// A place in mlt's own sources. (std::source_location is not there for clang 14's tools.)
struct Origin {
  const char* file = "";
  int line = 0;
};

/// The one exception type of mlt. `message` says what failed and where in lower case, `context`
/// grows outward while the error travels ("cannot read the snapshot", "cannot show run 7f3a": the
/// last one heads what the user sees, the message ends it), `hints` are the next commands to type.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, Origin origin = {__builtin_FILE(), __builtin_LINE()})
      : code_(code), message_(std::move(message)), origin_(origin) {}

  [[nodiscard]] ErrorCode code() const { return code_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const std::vector<std::string>& context() const { return context_; }
  [[nodiscard]] const std::vector<std::string>& hints() const { return hints_; }
  /// Where in mlt it was thrown, for -vv.
  [[nodiscard]] const Origin& origin() const { return origin_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

  Error&& hint(std::string text) && {
    hints_.push_back(std::move(text));
    return std::move(*this);
  }
  void add_hint(std::string text) { hints_.push_back(std::move(text)); }
  void add_context(std::string text) { context_.push_back(std::move(text)); }

 private:
  ErrorCode code_;
  std::string message_;
  std::vector<std::string> context_;
  std::vector<std::string> hints_;
  Origin origin_;
};

/// The exit code of the shell for a failure of this kind (2 … 7).
int exit_code(ErrorCode code);

/// The name of a kind in machine output: "usage", "not_found", …
std::string_view name_of(ErrorCode code);

}  // namespace mlt
