#pragma once

#include <vector>

#include "cli/completion.hpp"
#include "cli/context.hpp"

namespace mlt::cli {

/// Runs that begin with `prefix`, experiments and keys of a store, for completion. Whatever was not
/// read 40 ms after the start is left out: an answer that comes late is no answer.
std::vector<Candidate> live_values(Completion kind, std::string_view prefix, Store& store,
                                   const Globals& globals, base::Clock& clock);

}  // namespace mlt::cli
