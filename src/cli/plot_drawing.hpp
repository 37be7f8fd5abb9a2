#pragma once

#include <string>

#include "app/compare.hpp"
#include "app/curves.hpp"
#include "cli/context.hpp"
#include "cli/plot_options.hpp"

namespace mlt::cli {

/// The curves as people see them, in the width of the terminal: in braille and colour where it can
/// show them, else in ASCII. At least one curve must be there.
std::string plot_drawing(Context& context, Store& store, const app::Comparison& comparison,
                         const app::Curves& curves, const app::CurveOptions& how,
                         const PlotOptions& options);

}  // namespace mlt::cli
