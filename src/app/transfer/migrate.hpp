#pragma once

#include <functional>
#include <memory>
#include <string>

#include "mlt/store.hpp"

#include "app/transfer/migration_report.hpp"
#include "disk/disk.hpp"
#include "store/open.hpp"

namespace mlt::app {

/// A store on its way into another layout. What lies beside it in `parent`:
///
///   NAME                the store: the old one until the swap, then the new one
///   NAME.migrating      the new one while it is built and verified
///   NAME.LAYOUT.old     the old one after the swap, never touched again
///   NAME.migration.json the report of the last migration, there before the swap
///
/// so that after a death at any point another call goes on: what is built already stays if it is
/// still true, and a swap that was begun is ended.
struct Migration {
  disk::Disk& parent;
  std::string name;
  store::Layout to = store::Layout::native;
  /// Opens the store in a folder of `parent`; with `make`, in an empty folder in the layout `to`.
  std::function<std::unique_ptr<Store>(const std::string& folder, bool make, IssueSink on_issue)>
      open;
  /// Adds to a new store what its layout wants besides experiments. May be empty.
  std::function<void(const std::string& folder)> complete;
  /// Where MLflow is told that the files of an experiment are, once the store has its final name.
  /// Empty for a layout that records no places.
  std::function<std::string(const ExperimentId&)> location;
  bool dry_run = false;
};

/// "native", "mlflow".
std::string_view name_of(store::Layout layout);

/// Builds, verifies and swaps. Throws refused where an earlier old store is in the way or a run is
/// being written to by a living process; data where what was built does not say the same as what
/// is there (nothing is swapped then).
MigrationReport migrate(const Migration& migration);

}  // namespace mlt::app
