#pragma once

#include <atomic>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "search/search.hpp"

namespace mlt::app {

/// Notes during a scan which of the keys that a filter and an order name occur at all, so that a
/// misspelt key is an error with the nearest one and not an empty list:
///
///     KeyWatch watch(filter, order);
///     scan.accept = [&](const Run& run) { watch.note(run); return filter.matches(run); };
///     store.scan_runs(scan, sink);
///     watch.check(store, scan, order);
class KeyWatch {
 public:
  /// The filter must live as long as this.
  KeyWatch(const search::Filter& filter, const search::Order& order);

  /// Called for every run of the scan, before the filter; by several threads at once.
  void note(const Run& run);

  /// Decides what the bare names of the order are. Throws not_found for a param or metric that no
  /// noted run has (a second scan finds the nearest key), usage for a bare name that is both. With
  /// no run noted, nothing is wrong. The result are hints: a tag that no run has may be meant.
  std::vector<std::string> check(Store& store, const RunScan& scan, search::Order& order) const;

 private:
  struct Watched {
    search::Entity entity;
    std::string key;
    bool is_bare;  ///< the param and the metric of this name are both watched
    std::atomic<bool> seen = false;
  };
  void watch(search::Entity entity, const std::string& key, bool is_bare);
  [[nodiscard]] bool has_seen(search::Entity entity, std::string_view key) const;

  const search::Filter& filter_;
  std::deque<Watched> watched_;  // a deque, because an atomic cannot move
  std::atomic<std::uint64_t> runs_ = 0;
};

/// The error for a metric that no run of `experiments` (empty: all) has, with the nearest key.
Error no_metric_error(Store& store, const std::vector<ExperimentId>& experiments,
                      std::string_view key);

/// Throws that error for the first of `keys` that no run of `experiments` has logged. Without any
/// run, nothing is wrong.
void require_metrics(Store& store, const std::vector<ExperimentId>& experiments,
                     const std::set<std::string, std::less<>>& keys);

}  // namespace mlt::app
