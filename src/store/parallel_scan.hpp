#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "mlt/store.hpp"

namespace mlt::store {

/// True if a scan that asks for `filter` wants runs of this lifecycle.
bool lifecycle_fits(LifecycleFilter filter, Lifecycle lifecycle);

/// Reads one of the runs to be scanned, by its number; nothing if the scan does not want it.
using ReadRun = std::function<std::optional<Run>(std::size_t number)>;

/// Reads `count` runs, on several threads where there are many. `make_reader` is called once in
/// each thread, so that a reader may keep memory of its own; `sink` gets one run at a time. What
/// either throws ends the scan and is thrown on. `threads` = 0: all cores.
void scan_in_parallel(std::size_t count, int threads, const std::function<ReadRun()>& make_reader,
                      const RunSink& sink);

}  // namespace mlt::store
