#include "app/git_objects.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxBatchBytes = 32u << 20;
constexpr std::string_view kLinkMode = "120000";
constexpr std::string_view kSubmoduleMode = "160000";

/// Field `index` of a record of fields between single blanks.
std::string_view field(std::string_view record, int index) {
  for (; index > 0; --index) {
    const std::size_t blank = record.find(' ');
    record = blank == std::string_view::npos ? std::string_view() : record.substr(blank + 1);
  }
  return record.substr(0, record.find(' '));
}

std::string object_list(const std::vector<GitFile>& files) {
  std::string list;
  for (const GitFile& file : files) {
    list.append(file.object).append("\n");
  }
  return list;
}

}  // namespace

std::vector<GitFile> parse_git_raw(std::string_view text) {
  std::vector<GitFile> files;
  std::string commit;
  std::string_view entry;  // the record before a path: `:mode mode object object status`
  for (std::string_view record : base::split(text, '\0')) {
    if (!entry.empty()) {
      if (field(entry, 1) != kSubmoduleMode) {
        files.push_back({std::string(record), std::string(field(entry, 3)),
                         field(entry, 1) == kLinkMode, commit});
      }
      entry = {};
      continue;
    }
    record = base::trim(record);
    if (record.starts_with('\x01')) {
      commit = record.substr(1, record.find('\x01', 1) - 1);
    } else if (record.starts_with(':')) {
      entry = record;
    }
  }
  return files;
}

std::vector<GitFile> parse_git_listing(std::string_view text) {
  std::vector<GitFile> files;
  for (const std::string_view record : base::split(text, '\0')) {
    const std::size_t tab = record.find('\t');
    if (tab == std::string_view::npos) {
      continue;
    }
    const std::string_view about = record.substr(0, tab);
    const std::string_view mode = field(about, 0);
    if (mode != kSubmoduleMode) {
      // `mode blob object` of a tree, `mode object stage` of the index.
      const std::string_view object = field(about, field(about, 1) == "blob" ? 2 : 1);
      files.push_back(
          {std::string(record.substr(tab + 1)), std::string(object), mode == kLinkMode, {}});
    }
  }
  return files;
}

GitObjects::GitObjects(std::string directory) : directory_(std::move(directory)) {
  const auto answer =
      base::run_and_capture({"git", "rev-parse", "--is-inside-work-tree"}, directory_);
  if (!answer) {
    throw Error(ErrorCode::system, "cannot start git");
  }
  if (answer->exit_code != 0 || base::trim(answer->out) != "true") {
    throw Error(ErrorCode::not_found, directory_ + " is in no working tree of git");
  }
}

std::string GitObjects::run(std::vector<std::string> words, std::string_view input,
                            std::size_t max_bytes) const {
  const std::string verb = words.front();
  words.insert(words.begin(), {"git", "--no-optional-locks", "--literal-pathspecs"});
  auto result = base::run_with_input(words, directory_, input, max_bytes);
  if (!result || result->exit_code != 0) {
    throw Error(ErrorCode::system,
                "git " + verb + " failed in " + directory_ +
                    (result ? " with exit code " + std::to_string(result->exit_code) : ""));
  }
  return std::move(result->out);
}

std::vector<std::string> GitObjects::resolve(const std::string& range) const {
  const Error bad(ErrorCode::usage, "git does not know the range '" + range + "'");
  if (range.starts_with('-')) {
    throw bad;
  }
  const auto answer =
      base::run_and_capture({"git", "rev-parse", "--revs-only", range, "--"}, directory_);
  std::vector<std::string> commits;
  if (answer && answer->exit_code == 0) {
    for (const std::string_view line : base::split(answer->out, '\n')) {
      if (!line.empty()) {
        commits.emplace_back(line);
      }
    }
  }
  if (commits.empty()) {
    throw bad;
  }
  return commits;
}

std::vector<GitFile> GitObjects::changes(const std::vector<std::string>& range) const {
  std::vector<std::string> words = {"log",
                                    "--raw",
                                    "-z",
                                    "-m",
                                    "--root",
                                    "--no-renames",
                                    "--no-abbrev",
                                    "--no-ext-diff",
                                    "--diff-filter=AMT",
                                    "--format=%x01%H%x01",
                                    "--relative"};
  words.insert(words.end(), range.begin(), range.end());
  words.insert(words.end(), {"--", "."});
  return parse_git_raw(run(std::move(words)));
}

std::vector<GitFile> GitObjects::staged() const {
  return parse_git_raw(run({"diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev",
                            "--no-ext-diff", "--diff-filter=AMT", "--relative", "--", "."}));
}

std::vector<GitFile> GitObjects::files(const std::string& commit) const {
  return parse_git_listing(commit.empty() ? run({"ls-files", "--stage", "-z", "--", "."})
                                          : run({"ls-tree", "-r", "-z", commit, "--", "."}));
}

std::vector<std::string> GitObjects::wanted() const {
  std::vector<std::string> paths;
  const std::string text =
      run({"ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "."});
  for (const std::string_view path : base::split(text, '\0')) {
    if (!path.empty()) {
      paths.emplace_back(path);
    }
  }
  return paths;
}

std::vector<std::uint64_t> GitObjects::sizes(const std::vector<GitFile>& files) const {
  const std::string text =
      files.empty() ? std::string()
                    : run({"cat-file", "--batch-check=%(objectsize)"}, object_list(files));
  std::size_t at = 0;
  std::vector<std::uint64_t> sizes;
  for (const GitFile& file : files) {
    const std::size_t end = text.find('\n', at);
    const auto size = base::parse_int64(std::string_view(text).substr(at, end - at));
    if (end == std::string::npos || !size) {
      throw Error(ErrorCode::system, "git lacks the content of " + file.path);
    }
    sizes.push_back(static_cast<std::uint64_t>(*size));
    at = end + 1;
  }
  return sizes;
}

void GitObjects::read(
    const std::vector<GitFile>& files, std::size_t max_bytes,
    const std::function<void(std::size_t index, std::string_view bytes)>& sink) const {
  const std::vector<std::uint64_t> sizes = this->sizes(files);
  std::size_t next = 0;
  while (next < files.size()) {
    std::vector<GitFile> batch;
    std::vector<std::size_t> indices;
    std::uint64_t bytes = 0;
    for (; next < files.size() && (batch.empty() || bytes + sizes[next] <= kMaxBatchBytes);
         ++next) {
      if (sizes[next] <= max_bytes) {
        batch.push_back(files[next]);
        indices.push_back(next);
        bytes += sizes[next];
      }
    }
    if (batch.empty()) {
      return;
    }
    // Each as `object blob size`, a newline, the content, a newline.
    const std::string text = run({"cat-file", "--batch"}, object_list(batch));
    std::size_t at = 0;
    for (const std::size_t index : indices) {
      const std::size_t content = text.find('\n', at);
      if (content == std::string::npos || text.size() - content - 1 < sizes[index]) {
        throw Error(ErrorCode::system, "git cat-file left out " + files[index].path);
      }
      sink(index, std::string_view(text).substr(content + 1, sizes[index]));
      at = content + 1 + sizes[index] + 1;
    }
  }
}

}  // namespace mlt::app
