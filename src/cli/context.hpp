#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "cli/globals.hpp"
#include "cli/terminal.hpp"

namespace mlt::cli {

/// What a command works with: the only way to the environment, the clock, the streams and the
/// store. The working directory of the process is globals().directory already, so paths that the
/// user gives are opened as they are.
class Context {
 public:
  virtual ~Context() = default;

  [[nodiscard]] virtual const Globals& globals() const = 0;
  /// Probed at the first call.
  [[nodiscard]] virtual const Terminal& terminal() const = 0;
  /// A variable of the environment; nothing if unset or empty.
  [[nodiscard]] virtual std::optional<std::string> env(std::string_view name) const = 0;
  virtual base::Clock& clock() = 0;
  virtual base::Random& random() = 0;
  /// Who acts: --as, LOGNAME, USER, the system's name of this user, or its number.
  virtual std::string user() = 0;

  /// Data. Throws system if stdout is full; if it is a closed pipe the command ends here, quietly.
  virtual void out(std::string_view text) = 0;
  /// Like out(), through the pager where stdout is a terminal and the text taller than the screen.
  virtual void out_paged(std::string_view text) = 0;
  /// Hands everything given to out() to the system now, for data that somebody waits for.
  virtual void flush() = 0;
  /// Everything else, a line at a time on stderr; `warning: …`, `hint: …`; none under -q.
  virtual void note(std::string_view text) = 0;
  virtual void warn(std::string_view text) = 0;
  virtual void hint(std::string_view text) = 0;
  /// Says an error as cli::run would, for a command that ends with another exit code than that of
  /// the error's kind.
  virtual void say_error(const Error& error) = 0;

  /// The store for reading: Error not_found where there is none. Issues met while reading become
  /// warnings, and exit code 5 under --strict.
  virtual Store& store() = 0;
  /// The store for writing: made where there is none, which is said once on stderr.
  virtual Store& writable_store() = 0;
  /// Number of issues met so far.
  [[nodiscard]] virtual std::size_t issue_count() const = 0;
};

}  // namespace mlt::cli
