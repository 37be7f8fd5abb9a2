#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/process.hpp"
#include "disk/disk.hpp"

namespace mlt::disk {

/// The objects of one repository of git, each known by its full name in hex. What was read is kept:
/// what two commits share is read once. Nothing is fetched. For use by several threads.
class GitObjectCache {
 public:
  struct Entry {
    std::string name;
    FileKind kind = FileKind::regular;
    std::string object;
  };
  /// A folder as a commit has it, sorted by name.
  using Tree = std::vector<Entry>;

  /// `repository` is an absolute directory in which git finds the repository. `keeps_contents`:
  /// small files too are kept, for readers of many commits.
  explicit GitObjectCache(std::string repository, bool keeps_contents = false);
  GitObjectCache(const GitObjectCache&) = delete;
  GitObjectCache& operator=(const GitObjectCache&) = delete;

  /// The tree of a commit. Throws system where git lacks it.
  std::string tree_of_commit(const std::string& commit);
  /// Valid as long as this object. Throws system where git lacks it.
  const Tree& tree(const std::string& object);
  /// The size of a file's content. Throws system where git lacks it.
  std::uint64_t size(const std::string& object);
  /// Throws system where git lacks it.
  void read(const std::string& object, std::string& buffer);

  /// Reads all trees below one, and the sizes of its files, in one go: of help before most of them
  /// are asked for. Only the first call does; a later one has most of them in common with it. A
  /// failure is none: they are read one by one then.
  void read_ahead(const std::string& tree);

 private:
  struct Answer {
    std::string type;
    std::uint64_t size = 0;
  };
  // Each is called with the mutex held.
  Answer ask(std::unique_ptr<base::Coprocess>& git, const char* mode, const std::string& object);
  void read_content(std::uint64_t size, std::string& buffer);
  [[nodiscard]] Tree parse_tree(std::string_view bytes, std::size_t id_bytes) const;

  std::string repository_;
  bool keeps_contents_;
  std::mutex mutex_;  // guards what follows
  std::unique_ptr<base::Coprocess> contents_;
  std::unique_ptr<base::Coprocess> sizes_;
  std::unordered_map<std::string, Tree> trees_;
  std::unordered_map<std::string, std::uint64_t> known_sizes_;
  std::unordered_map<std::string, std::string> kept_;
  std::size_t kept_bytes_ = 0;
  bool has_read_ahead_ = false;
};

}  // namespace mlt::disk
