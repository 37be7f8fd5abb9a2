#include "app/run/run.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

#include "app/run/environment.hpp"
#include "base/json_text.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxUntracked = 100;
constexpr std::size_t kReportedMetrics = 3;
constexpr int kNotRecorded = 125;
constexpr std::string_view kRootRunId = "MLT_ROOT_RUN_ID";

std::string json_array(const std::vector<std::string>& words) {
  std::string text = "[";
  for (const std::string& word : words) {
    text += text.size() > 1 ? "," : "";
    base::append_json_string(text, word);
  }
  return text + "]";
}

std::string for_people(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  quoted.reserve(words.size());
  for (const std::string& word : words) {
    quoted.push_back(base::quote_for_shell(word));
  }
  return base::join(quoted, " ");
}

void set(KeyValueMap& tags, std::string_view key, std::string value) {
  if (!value.empty()) {
    tags.insert_or_assign(std::string(key), std::move(value));
  }
}

/// By which `mlt doctor` finds out that the process which was to end the run is gone.
void add_owner(KeyValueMap& tags) {
  set(tags, tag::kPid, std::to_string(::getpid()));
  if (const auto identity = base::process_identity(::getpid())) {
    set(tags, tag::kBootId, identity->boot_id);
    set(tags, tag::kPidStart, identity->start_ticks);
  }
}

std::vector<KeyValue> git_tags(const GitState& git) {
  std::vector<std::string> untracked = git.untracked;
  if (untracked.size() > kMaxUntracked) {
    const std::size_t more = untracked.size() - kMaxUntracked;
    untracked.resize(kMaxUntracked);
    untracked.push_back("and " + std::to_string(more) + " more");
  }
  std::vector<KeyValue> tags = {{std::string(tag::kCwd), git.directory},
                                {std::string(tag::kGitCommit), git.commit},
                                {std::string(tag::kGitBranch), git.branch},
                                {std::string(tag::kGitRepoUrl), git.remote_url},
                                {std::string(tag::kGitDirty), git.dirty ? "true" : "false"},
                                {std::string(tag::kUntracked), base::join(untracked, "\n")}};
  std::erase_if(tags, [](const KeyValue& each) { return each.value.empty(); });
  return tags;
}

/// Keeps what is not committed of the code that a run starts from.
void put_diff(RunWriter& writer, const GitState& git, const Store& store) {
  const auto diff = git.dirty ? read_git_diff(git, store.root()) : std::nullopt;
  if (diff) {
    writer.put_code("git.diff", *diff);
  }
}

/// Writes down the code that a run starts from, as the last step of its making: git takes longer
/// than all the others. A tag that the user set stays as it is.
void record_code(RunWriter& writer, GitQuery& query, const RunOptions& options,
                 const Store& store) {
  const auto git = query.finish();
  if (!git) {
    return;
  }
  RunBatch batch;
  batch.tags = git_tags(*git);
  std::erase_if(batch.tags, [&](const KeyValue& each) {
    return std::ranges::count(options.identity.tags, each.key, &KeyValue::key) > 0;
  });
  writer.append(batch);
  if (options.git_diff) {
    put_diff(writer, *git, store);
  }
}

KeyValueMap command_tags(const RunOptions& options) {
  KeyValueMap tags;
  set(tags, tag::kCommand, json_array(options.recorded_argv));
  set(tags, tag::kSourceName, for_people(options.recorded_argv));
  add_owner(tags);
  return tags;
}

/// Checks names, tags and note by the rules of model/rules.hpp and makes the run.
RunRef create_run(Store& store, const RunIdentity& identity, KeyValueMap tags, base::Clock& clock,
                  base::Random& random) {
  const std::string name = identity.name.empty() ? base::random_run_name(random) : identity.name;
  model::check_name("run", name);
  const std::string host = base::host_name();
  set(tags, tag::kHost, host);
  set(tags, tag::kSourceType, "LOCAL");
  if (identity.parent) {
    set(tags, tag::kParentRunId, identity.parent->value);
  }
  if (identity.note) {
    model::check_value("tag", tag::kNote, *identity.note);
    set(tags, tag::kNote, *identity.note);
  }
  for (const KeyValue& own : identity.tags) {
    model::check_key("tag", own.key);
    model::check_value("tag", own.key, own.value);
    tags.insert_or_assign(own.key, own.value);
  }
  return store.create_run({.experiment_id = identity.experiment.id,
                           .name = name,
                           .user = identity.user,
                           .host = host,
                           .status = RunStatus::running,
                           .start_time_ms = clock.now_ms(),
                           .params = identity.params,
                           .tags = std::move(tags)});
}

RunStatus status_of(const ChildEnd& end) {
  if (end.stop_passed_on || end.signal) {
    return RunStatus::killed;
  }
  return end.exit_code == 0 ? RunStatus::finished : RunStatus::failed;
}

std::vector<KeyValue> end_tags(const ChildEnd& end) {
  std::vector<KeyValue> tags = {{std::string(tag::kExitCode), std::to_string(end.exit_code)}};
  if (end.signal) {
    tags.push_back({std::string(tag::kSignal), signal_name(*end.signal)});
  }
  if (end.stop_passed_on || end.interrupted_by_key) {
    tags.push_back({std::string(tag::kEndReason), "cancelled"});
  } else if (end.signal) {
    tags.push_back({std::string(tag::kEndReason), "signal"});
  }
  if (end.start_errno == 0) {
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.3f", end.cpu_seconds);
    tags.push_back({std::string(tag::kMaxRss), std::to_string(end.max_rss_bytes)});
    tags.push_back({std::string(tag::kCpuTime), seconds.data()});
  }
  return tags;
}

std::vector<std::pair<std::string, double>> most_logged(const Run& run) {
  using Entry = const std::pair<const std::string, MetricSummary>*;
  std::vector<Entry> entries;
  for (const auto& metric : run.metrics) {
    if (!metric.first.starts_with("system/")) {
      entries.push_back(&metric);
    }
  }
  std::ranges::stable_sort(entries, [](Entry a, Entry b) {
    return a->second.count.value_or(0) > b->second.count.value_or(0);
  });
  std::vector<std::pair<std::string, double>> metrics;
  for (std::size_t i = 0; i < std::min(entries.size(), kReportedMetrics); ++i) {
    metrics.emplace_back(entries[i]->first, entries[i]->second.last.value);
  }
  return metrics;
}

void take_child_end(const JobEnd& end, bool recorded, RunReport& report) {
  report.start_errno = end.child.start_errno;
  report.signal = end.child.signal;
  report.interrupted_by_key = end.child.interrupted_by_key;
  report.line_left_open = end.child.line_left_open;
  report.live_error = end.child.live_error;
  report.recorded = recorded && end.recorded;
  report.exit_code =
      end.child.exit_code == 0 && !report.recorded ? kNotRecorded : end.child.exit_code;
}

/// The outermost run of which this one is a part.
std::string root_run_id(const RunOptions& options, const Job& job, const RunRef& ref) {
  if (!options.identity.parent) {
    return ref.run_id.value;
  }
  const auto outer = Environment(job.options().environment).find(kRootRunId);
  return outer.value_or(options.identity.parent->value);
}

/// The last steps of a run. A store that fails there is told once and does not end mlt: the command
/// has run, and its exit code is still to be passed on.
class LastSteps {
 public:
  /// `said`: the user knows already that the store fails.
  LastSteps(const Warn& warn, bool said) : warn_(warn), said_(said) {}
  template <typename Action>
  void attempt(Action action) {
    try {
      action();
    } catch (const Error& error) {
      all_done_ = false;
      if (!std::exchange(said_, true)) {
        warn_("the run cannot be recorded: " + error.message());
      }
    }
  }
  [[nodiscard]] bool all_done() const { return all_done_; }

 private:
  const Warn& warn_;
  bool said_;
  bool all_done_ = true;
};

/// A run that was made and whose command could then not be started does not stay RUNNING.
class FailedUnlessEnded {
 public:
  FailedUnlessEnded(RunWriter& writer, base::Clock& clock) : writer_(writer), clock_(clock) {}
  FailedUnlessEnded(const FailedUnlessEnded&) = delete;
  FailedUnlessEnded& operator=(const FailedUnlessEnded&) = delete;
  ~FailedUnlessEnded() {
    if (!ended_) {
      try {
        writer_.set_status(RunStatus::failed, clock_.now_ms());
      } catch (const Error&) {  // what kept the command from starting is on its way already
      }
    }
  }
  void ended() { ended_ = true; }

 private:
  RunWriter& writer_;
  base::Clock& clock_;
  bool ended_ = false;
};

void refuse_ended(const RunWriter& writer) {
  if (has_ended(writer.status())) {
    throw Error(ErrorCode::refused, "run " + writer.ref().run_id.value + " has ended already: " +
                                        std::string(name_of(writer.status())));
  }
}

void record_end(Store& store, RunWriter& writer, const JobEnd& end, base::Clock& clock,
                const Warn& warn, std::int64_t started_ms, bool with_summary, RunReport& report) {
  LastSteps last(warn, !end.recorded);
  last.attempt([&] { writer.append({.params = {}, .metrics = {}, .tags = end_tags(end.child)}); });
  report.status = status_of(end.child);
  const std::int64_t ended_ms = clock.now_ms();
  last.attempt([&] { writer.set_status(report.status, ended_ms); });
  report.duration_ms = ended_ms - started_ms;
  if (with_summary) {
    last.attempt([&] {
      const Run run = store.get_run(writer.ref());
      report.name = run.name;
      report.duration_ms = run.end_time_ms.value_or(ended_ms) - run.start_time_ms;
      report.metrics = most_logged(run);
    });
  }
  take_child_end(end, last.all_done(), report);
}

}  // namespace

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

RunRef start_run(Store& store, const RunIdentity& identity, const std::string& directory,
                 bool git_diff, base::Clock& clock, base::Random& random) {
  const auto git = GitQuery(directory, store.root()).finish();
  KeyValueMap tags;
  for (KeyValue& each : git ? git_tags(*git) : std::vector<KeyValue>()) {
    tags.emplace(std::move(each.key), std::move(each.value));
  }
  RunRef ref = create_run(store, identity, std::move(tags), clock, random);
  if (git && git_diff) {
    put_diff(*store.open_run(ref), *git, store);
  }
  return ref;
}

RunReport run_command(Store& store, Job& job, GitQuery git, const RunOptions& options,
                      base::Clock& clock, base::Random& random) {
  RunReport report;
  SignalGate gate;
  const std::int64_t started_ms = clock.now_ms();
  report.ref = create_run(store, options.identity, command_tags(options), clock, random);
  const auto writer = store.open_run(report.ref);
  FailedUnlessEnded guard(*writer, clock);
  options.on_created(report.ref);
  job.add_environment(kRootRunId, root_run_id(options, job, report.ref));
  const JobEnd end =
      job.run(store, *writer, gate, [&] { record_code(*writer, git, options, store); });
  guard.ended();
  record_end(store, *writer, end, clock, job.warn(), started_ms, options.with_summary, report);
  return report;
}

RunReport run_in(Store& store, const RunRef& ref, Job& job) {
  RunReport report;
  report.ref = ref;
  const auto writer = store.open_run(ref);
  refuse_ended(*writer);
  SignalGate gate;
  take_child_end(job.run(store, *writer, gate), true, report);
  return report;
}

RunStatus status_of_exit_code(int exit_code) {
  if (exit_code == 0) {
    return RunStatus::finished;
  }
  return exit_code > 128 ? RunStatus::killed : RunStatus::failed;
}

void end_run(Store& store, const RunRef& ref, RunStatus status, std::optional<int> exit_code,
             base::Clock& clock) {
  const auto writer = store.open_run(ref);
  refuse_ended(*writer);
  if (exit_code) {
    writer->append({.params = {},
                    .metrics = {},
                    .tags = {{std::string(tag::kExitCode), std::to_string(*exit_code)}}});
  }
  writer->set_status(status, clock.now_ms());
}

}  // namespace mlt::app
