#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "app/settings.hpp"

namespace mlt::app {

/// The best N runs of each experiment by a metric.
struct KeepBest {
  std::size_t count = 0;
  std::string metric;
};

struct GcOptions {
  bool deleted = false;                   ///< deleted runs and experiments
  bool orphans = false;                   ///< what processes that are gone left behind
  std::optional<std::int64_t> before_ms;  ///< only what was deleted or ended earlier
  std::string keep;                       ///< search grammar: runs to keep
  std::optional<std::int64_t> now_ms;     ///< what times in it are counted from
  std::optional<KeepBest> keep_best;
  std::vector<ExperimentId> experiments;  ///< empty: all
  Settings settings;                      ///< for the direction of the metric
};

/// A thing that a clean-up found.
struct GcItem {
  enum class Kind { run, experiment, leftover };
  Kind kind = Kind::run;
  RunRef run;      ///< of a run
  std::string id;  ///< of a leftover: its path below the store
  std::string name;
  bool is_deleted = true;
  std::uint64_t bytes = 0;
  std::string kept;  ///< why it stays; empty: it goes
  /// It stays although it was asked for: by mlt.keep, or because it is running.
  bool is_protected = false;
};

/// What would go: deleted runs and experiments and leftovers; where only `before_ms` is given,
/// every run that ended or was deleted earlier. Throws usage for an expression that is malformed.
std::vector<GcItem> plan_gc(Store& store, const GcOptions& options);
/// Removes what is not kept.
void prune(Store& store, const std::vector<GcItem>& items);

}  // namespace mlt::app
