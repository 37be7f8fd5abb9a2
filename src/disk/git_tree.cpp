#include "disk/git_tree.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"

namespace mlt::disk {

namespace {

constexpr std::size_t kMaxListing = std::size_t{1} << 30;

/// No object that a partial clone lacks is asked of its remote.
std::vector<std::string> git_words(std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "--no-optional-locks", "-c", "protocol.allow=never"});
  return words;
}

struct Node {
  FileKind kind = FileKind::regular;
  std::string object;
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  std::vector<DirEntry> entries;  // of a directory
};

FileStat stat_of(const Node& node) { return {node.kind, node.size, 1, node.inode, 0}; }

FileKind kind_of_mode(std::string_view mode) {
  if (mode == "120000") {
    return FileKind::symlink;
  }
  return mode == "160000" ? FileKind::other : FileKind::regular;  // a submodule
}

/// The names and kinds of a tree, and the one git that hands out contents.
class Tree {
 public:
  explicit Tree(const GitTreePlace& place) : place_(place) {
    nodes_[""].kind = FileKind::directory;
    const auto listing = base::run_and_capture(
        git_words({"ls-tree", "-r", "-l", "-z", "--full-tree", place.commit + ":" + place.folder}),
        place.repository, kMaxListing);
    if (!listing) {
      throw Error(ErrorCode::system, "cannot start git");
    }
    if (listing->exit_code != 0) {
      throw Error(ErrorCode::not_found,
                  "commit " + place.commit.substr(0, 7) + " has no folder " + place.folder);
    }
    for (const std::string_view record : base::split(listing->out, '\0')) {
      add(record);
    }
  }

  [[nodiscard]] const Node* find(std::string_view path) const {
    const auto found = nodes_.find(path);
    return found == nodes_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::string absolute(std::string_view path) const {
    return path.empty() ? place_.root : join_path(place_.root, path);
  }

  /// The content of a regular file.
  void read(std::string_view path, const Node& node, std::string& buffer) {
    const std::lock_guard guard(mutex_);
    if (!git_) {
      git_ = base::Coprocess::start(git_words({"cat-file", "--batch"}), place_.repository);
    }
    // Answered by `object blob size`, a newline, the content, a newline; or by `object missing`.
    const auto head =
        git_ && git_->ask(node.object + "\n") ? git_->read_line() : std::optional<std::string>();
    if (head != node.object + " blob " + std::to_string(node.size)) {
      throw Error(ErrorCode::system, absolute(path) + ": git lacks the content of it in commit " +
                                         place_.commit.substr(0, 7));
    }
    buffer.resize(static_cast<std::size_t>(node.size));
    char newline = 0;
    if (!git_->read(buffer.data(), buffer.size()) || !git_->read(&newline, 1)) {
      throw Error(ErrorCode::system, absolute(path) + ": git ended while it was read");
    }
  }

 private:
  /// `mode type object size<tab>path`; the size is padded with blanks.
  void add(std::string_view record) {
    const std::size_t tab = record.find('\t');
    if (tab == std::string_view::npos) {
      return;
    }
    const auto fields = base::split(record.substr(0, tab), ' ');
    if (fields.size() < 4) {
      return;
    }
    Node& node = add_node(record.substr(tab + 1), kind_of_mode(fields.front()));
    node.object = fields[2];
    node.size = static_cast<std::uint64_t>(base::parse_int64(fields.back()).value_or(0));
  }

  Node& add_node(std::string_view path, FileKind kind) {
    const auto [at, is_new] = nodes_.try_emplace(std::string(path));
    if (is_new) {
      at->second.kind = kind;
      at->second.inode = nodes_.size();
      const std::string_view parent = parent_of(path);
      Node& folder = add_node(parent, FileKind::directory);
      folder.entries.push_back(
          {std::string(path.substr(parent.empty() ? 0 : parent.size() + 1)), kind});
    }
    return at->second;
  }

  GitTreePlace place_;
  std::map<std::string, Node, std::less<>> nodes_;  // by path; the root is ""
  std::mutex mutex_;                                // guards what follows
  std::unique_ptr<base::Coprocess> git_;
};

Error unchangeable(const Tree& tree, std::string_view path) {
  return {ErrorCode::refused, tree.absolute(path) + ": what a commit holds cannot be changed"};
}

class TreeFile final : public File {
 public:
  TreeFile(std::shared_ptr<Tree> tree, std::string path, const Node& node)
      : tree_(std::move(tree)), path_(std::move(path)), node_(node) {}

  FileStat stat() override { return stat_of(node_); }
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
  std::uint64_t write_end() override { return node_.size; }
  void truncate(std::uint64_t) override { throw unchangeable(*tree_, path_); }
  void sync() override {}
  bool try_lock() override { throw unchangeable(*tree_, path_); }
  void unlock() override {}
  std::optional<int> lock_holder() override { return std::nullopt; }
  void close() override {}

 private:
  std::shared_ptr<Tree> tree_;
  std::string path_;
  const Node& node_;
  std::string bytes_;
  bool is_read_ = false;
};

class GitTreeDisk final : public Disk {
 public:
  explicit GitTreeDisk(const GitTreePlace& place) : tree_(std::make_shared<Tree>(place)) {}

  [[nodiscard]] std::string absolute(std::string_view path) const override {
    return tree_->absolute(path);
  }
  std::unique_ptr<File> open(std::string_view path, OpenMode mode) override {
    if (mode != OpenMode::read) {
      throw unchangeable(*tree_, path);
    }
    const Node* node = find_file(path);
    if (node == nullptr) {
      throw Error(ErrorCode::not_found, absolute(path) + ": No such file or directory");
    }
    return std::make_unique<TreeFile>(tree_, std::string(path), *node);
  }
  std::optional<FileStat> find_stat(std::string_view path) override {
    const Node* node = tree_->find(path);
    return node == nullptr ? std::nullopt : std::optional(stat_of(*node));
  }
  std::optional<std::vector<DirEntry>> find_list(std::string_view path) override {
    const Node* node = tree_->find(path);
    if (node == nullptr) {
      return std::nullopt;
    }
    if (node->kind != FileKind::directory) {
      throw Error(ErrorCode::data, absolute(path) + ": Not a directory");
    }
    return node->entries;
  }
  bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) override {
    const Node* node = find_file(path);
    if (node == nullptr) {
      return false;
    }
    if (node->size > max_bytes) {
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
  [[nodiscard]] const Node* find_file(std::string_view path) const {
    const Node* node = tree_->find(path);
    if (node != nullptr && node->kind != FileKind::regular) {
      const bool is_folder = node->kind == FileKind::directory;
      throw Error(ErrorCode::data,
                  absolute(path) + (is_folder ? ": Is a directory" : ": is not a regular file"));
    }
    return node;
  }

  std::shared_ptr<Tree> tree_;
};

}  // namespace

std::unique_ptr<Disk> open_git_tree(const GitTreePlace& place) {
  return std::make_unique<GitTreeDisk>(place);
}

}  // namespace mlt::disk
