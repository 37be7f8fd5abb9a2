#pragma once

#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "base/random.hpp"
#include "base/time.hpp"

namespace mlt::app {

/// What is on its way into a git history.
struct GitSelection {
  std::string range;    ///< as git log takes it: `origin/main..HEAD`
  bool staged = false;  ///< what the next commit would add or change, in place of a range
  std::vector<std::string> paths{};  ///< relative to the store; empty: all of it
};

/// Looks over the files of the store that a range of commits, or the next commit, adds or changes:
/// secrets, paths into home directories and big files in every content that a commit gives them,
/// and what is broken in the last one. Everything is read from git's objects, nothing is checked
/// out. Throws not_found outside of git, usage for what is no range.
std::vector<Finding> examine_git(Store& store, const GitSelection& selection, base::Clock& clock,
                                 base::Random& random);

}  // namespace mlt::app
