#include "store/native/scan.hpp"

#include <memory>
#include <optional>

#include "mlt/error.hpp"

#include "store/journal/reader.hpp"
#include "store/native/layout.hpp"
#include "store/parallel_scan.hpp"

namespace mlt::store {

namespace {

struct ExperimentRuns {
  HostJournals hosts;
  std::vector<RunRef> refs;
};

class Scanner {
 public:
  Scanner(const ScanContext& context, const RunScan& scan, const RunSink& sink)
      : context_(context),
        scan_(scan),
        sink_(sink),
        selection_{scan.params, scan.metrics, scan.tags, scan.artifacts} {}

  void add(const ExperimentId& experiment) {
    try {
      experiments_.push_back({list_host_journals(context_.disk, experiment),
                              list_run_refs(context_.disk, experiment, context_.on_issue)});
    } catch (const Error& error) {
      context_.on_issue(issue_of(context_.disk, experiment_folder(experiment), error));
      return;
    }
    const ExperimentRuns& runs = experiments_.back();
    for (const RunRef& ref : runs.refs) {
      work_.push_back({&ref, experiments_.size() - 1});
    }
  }

  void run() {
    const auto make_reader = [this]() -> ReadRun {
      return [this, scratch = std::make_shared<ReadScratch>()](std::size_t number) {
        return read(work_[number], *scratch);
      };
    };
    scan_in_parallel(work_.size(), context_.threads, make_reader, sink_);
  }

 private:
  struct Item {
    const RunRef* ref;
    std::size_t experiment;
  };

  std::optional<Run> read(const Item& item, ReadScratch& scratch) {
    const RunFiles files = run_files(*item.ref, experiments_[item.experiment].hosts);
    try {
      RunReading reading =
          read_run(context_.disk, files, selection_, false, scratch, context_.on_issue);
      Run& run = reading.snapshot.run;
      if (!reading.is_nothing && lifecycle_fits(scan_.lifecycle, run.lifecycle) &&
          (!scan_.accept || scan_.accept(run))) {
        return std::move(run);
      }
    } catch (const Error& error) {
      context_.on_issue(issue_of(context_.disk, files.folder, error));
    }
    return std::nullopt;
  }

  const ScanContext& context_;
  const RunScan& scan_;
  const RunSink& sink_;
  FoldSelection selection_;
  std::vector<ExperimentRuns> experiments_;
  std::vector<Item> work_;
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
