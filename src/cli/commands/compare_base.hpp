#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/baseline.hpp"
#include "app/compare.hpp"
#include "cli/context.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

/// What is held against what.
struct HeldAgainst {
  std::shared_ptr<app::Revisions> revisions;  ///< own the stores of revisions
  app::Baseline base;
  std::optional<app::PickedRun> candidate;  ///< where one run stands for all that are compared
};

/// Finds what --against names and makes it the base of `options`; the runs that a revision holds
/// are then not compared. With `pick` one of the others stands for them, in the same way as one of
/// the revision's for those.
HeldAgainst hold_against(Context& context, const app::Settings& settings,
                         const std::string& against, const std::string& pick,
                         app::CompareOptions& options);

/// `against main (4bc1d2e): latest of 3 finished runs`.
std::string base_line(const HeldAgainst& held);
wire::Value base_value(const app::Baseline& base);
/// As base_value(), of the run that stands for those that are compared.
wire::Value candidate_value(const app::PickedRun& picked);

}  // namespace mlt::cli
