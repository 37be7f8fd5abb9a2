#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "app/run/git.hpp"
#include "app/run/job.hpp"
#include "app/run/params.hpp"
#include "base/random.hpp"
#include "base/time.hpp"

namespace mlt::app {

/// What is said of a run when it is made.
struct RunIdentity {
  Experiment experiment;
  std::string name;  ///< empty: one is made up
  std::string user;
  std::optional<RunId> parent;
  std::optional<std::string> note;
  std::vector<KeyValue> tags;  ///< the user's own
  KeyValueMap params;          ///< as they are stored
};

struct RunOptions {
  RunIdentity identity;
  std::vector<std::string> recorded_argv;  ///< the command as it may be written down
  bool git_diff = true;
  bool with_summary = true;  ///< whether anybody looks at name and metrics of the report
  /// Called when the run is there and its command has not started.
  std::function<void(const RunRef&)> on_created;
};

/// How a run ended.
struct RunReport {
  RunRef ref;
  int start_errno = 0;  ///< the run was made, and the program then not executed
  std::string name;
  RunStatus status = RunStatus::running;
  /// For the shell: the command's own, 128 + signal, 126 or 127; 125 where that would be 0 and the
  /// run is not recorded in full.
  int exit_code = 0;
  bool recorded = true;  ///< nothing of it is missing in the store
  std::optional<int> signal;
  bool interrupted_by_key = false;
  bool line_left_open = false;  ///< ChildEnd
  int live_error = 0;           ///< ChildEnd
  std::int64_t duration_ms = 0;
  /// The metrics with the most points, at most three, most points first.
  std::vector<std::pair<std::string, double>> metrics;
};

/// Makes a run without a command (`mlt run start`); `directory` (absolute) is where its code is. It
/// has no process that owns it, so nobody can tell that it died.
RunRef start_run(Store& store, const RunIdentity& identity, const std::string& directory,
                 bool git_diff, base::Clock& clock, base::Random& random);

/// Runs a command and records it as a run: identity, command and what `git` says of its directory
/// before it starts, what it prints while it runs, status, exit code and resources at its end. The
/// job's failure() is none. Throws only before the command starts.
RunReport run_command(Store& store, Job& job, GitQuery git, const RunOptions& options,
                      base::Clock& clock, base::Random& random);

/// Runs a command inside a run that exists and leaves its status alone: name, status, duration and
/// metrics of the report stay empty.
RunReport run_in(Store& store, const RunRef& ref, Job& job);

/// The status that an exit code means: 0 finished, over 128 killed by a signal, else failed.
RunStatus status_of_exit_code(int exit_code);

/// Ends a run from outside its command (`mlt run end`). Throws refused if it has ended already.
void end_run(Store& store, const RunRef& ref, RunStatus status, std::optional<int> exit_code,
             base::Clock& clock);

/// "SIGTERM" for 15.
std::string signal_name(int signal);

}  // namespace mlt::app
