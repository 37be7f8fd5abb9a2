#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// A store at a glance.
struct StoreStatus {
  std::size_t experiments = 0;
  std::size_t deleted_experiments = 0;
  std::map<RunStatus, std::size_t> runs;  ///< active ones
  std::size_t deleted_runs = 0;
  /// Runs that are RUNNING: whose process lives or is on another host, and whose process is gone.
  /// Newest first, without their keys.
  std::vector<Run> running;
  std::vector<Run> dead;
  /// Runs with text that git has not committed; nothing where the store is in no git repository.
  std::optional<std::vector<RunId>> uncommitted;
};

/// Reads every run's state, and asks git once.
StoreStatus store_status(Store& store);

}  // namespace mlt::app
