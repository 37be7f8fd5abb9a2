#include "app/run_keys.hpp"

#include <atomic>
#include <map>
#include <utility>

#include "app/key_check.hpp"
#include "app/run_filter.hpp"

namespace mlt::app {

KeyReport report_keys(Store& store, const std::vector<ExperimentId>& experiments,
                      const std::string& filter_text, std::optional<std::int64_t> now_ms) {
  const auto filter = search::Filter::parse(filter_text, search::Subject::runs, now_ms);
  search::Order order = search::Order::newest_first();
  KeyWatch watch(filter, order);
  std::atomic<std::size_t> total = 0;
  RunScan scan;
  scan.experiments = experiments;
  scan.params = scan.metrics = scan.tags = KeySelection::everything();
  scan.inputs = filter.used_keys().inputs;
  scan.accept = [&](const Run& run) {
    watch.note(run);
    ++total;
    return passes(store, filter, run);
  };
  std::map<std::pair<int, std::string>, KeyUse> uses;
  KeyReport report;
  store.scan_runs(scan, [&](Run&& run) {
    ++report.matched;
    int rank = 0;
    const auto note = [&](search::Entity kind, const auto& map) {
      for (const auto& [key, value] : map) {
        KeyUse& use = uses[{rank, key}];
        use.kind = kind;
        use.key = key;
        ++use.runs;
      }
      ++rank;
    };
    note(search::Entity::param, run.params);
    note(search::Entity::metric, run.metrics);
    note(search::Entity::tag, run.tags);
  });
  report.total = total;
  report.hints = watch.check(store, scan, order);
  for (auto& [rank, use] : uses) {
    report.keys.push_back(std::move(use));
  }
  return report;
}

}  // namespace mlt::app
