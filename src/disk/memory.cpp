#include "disk/memory.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "disk/files.hpp"

namespace mlt::disk {

struct MemoryDisk::Node {
  FileKind kind = FileKind::regular;
  std::string bytes;
  std::uint64_t inode = 0;
  const void* locked_by = nullptr;
};

struct MemoryDisk::Shared {
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<Node>, std::less<>> nodes;     // by path; the root is ""
  std::map<std::string, std::shared_ptr<Shared>, std::less<>> beside;  // by suffix
  std::string root = "/memory";
  std::vector<std::string> record;
  std::uint64_t next_inode = 1;
  bool on_network = false;
  bool has_locks = true;

  [[nodiscard]] std::string absolute(std::string_view path) const {
    return path.empty() ? root : join_path(root, path);
  }

  std::shared_ptr<Node> find(std::string_view path) const {
    const auto it = nodes.find(path);
    return it == nodes.end() ? nullptr : it->second;
  }
  void note(std::string_view what, std::string_view path, std::string_view more = {}) {
    std::string line(what);
    line.append(" ").append(path);
    if (!more.empty()) {
      line.append(" ").append(more);
    }
    record.push_back(std::move(line));
  }
  std::shared_ptr<Node> add(std::string_view path, FileKind kind) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->inode = next_inode++;
    nodes[std::string(path)] = node;
    return node;
  }
  std::shared_ptr<Node> add_with_parents(std::string_view path, FileKind kind) {
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (find(path.substr(0, slash)) == nullptr) {
        add(path.substr(0, slash), FileKind::directory);
      }
    }
    return add(path, kind);
  }
  /// The node at `path`, or none; throws if something on the way to it is not a directory.
  std::shared_ptr<Node> walk(std::string_view path) const {
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      const auto folder = find(path.substr(0, slash));
      if (folder != nullptr && folder->kind != FileKind::directory) {
        throw Error(ErrorCode::data, absolute(path) + ": Not a directory");
      }
    }
    return find(path);
  }
  void require_parent(std::string_view path) const {
    if (walk(path) == nullptr && find(parent_of(path)) == nullptr) {
      throw Error(ErrorCode::not_found, absolute(path) + ": No such file or directory");
    }
  }
  void require_kind(std::string_view path, const Node& node, bool directory) const {
    if ((node.kind == FileKind::directory) != directory) {
      throw Error(ErrorCode::data,
                  absolute(path) + (directory ? ": Not a directory" : ": Is a directory"));
    }
  }
  void replace(std::string_view from, std::string_view to) {
    const auto source = walk(from);
    if (source == nullptr) {
      throw Error(ErrorCode::not_found,
                  "renaming to " + absolute(to) + ": No such file or directory");
    }
    require_parent(to);
    if (const auto target = find(to)) {
      require_kind(to, *target, source->kind == FileKind::directory);
      if (has_children(to)) {
        throw Error(ErrorCode::system, "renaming to " + absolute(to) + ": Directory not empty");
      }
    }
    note("rename", from, to);
    nodes.erase(std::string(to));
    move(from, to, nodes);
  }
  [[nodiscard]] bool has_children(std::string_view path) const {
    const std::string prefix = std::string(path) + "/";
    const auto it = nodes.lower_bound(prefix);
    return it != nodes.end() && it->first.compare(0, prefix.size(), prefix) == 0;
  }
  using Nodes = std::map<std::string, std::shared_ptr<Node>, std::less<>>;
  void move(std::string_view from, std::string_view to, Nodes& target) {
    std::vector<std::pair<std::string, std::shared_ptr<Node>>> moved;
    const std::string prefix = std::string(from) + "/";
    for (auto it = nodes.begin(); it != nodes.end();) {
      if (it->first == from || it->first.compare(0, prefix.size(), prefix) == 0) {
        moved.emplace_back(std::string(to) + it->first.substr(from.size()), it->second);
        it = nodes.erase(it);
      } else {
        ++it;
      }
    }
    for (auto& [path, node] : moved) {
      target[path] = std::move(node);
    }
  }
};

namespace {

FileStat stat_of(const MemoryDisk::Node& node) {
  return {node.kind, node.bytes.size(), 1, node.inode, 0};
}

class MemoryFile final : public File {
 public:
  MemoryFile(std::shared_ptr<MemoryDisk::Shared> shared, std::shared_ptr<MemoryDisk::Node> node,
             std::string path)
      : shared_(std::move(shared)), node_(std::move(node)), path_(std::move(path)) {}
  ~MemoryFile() override { MemoryFile::unlock(); }

  FileStat stat() override {
    const std::lock_guard guard(shared_->mutex);
    return stat_of(*node_);
  }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    const std::lock_guard guard(shared_->mutex);
    if (offset >= node_->bytes.size()) {
      return 0;
    }
    const std::size_t n = std::min(size, node_->bytes.size() - static_cast<std::size_t>(offset));
    node_->bytes.copy(into, n, static_cast<std::size_t>(offset));
    return n;
  }
  std::size_t write(std::string_view bytes) override {
    const std::lock_guard guard(shared_->mutex);
    shared_->note("write", path_, std::to_string(bytes.size()));
    node_->bytes.append(bytes);
    write_end_ = node_->bytes.size();
    return bytes.size();
  }
  std::uint64_t write_end() override {
    const std::lock_guard guard(shared_->mutex);
    return write_end_;
  }
  void truncate(std::uint64_t size) override {
    const std::lock_guard guard(shared_->mutex);
    shared_->note("truncate", path_, std::to_string(size));
    node_->bytes.resize(static_cast<std::size_t>(size));
  }
  void sync() override {
    const std::lock_guard guard(shared_->mutex);
    shared_->note("sync", path_);
  }
  bool try_lock() override {
    const std::lock_guard guard(shared_->mutex);
    if (node_->locked_by != nullptr && node_->locked_by != this) {
      return false;
    }
    if (!shared_->has_locks) {
      throw Error(ErrorCode::system,
                  "locking " + shared_->absolute(path_) + ": No locks available");
    }
    node_->locked_by = this;
    return true;
  }
  void unlock() override {
    const std::lock_guard guard(shared_->mutex);
    if (node_->locked_by == this) {
      node_->locked_by = nullptr;
    }
  }
  std::optional<int> lock_holder() override { return std::nullopt; }
  void close() override {}

 private:
  std::shared_ptr<MemoryDisk::Shared> shared_;
  std::shared_ptr<MemoryDisk::Node> node_;
  std::string path_;
  std::uint64_t write_end_ = 0;
};

[[noreturn]] void throw_kind(const std::string& path, FileKind kind) {
  throw Error(ErrorCode::data, path + (kind == FileKind::directory ? ": is a directory"
                                                                   : ": is not a regular file"));
}

}  // namespace

MemoryDisk::MemoryDisk() : shared_(std::make_shared<Shared>()) {
  shared_->add("", FileKind::directory);
}
MemoryDisk::MemoryDisk(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
MemoryDisk::~MemoryDisk() = default;

std::string MemoryDisk::absolute(std::string_view path) const { return shared_->absolute(path); }

std::unique_ptr<File> MemoryDisk::open(std::string_view path, OpenMode mode) {
  const std::lock_guard guard(shared_->mutex);
  auto node = shared_->walk(path);
  if (node != nullptr && mode == OpenMode::create_new) {
    throw Error(ErrorCode::system, "opening " + absolute(path) + ": File exists");
  }
  if (node == nullptr) {
    if (mode == OpenMode::read || mode == OpenMode::update) {
      throw Error(ErrorCode::not_found,
                  "opening " + absolute(path) + ": No such file or directory");
    }
    shared_->require_parent(path);
    shared_->note("create", path);
    node = shared_->add(path, FileKind::regular);
  }
  if (node->kind != FileKind::regular) {
    throw_kind(absolute(path), node->kind);
  }
  return std::make_unique<MemoryFile>(shared_, node, std::string(path));
}

std::optional<FileStat> MemoryDisk::find_stat(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  const auto node = shared_->find(path);
  return node == nullptr ? std::nullopt : std::optional(stat_of(*node));
}

std::optional<std::vector<DirEntry>> MemoryDisk::find_list(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  const auto node = shared_->walk(path);
  if (node == nullptr) {
    return std::nullopt;
  }
  shared_->require_kind(path, *node, true);
  shared_->note("list", path);
  std::vector<DirEntry> entries;
  for (const auto& [name, child] : shared_->nodes) {
    if (!name.empty() && parent_of(name) == path) {
      const std::size_t start = path.empty() ? 0 : path.size() + 1;
      entries.push_back({name.substr(start), child->kind});
    }
  }
  return entries;
}

bool MemoryDisk::read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) {
  const std::lock_guard guard(shared_->mutex);
  const auto node = shared_->walk(path);
  if (node == nullptr) {
    return false;
  }
  shared_->note("read", path);
  if (node->kind != FileKind::regular) {
    throw_kind(absolute(path), node->kind);
  }
  if (node->bytes.size() > max_bytes) {
    throw Error(ErrorCode::data,
                absolute(path) + ": is over the limit of " + std::to_string(max_bytes) + " bytes");
  }
  buffer = node->bytes;
  return true;
}

bool MemoryDisk::make_dir(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  if (shared_->find(path) != nullptr) {
    return false;
  }
  shared_->require_parent(path);
  shared_->note("mkdir", path);
  shared_->add(path, FileKind::directory);
  return true;
}

void MemoryDisk::rename(std::string_view from, std::string_view to) {
  const std::lock_guard guard(shared_->mutex);
  shared_->replace(from, to);
}

bool MemoryDisk::rename_new(std::string_view from, std::string_view to) {
  const std::lock_guard guard(shared_->mutex);
  if (shared_->walk(to) != nullptr) {
    return false;
  }
  shared_->replace(from, to);
  return true;
}

void MemoryDisk::remove_file(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  if (const auto node = shared_->walk(path)) {
    shared_->require_kind(path, *node, false);
    shared_->note("remove", path);
    shared_->nodes.erase(std::string(path));
  }
}

void MemoryDisk::remove_dir(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  if (const auto node = shared_->walk(path)) {
    shared_->require_kind(path, *node, true);
    if (shared_->has_children(path)) {
      throw Error(ErrorCode::system, "removing " + absolute(path) + ": Directory not empty");
    }
    shared_->note("rmdir", path);
    shared_->nodes.erase(std::string(path));
  }
}

void MemoryDisk::sync_dir(std::string_view path) {
  const std::lock_guard guard(shared_->mutex);
  shared_->note("syncdir", path);
}

std::unique_ptr<Disk> MemoryDisk::open_beside(std::string_view suffix) {
  const std::lock_guard guard(shared_->mutex);
  auto& sibling = shared_->beside[std::string(suffix)];
  if (sibling == nullptr) {
    sibling = std::make_shared<Shared>();
    sibling->root = shared_->root + "." + std::string(suffix);
    sibling->add("", FileKind::directory);
  }
  return std::unique_ptr<Disk>(new MemoryDisk(sibling));
}

void MemoryDisk::move_beside(std::string_view from, std::string_view suffix, std::string_view to) {
  (void)open_beside(suffix);
  const std::lock_guard guard(shared_->mutex);
  Shared& beside = *shared_->beside.find(suffix)->second;
  if (shared_->walk(from) == nullptr) {
    throw Error(ErrorCode::not_found, "moving " + absolute(from) + ": No such file or directory");
  }
  const std::lock_guard beside_guard(beside.mutex);
  beside.require_parent(to);
  shared_->note("move", from, to);
  shared_->move(from, to, beside.nodes);
}

bool MemoryDisk::is_on_network() {
  const std::lock_guard guard(shared_->mutex);
  return shared_->on_network;
}

void MemoryDisk::pretend_network(bool has_locks) {
  const std::lock_guard guard(shared_->mutex);
  shared_->on_network = true;
  shared_->has_locks = has_locks;
}

void MemoryDisk::put(std::string_view path, std::string_view bytes) {
  const std::lock_guard guard(shared_->mutex);
  shared_->add_with_parents(path, FileKind::regular)->bytes = bytes;
}

void MemoryDisk::put_special(std::string_view path, FileKind kind) {
  const std::lock_guard guard(shared_->mutex);
  shared_->add_with_parents(path, kind);
}

std::string MemoryDisk::text(std::string_view path) const {
  const std::lock_guard guard(shared_->mutex);
  const auto node = shared_->find(path);
  if (node == nullptr) {
    throw Error(ErrorCode::not_found, absolute(path) + ": no such file");
  }
  return node->bytes;
}

std::vector<std::string> MemoryDisk::files() const {
  const std::lock_guard guard(shared_->mutex);
  std::vector<std::string> paths;
  for (const auto& [path, node] : shared_->nodes) {
    if (node->kind == FileKind::regular) {
      paths.push_back(path);
    }
  }
  return paths;
}

std::vector<std::string> MemoryDisk::take_record() {
  const std::lock_guard guard(shared_->mutex);
  return std::exchange(shared_->record, {});
}

}  // namespace mlt::disk
