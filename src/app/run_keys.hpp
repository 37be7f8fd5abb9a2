#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "search/search.hpp"

namespace mlt::app {

/// A param, metric or tag and the number of runs that have it.
struct KeyUse {
  search::Entity kind = search::Entity::param;
  std::string key;
  std::size_t runs = 0;
  bool operator==(const KeyUse&) const = default;
};

struct KeyReport {
  std::vector<KeyUse> keys;  ///< params, metrics, tags, each by key
  std::size_t total = 0;     ///< active runs of the experiments
  std::size_t matched = 0;   ///< of those, the ones that passed the filter
  std::vector<std::string> hints;
};

/// The keys of the active runs of `experiments` (empty: all) for which `filter` is true; times in
/// it are counted from `now_ms`. Throws as query_runs does.
KeyReport report_keys(Store& store, const std::vector<ExperimentId>& experiments,
                      const std::string& filter, std::optional<std::int64_t> now_ms = std::nullopt);

}  // namespace mlt::app
