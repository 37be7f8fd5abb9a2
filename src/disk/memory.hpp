#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"

namespace mlt::disk {

/// A disk for tests and for what lies in git's objects: a tree in memory that behaves like the real
/// one and keeps a record of what was done to it, one line a call: "read a/b", "write a/b 12",
/// "rename a b".
class MemoryDisk final : public Disk {
 public:
  /// `root` is the absolute path that it goes by; nothing there is touched.
  explicit MemoryDisk(std::string root = "/memory");
  ~MemoryDisk() override;

  [[nodiscard]] std::string absolute(std::string_view path) const override;
  std::unique_ptr<File> open(std::string_view path, OpenMode mode) override;
  std::optional<FileStat> find_stat(std::string_view path) override;
  std::optional<std::vector<DirEntry>> find_list(std::string_view path) override;
  bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) override;
  bool make_dir(std::string_view path) override;
  void rename(std::string_view from, std::string_view to) override;
  bool rename_new(std::string_view from, std::string_view to) override;
  void remove_file(std::string_view path) override;
  void remove_dir(std::string_view path) override;
  void sync_dir(std::string_view path) override;
  /// The same one at each call.
  std::unique_ptr<Disk> open_beside(std::string_view suffix) override;
  void move_beside(std::string_view from, std::string_view suffix, std::string_view to) override;
  [[nodiscard]] bool is_on_network() override;

  /// For tests: files put in place and looked at without a record; parents are made as needed.
  void put(std::string_view path, std::string_view bytes);
  void put_special(std::string_view path, FileKind kind);
  [[nodiscard]] std::string text(std::string_view path) const;
  [[nodiscard]] std::vector<std::string> files() const;
  [[nodiscard]] std::vector<std::string> take_record();
  /// Behave as a file system that other machines write to as well, with or without locks.
  void pretend_network(bool has_locks);

  struct Node;
  struct Shared;

 private:
  explicit MemoryDisk(std::shared_ptr<Shared> shared);

  std::shared_ptr<Shared> shared_;
};

}  // namespace mlt::disk
