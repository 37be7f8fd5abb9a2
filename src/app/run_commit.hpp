#pragma once

#include <span>
#include <string>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// What `git commit` is to take: the text of some runs and of their experiments.
struct CommitPlan {
  std::string root;                   ///< absolute directory of the working tree
  std::vector<std::string> paths;     ///< absolute; what exists of the runs and their experiments
  std::vector<std::string> left_out;  ///< absolute; the artifacts
  std::vector<std::string> files;     ///< relative to root; what differs from the last commit
  std::string message;
};

/// Throws usage where the store is in no git repository, system where git fails. `message` empty:
/// made from the runs.
CommitPlan plan_commit(Store& store, std::span<const RunRef> runs, const std::string& message);

/// Commits the files of the plan and nothing else, whatever is staged; the result is the commit's
/// id. Throws system with git's own words.
std::string commit_runs(const CommitPlan& plan);

}  // namespace mlt::app
