#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "app/run/environment.hpp"
#include "app/run/output_reader.hpp"
#include "app/run/supervisor.hpp"

namespace mlt::app {

/// What becomes of a job's output besides being read for metrics.
enum class Capture {
  tee,   ///< shown and kept
  file,  ///< kept only
  none,  ///< shown only
};

/// A command to run inside of a run.
struct JobOptions {
  std::vector<std::string> argv;
  std::vector<std::string> environment;  ///< NAME=VALUE; the names that mlt gives are added
  std::string directory;                 ///< absolute
  OutputReaderOptions output;
  Capture capture = Capture::tee;
  SupervisorOptions supervision;
};

/// How the job ended, and whether all that was to be kept of it is.
struct JobEnd {
  ChildEnd child;
  bool recorded = true;
};

/// One command to run inside of a run.
class Job {
 public:
  /// Throws usage for a pattern that is wrong.
  Job(JobOptions options, base::Clock& clock, Warn warn);

  [[nodiscard]] const JobOptions& options() const { return options_; }
  [[nodiscard]] const Warn& warn() const { return warn_; }
  /// Why the program cannot be started, as far as the file system tells.
  [[nodiscard]] std::optional<StartFailure> failure() const { return program_.failure; }

  void add_environment(std::string_view name, std::string value);

  /// Runs the command to its end and records in the run what it prints. It gets MLT_RUN_ID,
  /// MLT_STORE, MLT_RUN_DIR and, as Python would keep its output back on a pipe, PYTHONUNBUFFERED;
  /// in a store of MLflow's also what lets its client go on in the run. A store that fails
  /// meanwhile does not touch the job: it is told by the warning and by `recorded`. What
  /// `before_start`, the last step before the command starts, throws is passed on.
  JobEnd run(Store& store, RunWriter& writer, SignalGate& gate,
             std::function<void()> before_start = {});

 private:
  JobOptions options_;
  Warn warn_;
  OutputReader reader_;
  Environment environment_;
  ProgramLookup program_;
};

}  // namespace mlt::app
