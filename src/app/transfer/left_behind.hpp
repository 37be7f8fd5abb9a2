#pragma once

#include <string>
#include <vector>

#include "app/transfer/migration_report.hpp"
#include "disk/disk.hpp"
#include "store/open.hpp"

namespace mlt::app {

/// What lies in the folder `name` of `parent`, a store of this layout, and is neither part of an
/// experiment's history nor a setting that a migration carries: traces, the registry, unknown files
/// at the top and below, lines that were cut off. Told by names, and the ends of files that grow by
/// lines; a folder is one thing.
std::vector<LeftOut> left_behind(disk::Disk& parent, const std::string& name, store::Layout layout);

}  // namespace mlt::app
