#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "mlt/store.hpp"

#include "disk/files.hpp"
#include "store/journal/lines.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// The folder of a run or a logged model while it is built in .tmp. It appears with all that is in
/// it by one rename, or not at all.
class FolderAside {
 public:
  explicit FolderAside(const StoreContext& context);

  [[nodiscard]] const std::string& path() const { return staging_.path(); }
  /// Writes a file directly in it.
  void add_file(std::string_view name, std::string_view bytes);
  /// Copies the regular files below a directory outside the store into the folder `into`, and gives
  /// size and digest of each by its path below that. What is no regular file, or may not be called
  /// so, goes to the sink. An empty or absent directory has no files.
  std::map<std::string, ArtifactFact, std::less<>> copy_tree(const std::string& from,
                                                             std::string_view into,
                                                             const IssueSink& on_issue);
  /// False if `target` exists already.
  [[nodiscard]] bool appear_at(std::string_view target);

 private:
  void copy_folder(disk::Disk& from, std::string_view below, std::string_view into, int depth,
                   std::map<std::string, ArtifactFact, std::less<>>& facts,
                   const IssueSink& on_issue);
  ArtifactFact copy_file(disk::Disk& from, const std::string& path, const std::string& target);

  const StoreContext& context_;
  disk::Disk& disk_;
  disk::Staging staging_;
};

/// Writes many lines to a new file without holding all of them.
class LinesAside {
 public:
  LinesAside(disk::Disk& disk, const std::string& path, const disk::WritePolicy& policy);

  template <typename Line>
  void add(const Line& line) {
    append_line(pending_, line);
    if (pending_.size() >= kPiece) {
      flush();
    }
  }
  void close();

 private:
  static constexpr std::size_t kPiece = 1u << 20;
  void flush();

  std::unique_ptr<disk::File> file_;
  bool durable_;
  std::string pending_;
};

}  // namespace mlt::store
