#include "disk/git_tree.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "disk/files.hpp"

namespace mlt::disk {

namespace {

/// What stands at a path of a commit.
struct Node {
  FileKind kind = FileKind::directory;
  std::string object;
};

/// The files of one commit below one folder.
class CommitFiles {
 public:
  explicit CommitFiles(const GitTreePlace& place)
      : place_(place),
        objects_(place.objects ? place.objects
                               : std::make_shared<GitObjectCache>(place.repository)) {
    root_ = objects_->tree_of_commit(place.commit);
    const auto folder = find(place.folder);
    if (!folder || folder->kind != FileKind::directory) {
      throw Error(ErrorCode::not_found,
                  "commit " + place.commit.substr(0, 7) + " has no folder " + place.folder);
    }
    root_ = folder->object;
    objects_->read_ahead(root_);
  }

  [[nodiscard]] std::optional<Node> find(std::string_view path) const {
    Node node{FileKind::directory, root_};
    while (!path.empty()) {
      const std::string_view name = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(name.size() + 1, path.size()));
      if (node.kind != FileKind::directory) {
        return std::nullopt;
      }
      const GitObjectCache::Tree& tree = objects_->tree(node.object);
      const auto entry = std::ranges::lower_bound(tree, name, {}, &GitObjectCache::Entry::name);
      if (entry == tree.end() || entry->name != name) {
        return std::nullopt;
      }
      node = {entry->kind, entry->object};
    }
    return node;
  }

  [[nodiscard]] const GitObjectCache::Tree& tree(const Node& node) const {
    return objects_->tree(node.object);
  }

  [[nodiscard]] std::string absolute(std::string_view path) const {
    return path.empty() ? place_.root : join_path(place_.root, path);
  }

  [[nodiscard]] FileStat stat(std::string_view path, const Node& node) const {
    const std::uint64_t size = node.kind == FileKind::regular ? this->size(path, node) : 0;
    return {node.kind, size, 1, std::hash<std::string_view>{}(path), 0};
  }

  [[nodiscard]] std::uint64_t size(std::string_view path, const Node& node) const {
    try {
      return objects_->size(node.object);
    } catch (const Error& error) {
      throw lacking(path, error);
    }
  }

  /// The content of a regular file.
  void read(std::string_view path, const Node& node, std::string& buffer) const {
    try {
      objects_->read(node.object, buffer);
    } catch (const Error& error) {
      throw lacking(path, error);
    }
  }

 private:
  [[nodiscard]] Error lacking(std::string_view path, const Error& error) const {
    return {error.code(), absolute(path) + ", as commit " + place_.commit.substr(0, 7) +
                              " has it: " + error.message()};
  }

  GitTreePlace place_;
  std::shared_ptr<GitObjectCache> objects_;
  std::string root_;  ///< the tree of the folder
};

Error unchangeable(const CommitFiles& tree, std::string_view path) {
  return {ErrorCode::refused, tree.absolute(path) + ": what a commit holds cannot be changed"};
}

class TreeFile final : public File {
 public:
  TreeFile(std::shared_ptr<CommitFiles> tree, std::string path, Node node)
      : tree_(std::move(tree)), path_(std::move(path)), node_(std::move(node)) {}

  FileStat stat() override { return tree_->stat(path_, node_); }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    if (!is_read_) {
      tree_->read(path_, node_, bytes_);
      is_read_ = true;
    }
    const auto start = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes_.size()));
    const std::size_t count = std::min(size, bytes_.size() - start);
    std::memcpy(into, bytes_.data() + start, count);
    return count;
  }
  std::size_t write(std::string_view) override { throw unchangeable(*tree_, path_); }
  std::uint64_t write_end() override { return tree_->size(path_, node_); }
  void truncate(std::uint64_t) override { throw unchangeable(*tree_, path_); }
  void sync() override {}
  bool try_lock() override { throw unchangeable(*tree_, path_); }
  void unlock() override {}
  std::optional<int> lock_holder() override { return std::nullopt; }
  void close() override {}

 private:
  std::shared_ptr<CommitFiles> tree_;
  std::string path_;
  Node node_;
  std::string bytes_;
  bool is_read_ = false;
};

class GitTreeDisk final : public Disk {
 public:
  explicit GitTreeDisk(const GitTreePlace& place) : tree_(std::make_shared<CommitFiles>(place)) {}

  [[nodiscard]] std::string absolute(std::string_view path) const override {
    return tree_->absolute(path);
  }
  std::unique_ptr<File> open(std::string_view path, OpenMode mode) override {
    if (mode != OpenMode::read) {
      throw unchangeable(*tree_, path);
    }
    auto node = find_file(path);
    if (!node) {
      throw Error(ErrorCode::not_found, absolute(path) + ": No such file or directory");
    }
    return std::make_unique<TreeFile>(tree_, std::string(path), *std::move(node));
  }
  std::optional<FileStat> find_stat(std::string_view path) override {
    const auto node = tree_->find(path);
    return node ? std::optional(tree_->stat(path, *node)) : std::nullopt;
  }
  std::optional<std::vector<DirEntry>> find_list(std::string_view path) override {
    const auto node = tree_->find(path);
    if (!node) {
      return std::nullopt;
    }
    if (node->kind != FileKind::directory) {
      throw Error(ErrorCode::data, absolute(path) + ": Not a directory");
    }
    std::vector<DirEntry> entries;
    for (const GitObjectCache::Entry& entry : tree_->tree(*node)) {
      entries.push_back({entry.name, entry.kind});
    }
    return entries;
  }
  bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) override {
    const auto node = find_file(path);
    if (!node) {
      return false;
    }
    if (tree_->size(path, *node) > max_bytes) {
      throw Error(ErrorCode::data, absolute(path) + ": is over the limit of " +
                                       std::to_string(max_bytes) + " bytes");
    }
    tree_->read(path, *node, buffer);
    return true;
  }

  bool make_dir(std::string_view path) override { throw unchangeable(*tree_, path); }
  void rename(std::string_view from, std::string_view) override {
    throw unchangeable(*tree_, from);
  }
  bool rename_new(std::string_view from, std::string_view) override {
    throw unchangeable(*tree_, from);
  }
  void remove_file(std::string_view path) override { throw unchangeable(*tree_, path); }
  void remove_dir(std::string_view path) override { throw unchangeable(*tree_, path); }
  void sync_dir(std::string_view) override {}
  std::unique_ptr<Disk> open_beside(std::string_view suffix) override {
    throw unchangeable(*tree_, suffix);
  }
  void move_beside(std::string_view from, std::string_view, std::string_view) override {
    throw unchangeable(*tree_, from);
  }
  [[nodiscard]] bool is_on_network() override { return false; }

 private:
  /// Nothing if it is absent; throws where it is no regular file.
  [[nodiscard]] std::optional<Node> find_file(std::string_view path) const {
    auto node = tree_->find(path);
    if (node && node->kind != FileKind::regular) {
      const bool is_folder = node->kind == FileKind::directory;
      throw Error(ErrorCode::data,
                  absolute(path) + (is_folder ? ": Is a directory" : ": is not a regular file"));
    }
    return node;
  }

  std::shared_ptr<CommitFiles> tree_;
};

}  // namespace

std::unique_ptr<Disk> open_git_tree(const GitTreePlace& place) {
  return std::make_unique<GitTreeDisk>(place);
}

}  // namespace mlt::disk
