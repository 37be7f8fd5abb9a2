#pragma once

#include <string>
#include <string_view>

#include "app/transfer/history.hpp"

namespace mlt::app {

/// What a history can be imported from.
enum class SourceKind {
  archive,      ///< a bundle as .tar.gz, to be unpacked first
  bundle,       ///< a bundle in a directory
  store,        ///< another store's directory
  mlflow_db,    ///< MLflow's SQLite file
  trackio_db,   ///< a project of Trackio
  tensorboard,  ///< an event file, or a directory with some below it
  wandb,        ///< a .wandb file, or a directory with some below it
  dvc,          ///< a git repository with DVC experiments
  csv,
  jsonl,
};

/// "a bundle", "W&B runs" …
std::string_view name_of(SourceKind kind);

/// Looks at the file or directory itself; its name counts for csv and jsonl only. `path` may be a
/// `sqlite:///` or `file:` URI. Throws not_found, or usage for what is none of these.
SourceKind source_kind(const std::string& path);
/// The path that a URI means; other texts are as they are.
std::string source_path(const std::string& from);

/// The history in one of the kinds that need neither unpacking nor a store's context.
History open_source(SourceKind kind, const std::string& path);

}  // namespace mlt::app
