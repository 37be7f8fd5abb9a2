#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/option_table.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

/// What `mlt diff` and `mlt compare --diff` are told beside the two runs.
struct DiffRequest {
  std::vector<std::string> goals;
  bool artifacts = false;
  bool code = false;
  std::string env;  ///< "full": every package
  bool exit_code = false;
  bool no_header = false;
};

/// --artifacts, --code, --env and --exit-code.
void declare_diff_options(OptionTable& table, DiffRequest& request);
/// The exit status that goes with them.
void declare_diff_exit(OptionTable& table);

/// Prints by what the second run differs from the first: a page for people, a row a difference for
/// machines. The result is the exit code.
int print_diff(Context& context, const StoredRun& from, const StoredRun& to,
               const DiffRequest& request);

}  // namespace mlt::cli
