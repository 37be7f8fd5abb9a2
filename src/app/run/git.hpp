#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.hpp"

namespace mlt::app {

/// What git says about a directory.
struct GitState {
  std::string root;                    ///< absolute directory of the working tree
  std::string directory;               ///< relative to the root; "." for the root itself
  std::string commit;                  ///< empty before the first commit
  std::string branch;                  ///< empty on a detached head
  bool dirty = false;                  ///< a tracked file differs from the commit
  std::vector<std::string> untracked;  ///< relative to the root; a folder ends in `/`
  std::string remote_url;  ///< of `origin`, else of the first remote, without credentials
};

/// `git status` and `git config`, which look at a directory while their caller goes on: a run is
/// not to wait for git longer than it must, nor to suffer from it.
class GitQuery {
 public:
  /// Asks about `directory` (absolute). The store at `store_root` does not count as a change.
  GitQuery(const std::string& directory, const std::string& store_root);

  /// Waits for the answer: nothing outside of git, and after any failure. Once only.
  std::optional<GitState> finish();

 private:
  std::string directory_;  ///< without links
  std::string root_;
  std::optional<base::Capture> status_;
  std::optional<base::Capture> remotes_;
};

/// How read_git_diff() begins where it is a summary, which nobody can apply.
inline constexpr std::string_view kDiffSummary = "# the difference is larger than 1 MiB";

/// The difference between the commit and the working tree without the store, or where that is more
/// than 1 MiB its `--stat`; nothing if there is none or git fails.
std::optional<std::string> read_git_diff(const GitState& state, const std::string& store_root);

// Exposed for tests.

/// Reads `git status --porcelain=v2 --branch -z`.
void parse_git_status(std::string_view text, GitState& state);
/// Reads `git config -z --get-regexp`: each entry a key, a newline, the value.
std::optional<std::string> pick_remote_url(std::string_view text);
/// Without user and password where those may be secret: of `https://u:p@host/x` the whole `u:p@`
/// and what follows a `?`, of `ssh://git:p@host/x` the `:p`.
std::string without_credentials(std::string_view url);

}  // namespace mlt::app
