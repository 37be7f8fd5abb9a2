#pragma once

#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "cli/context.hpp"

namespace mlt::cli {

/// All there is to know of a run, for people.
std::string run_sheet(Context& context, const Run& run, const std::string& experiment);

/// Prints every point of metrics of a run, as a listing. Throws not_found for a metric that the run
/// does not have.
int print_history(Context& context, Store& store, const RunRef& ref,
                  const std::vector<std::string>& keys);

}  // namespace mlt::cli
