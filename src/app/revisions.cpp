#include "app/revisions.hpp"

#include <algorithm>
#include <cctype>

#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/git_tree.hpp"
#include "disk/outside.hpp"
#include "store/open.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kShortCommit = 7;

std::optional<std::string> ask_git(const std::string& directory, std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "--no-optional-locks", "-c", "protocol.allow=never"});
  auto answer = base::run_and_capture(words, directory);
  return answer && answer->exit_code == 0 ? std::optional(std::move(answer->out)) : std::nullopt;
}

}  // namespace

Revisions::Revisions(std::string store_path, base::Clock& clock, base::Random& random,
                     RevisionIssueSink on_issue)
    : store_path_(std::move(store_path)),
      clock_(clock),
      random_(random),
      on_issue_(std::move(on_issue)) {}

const std::optional<Revisions::Place>& Revisions::place() {
  if (place_) {
    return *place_;
  }
  place_.emplace();
  std::string directory = disk::nearest_outside_directory(store_path_);
  const auto prefix = ask_git(directory, {"rev-parse", "--show-prefix"});
  if (prefix) {
    // With a `/` at its end, or empty at the top and in a bare repository.
    const std::size_t slash = directory == "/" ? 0 : directory.size();
    std::string below = store_path_.substr(std::min(slash + 1, store_path_.size()));
    std::string folder = prefix->substr(0, prefix->rfind('\n')) + below;
    if (folder.ends_with('/')) {
      folder.pop_back();
    }
    place_->emplace(
        Place{std::move(directory), below.empty() ? "." : std::move(below), std::move(folder)});
  }
  return *place_;
}

std::optional<std::string> Revisions::find_commit(std::string_view name) {
  // A leading `-` would be an option.
  if (name.empty() || name.starts_with('-') || name.starts_with('^') || !place()) {
    return std::nullopt;
  }
  const auto answer = ask_git(
      place()->directory, {"rev-parse", "--verify", "--quiet", std::string(name) + "^{commit}"});
  return answer ? std::optional(std::string(base::trim(*answer))) : std::nullopt;
}

Error Revisions::unknown(std::string_view name) {
  if (!place()) {
    return {ErrorCode::not_found, store_path_ + " is in no repository of git"};
  }
  return Error(ErrorCode::not_found, "git knows no revision '" + base::escape_control(name) + "'")
      .hint("list branches and tags with: git for-each-ref");
}

std::vector<std::pair<std::string, std::string>> Revisions::names() {
  std::vector<std::pair<std::string, std::string>> names;
  const auto text = !place() ? std::nullopt
                             : ask_git(place()->directory,
                                       {"for-each-ref", "--format=%(refname) %(refname:short)",
                                        "refs/heads", "refs/tags", "refs/remotes"});
  for (const std::string_view line : base::split(text ? std::string_view(*text) : "", '\n')) {
    const std::size_t blank = line.find(' ');
    if (blank != std::string_view::npos) {
      const std::string_view what = line.starts_with("refs/heads/")  ? "branch"
                                    : line.starts_with("refs/tags/") ? "tag"
                                                                     : "remote branch";
      names.emplace_back(line.substr(blank + 1), what);
    }
  }
  return names;
}

Revision& Revisions::get(std::string_view name) {
  if (const auto found = opened_.find(name); found != opened_.end()) {
    return found->second;
  }
  const auto commit = find_commit(name);
  if (!commit) {
    throw unknown(name);
  }
  return opened_.emplace(std::string(name), open(name, *commit)).first->second;
}

Revision Revisions::open(std::string_view name, const std::string& commit) {
  const Place& here = *place();
  const Error no_store(ErrorCode::not_found, "there is no store at " + here.folder + " in '" +
                                                 base::escape_control(name) + "' (" +
                                                 commit.substr(0, kShortCommit) + ")");
  if (!objects_) {
    objects_ = std::make_shared<disk::GitObjectCache>(here.directory);
  }
  std::shared_ptr<disk::Disk> disk;
  try {
    disk = disk::open_git_tree({.repository = here.directory,
                                .commit = commit,
                                .folder = here.folder,
                                .root = store_path_,
                                .objects = objects_});
  } catch (const Error& error) {
    throw error.code() == ErrorCode::not_found ? no_store : error;
  }
  const store::Layout layout = store::detect_layout(*disk);
  if (layout == store::Layout::none) {
    throw no_store;
  }
  store::StoreContext context{.disk = std::move(disk),
                              .clock = clock_,
                              .random = random_,
                              .on_issue =
                                  [sink = on_issue_, name = std::string(name)](const Issue& issue) {
                                    if (sink) {
                                      sink(name, issue);
                                    }
                                  },
                              .policy = {},
                              .host = {}};
  return {std::string(name), commit,
          layout == store::Layout::mlflow ? store::open_mlflow_store(std::move(context))
                                          : store::open_native_store(std::move(context))};
}

std::vector<Commit> Revisions::commits_since(std::string_view since) {
  const auto first = find_commit(since);
  if (!first) {
    throw unknown(since);
  }
  const Place& here = *place();
  const auto start = ask_git(here.directory, {"rev-list", "--timestamp", "--no-walk", *first});
  const auto rest =
      ask_git(here.directory, {"--literal-pathspecs", "rev-list", "--timestamp", "--reverse",
                               "--topo-order", "^" + *first, "HEAD", "--", here.below});
  if (!start || !rest) {
    throw Error(ErrorCode::system, "git rev-list failed in " + here.directory);
  }
  objects_ = std::make_shared<disk::GitObjectCache>(here.directory, true);
  std::vector<Commit> commits;
  for (const std::string& text : {*start, *rest}) {
    for (const std::string_view line : base::split(text, '\n')) {
      const std::size_t blank = line.find(' ');
      const auto seconds = base::parse_int64(line.substr(0, blank));
      if (blank != std::string_view::npos && seconds) {
        commits.push_back({std::string(line.substr(blank + 1)), *seconds * 1000});
      }
    }
  }
  return commits;
}

std::optional<std::pair<std::string, std::string>> split_revision(std::string_view selector) {
  const std::size_t colon = selector.find(':');
  const bool is_special = selector.size() > 1 && selector.front() == '@' &&
                          std::isalpha(static_cast<unsigned char>(selector[1])) != 0;
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == selector.size() ||
      selector[colon + 1] == '/' || is_special) {
    return std::nullopt;
  }
  return std::pair(std::string(selector.substr(0, colon)), std::string(selector.substr(colon + 1)));
}

}  // namespace mlt::app
