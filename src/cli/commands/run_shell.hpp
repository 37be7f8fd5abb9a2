#pragma once

#include "cli/command.hpp"

namespace mlt::cli {

// A run that lives in a shell: `mlt run start` and `mlt run end`.
Action declare_run_start(OptionTable& table);
Action declare_run_end(OptionTable& table);

}  // namespace mlt::cli
