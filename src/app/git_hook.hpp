#pragma once

#include <optional>
#include <string>

namespace mlt::app {

/// The script of the pre-commit hook: `mlt doctor --staged`, told the store where `store` names
/// one.
std::string pre_commit_hook(const std::optional<std::string>& store);

enum class HookChange { installed, replaced, unchanged };

struct HookInstallation {
  std::string path;  ///< absolute
  HookChange change = HookChange::unchanged;
  std::string kept;  ///< where a foreign hook that was replaced lies now; else empty
};

/// Makes `script` the pre-commit hook of the working tree around `directory`. One that mlt made
/// before is brought up to date. Throws not_found outside of git, refused for somebody else's hook
/// unless `force`, which keeps that beside it. A dry run changes nothing.
HookInstallation install_pre_commit_hook(const std::string& directory, const std::string& script,
                                         bool force, bool dry_run);

}  // namespace mlt::app
