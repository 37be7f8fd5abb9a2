#include "app/store_status.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "app/liveness.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "model/rules.hpp"
#include "model/run_facts.hpp"

namespace mlt::app {
namespace {

/// The run to which a path of the store belongs: `…/experiments/<id>/<run id>/…`.
std::optional<RunId> run_of_path(std::string_view path) {
  const auto parts = base::split(path, '/');
  for (std::size_t i = 0; i + 3 < parts.size(); ++i) {
    if (parts[i] == "experiments" && model::is_experiment_id(parts[i + 1]) &&
        model::is_run_id(parts[i + 2]) && parts[i + 2] != "events" && parts[i + 2] != "models" &&
        parts[i + 2] != "hosts") {
      return RunId{std::string(parts[i + 2])};
    }
  }
  return std::nullopt;
}

std::optional<std::vector<RunId>> find_uncommitted(const std::string& root) {
  const auto answer =
      base::run_and_capture({"git", "--no-optional-locks", "status", "--porcelain", "-z",
                             "--untracked-files=all", "--no-renames", "--", "."},
                            root);
  if (!answer || answer->exit_code != 0) {
    return std::nullopt;
  }
  std::set<RunId> runs;
  constexpr std::size_t kStateSize = 3;  // "?? "
  for (const std::string_view entry : base::split(answer->out, '\0')) {
    if (entry.size() > kStateSize) {
      if (auto run = run_of_path(entry.substr(kStateSize))) {
        runs.insert(std::move(*run));
      }
    }
  }
  return std::vector<RunId>(runs.begin(), runs.end());
}

}  // namespace

StoreStatus store_status(Store& store) {
  StoreStatus status;
  for (const auto& experiment : store.list_experiments()) {
    ++(experiment.lifecycle == Lifecycle::deleted ? status.deleted_experiments
                                                  : status.experiments);
  }
  RunScan scan;
  scan.lifecycle = LifecycleFilter::all;
  scan.tags = liveness_tags();
  store.scan_runs(scan, [&status](Run&& run) {
    if (run.lifecycle == Lifecycle::deleted) {
      ++status.deleted_runs;
      return;
    }
    if (!model::is_known(run)) {
      return;  // damaged, as the store's issue sink was told
    }
    ++status.runs[run.status];
    if (run.status == RunStatus::running) {
      const bool is_dead = liveness_of(run) == Liveness::dead;
      (is_dead ? status.dead : status.running).push_back(std::move(run));
    }
  });
  for (auto* runs : {&status.running, &status.dead}) {
    std::ranges::sort(*runs, [](const Run& a, const Run& b) {
      return std::pair(-a.start_time_ms, a.id) < std::pair(-b.start_time_ms, b.id);
    });
  }
  status.uncommitted = find_uncommitted(store.root());
  return status;
}

}  // namespace mlt::app
