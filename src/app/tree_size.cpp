#include "app/tree_size.hpp"

#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

TreeSize tree_size(disk::Disk& disk, std::string_view path) {
  TreeSize size;
  const auto entries = disk.find_list(path);
  if (!entries) {
    return size;
  }
  for (const disk::DirEntry& entry : *entries) {
    const std::string at = disk::join_path(path, entry.name);
    if (entry.kind == disk::FileKind::directory) {
      const TreeSize below = tree_size(disk, at);
      size.files += below.files;
      size.bytes += below.bytes;
    } else if (entry.kind == disk::FileKind::regular) {
      const auto stat = disk.find_stat(at);
      ++size.files;
      size.bytes += stat ? stat->size : 0;
    }
  }
  return size;
}

TreeSize tree_size_of(const std::string& directory) {
  return disk::outside_is_directory(directory) ? tree_size(*disk::open_real_disk(directory), "")
                                               : TreeSize{};
}

}  // namespace mlt::app
