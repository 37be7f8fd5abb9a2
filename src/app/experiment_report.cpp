#include "app/experiment_report.hpp"

#include <cmath>
#include <utility>

namespace mlt::app {
namespace {

void count_params(ExperimentReport& report, const Run& run) {
  for (const auto& [key, value] : run.params) {
    auto& param = report.params[key];
    ++param.runs;
    if (param.values.size() < ExperimentReport::kMostValues) {
      param.values.insert(value);
    } else if (!param.values.contains(value)) {
      param.has_more_values = true;
    }
  }
}

void count_metrics(ExperimentReport& report, const Run& run) {
  for (const auto& [key, summary] : run.metrics) {
    auto& range = report.metrics[key];
    ++range.runs;
    const double value = summary.last.value;
    if (std::isnan(value)) {
      continue;
    }
    if (!range.lowest || value < *range.lowest) {
      range.lowest = value;
    }
    if (!range.highest || value > *range.highest) {
      range.highest = value;
    }
  }
}

}  // namespace

ExperimentReport report_experiment(Store& store, const ExperimentId& id) {
  ExperimentReport report;
  RunScan scan;
  scan.experiments = {id};
  scan.lifecycle = LifecycleFilter::all;
  scan.params = scan.metrics = KeySelection::everything();
  store.scan_runs(scan, [&report](Run&& run) {
    if (run.lifecycle == Lifecycle::deleted) {
      ++report.deleted_runs;
      return;
    }
    ++report.runs[run.status];
    count_params(report, run);
    count_metrics(report, run);
    run.params.clear();
    run.metrics.clear();
    if (!report.newest || run.start_time_ms > report.newest->start_time_ms ||
        (run.start_time_ms == report.newest->start_time_ms && run.id < report.newest->id)) {
      report.newest = std::move(run);
    }
  });
  return report;
}

}  // namespace mlt::app
