#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <sys/resource.h>

#include "app/run/child.hpp"
#include "app/run/signals.hpp"
#include "app/run/warn.hpp"

namespace mlt::app {

enum class Stream { out, err };

struct SupervisorOptions {
  int live_out = -1;       ///< where the child's stdout is shown; -1: nowhere
  int live_err = -1;       ///< where its stderr is shown; -1: nowhere
  int terminal = -1;       ///< mlt's stdin where that may be a terminal
  bool foreground = true;  ///< the child gets the foreground of that terminal from the start
  std::int64_t kill_after_ms = 30'000;  ///< from the first TERM or HUP to KILL
};

/// What the supervisor tells while the child runs, from its own loop.
struct SupervisorEvents {
  /// When all is prepared for the child to start. It may throw; the child then does not start.
  std::function<void()> before_start{};
  /// All that was read from the child, at once after it was read.
  std::function<void(Stream, std::string_view)> on_output;
  /// Runs when the delay that it returned last (milliseconds) has passed; nothing: not again until
  /// more output came. First kFirstTickMs after output.
  std::function<std::optional<std::int64_t>()> on_tick;
  Warn on_warning;
};

inline constexpr std::int64_t kFirstTickMs = 40;

/// How the child ended.
struct ChildEnd {
  int start_errno = 0;  ///< it never ran
  int exit_code = 0;    ///< its own, or 128 + signal
  std::optional<int> signal;
  bool stop_passed_on = false;      ///< mlt was told to stop and said so to the child
  bool interrupted_by_key = false;  ///< died of Ctrl-C typed on the terminal that it owned
  std::int64_t max_rss_bytes = 0;
  double cpu_seconds = 0;
  /// What it showed last on the terminal of mlt's messages has no end of line.
  bool line_left_open = false;
  int live_error = 0;  ///< errno that ended the showing of its output; 0 also where nobody reads it
};

/// Starts the child and stays with it to the end: relays its output, forwards signals to its
/// process group, ends what it left behind. The rules:
/// - HUP INT QUIT TERM USR1 USR2 WINCH TSTP CONT are forwarded. A repeated INT or HUP becomes TERM,
///   a repeat after TERM becomes KILL; the first TERM or HUP starts `kill_after_ms`.
/// - When the child has ended, the processes of its group get a moment, then TERM, then KILL. After
///   a stop or a death by signal that includes descendants which had left the group.
/// - A process that left the group on its own after a normal end is a daemon: it is left alone, and
///   nobody waits for the pipes that it holds.
/// - Where the child owned the terminal and is stopped by Ctrl-Z, mlt's own group stops with it.
/// Throws system where no process can be made. `gate` must outlive the call.
ChildEnd supervise(const ChildSpec& spec, const SupervisorOptions& options, SignalGate& gate,
                   const SupervisorEvents& events);

}  // namespace mlt::app
