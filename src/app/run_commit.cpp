#include "app/run_commit.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "model/run_facts.hpp"

namespace mlt::app {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kMaxMessageParams = 12;

std::string run_git(const std::string& directory, const Words& words, base::Streams streams) {
  Words argv = {"git"};
  argv.insert(argv.end(), words.begin(), words.end());
  const auto answer = base::run_and_capture(argv, directory, 64u << 20, streams);
  if (!answer) {
    throw Error(ErrorCode::system, "cannot start git");
  }
  if (answer->exit_code != 0) {
    const std::string said(base::split(base::trim(answer->out), '\n').front());
    throw Error(ErrorCode::system, "git " + words.front() + " failed" +
                                       (said.empty() ? "" : ": " + base::escape_control(said)));
  }
  return answer->out;
}

std::string find_root(const std::string& store_root) {
  const auto answer = base::run_and_capture({"git", "rev-parse", "--show-toplevel"}, store_root);
  if (!answer || answer->exit_code != 0) {
    throw Error(ErrorCode::usage, "the store " + store_root + " is in no git repository")
        .hint("make one with: git init");
  }
  return std::string(base::trim(answer->out));
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// What git is to know of an experiment besides its runs, in either layout.
void add_experiment(CommitPlan& plan, const std::string& folder) {
  for (const char* name : {"events", "meta.yaml", "tags"}) {
    const std::string path = folder + "/" + name;
    if (disk::outside_exists(path)) {
      plan.paths.push_back(path);
    }
  }
}

/// Journals of the run that other machines wrote.
void add_other_hosts(CommitPlan& plan, const std::string& folder, const RunRef& ref) {
  const std::string hosts = folder + "/hosts";
  if (!disk::outside_is_directory(hosts)) {
    return;
  }
  const auto entries = disk::open_real_disk(hosts)->find_list("");
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>{})) {
    std::string path = hosts;
    path.append("/").append(entry.name).append("/").append(ref.run_id.value).append(".jsonl");
    if (disk::outside_exists(path)) {
      plan.paths.push_back(std::move(path));
    }
  }
}

/// Without these a clone would not know what kind of store it has.
void add_store_files(CommitPlan& plan, const std::string& store_root) {
  for (const char* name : {"mlt.yaml", ".gitattributes", ".gitignore"}) {
    std::string path = store_root + "/" + name;
    const auto tracked =
        base::run_and_capture({"git", "ls-files", "--error-unmatch", "--", path}, store_root);
    if (disk::outside_exists(path) && tracked && tracked->exit_code != 0) {
      plan.paths.push_back(std::move(path));
    }
  }
}

std::vector<std::string> changed_files(const CommitPlan& plan) {
  constexpr std::size_t kStateSize = 3;  // "?? "
  Words words = {"status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--"};
  for (const std::string& path : plan.paths) {
    words.push_back(":(literal)" + path);
  }
  for (const std::string& path : plan.left_out) {
    words.push_back(":(exclude,literal)" + path);
  }
  const std::string status = run_git(plan.root, words, base::Streams::out);
  std::vector<std::string> files;
  for (const std::string_view entry : base::split(status, '\0')) {
    if (entry.size() > kStateSize) {
      files.emplace_back(entry.substr(kStateSize));
    }
  }
  return files;
}

Words with_files(Words words, const CommitPlan& plan) {
  words.emplace_back("--");
  for (const std::string& file : plan.files) {
    words.push_back(":(top,literal)" + file);
  }
  return words;
}

std::string experiment_name(Store& store, const ExperimentId& id) {
  const auto experiments = store.list_experiments();
  const auto found = std::ranges::find(experiments, id, &Experiment::id);
  return found == experiments.end() ? id.value : found->name;
}

std::string headline(Store& store, const Run& run) {
  std::string text =
      experiment_name(store, run.experiment_id) + ": run " + run.id.value.substr(0, 7);
  text += run.name.empty() ? "" : " " + run.name;
  return text + " " + base::to_lower(name_of(run.status));
}

/// `params: lr=0.1 opt=adam`, `metrics: acc=0.93`.
std::string facts_of(const Run& run) {
  const auto line = [](const std::string& title, const Words& parts) {
    return parts.empty() ? std::string() : title + ": " + base::join(parts, " ") + "\n";
  };
  Words params;
  for (const auto& [key, value] : run.params) {
    if (params.size() == kMaxMessageParams) {
      params.emplace_back("…");
      break;
    }
    std::string param = key;
    param += "=";
    param += value;
    params.push_back(base::escape_control(param));
  }
  Words metrics;
  for (const auto& [key, summary] : run.metrics) {
    metrics.push_back(key + "=" + base::format_double(summary.last.value));
  }
  return line("params", params) + line("metrics", metrics);
}

std::string message_of(Store& store, const std::vector<Run>& runs) {
  if (runs.size() == 1) {
    const std::string facts = facts_of(runs.front());
    return headline(store, runs.front()) + "\n" + (facts.empty() ? "" : "\n" + facts);
  }
  std::set<std::string> experiments;
  for (const Run& run : runs) {
    experiments.insert(experiment_name(store, run.experiment_id));
  }
  std::string text = base::join({experiments.begin(), experiments.end()}, ", ") + ": " +
                     std::to_string(runs.size()) + " runs\n\n";
  for (const Run& run : runs) {
    text += headline(store, run) + "\n";
  }
  return text;
}

}  // namespace

CommitPlan plan_commit(Store& store, std::span<const RunRef> refs, const std::string& message) {
  CommitPlan plan;
  plan.root = find_root(store.root());
  std::vector<Run> runs;
  std::set<std::string> experiments;
  for (const RunRef& ref : refs) {
    runs.push_back(store.get_run(ref));
    const auto writer = store.open_run(ref);
    const std::string folder = folder_of(writer->run_dir());
    plan.paths.push_back(writer->run_dir());
    plan.left_out.push_back(writer->artifacts_dir());
    add_other_hosts(plan, folder, ref);
    if (experiments.insert(folder).second) {
      add_experiment(plan, folder);
    }
  }
  add_store_files(plan, store.root());
  plan.files = changed_files(plan);
  plan.message = message.empty() ? message_of(store, runs) : message;
  return plan;
}

std::string commit_runs(const CommitPlan& plan) {
  run_git(plan.root, with_files({"add", "--all"}, plan), base::Streams::both);
  run_git(plan.root, with_files({"commit", "--quiet", "--only", "--message", plan.message}, plan),
          base::Streams::both);
  return std::string(base::trim(run_git(plan.root, {"rev-parse", "HEAD"}, base::Streams::out)));
}

}  // namespace mlt::app
