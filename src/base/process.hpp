#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::base {

struct ProcessResult {
  int exit_code = 0;  ///< 128 + signal where one ended it
  std::string out;
};

/// What is collected of a program: stderr goes to /dev/null, or into the same text.
enum class Streams { out, both };

/// Runs a program by argument vector (never through a shell) with stdin at /dev/null and collects
/// its stdout, at most `max_bytes` of it (the rest is read and dropped). A program without
/// `/` is looked for in the PATH; `directory` (empty: this one) is where it starts. Nothing if it
/// could not be started.
std::optional<ProcessResult> run_and_capture(const std::vector<std::string>& argv,
                                             const std::string& directory,
                                             std::size_t max_bytes = 64u << 20,
                                             Streams streams = Streams::out);

/// The same with `input` as the program's stdin.
std::optional<ProcessResult> run_with_input(const std::vector<std::string>& argv,
                                            const std::string& directory, std::string_view input,
                                            std::size_t max_bytes = 64u << 20);

/// The same in two steps, for a program that runs while its caller goes on. Its output waits in a
/// pipe, so finish() comes soon or the output is small.
class Capture {
 public:
  /// `input`: the program's stdin; -1: /dev/null.
  static std::optional<Capture> start(const std::vector<std::string>& argv,
                                      const std::string& directory, Streams streams = Streams::out,
                                      int input = -1);
  Capture(Capture&& other) noexcept;
  Capture& operator=(Capture&& other) noexcept;
  /// Ends the program, with SIGTERM, where finish() was not called, and waits for it.
  ~Capture();

  /// Once only.
  std::optional<ProcessResult> finish(std::size_t max_bytes = 64u << 20);

 private:
  Capture(int pid, int reader) : pid_(pid), reader_(reader) {}

  int pid_;
  int reader_;
};

/// A program that answers on its stdout what it is asked on its stdin, for as long as this lives.
/// For one thread at a time; what it is asked must be short, because it may be answering still.
class Coprocess {
 public:
  /// Nothing if it could not be started. `directory` as for run_and_capture.
  static std::unique_ptr<Coprocess> start(const std::vector<std::string>& argv,
                                          const std::string& directory);
  Coprocess(const Coprocess&) = delete;
  Coprocess& operator=(const Coprocess&) = delete;
  /// Closes its stdin and waits for its end.
  ~Coprocess();

  /// False once the program has ended.
  [[nodiscard]] bool ask(std::string_view question);
  /// The next line of the answer, without its newline; nothing where the program has ended.
  std::optional<std::string> read_line();
  /// Exactly `size` bytes of the answer into `into`; false where the program has ended.
  [[nodiscard]] bool read(char* into, std::size_t size);

 private:
  Coprocess(int pid, int socket) : pid_(pid), socket_(socket) {}
  bool fill();

  int pid_;
  int socket_;
  std::string buffer_;  // read and not yet asked for, from `at_` on
  std::size_t at_ = 0;
};

/// Identity of a process that outlives its pid: this machine's boot and the kernel's start time.
struct ProcessIdentity {
  std::string boot_id;
  std::string start_ticks;  ///< field 22 of /proc/<pid>/stat
};
/// Nothing if there is no such process, or no /proc.
std::optional<ProcessIdentity> process_identity(int pid);

/// The name of the user that this process acts for; the number where it has no name.
std::string user_name();

/// This machine's name as gethostname(2) gives it; `localhost` where it has none.
std::string host_name();

}  // namespace mlt::base
