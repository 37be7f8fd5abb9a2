#pragma once

#include <memory>
#include <optional>
#include <string>

#include "mlt/store.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"

namespace mlt::store {

/// What every implementation of Store works with.
struct StoreContext {
  std::shared_ptr<disk::Disk> disk;  ///< rooted at the store's directory
  base::Clock& clock;
  base::Random& random;
  IssueSink on_issue;  ///< may be empty
  disk::WritePolicy policy;
  std::string host;      ///< this machine, for stores that several write to
  int scan_threads = 0;  ///< 0: all cores
  /// Where MLflow is told that the store lies, if that is another place than the disk's: the final
  /// one of a store that is still being built.
  std::string recorded_root{};
  /// It may be a copy whose original is on this machine too: of the two places that then hold the
  /// artifacts of one run, the copy's counts.
  bool may_be_copy = false;
};

enum class Layout { native, mlflow, none };

/// By mlt.yaml; without one, MLflow's experiments make it MLflow's; an empty or absent directory is
/// none. Throws data for an mlt.yaml that cannot be understood or has a higher major schema.
Layout detect_layout(disk::Disk& disk);
/// The same with the text of mlt.yaml, for who has read it.
Layout detect_layout(disk::Disk& disk, const std::optional<std::string>& settings);
/// The text of mlt.yaml; nothing where there is none.
std::optional<std::string> read_settings_text(disk::Disk& disk);
/// Replaces mlt.yaml in one step; a store that had none needs `layout:` and `schema:` in it.
void replace_settings_text(disk::Disk& disk, Layout layout, std::string_view text,
                           base::Random& random, const disk::WritePolicy& policy);
/// What mlt.yaml of a store of this layout has to say at least.
std::string least_settings_text(Layout layout);

/// The text of an mlt.yaml as that of a store of another layout: all else in it stays.
std::string settings_text_for(Layout layout, std::string_view text);

/// Writes mlt.yaml, .gitattributes and .gitignore of a native store into the root of the disk. What
/// exists already is left as it is. True if anything was written.
bool init_native_store(disk::Disk& disk, base::Random& random, const disk::WritePolicy& policy);

/// Opens an initialised native store.
std::unique_ptr<Store> open_native_store(StoreContext context);

/// Makes what MLflow makes in a new store: the default experiment and the folders of its bin and
/// its registry. True if anything was made.
bool init_mlflow_store(const StoreContext& context);

/// Opens a store in MLflow's layout.
std::unique_ptr<Store> open_mlflow_store(StoreContext context);

}  // namespace mlt::store
