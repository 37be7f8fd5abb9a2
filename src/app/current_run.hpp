#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mlt/error.hpp"
#include "mlt/run.hpp"

namespace mlt::app {

/// Which run is current where no environment variable passes through (Makefile steps, cron): a file
/// per store in the user's state directory, written by `mlt run start --file`. It counts only where
/// neither --run nor a variable names a run.
class CurrentRunFile {
 public:
  /// `state_dir` is mlt's own directory below XDG_STATE_HOME, `store_root` the absolute directory
  /// of the store.
  CurrentRunFile(std::string_view state_dir, std::string_view store_root);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Nothing if there is none. Throws data, with the path, if the file holds something else.
  [[nodiscard]] std::optional<RunId> find() const;
  void set(const RunId& run) const;
  void clear() const;

 private:
  std::string path_;
  std::string store_root_;
};

/// What a command says that needs a current run and has none: not_found, with the recipe as hints.
Error no_current_run();

}  // namespace mlt::app
