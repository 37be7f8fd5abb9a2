#pragma once

#include <span>
#include <string>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// What is to vanish from a store, as a user names it.
struct RedactRequest {
  std::vector<std::string> values;  ///< exact texts
  std::vector<std::string> globs;   ///< patterns of param and tag keys
  std::vector<RunRef> runs;         ///< empty: the whole store
};

/// A git commit that changed a file and left a redacted value in it.
struct HoldingCommit {
  std::string commit;
  std::string path;  ///< relative to the store
};

struct RedactPlan {
  Redaction redaction;
  /// The values by which git's history is searched: those given and those of the keys.
  std::vector<std::string> sought;
};

/// Finds the keys that the patterns mean. Throws usage for a value too short to be told from other
/// text, not_found for a pattern that fits no key of the runs.
RedactPlan plan_redaction(Store& store, const RedactRequest& request);

/// The commits of any branch in which one of `files` still holds a value, newest first; nothing
/// outside of git. No value is ever an argument of a process.
std::vector<HoldingCommit> find_holding_commits(const std::string& store_root,
                                                std::span<const RedactedFile> files,
                                                std::span<const std::string> values);

}  // namespace mlt::app
