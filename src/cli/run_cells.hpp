#pragma once

#include <cstdint>
#include <string>

#include "mlt/experiment.hpp"
#include "mlt/run.hpp"

#include "app/compare_columns.hpp"
#include "app/short_ids.hpp"
#include "render/table.hpp"

namespace mlt::cli {

/// What the cells of a run depend on besides the run.
struct RunCellContext {
  std::int64_t now_ms = 0;
  bool for_people = false;  ///< running runs show how long they have been at it
  const app::ShortIds* short_ids = nullptr;
};

render::Tone tone_of(RunStatus status);

/// The cell of one column that is no metric; an id bears the marks `+` (uncommitted code) and `!`
/// (damaged).
render::Cell run_cell(const Run& run, const Experiment* experiment,
                      const app::CompareColumn& column, const RunCellContext& context);

/// Heading, alignment and rank of the column.
render::Column table_column(const app::CompareColumn& column);

}  // namespace mlt::cli
