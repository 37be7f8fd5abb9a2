#pragma once

#include <string>

#include "app/baseline.hpp"
#include "app/compare.hpp"
#include "cli/context.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

/// Finds what --against names and makes it the base of `options`; the runs that a revision holds
/// are then not compared. `revisions` must live as long as `options` are used.
app::Baseline hold_against(Context& context, app::Revisions& revisions,
                           const app::Settings& settings, const std::string& against,
                           const std::string& pick, app::CompareOptions& options);

/// `against main (4bc1d2e): latest of 3 finished runs`.
std::string base_line(const app::Baseline& base);
wire::Value base_value(const app::Baseline& base);

}  // namespace mlt::cli
