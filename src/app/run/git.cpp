#include "app/run/git.hpp"

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"

namespace mlt::app {
namespace {

constexpr std::size_t kMaxDiffBytes = 1u << 20;

/// The nearest folder upward that holds `.git`: asking git for it would be a second process.
std::optional<std::string> find_work_tree(const std::string& directory) {
  std::string at = directory;
  while (!at.empty()) {
    if (disk::outside_exists(at + "/.git")) {
      return at;
    }
    at.resize(at.rfind('/'));
  }
  return std::nullopt;
}

/// `path` relative to `root`; nothing if it lies elsewhere.
std::optional<std::string> relative_to(const std::string& root, const std::string& path) {
  if (path == root) {
    return ".";
  }
  return path.starts_with(root + "/") ? std::optional(path.substr(root.size() + 1)) : std::nullopt;
}

using Words = std::vector<std::string>;

/// The arguments that keep the store out of an answer about the whole working tree.
void append_pathspecs(Words& words, const std::string& root, const std::string& store_root) {
  words.emplace_back("--");
  words.emplace_back(":/");
  const auto store = relative_to(root, store_root);
  if (store && *store != ".") {
    words.push_back(":(top,exclude,literal)" + *store);
  }
}

std::optional<base::Capture> start_git(const std::string& directory, const Words& words) {
  Words argv = {"git", "--no-optional-locks"};
  argv.insert(argv.end(), words.begin(), words.end());
  return base::Capture::start(argv, directory);
}

/// What a git that ended well has said.
std::optional<std::string> finish_git(std::optional<base::Capture>&& git,
                                      std::size_t max_bytes = 16u << 20) {
  auto result = git ? git->finish(max_bytes) : std::nullopt;
  return result && result->exit_code == 0 ? std::optional(std::move(result->out)) : std::nullopt;
}

/// The part of a record of `status` after its first `fields` fields.
std::string_view after_fields(std::string_view record, int fields) {
  for (; fields > 0; --fields) {
    const std::size_t blank = record.find(' ');
    record = blank == std::string_view::npos ? std::string_view() : record.substr(blank + 1);
  }
  return record;
}

}  // namespace

void parse_git_status(std::string_view text, GitState& state) {
  bool is_origin_path = false;  // a renamed file's old name is a record of its own
  for (const std::string_view record : base::split(text, '\0')) {
    if (is_origin_path || record.size() < 2) {
      is_origin_path = false;
    } else if (record.starts_with("# branch.oid ")) {
      const std::string_view commit = after_fields(record, 2);
      state.commit = commit == "(initial)" ? "" : commit;
    } else if (record.starts_with("# branch.head ")) {
      const std::string_view branch = after_fields(record, 2);
      state.branch = branch == "(detached)" ? "" : branch;
    } else if (record.starts_with("? ")) {
      state.untracked.emplace_back(record.substr(2));
    } else if (record[0] == '1' || record[0] == '2' || record[0] == 'u') {
      state.dirty = true;
      is_origin_path = record[0] == '2';
    }
  }
}

GitQuery::GitQuery(const std::string& directory, const std::string& store_root) {
  try {
    directory_ = disk::real_path(directory);
    const auto root = find_work_tree(directory_);
    if (!root) {
      return;
    }
    root_ = *root;
    // Neither the way to the upstream branch nor renames are wanted, and both can take long.
    Words words = {"status",      "--porcelain=v2",           "--branch",
                   "-z",          "--untracked-files=normal", "--no-ahead-behind",
                   "--no-renames"};
    append_pathspecs(words, root_, disk::real_path(store_root));
    status_ = start_git(root_, words);
    remotes_ = start_git(root_, {"config", "-z", "--get-regexp", "^remote\\..*\\.url$"});
  } catch (const Error&) {  // a directory that cannot be looked at is as one outside of git
  }
}

std::optional<GitState> GitQuery::finish() {
  const auto status_text = finish_git(std::move(status_));
  const auto remotes_text = finish_git(std::move(remotes_));
  if (!status_text) {
    return std::nullopt;
  }
  GitState state;
  state.root = root_;
  state.directory = relative_to(root_, directory_).value_or(".");
  parse_git_status(*status_text, state);
  if (const auto url = remotes_text ? pick_remote_url(*remotes_text) : std::nullopt) {
    state.remote_url = without_credentials(*url);
  }
  return state;
}

std::optional<std::string> read_git_diff(const GitState& state, const std::string& store_root) {
  if (state.commit.empty()) {
    return std::nullopt;
  }
  Words words = {"diff",          "HEAD",          "--binary",        "--no-color",
                 "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/"};
  append_pathspecs(words, state.root, disk::real_path(store_root));
  auto diff = finish_git(start_git(state.root, words), kMaxDiffBytes + 1);
  if (diff && diff->size() > kMaxDiffBytes) {
    words[2] = "--stat=120";
    diff = finish_git(start_git(state.root, words), kMaxDiffBytes);
    if (diff) {
      diff->insert(0, std::string(kDiffSummary) + "; this is its summary\n");
    }
  }
  return diff && !diff->empty() ? diff : std::nullopt;
}

std::optional<std::string> pick_remote_url(std::string_view text) {
  std::optional<std::string> first;
  for (const std::string_view entry : base::split(text, '\0')) {
    const std::size_t newline = entry.find('\n');
    if (newline == std::string_view::npos) {
      continue;
    }
    const std::string url(entry.substr(newline + 1));
    if (entry.starts_with("remote.origin.")) {
      return url;
    }
    first = first ? first : url;
  }
  return first;
}

std::string without_credentials(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) {
    return std::string(url);  // a path, or host:path of ssh
  }
  const std::size_t host = scheme_end + 3;
  const std::string_view authority = url.substr(host, url.find_first_of("/?#", host) - host);
  const std::size_t at = authority.rfind('@');
  std::string user(at == std::string_view::npos ? std::string_view() : authority.substr(0, at + 1));
  std::string_view rest = url.substr(host + user.size());
  if (url.starts_with("ssh://")) {
    const std::size_t colon = user.find(':');
    user = colon == std::string::npos ? user : user.substr(0, colon) + "@";
  } else {
    user.clear();
    rest = rest.substr(0, rest.find_first_of("?#"));
  }
  return std::string(url.substr(0, host)) + user + std::string(rest);
}

}  // namespace mlt::app
