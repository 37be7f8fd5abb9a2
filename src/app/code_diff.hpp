#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// The files that two commits have otherwise.
struct CodeDiff {
  struct File {
    std::string path;
    std::string changes;  ///< `+9 -2`, or `binary`
  };
  std::vector<File> files;
  std::string patch;  ///< only where it was asked for
};

/// What the repository around `directory` (absolute) has otherwise in commit `to` than in `from`,
/// both in full, without the store's folder at `store_root`. No program that the repository
/// configures is started. Nothing where git does not know one of the commits.
std::optional<CodeDiff> diff_code(const std::string& directory, const std::string& store_root,
                                  const std::string& from, const std::string& to, bool with_patch);

// Exposed for tests.

/// Reads `git diff --numstat -z --no-renames`.
std::vector<CodeDiff::File> parse_numstat(std::string_view text);

}  // namespace mlt::app
