#include "app/code_diff.hpp"

#include <memory>
#include <utility>

#include "mlt/error.hpp"

#include "app/run/git.hpp"
#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxPatch = 64u << 20;

using Words = std::vector<std::string>;

bool is_commit_name(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// What can be applied; a summary cannot.
bool has_patch(const CodeState& state) {
  return state.diff && !state.diff->starts_with(kDiffSummary);
}

/// An entry of GIT_ALTERNATE_OBJECT_DIRECTORIES, which are separated by colons.
std::string quoted_entry(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) {
    out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return out + '"';
}

/// One repository, asked and never changed: objects that git makes go to a folder of their own.
class Repository {
 public:
  /// Nothing where `directory` is in none that has both commits.
  static std::optional<Repository> find(const std::string& directory, const CodeState& from,
                                        const CodeState& to) {
    Repository here(directory);
    for (const CodeState* state : {&from, &to}) {
      if (!here.ask({"cat-file", "-e", state->commit + "^{tree}"})) {
        return std::nullopt;
      }
    }
    const auto objects = here.ask({"rev-parse", "--path-format=absolute", "--git-path", "objects"});
    if (!objects) {
      return std::nullopt;
    }
    // A patch is applied from the top; a bare repository is its own.
    if (const auto top = here.ask({"rev-parse", "--show-toplevel"})) {
      here.directory_ = base::trim(*top);
      here.top_ = here.directory_;
    }
    here.objects_ = base::trim(*objects);
    return here;
  }

  [[nodiscard]] const std::string& top() const { return top_; }

  [[nodiscard]] std::optional<std::string> ask(const Words& words, std::string_view input = {}) {
    Words argv = {"env"};
    argv.insert(argv.end(), variables_.begin(), variables_.end());
    argv.insert(argv.end(), {"git", "--no-optional-locks", "-c", "protocol.allow=never", "-c",
                             "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"});
    argv.insert(argv.end(), words.begin(), words.end());
    auto answer = base::run_with_input(argv, directory_, input, kMaxPatch);
    return answer && answer->exit_code == 0 ? std::optional(std::move(answer->out)) : std::nullopt;
  }

  /// What apply() makes goes to this empty directory.
  void work_in(const std::string& scratch) {
    scratch_ = scratch;
    variables_ = {"GIT_OBJECT_DIRECTORY=" + scratch + "/objects",
                  "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + quoted_entry(objects_)};
    disk::make_outside_dirs(scratch + "/objects");
  }

  /// The tree of a commit with a patch applied to it; nothing where that cannot be.
  std::optional<std::string> apply(const std::string& commit, const std::string& patch) {
    if (scratch_.empty()) {
      return std::nullopt;
    }
    variables_.push_back("GIT_INDEX_FILE=" + scratch_ + "/index");
    std::optional<std::string> tree;
    if (ask({"read-tree", commit}) &&
        ask({"apply", "--cached", "--whitespace=nowarn", "-"}, patch)) {
      tree = ask({"write-tree", "--missing-ok"});
    }
    variables_.pop_back();
    return tree ? std::optional(std::string(base::trim(*tree))) : std::nullopt;
  }

 private:
  explicit Repository(std::string directory) : directory_(std::move(directory)) {}

  std::string directory_;
  std::string objects_;
  std::string scratch_;
  std::string top_;
  Words variables_;
};

/// What git is to compare: the commit, or a tree made of it. Tells whether that lacks something.
std::pair<std::string, bool> tree_of(Repository& repository, const CodeState& state) {
  if (!state.is_uncommitted) {
    return {state.commit, false};
  }
  const auto tree = has_patch(state) ? repository.apply(state.commit, *state.diff) : std::nullopt;
  return tree ? std::pair(*tree, false) : std::pair(state.commit, true);
}

std::optional<CodeDiff> diff_trees(Repository& repository, const std::string& store_root,
                                   const CodeState& from, const CodeState& to, bool with_patch) {
  const auto [from_tree, lacks_from] = tree_of(repository, from);
  const auto [to_tree, lacks_to] = tree_of(repository, to);
  const auto compare = [&, &a = from_tree, &b = to_tree](const Words& mode) {
    Words words = {"diff",          "--no-renames",  "--no-color",
                   "--no-ext-diff", "--no-textconv", "--submodule=short"};
    words.insert(words.end(), mode.begin(), mode.end());
    words.insert(words.end(), {a, b, "--", ":/"});
    if (!repository.top().empty() && store_root.starts_with(repository.top() + "/")) {
      words.push_back(":(top,exclude,literal)" + store_root.substr(repository.top().size() + 1));
    }
    return repository.ask(words);
  };
  const auto numbers = compare({"--numstat", "-z"});
  if (!numbers) {
    return std::nullopt;
  }
  CodeDiff diff{.files = parse_numstat(*numbers),
                .patch = {},
                .lacks_from = lacks_from,
                .lacks_to = lacks_to};
  if (with_patch) {
    diff.patch = compare({"--patch", "--src-prefix=a/", "--dst-prefix=b/"}).value_or("");
  }
  return diff;
}

/// Nothing where no file can be made there: what was not committed is then no part of a comparison.
std::unique_ptr<disk::OutsideTempFolder> make_scratch(const std::string& parent) {
  try {
    return std::make_unique<disk::OutsideTempFolder>(parent);
  } catch (const Error&) {
    return nullptr;
  }
}

/// Two states of one commit that git need not have: the kept changes are the difference.
std::optional<CodeDiff> diff_changes(const CodeState& from, const CodeState& to, bool with_patch) {
  const bool is_backwards = from.is_uncommitted;
  const CodeState& changed = is_backwards ? from : to;
  if (from.commit != to.commit || (from.is_uncommitted && to.is_uncommitted) ||
      (changed.is_uncommitted && !has_patch(changed))) {
    return std::nullopt;
  }
  CodeDiff diff;
  if (!changed.is_uncommitted) {
    return diff;
  }
  const auto numbers =
      base::run_with_input({"git", "apply", "--numstat", "-z", "-"}, "/", *changed.diff, kMaxPatch);
  if (!numbers || numbers->exit_code != 0) {
    return std::nullopt;
  }
  diff.files = parse_numstat(numbers->out);
  if (is_backwards) {
    for (CodeDiff::File& file : diff.files) {
      std::swap(file.added, file.removed);
    }
  } else if (with_patch) {
    diff.patch = *changed.diff;
  }
  return diff;
}

}  // namespace

std::string CodeDiff::File::changes() const {
  return is_binary ? "binary" : "+" + std::to_string(added) + " -" + std::to_string(removed);
}

std::vector<CodeDiff::File> parse_numstat(std::string_view text) {
  std::vector<CodeDiff::File> files;
  for (const std::string_view record : base::split(text, '\0')) {
    const std::size_t first = record.find('\t');
    const std::size_t second = record.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) {
      continue;
    }
    const auto added = base::parse_int64(record.substr(0, first));
    const auto removed = base::parse_int64(record.substr(first + 1, second - first - 1));
    files.push_back({.path = std::string(record.substr(second + 1)),
                     .is_binary = !added || !removed,
                     .added = added.value_or(0),
                     .removed = removed.value_or(0)});
  }
  return files;
}

std::optional<CodeDiff> diff_code(const CodePlace& place, const CodeState& from,
                                  const CodeState& to, bool with_patch) {
  // The names come out of a store, which anybody may have written.
  if (!is_commit_name(from.commit) || !is_commit_name(to.commit)) {
    return std::nullopt;
  }
  if (from.commit == to.commit && from.is_uncommitted == to.is_uncommitted &&
      (!from.is_uncommitted || (has_patch(from) && from.diff == to.diff))) {
    return CodeDiff{};
  }
  const auto scratch = from.is_uncommitted || to.is_uncommitted
                           ? make_scratch(place.temp_directory)
                           : std::unique_ptr<disk::OutsideTempFolder>();
  for (const std::string& directory : place.directories) {
    auto repository = Repository::find(directory, from, to);
    if (repository && scratch) {
      repository->work_in(scratch->path());
    }
    if (auto diff = repository ? diff_trees(*repository, place.store_root, from, to, with_patch)
                               : std::nullopt) {
      return diff;
    }
  }
  return diff_changes(from, to, with_patch);
}

}  // namespace mlt::app
