#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

struct ExperimentQuery {
  std::string filter;                  ///< search grammar; empty: all
  std::optional<std::int64_t> now_ms;  ///< what times in the filter are counted from
  std::string order_by;                ///< search grammar; empty: newest first
  LifecycleFilter lifecycle = LifecycleFilter::active;
  std::size_t top = 0;  ///< the first so many; 0: all
};

/// Throws usage for an expression that is malformed.
std::vector<Experiment> search_experiments(Store& store, const ExperimentQuery& query);

}  // namespace mlt::app
