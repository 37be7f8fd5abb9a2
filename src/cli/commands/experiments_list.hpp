#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "mlt/store.hpp"

#include "cli/context.hpp"

namespace mlt::cli {

/// The active runs of an experiment, counted.
struct RunTally {
  std::size_t runs = 0;
  std::int64_t newest_ms = 0;
};
using RunTallies = std::map<ExperimentId, RunTally>;

/// Looks at every active run of the store, without its keys.
RunTallies tally_runs(Store& store);
RunTally tally_of(const RunTallies& tallies, const Experiment& experiment);

/// Prints experiments as a listing, in the order given.
void print_experiments(Context& context, const std::vector<Experiment>& experiments,
                       const RunTallies& tallies, bool header);

}  // namespace mlt::cli
