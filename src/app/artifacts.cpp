#include "app/artifacts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"

namespace mlt::app {
namespace {

std::string shown_run(const Run& run) { return "run " + run.id.value.substr(0, 7); }

std::string_view without_slash(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path;
}

bool is_within(std::string_view path, std::string_view folder) {
  return folder.empty() || path == folder ||
         (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

/// Writes a file aside in its folder and renames it into a name that is free.
void write_whole(const std::string& target,
                 const std::function<void(const std::function<void(std::string_view)>&)>& source) {
  const std::size_t slash = target.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);
  const std::string name = slash == std::string::npos ? target : target.substr(slash + 1);
  disk::make_outside_dirs(folder);
  const auto disk = disk::open_real_disk(folder);
  const std::string aside = ".mlt-" + std::to_string(::getpid()) + "-" + name.substr(0, 200);
  try {
    const auto file = disk->open(aside, disk::OpenMode::create_new);
    source([&file](std::string_view piece) { disk::write_all(*file, piece); });
    file->close();
    if (!disk->rename_new(aside, name)) {
      throw Error(ErrorCode::refused, target + " exists already")
          .hint("name another place with -o");
    }
  } catch (const Error&) {
    if (disk->find_stat(aside)) {
      disk->remove_file(aside);
    }
    throw;
  }
}

ArtifactFact fact_of(ArtifactReader& artifacts, const ArtifactReader::Item& item) {
  if (item.recorded) {
    return *item.recorded;
  }
  return {item.size.value_or(0), artifacts.digest(item.path)};
}

std::string text_of(const ArtifactFact& fact) {
  return std::to_string(fact.size) + " bytes, sha256 " + fact.sha256.substr(0, 12);
}

}  // namespace

ArtifactReader::ArtifactReader(Store& store, const RunRef& ref) : run_(store.get_run(ref)) {
  const ArtifactPlace place = store.artifact_place(ref);
  if (!place.dir) {
    throw Error(ErrorCode::system, "the artifacts of " + shown_run(run_) + " are at " +
                                       base::escape_control(place.uri) +
                                       ", which mlt does not open")
        .hint("fetch them with the tool of that place");
  }
  if (disk::outside_is_directory(*place.dir)) {
    disk_ = disk::open_real_disk(*place.dir);
  }
}

void ArtifactReader::find_files(const std::string& folder, std::vector<Item>& items) {
  const auto entries = disk_->find_list(folder);
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>{})) {
    std::string path = disk::join_path(folder, entry.name);
    if (entry.kind == disk::FileKind::directory) {
      find_files(path, items);
    } else if (entry.kind == disk::FileKind::regular) {
      if (const auto stat = disk_->find_stat(path)) {
        items.push_back({std::move(path), std::nullopt, stat->size});
      }
    }
  }
}

std::vector<ArtifactReader::Item> ArtifactReader::list(std::string_view path) {
  path = without_slash(path);
  std::vector<Item> found;
  if (disk_) {
    find_files("", found);
  }
  std::map<std::string, Item> all;
  for (Item& item : found) {
    all.emplace(item.path, std::move(item));
  }
  for (const auto& [recorded_path, fact] : run_.artifacts) {
    Item& item = all[recorded_path];
    item.path = recorded_path;
    item.recorded = fact;
  }
  std::vector<Item> items;
  std::vector<std::string> paths;
  for (auto& [each, item] : all) {
    paths.push_back(each);
    if (is_within(each, path)) {
      items.push_back(std::move(item));
    }
  }
  if (items.empty() && !path.empty()) {
    Error error(ErrorCode::not_found,
                shown_run(run_) + " has no artifact '" + base::escape_control(path) + "'");
    if (const auto near = base::nearest(path, paths)) {
      error.add_hint("the nearest is '" + base::escape_control(*near) + "'");
    }
    error.add_hint("list them with: mlt artifacts list " + run_.id.value.substr(0, 7));
    throw error;
  }
  return items;
}

void ArtifactReader::stream(std::string_view path,
                            const std::function<void(std::string_view)>& sink) {
  model::check_artifact_path(path);
  if (!disk_) {
    throw Error(ErrorCode::not_found,
                shown_run(run_) + ": the artifact '" + std::string(path) + "' is not here");
  }
  const auto file = disk_->open(path, disk::OpenMode::read);
  std::array<char, 1 << 16> buffer{};
  for (std::uint64_t offset = 0;;) {
    const std::size_t size = file->read_at(offset, buffer.data(), buffer.size());
    if (size == 0) {
      return;
    }
    sink({buffer.data(), size});
    offset += size;
  }
}

std::string ArtifactReader::digest(std::string_view path) {
  base::Sha256 sha;
  stream(path, [&sha](std::string_view piece) { sha.update(piece); });
  return sha.hex_digest();
}

std::vector<std::string> get_artifacts(ArtifactReader& artifacts, std::string_view path,
                                       const std::string& target, bool dry_run) {
  path = without_slash(path);
  std::vector<std::pair<std::string, std::string>> copies;
  for (const ArtifactReader::Item& item : artifacts.list(path)) {
    if (!item.size) {
      throw Error(ErrorCode::not_found, shown_run(artifacts.run()) + ": the artifact '" +
                                            item.path + "' is recorded, but not here");
    }
    // What lies below a folder keeps its place there; a file becomes the target itself.
    std::string to = target + item.path.substr(path.empty() ? 0 : path.size());
    if (path.empty()) {
      to.insert(target.size(), target.ends_with('/') ? "" : "/");
    }
    if (disk::outside_exists(to)) {
      throw Error(ErrorCode::refused, to + " exists already").hint("name another place with -o");
    }
    copies.emplace_back(item.path, std::move(to));
  }
  std::vector<std::string> made;
  for (auto& [from, to] : copies) {
    if (!dry_run) {
      write_whole(
          to, [&artifacts, &path_of = from](const auto& sink) { artifacts.stream(path_of, sink); });
    }
    made.push_back(std::move(to));
  }
  return made;
}

std::vector<ArtifactDifference> verify_artifacts(ArtifactReader& artifacts) {
  std::vector<ArtifactDifference> differences;
  for (const ArtifactReader::Item& item : artifacts.list("")) {
    if (!item.recorded) {
      continue;
    }
    ArtifactDifference difference{artifacts.run().id, item.path, {}};
    if (!item.size) {
      difference.what = "missing";
    } else if (*item.size != item.recorded->size) {
      difference.what = "size";
      difference.expected = std::to_string(item.recorded->size);
      difference.found = std::to_string(*item.size);
    } else if (std::string digest = artifacts.digest(item.path); digest != item.recorded->sha256) {
      difference.what = "content";
      difference.expected = item.recorded->sha256;
      difference.found = std::move(digest);
    } else {
      continue;
    }
    differences.push_back(std::move(difference));
  }
  return differences;
}

std::vector<ArtifactDifference> compare_artifacts(ArtifactReader& a, ArtifactReader& b) {
  std::map<std::string, std::pair<std::optional<ArtifactFact>, std::optional<ArtifactFact>>> both;
  for (const auto& item : a.list("")) {
    both[item.path].first = fact_of(a, item);
  }
  for (const auto& item : b.list("")) {
    both[item.path].second = fact_of(b, item);
  }
  std::vector<ArtifactDifference> differences;
  for (const auto& [path, facts] : both) {
    const auto& [left, right] = facts;
    if (left == right) {
      continue;
    }
    differences.push_back({b.run().id, path,
                           !left    ? "added"
                           : !right ? "removed"
                                    : "changed",
                           left ? text_of(*left) : "", right ? text_of(*right) : ""});
  }
  return differences;
}

}  // namespace mlt::app
