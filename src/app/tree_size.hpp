#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace mlt::app {

/// The regular files below a directory and the bytes in them. Links count as nothing.
struct TreeSize {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

/// Nothing of a directory that is absent.
TreeSize tree_size(disk::Disk& disk, std::string_view path);
/// The same of an absolute directory.
TreeSize tree_size_of(const std::string& directory);

}  // namespace mlt::app
