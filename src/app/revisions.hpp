#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "disk/git_object_cache.hpp"

namespace mlt::app {

/// A store as a commit of git has it. Its methods that write throw refused.
struct Revision {
  std::string name;    ///< as typed: `main`, `HEAD~2`
  std::string commit;  ///< in full
  std::unique_ptr<Store> store;
};

/// A commit by its full name.
struct Commit {
  std::string id;
  std::int64_t time_ms = 0;
};

/// What is told of something in a revision that cannot be read: its name, then the issue.
using RevisionIssueSink = std::function<void(const std::string& name, const Issue& issue)>;

/// The commits of the repository around a store, and the store as they have it: read from git's
/// objects, with nothing checked out, fetched or changed. Use one object for one command, in one
/// thread.
class Revisions {
 public:
  /// `store_path` is absolute; what it names need not be there now, as in a bare repository.
  Revisions(std::string store_path, base::Clock& clock, base::Random& random,
            RevisionIssueSink on_issue);

  /// The full name of the commit that `name` stands for; nothing outside of git and for what git
  /// does not know.
  [[nodiscard]] std::optional<std::string> find_commit(std::string_view name);
  /// The not_found for a revision that git does not know.
  [[nodiscard]] Error unknown(std::string_view name);
  /// Opens the store of a revision, or hands out the one that was opened. Throws not_found for a
  /// revision that git does not know and for one that holds no store here.
  Revision& get(std::string_view name);
  /// The names of branches, tags and branches of remotes, each with which of these it is.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> names();
  /// Opens the store of one commit, as an object of its own. Throws as get().
  [[nodiscard]] Revision open(const Commit& commit) {
    return open(commit.id.substr(0, 7), commit.id);
  }
  /// `since` and the commits from there to HEAD that changed the store, the oldest first. Throws
  /// not_found for a revision that git does not know.
  [[nodiscard]] std::vector<Commit> commits_since(std::string_view since);

 private:
  struct Place {
    std::string directory;  ///< exists; git starts there
    std::string below;      ///< the store from there: `.`, or what is not there now
    std::string folder;     ///< the store from the top of a commit's tree
  };

  const std::optional<Place>& place();
  Revision open(std::string_view name, const std::string& commit);

  std::string store_path_;
  base::Clock& clock_;
  base::Random& random_;
  RevisionIssueSink on_issue_;
  std::optional<std::optional<Place>> place_;
  std::map<std::string, Revision, std::less<>> opened_;  // by name
  std::shared_ptr<disk::GitObjectCache> objects_;
};

/// `REV:RUN` as its two parts; nothing for a selector of another kind, such as `@best:metrics.acc`
/// or `runs:/…`.
std::optional<std::pair<std::string, std::string>> split_revision(std::string_view selector);

}  // namespace mlt::app
