#include "app/run/job.hpp"

#include <cstring>

#include "mlt/error.hpp"

#include "app/run/log_capture.hpp"
#include "app/run/recorder.hpp"

namespace mlt::app {
namespace {

/// What execvp(3) searches where PATH is not set.
constexpr std::string_view kDefaultPath = "/bin:/usr/bin";
constexpr std::int64_t kRetryMs = 1'000;

/// Puts the output of one job into its run while the job runs.
class JobRecord {
 public:
  JobRecord(RunWriter& writer, OutputReader& reader, bool is_captured, const Warn& warn)
      : recorder_(writer, warn),
        reader_(reader),
        capture_(writer.artifacts_dir()),
        is_captured_(is_captured) {}

  void take(Stream stream, std::string_view bytes) {
    if (is_captured_) {
      is_captured_ = keep([&] { capture_.write(stream, bytes); });
    }
    reader_.feed(stream, bytes, recorder_.waiting());
    recorder_.bound_waiting();
  }

  /// When to call again; nothing: not before there is more.
  std::optional<std::int64_t> flush() {
    recorder_.flush();
    return recorder_.is_failing() ? std::optional(kRetryMs) : std::nullopt;
  }

  /// True if nothing of the job's output is missing in the run.
  bool finish() {
    reader_.finish(recorder_.waiting());
    recorder_.flush();
    std::vector<std::string> logs;
    keep([&] { logs = capture_.finish(); });
    for (const std::string& path : logs) {
      recorder_.attempt([&path](RunWriter& writer) { writer.record_artifact(path); });
    }
    return !recorder_.has_lost() && !recorder_.is_failing();
  }

 private:
  template <typename Action>
  bool keep(Action action) {
    return recorder_.attempt([&action](RunWriter&) { action(); });
  }

  Recorder recorder_;
  OutputReader& reader_;
  LogCapture capture_;
  bool is_captured_;
};

}  // namespace

Job::Job(JobOptions options, base::Clock& clock, Warn warn)
    : options_(std::move(options)),
      warn_(std::move(warn)),
      reader_(options_.output, clock, warn_),
      environment_(options_.environment),
      program_(find_program(options_.argv.front(),
                            environment_.find("PATH").value_or(std::string(kDefaultPath)),
                            options_.directory)) {}

void Job::add_environment(std::string_view name, std::string value) {
  environment_.set(name, std::move(value));
}

JobEnd Job::run(Store& store, RunWriter& writer, SignalGate& gate,
                std::function<void()> before_start) {
  environment_.set("MLT_RUN_ID", writer.ref().run_id.value);
  environment_.set("MLT_STORE", store.root());
  environment_.set("MLT_RUN_DIR", writer.run_dir());
  if (store.layout() == "mlflow") {
    // A child that uses MLflow's own client goes on in this run.
    environment_.set("MLFLOW_RUN_ID", writer.ref().run_id.value);
    environment_.set("MLFLOW_EXPERIMENT_ID", writer.ref().experiment_id.value);
    environment_.set("MLFLOW_TRACKING_URI", store.root());
    environment_.set("MLFLOW_ALLOW_FILE_STORE", "true");
  }
  if (!environment_.find("PYTHONUNBUFFERED")) {
    environment_.set("PYTHONUNBUFFERED", "1");
  }
  SupervisorOptions supervision = options_.supervision;
  if (options_.capture == Capture::file) {
    supervision.live_out = -1;
    supervision.live_err = -1;
  }
  JobRecord record(writer, reader_, options_.capture != Capture::none, warn_);
  const SupervisorEvents events{
      .before_start = std::move(before_start),
      .on_output = [&](Stream stream, std::string_view bytes) { record.take(stream, bytes); },
      .on_tick = [&] { return record.flush(); },
      .on_warning = warn_,
  };
  const ChildSpec spec{program_.path, options_.argv, environment_.entries(), options_.directory};
  JobEnd end{supervise(spec, supervision, gate, events)};
  end.recorded = record.finish();
  if (end.child.live_error != 0) {
    warn_(std::string("the output could not be shown to its end: ") +
          ::strerror(end.child.live_error));
    end.recorded = false;
  }
  return end;
}

}  // namespace mlt::app
