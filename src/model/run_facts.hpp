#pragma once

#include "mlt/run.hpp"

namespace mlt::model {

/// False for a damaged run of which no file says how it was created: its name, user, status and
/// start time mean nothing.
inline bool is_known(const Run& run) { return !run.damaged || run.start_time_ms != 0; }

}  // namespace mlt::model
