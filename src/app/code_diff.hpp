#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// The code that a run started from.
struct CodeState {
  std::string commit{};               ///< in full
  bool is_uncommitted = false;        ///< the working tree differed from the commit
  std::optional<std::string> diff{};  ///< how, where that was kept
};

/// Where code is compared.
struct CodePlace {
  std::vector<std::string> directories;  ///< absolute; the repository is that of one of them
  std::string store_root;                ///< the store is no code
  std::string temp_directory;            ///< exists; takes what git makes on the way
};

/// By what two states of the code differ.
struct CodeDiff {
  struct File {
    std::string path;
    bool is_binary = false;
    std::int64_t added = 0;  ///< lines
    std::int64_t removed = 0;

    /// `+9 -2`, or `binary`.
    [[nodiscard]] std::string changes() const;
  };
  std::vector<File> files;
  std::string patch;  ///< only where it was asked for
  /// The uncommitted changes of the first, the second state are not part of this: they were not
  /// kept, or do not fit the commit.
  bool lacks_from = false;
  bool lacks_to = false;
};

/// Holds the second state against the first, without the store. What was not committed is applied
/// to its commit in an index and a folder of objects of their own: nothing in the repository
/// changes, no program that it configures is started, nothing is fetched. Where git does not know
/// the commits, or lacks their objects, two states of one commit are compared by what was kept of
/// their changes, as long as one of them has none. Nothing where that cannot be either.
std::optional<CodeDiff> diff_code(const CodePlace& place, const CodeState& from,
                                  const CodeState& to, bool with_patch);

// Exposed for tests.

/// Reads `git diff --numstat -z --no-renames`.
std::vector<CodeDiff::File> parse_numstat(std::string_view text);

}  // namespace mlt::app
