#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/compare.hpp"
#include "cli/context.hpp"
#include "cli/option_table.hpp"

namespace mlt::cli {

/// What `mlt plot` and `mlt compare --plot` are told of the drawing.
struct PlotOptions {
  std::string metrics;  ///< keys, comma separated; empty: nothing is to be drawn
  std::string x;        ///< step (the default), time, relative
  std::optional<std::string> smooth;
  bool log_y = false;
  bool each = false;
  bool ascii = false;
  std::optional<std::int64_t> height;
};

/// Their options but the metrics.
void declare_plot_options(OptionTable& table, PlotOptions& options);

/// Draws the metrics of the runs that were compared in `store`, or prints their points where -F or
/// MLT_FORMAT names a format for machines; what is not drawn is said on stderr.
void print_plot(Context& context, Store& store, const app::Comparison& comparison,
                const PlotOptions& options);

}  // namespace mlt::cli
