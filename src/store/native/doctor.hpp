#pragma once

#include "store/examination.hpp"
#include "store/native/findings.hpp"
#include "store/native/layout.hpp"

namespace mlt::store {

/// The settings, git's files, what was built aside, the file system.
void examine_root(Examination& examination);
/// Events and names of the experiments, and what stands in their folders; then their runs.
void examine_experiments(Examination& examination);
/// One run: journals, owner, snapshot, params, artifacts. Each repair holds the run's lock and
/// checks again under it; a run whose lock is held by somebody is left alone.
void examine_run(Examination& examination, const RunFiles& files);
/// One logged model: journal, snapshot, artifacts; repaired in the same way.
void examine_model(Examination& examination, const ModelFiles& files);

}  // namespace mlt::store
