#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mlt/run.hpp"

#include "base/random.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"

namespace mlt::store {

/// Gives the bytes of an artifact piece by piece.
using ByteSource = std::function<void(const std::function<void(std::string_view)>&)>;

/// Puts what `source` gives at `target`, whole or not at all; parents are made.
ArtifactFact write_artifact(disk::Disk& disk, const std::string& target, const ByteSource& source,
                            std::string_view temp_dir, base::Random& random,
                            const disk::WritePolicy& policy);

/// Size and digest of a file of the store.
ArtifactFact measure_artifact(disk::Disk& disk, const std::string& path);

/// Copies all regular files below an absolute directory outside the store to `target`, which is
/// being built aside, and tells of each by its path below. Anything else there is refused.
void copy_tree_in(const std::string& outside, disk::Disk& disk, const std::string& target,
                  const disk::WritePolicy& policy,
                  const std::function<void(const std::string& path, const ArtifactFact&)>& tell);

}  // namespace mlt::store
