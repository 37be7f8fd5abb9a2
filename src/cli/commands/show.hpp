#pragma once

#include "cli/command.hpp"

namespace mlt::cli {

/// `mlt runs show`, which takes runs only.
Action declare_show_run(OptionTable& table);
/// `mlt experiments show`.
Action declare_show_experiment(OptionTable& table);

}  // namespace mlt::cli
