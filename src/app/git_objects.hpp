#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// A file as a commit or the index has it.
struct GitFile {
  std::string path;    ///< relative to the directory of the GitObjects
  std::string object;  ///< hex
  bool is_link = false;
  std::string commit;  ///< that added or changed it; empty: the index
};

/// What git has of one directory, read from its objects: nothing is checked out. Every method
/// throws system with git's exit code where git fails.
class GitObjects {
 public:
  /// `directory` is absolute. Throws not_found where it is in no working tree of git.
  explicit GitObjects(std::string directory);

  /// A range as two or more of git's commits: those with a `^` are left out with all before them.
  /// Throws usage for what git does not take for one.
  [[nodiscard]] std::vector<std::string> resolve(const std::string& range) const;
  /// Each content that the commits of the range give to a file, newest first.
  [[nodiscard]] std::vector<GitFile> changes(const std::vector<std::string>& range) const;
  /// What the next commit would add or change.
  [[nodiscard]] std::vector<GitFile> staged() const;
  /// All files of a commit, or for an empty name of the index.
  [[nodiscard]] std::vector<GitFile> files(const std::string& commit) const;
  /// The files that a commit of everything would hold: tracked or new, and not ignored.
  [[nodiscard]] std::vector<std::string> wanted() const;

  /// Sizes in bytes of files' contents, in their order.
  [[nodiscard]] std::vector<std::uint64_t> sizes(const std::vector<GitFile>& files) const;
  /// Calls `sink` with the index and the content of each file that is at most `max_bytes` long.
  void read(const std::vector<GitFile>& files, std::size_t max_bytes,
            const std::function<void(std::size_t index, std::string_view bytes)>& sink) const;

 private:
  [[nodiscard]] std::string run(std::vector<std::string> words, std::string_view input = {},
                                std::size_t max_bytes = 1u << 30) const;

  std::string directory_;
};

// Exposed for tests.

/// Reads the records of `git log --raw -z --format=%x01%H%x01` or `git diff --raw -z`.
std::vector<GitFile> parse_git_raw(std::string_view text);
/// Reads `git ls-tree -r -z` or `git ls-files --stage -z`.
std::vector<GitFile> parse_git_listing(std::string_view text);

}  // namespace mlt::app
