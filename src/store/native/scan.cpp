#include "store/native/scan.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "mlt/error.hpp"

#include "store/journal/reader.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/layout.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kBlock = 64;         // runs that a thread takes at a time
constexpr std::size_t kSerialBelow = 256;  // fewer runs are read without threads

struct ExperimentRuns {
  HostJournals hosts;
  std::vector<RunRef> refs;
  ExperimentState fate;
};

bool lifecycle_fits(LifecycleFilter filter, Lifecycle lifecycle) {
  return filter == LifecycleFilter::all ||
         (filter == LifecycleFilter::active) == (lifecycle == Lifecycle::active);
}

class Scanner {
 public:
  Scanner(const ScanContext& context, const RunScan& scan, const RunSink& sink)
      : context_(context),
        scan_(scan),
        sink_(sink),
        selection_{scan.params, scan.metrics, scan.tags, scan.artifacts, scan.inputs} {}

  void add(const ExperimentId& experiment) {
    try {
      experiments_.push_back({list_host_journals(context_.disk, experiment),
                              list_run_refs(context_.disk, experiment, context_.on_issue),
                              read_fate(context_.disk, experiment)});
    } catch (const Error& error) {
      context_.on_issue(issue_of(context_.disk, experiment_folder(experiment), error));
      return;
    }
    const ExperimentRuns& runs = experiments_.back();
    for (const RunRef& ref : runs.refs) {
      if (!is_purged(runs.fate, ref.run_id)) {
        work_.push_back({&ref, experiments_.size() - 1});
      }
    }
  }

  void run() {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t wanted =
        context_.threads > 0 ? static_cast<std::size_t>(context_.threads) : cores;
    const std::size_t count = work_.size() < kSerialBelow ? 1 : wanted;
    std::vector<std::thread> helpers;
    try {
      for (std::size_t i = 1; i < count; ++i) {
        helpers.emplace_back([this] { work(); });
      }
    } catch (const std::system_error&) {
      // No more threads to be had: those that there are do the work.
    }
    work();
    for (std::thread& helper : helpers) {
      helper.join();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  struct Item {
    const RunRef* ref;
    std::size_t experiment;
  };

  void work() {
    try {
      ReadScratch scratch;
      std::vector<Run> accepted;
      for (;;) {
        const std::size_t begin = next_.fetch_add(kBlock);
        if (begin >= work_.size()) {
          return;
        }
        const std::size_t end = std::min(begin + kBlock, work_.size());
        for (std::size_t i = begin; i < end; ++i) {
          read(work_[i], scratch, accepted);
        }
        deliver(accepted);
      }
    } catch (...) {
      // Thrown on in the calling thread: a scan has one outcome.
      next_ = work_.size();
      const std::lock_guard guard(mutex_);
      if (!failure_) {
        failure_ = std::current_exception();
      }
    }
  }

  void read(const Item& item, ReadScratch& scratch, std::vector<Run>& accepted) {
    const ExperimentRuns& experiment = experiments_[item.experiment];
    const RunFiles files = run_files(*item.ref, experiment.hosts);
    try {
      RunReading reading =
          read_run(context_.disk, files, selection_, false, scratch, context_.on_issue);
      Run& run = reading.snapshot.run;
      apply_fate(experiment.fate, run);
      if (!reading.is_nothing && lifecycle_fits(scan_.lifecycle, run.lifecycle) &&
          (!scan_.accept || scan_.accept(run))) {
        accepted.push_back(std::move(run));
      }
    } catch (const Error& error) {
      context_.on_issue(issue_of(context_.disk, files.folder, error));
    }
  }

  void deliver(std::vector<Run>& accepted) {
    if (accepted.empty()) {
      return;
    }
    const std::lock_guard guard(mutex_);
    for (Run& run : accepted) {
      sink_(std::move(run));
    }
    accepted.clear();
  }

  const ScanContext& context_;
  const RunScan& scan_;
  const RunSink& sink_;
  FoldSelection selection_;
  std::vector<ExperimentRuns> experiments_;
  std::vector<Item> work_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

void scan_native_runs(const ScanContext& context, const std::vector<ExperimentId>& experiments,
                      const RunScan& scan, const RunSink& sink) {
  Scanner scanner(context, scan, sink);
  for (const ExperimentId& experiment : experiments) {
    scanner.add(experiment);
  }
  scanner.run();
}

}  // namespace mlt::store
