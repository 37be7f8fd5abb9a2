#include "app/code_diff.hpp"

#include <utility>

#include "base/process.hpp"
#include "base/text.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxPatch = 64u << 20;

bool is_commit_name(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<std::string> ask_git(const std::string& directory, std::vector<std::string> words) {
  words.insert(words.begin(), {"git", "--no-optional-locks", "-c", "protocol.allow=never"});
  auto answer = base::run_and_capture(words, directory, kMaxPatch);
  return answer && answer->exit_code == 0 ? std::optional(std::move(answer->out)) : std::nullopt;
}

}  // namespace

std::vector<CodeDiff::File> parse_numstat(std::string_view text) {
  std::vector<CodeDiff::File> files;
  for (const std::string_view record : base::split(text, '\0')) {
    const std::size_t first = record.find('\t');
    const std::size_t second = record.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) {
      continue;
    }
    const std::string_view added = record.substr(0, first);
    const std::string_view removed = record.substr(first + 1, second - first - 1);
    std::string changes = "binary";
    if (added != "-") {
      changes = '+';
      changes.append(added).append(" -").append(removed);
    }
    files.push_back({std::string(record.substr(second + 1)), std::move(changes)});
  }
  return files;
}

std::optional<CodeDiff> diff_code(const std::string& directory, const std::string& store_root,
                                  const std::string& from, const std::string& to, bool with_patch) {
  // The names come out of a store, which anybody may have written.
  if (!is_commit_name(from) || !is_commit_name(to)) {
    return std::nullopt;
  }
  const auto top_text = ask_git(directory, {"rev-parse", "--show-toplevel"});
  const std::string top(top_text ? base::trim(*top_text) : "");
  const std::vector<std::string> words = {"diff",          "--no-renames",  "--no-color",
                                          "--no-ext-diff", "--no-textconv", "--submodule=short"};
  std::vector<std::string> what = {from, to, "--", ":/"};
  if (!top.empty() && store_root.starts_with(top + "/")) {
    what.push_back(":(top,exclude,literal)" + store_root.substr(top.size() + 1));
  }
  const auto run = [&](const std::vector<std::string>& mode) {
    std::vector<std::string> all = words;
    all.insert(all.end(), mode.begin(), mode.end());
    all.insert(all.end(), what.begin(), what.end());
    return ask_git(directory, std::move(all));
  };
  const auto numbers = run({"--numstat", "-z"});
  if (!numbers) {
    return std::nullopt;
  }
  CodeDiff diff{.files = parse_numstat(*numbers), .patch = {}};
  if (with_patch) {
    diff.patch = run({"--patch", "--src-prefix=a/", "--dst-prefix=b/"}).value_or("");
  }
  return diff;
}

}  // namespace mlt::app
