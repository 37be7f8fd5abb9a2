#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/run_query.hpp"
#include "cli/context.hpp"
#include "cli/option_table.hpp"

namespace mlt::cli {

/// What `mlt runs list` and `mlt search runs` are told.
struct RunListOptions {
  std::vector<std::string> experiments;
  std::string filter;
  std::string order_by;
  std::optional<std::int64_t> top;
  std::optional<std::string> status;
  std::optional<std::string> since;
  bool all = false;
  bool deleted = false;
  bool no_header = false;
};

/// Their options but the filter.
void declare_run_list(OptionTable& table, RunListOptions& options);

/// Prints the runs as a listing, and tells what was found.
app::RunPage print_runs(Context& context, const RunListOptions& options);

}  // namespace mlt::cli
