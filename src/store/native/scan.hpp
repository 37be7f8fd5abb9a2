#pragma once

#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"

namespace mlt::store {

struct ScanContext {
  disk::Disk& disk;
  const IssueSink& on_issue;
  int threads = 0;  ///< 0: all cores
};

/// Visits the runs of the given experiments on all cores: one open, one read and one stat a run
/// whose snapshot is up to date. `scan.accept` runs in the reading threads, `sink` one call at a
/// time.
void scan_native_runs(const ScanContext& context, const std::vector<ExperimentId>& experiments,
                      const RunScan& scan, const RunSink& sink);

}  // namespace mlt::store
