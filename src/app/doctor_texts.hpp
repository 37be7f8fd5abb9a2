#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// A file over this size is not looked into.
inline constexpr std::size_t kMaxExaminedText = 64u << 20;

/// Where a file of a store is on its way to.
enum class Audience {
  owner,  ///< it stays on this machine
  git,    ///< it is, or with the next commit will be, part of a history that others read
};

/// Adds what must not be shared in the text of one file, whatever the layout: secrets, and in what
/// git takes also paths into a home directory. The findings name the kind and the line, never the
/// secret itself. `path` is relative to the store; binary content has no findings.
void examine_text(const std::string& path, std::string_view bytes, Audience audience,
                  std::vector<Finding>& findings);
/// Adds what git should not hold for its size.
void examine_size(const std::string& path, std::uint64_t size, std::vector<Finding>& findings);

/// Both over all files of the store as they are on disk, `code/` and captured logs included, other
/// artifacts only if `deep`. `paths`, relative to the store, narrow it; empty: everything.
std::vector<Finding> examine_texts(Store& store, bool deep, const std::vector<std::string>& paths);

/// True for an artifact that is not a captured log.
bool is_artifact(std::string_view path);

}  // namespace mlt::app
