#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/compare.hpp"
#include "cli/context.hpp"
#include "cli/option_table.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

/// Which runs `mlt compare` and `mlt plot` are to show.
struct RunChoice {
  std::vector<std::string> runs;
  std::vector<std::string> experiments;
  std::string filter;
  std::string order_by;
  std::optional<std::int64_t> top;
  std::optional<std::string> since;
};

/// The operands and their options.
void declare_run_choice(OptionTable& table, RunChoice& choice);

/// The runs of its operands. Throws as the selectors do.
std::vector<StoredRun> named_runs(Context& context, const RunChoice& choice);

/// The store to compare in: where every run that is named is one of a revision, no store need lie
/// here.
Store& store_of(Context& context, std::span<const StoredRun> named);

/// Puts its revision before the name of each run that is one of a revision: `main:wide-lion`.
void name_revisions(app::Comparison& comparison, std::span<const StoredRun> named);

/// Throws as chosen_experiments() and parse_since() do.
app::CompareOptions compare_options(Context& context, const RunChoice& choice,
                                    std::span<const StoredRun> named);

/// Says why there is no run to show.
void say_no_runs(Context& context, const app::Comparison& comparison);

}  // namespace mlt::cli
