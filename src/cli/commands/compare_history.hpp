#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "app/goals.hpp"
#include "cli/context.hpp"
#include "cli/listing.hpp"

namespace mlt::cli {

/// What --history asks for.
struct BestByCommit {
  std::string metric;
  std::string filter;
  std::optional<std::vector<ExperimentId>> experiments;  ///< absent: that of the newest run
  app::GoalMap goals{};
};

/// Prints the best finished run by the metric in each commit from `since` on that changed the
/// store. Throws usage where `since` is empty or the metric's direction is not known, not_found
/// where git does not know it or no commit has a value.
int print_best_by_commit(Context& context, const BestByCommit& request, const std::string& since,
                         const ListingLook& look);

}  // namespace mlt::cli
