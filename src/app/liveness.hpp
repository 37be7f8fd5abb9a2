#pragma once

#include "mlt/store.hpp"

namespace mlt::app {

/// Whether the process that owns a run (tags mlt.host, mlt.pid, mlt.boot_id, mlt.pid_start) still
/// exists. Unknown for a run of another host or one that names no process. The run must hold its
/// `mlt.*` tags.
Liveness liveness_of(const Run& run);

/// Whether this machine has a process of that number.
Liveness liveness_of_process(int pid);

/// The tags that liveness_of() looks at.
KeySelection liveness_tags();

}  // namespace mlt::app
