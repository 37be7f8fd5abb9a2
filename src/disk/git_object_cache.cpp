#include "disk/git_object_cache.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"

namespace mlt::disk {

namespace {

constexpr std::size_t kMaxListing = std::size_t{1} << 30;
constexpr std::size_t kMaxKeptFile = 64u << 10;
constexpr std::size_t kMaxKept = 256u << 20;

/// No object that a partial clone lacks is asked of its remote.
std::vector<std::string> git_words(std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "--no-optional-locks", "-c", "protocol.allow=never"});
  return words;
}

FileKind kind_of_mode(std::string_view mode) {
  if (mode == "40000" || mode == "040000") {
    return FileKind::directory;
  }
  if (mode == "120000") {
    return FileKind::symlink;
  }
  return mode == "160000" ? FileKind::other : FileKind::regular;  // a submodule
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4u];
    out += kDigits[byte & 15u];
  }
  return out;
}

/// Git sorts a folder as if its name ended in `/`.
void sort_by_name(GitObjectCache::Tree& tree) {
  std::ranges::sort(tree, {}, &GitObjectCache::Entry::name);
}

Error lacks(const std::string& object) {
  return {ErrorCode::system, "git lacks object " + object + " here"};
}

}  // namespace

GitObjectCache::GitObjectCache(std::string repository, bool keeps_contents)
    : repository_(std::move(repository)), keeps_contents_(keeps_contents) {}

GitObjectCache::Answer GitObjectCache::ask(std::unique_ptr<base::Coprocess>& git, const char* mode,
                                           const std::string& object) {
  if (!git) {
    git = base::Coprocess::start(git_words({"cat-file", mode}), repository_);
    if (!git) {
      throw Error(ErrorCode::system, "cannot start git");
    }
  }
  // Answered by `object type size`, or by `object missing`.
  const auto line = git->ask(object + "\n") ? git->read_line() : std::optional<std::string>();
  const auto fields = base::split(line ? std::string_view(*line) : std::string_view(), ' ');
  const auto size = fields.size() == 3 ? base::parse_int64(fields[2]) : std::nullopt;
  if (!size) {
    throw lacks(object);
  }
  return {std::string(fields[1]), static_cast<std::uint64_t>(*size)};
}

void GitObjectCache::read_content(std::uint64_t size, std::string& buffer) {
  buffer.resize(static_cast<std::size_t>(size));
  char newline = 0;
  if (!contents_->read(buffer.data(), buffer.size()) || !contents_->read(&newline, 1)) {
    throw Error(ErrorCode::system, "git ended while an object was read");
  }
}

std::string GitObjectCache::tree_of_commit(const std::string& commit) {
  const std::lock_guard guard(mutex_);
  std::string text;
  read_content(ask(contents_, "--batch", commit).size, text);
  constexpr std::string_view kTree = "tree ";
  const std::string_view line = std::string_view(text).substr(0, text.find('\n'));
  if (!line.starts_with(kTree)) {
    throw lacks(commit);
  }
  return std::string(line.substr(kTree.size()));
}

GitObjectCache::Tree GitObjectCache::parse_tree(std::string_view bytes,
                                                std::size_t id_bytes) const {
  // `mode SP name NUL id`, again and again.
  Tree tree;
  while (!bytes.empty()) {
    const std::size_t blank = bytes.find(' ');
    const std::size_t end = bytes.find('\0');
    if (blank > end || end == std::string_view::npos || bytes.size() < end + 1 + id_bytes) {
      throw Error(ErrorCode::data, "git gave a tree that cannot be read");
    }
    tree.push_back({std::string(bytes.substr(blank + 1, end - blank - 1)),
                    kind_of_mode(bytes.substr(0, blank)), hex_of(bytes.substr(end + 1, id_bytes))});
    bytes.remove_prefix(end + 1 + id_bytes);
  }
  sort_by_name(tree);
  return tree;
}

const GitObjectCache::Tree& GitObjectCache::tree(const std::string& object) {
  const std::lock_guard guard(mutex_);
  const auto known = trees_.find(object);
  if (known != trees_.end()) {
    return known->second;
  }
  const Answer answer = ask(contents_, "--batch", object);
  std::string bytes;
  read_content(answer.size, bytes);
  if (answer.type != "tree") {
    throw lacks(object);
  }
  return trees_.emplace(object, parse_tree(bytes, object.size() / 2)).first->second;
}

std::uint64_t GitObjectCache::size(const std::string& object) {
  const std::lock_guard guard(mutex_);
  const auto known = known_sizes_.find(object);
  if (known != known_sizes_.end()) {
    return known->second;
  }
  const std::uint64_t size = ask(sizes_, "--batch-check", object).size;
  known_sizes_.emplace(object, size);
  return size;
}

void GitObjectCache::read(const std::string& object, std::string& buffer) {
  const std::lock_guard guard(mutex_);
  if (const auto kept = kept_.find(object); kept != kept_.end()) {
    buffer = kept->second;
    return;
  }
  const Answer answer = ask(contents_, "--batch", object);
  read_content(answer.size, buffer);
  if (answer.type != "blob") {
    throw lacks(object);
  }
  if (keeps_contents_ && buffer.size() <= kMaxKeptFile && kept_bytes_ + buffer.size() <= kMaxKept) {
    kept_bytes_ += buffer.size();
    kept_.emplace(object, buffer);
  }
}

void GitObjectCache::read_ahead(const std::string& tree) {
  {
    const std::lock_guard guard(mutex_);
    if (std::exchange(has_read_ahead_, true)) {
      return;
    }
  }
  const auto listing =
      base::run_and_capture(git_words({"ls-tree", "-r", "-t", "-l", "-z", "--full-tree", tree}),
                            repository_, kMaxListing);
  if (!listing || listing->exit_code != 0) {
    return;
  }
  std::map<std::string, std::string, std::less<>> folders = {{"", tree}};  // path → object
  std::unordered_map<std::string, Tree> trees;
  trees.try_emplace(tree);
  const std::lock_guard guard(mutex_);
  for (const std::string_view record : base::split(listing->out, '\0')) {
    // `mode type object size<tab>path`; the size is padded with blanks.
    const std::size_t tab = record.find('\t');
    const auto fields = base::split(record.substr(0, tab), ' ');
    if (tab == std::string_view::npos || fields.size() < 4) {
      continue;
    }
    const std::string_view path = record.substr(tab + 1);
    const std::string object(fields[2]);
    const FileKind kind = kind_of_mode(fields[0]);
    const std::string_view parent = parent_of(path);
    const std::string_view name = path.substr(parent.empty() ? 0 : parent.size() + 1);
    const std::string& folder = folders.find(parent)->second;
    trees[folder].push_back({std::string(name), kind, object});
    if (kind == FileKind::directory) {
      folders.emplace(path, object);
      trees.try_emplace(object);
    } else if (const auto size = base::parse_int64(fields.back())) {
      known_sizes_.emplace(object, static_cast<std::uint64_t>(*size));
    }
  }
  for (auto& [object, entries] : trees) {
    sort_by_name(entries);
    // The same folder may stand in several places: its entries then came again.
    const auto same_name = [](const Entry& a, const Entry& b) { return a.name == b.name; };
    entries.erase(std::unique(entries.begin(), entries.end(), same_name), entries.end());
    trees_.try_emplace(object, std::move(entries));
  }
}

}  // namespace mlt::disk
