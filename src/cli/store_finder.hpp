#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/globals.hpp"

namespace mlt::cli {

/// Where a command finds its store.
struct StorePlace {
  std::string path;     ///< absolute
  bool exists = false;  ///< something is there already
  bool named = false;   ///< by --store or a variable, not found by looking
};

/// `uri` is a path or a file: URI; the result is absolute. Throws usage for what this version
/// cannot open: servers, databases, unknown schemes.
std::string parse_store_uri(std::string_view uri, const std::string& directory);

/// The root of the git working tree around `directory`: where the nearest `.git` lies, a directory
/// or (in a linked worktree, a submodule) a file.
std::optional<std::string> find_git_root(const std::string& directory);

/// The store of --store, else the nearest `mlruns/` from `directory` upward, no further than the
/// git root or, outside git, the home directory; else where a writer would make it: at the git
/// root, outside git in `directory`.
StorePlace find_store(const Globals& globals, const std::optional<std::string>& home);

/// `path` as somebody working in `directory` would write it: relative where it lies below.
std::string shown_path(const std::string& path, const std::string& directory);

}  // namespace mlt::cli
