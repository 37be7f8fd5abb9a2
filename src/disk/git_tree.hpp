#pragma once

#include <memory>
#include <string>

#include "disk/disk.hpp"
#include "disk/git_object_cache.hpp"

namespace mlt::disk {

/// A folder as a commit of git has it.
struct GitTreePlace {
  std::string repository;  ///< an absolute directory in which git finds the repository
  std::string commit;      ///< the full name of the commit, in hex
  std::string folder;      ///< from the top of the commit's tree; empty: all of it
  std::string root;        ///< the absolute path that the disk goes by; nothing there is touched
  std::shared_ptr<GitObjectCache> objects{};  ///< of the repository, where disks share them
};

/// A disk that holds what a commit holds below one folder: nothing is checked out, nothing is
/// fetched, and every change is an Error of kind refused. Every file has the time 0.
/// Throws not_found where the commit has no such folder, system where git fails.
std::unique_ptr<Disk> open_git_tree(const GitTreePlace& place);

}  // namespace mlt::disk
