#include "app/redact.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

/// Shorter texts stand everywhere: taking them out would destroy the store.
constexpr std::size_t kLeastValueBytes = 6;

void check_value(const std::string& value) {
  if (value.size() < kLeastValueBytes) {
    throw Error(ErrorCode::usage, "a value to redact is shorter than " +
                                      std::to_string(kLeastValueBytes) +
                                      " bytes: it would be found everywhere")
        .hint("name the param or tag that holds it: --key GLOB");
  }
}

/// Keys that fit a pattern, and their values.
class KeyFinder {
 public:
  explicit KeyFinder(const std::vector<std::string>& globs) : globs_(globs) {}

  void look(const Run& run) {
    look(run.params);
    look(run.tags);
  }

  void finish(RedactPlan& plan) const {
    for (const std::string& glob : globs_) {
      if (!used_.contains(glob)) {
        throw Error(ErrorCode::not_found,
                    "no param or tag fits '" + base::escape_control(glob) + "'")
            .hint("list keys with: mlt runs keys -x '*'");
      }
    }
    plan.redaction.keys.assign(keys_.begin(), keys_.end());
    std::ranges::copy_if(values_, std::back_inserter(plan.sought),
                         [](const std::string& value) { return value.size() >= kLeastValueBytes; });
  }

 private:
  void look(const KeyValueMap& map) {
    for (const auto& [key, value] : map) {
      for (const std::string& glob : globs_) {
        if (base::matches_glob(glob, key)) {
          used_.insert(glob);
          keys_.insert(key);
          values_.insert(value);
        }
      }
    }
  }

  const std::vector<std::string>& globs_;
  std::set<std::string> used_;
  std::set<std::string> keys_;
  std::set<std::string> values_;
};

std::string ask_git(const std::string& directory, const std::vector<std::string>& argv) {
  const auto answer = base::run_and_capture(argv, directory);
  return answer && answer->exit_code == 0 ? answer->out : std::string();
}

bool holds_any(const std::string& text, std::span<const std::string> values) {
  return std::ranges::any_of(
      values, [&text](const std::string& value) { return text.find(value) != std::string::npos; });
}

}  // namespace

RedactPlan plan_redaction(Store& store, const RedactRequest& request) {
  if (request.values.empty() && request.globs.empty()) {
    throw Error(ErrorCode::usage, "nothing to redact is named")
        .hint("a value: mlt redact --value-from FILE")
        .hint("a param or tag: mlt redact --key '*password*'");
  }
  std::ranges::for_each(request.values, check_value);
  RedactPlan plan;
  plan.redaction.values = request.values;
  plan.redaction.runs = request.runs;
  plan.sought = request.values;
  KeyFinder finder(request.globs);
  if (!request.globs.empty()) {
    RunScan scan;
    scan.lifecycle = LifecycleFilter::all;
    scan.params = scan.tags = KeySelection::everything();
    store.scan_runs(scan, [&](Run&& run) {
      if (request.runs.empty() ||
          std::ranges::find(request.runs, run.ref()) != request.runs.end()) {
        finder.look(run);
      }
    });
  }
  finder.finish(plan);
  return plan;
}

std::vector<HoldingCommit> find_holding_commits(const std::string& store_root,
                                                std::span<const RedactedFile> files,
                                                std::span<const std::string> values) {
  std::vector<HoldingCommit> found;
  for (const RedactedFile& file : files) {
    const std::string commits =
        ask_git(store_root, {"git", "log", "--all", "--format=%H", "--", ":(literal)" + file.path});
    for (const std::string_view commit : base::split(commits, '\n')) {
      if (commit.empty()) {
        continue;
      }
      const std::string object = std::string(commit) + ":./" + file.path;
      if (holds_any(ask_git(store_root, {"git", "show", object}), values)) {
        found.push_back({std::string(commit), file.path});
      }
    }
  }
  return found;
}

}  // namespace mlt::app
