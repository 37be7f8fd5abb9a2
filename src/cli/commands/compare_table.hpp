#pragma once

#include <cstddef>

#include "app/compare.hpp"
#include "cli/run_cells.hpp"
#include "render/table.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

/// The comparison as a table, the best marked. `own_scale`: of each sparkline, else of all in its
/// column.
render::Table comparison_table(const app::Comparison& comparison, const RunCellContext& cells,
                               bool own_scale);

// The same for JSON.

/// `field` and `title` of each column; of a metric's also `metric`, `reducer` and `form`.
wire::Value columns_value(const app::Comparison& comparison);
wire::Value constants_value(const app::Comparison& comparison);
/// The run of a row with what stands in the columns and no more; `values` has what the columns of
/// metrics show, by field.
wire::Value item_value(const app::Comparison& comparison, std::size_t row);

}  // namespace mlt::cli
