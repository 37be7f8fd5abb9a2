#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/compare.hpp"
#include "cli/context.hpp"
#include "cli/gate_report.hpp"
#include "cli/listing.hpp"

namespace mlt::cli {

/// How mlt compare ends where a gate failed.
inline constexpr int kGateFailed = 1;

/// Throws usage for a gate that is malformed, and where no table of runs is made: with --plot and
/// --history, `is_other`.
void check_gate_options(const GateOptions& gates, bool is_other);

/// What the gates of --fail-if say of the one of the compared runs that --pick chooses; nothing
/// without any. `revisions` are those that `against` was looked for in, if it was.
std::optional<GateReport> check_compared_runs(Context& context, Store& store,
                                              std::shared_ptr<app::Revisions> revisions,
                                              const app::Settings& settings,
                                              const app::CompareOptions& options,
                                              const std::string& against, const std::string& pick,
                                              const GateOptions& gates);

/// Puts them into the JSON document.
void add_gates(Listing& listing, const GateReport& report);

/// Below the table for people, on stderr where the table is for machines; whether all passed.
bool print_gates(Context& context, const GateReport& report);

/// Puts the table and the gates, if there are any, into the summary of a job.
void append_comparison(Context& context, const Listing& listing, const ListingLook& look,
                       const std::optional<GateReport>& report);

}  // namespace mlt::cli
