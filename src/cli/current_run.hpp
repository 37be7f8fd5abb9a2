#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mlt/run.hpp"

#include "app/current_run.hpp"
#include "cli/context.hpp"

namespace mlt::cli {

// "The current run" is --run, MLT_RUN_ID or MLFLOW_RUN_ID; where none is set, the one that
// `mlt run start --file` made current for the store.

/// What names the current run: an id, or whatever selector was given; nothing where no run is
/// current. It need not be in the store.
std::optional<std::string> current_run_selector(Context& context, const Store& store);
/// Nothing where no run is current. Throws not_found where one is named that the store does not
/// have.
std::optional<RunRef> find_current_run(Context& context, Store& store);
/// Throws not_found, with the ways to start a run as hints, where no run is current.
RunRef get_current_run(Context& context, Store& store);

/// The run that a selector names (an id, a name, `@last`, …), as --run and lines of a batch do.
RunRef get_named_run(Context& context, Store& store, std::string_view selector);

/// The file of `mlt run start --file` for this store; nothing where the user has no state directory
/// (neither XDG_STATE_HOME nor HOME is set).
std::optional<app::CurrentRunFile> current_run_file(const Context& context, const Store& store);
/// The run that this file names. A file that the system does not let be read is warned of: whoever
/// has no access to the home directory of HOME can work all the same.
std::optional<RunId> find_filed_run(Context& context, const Store& store);

}  // namespace mlt::cli
