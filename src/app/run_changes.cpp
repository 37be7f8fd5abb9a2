#include "app/run_changes.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "mlt/error.hpp"

#include "app/liveness.hpp"
#include "app/log.hpp"
#include "app/tree_size.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

std::string shown(const Run& run) {
  std::string text = "run " + run.id.value.substr(0, 7);
  return run.name.empty() ? text : text + " (" + base::escape_control(run.name) + ")";
}

void check_tags(const TagChange& change) {
  LogRules rules;
  for (const auto& [key, value] : change.set) {
    rules.check_tag(key, value);
  }
  for (const std::string& key : change.removed) {
    rules.check_tag(key, "-");
  }
}

void require_taggable(const Run& run, const TagChange& change) {
  if (run.lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, shown(run) + " is deleted")
        .hint("restore it with: mlt runs restore " + run.id.value.substr(0, 7));
  }
  for (const std::string& key : change.removed) {
    if (!run.tags.contains(key)) {
      throw Error(ErrorCode::not_found,
                  shown(run) + " has no tag '" + base::escape_control(key) + "'");
    }
  }
}

void require_purgeable(const Run& run, bool force) {
  const std::string id = run.id.value.substr(0, 7);
  if (run.lifecycle != Lifecycle::deleted && !force) {
    throw Error(ErrorCode::refused, shown(run) + " is not deleted")
        .hint("delete it first: mlt runs delete " + id)
        .hint("or do both at once with --force");
  }
  if (run.tags.contains(kKeepTag)) {
    throw Error(ErrorCode::refused, shown(run) + " is to be kept: it bears the tag mlt.keep")
        .hint("let it go with: mlt runs tag " + id + " --remove mlt.keep");
  }
  if (!has_ended(run.status) && liveness_of(run) == Liveness::alive) {
    throw Error(ErrorCode::refused, shown(run) + " is running");
  }
}

}  // namespace

std::vector<Run> tag_runs(Store& store, std::span<const RunRef> refs, const TagChange& change,
                          bool dry_run) {
  check_tags(change);
  RunBatch batch;
  for (const auto& [key, value] : change.set) {
    batch.tags.push_back({key, value});
  }
  for (const std::string& key : change.removed) {
    if (!change.set.contains(key)) {
      batch.removed_tags.push_back(key);
    }
  }
  std::vector<Run> runs;
  for (const RunRef& ref : refs) {
    require_taggable(runs.emplace_back(store.get_run(ref)), change);
  }
  if (!dry_run && !batch.empty()) {
    for (const RunRef& ref : refs) {
      store.open_run(ref)->append(batch);
    }
  }
  return runs;
}

std::vector<Run> set_runs_lifecycle(Store& store, std::span<const RunRef> refs, Lifecycle lifecycle,
                                    bool dry_run) {
  std::vector<Run> changed;
  for (const RunRef& ref : refs) {
    Run run = store.get_run(ref);
    if (run.lifecycle != lifecycle) {
      changed.push_back(std::move(run));
    }
  }
  if (!dry_run) {
    for (const Run& run : changed) {
      store.open_run(run.ref())->set_lifecycle(lifecycle);
    }
  }
  return changed;
}

std::vector<DoomedRun> plan_purge(Store& store, std::span<const RunRef> refs, bool force) {
  std::vector<DoomedRun> doomed;
  for (const RunRef& ref : refs) {
    DoomedRun& each = doomed.emplace_back();
    each.run = store.get_run(ref);
    require_purgeable(each.run, force);
    each.bytes = tree_size_of(store.open_run(ref)->run_dir()).bytes;
  }
  return doomed;
}

void purge_runs(Store& store, std::span<const DoomedRun> runs) {
  for (const DoomedRun& each : runs) {
    if (each.run.lifecycle != Lifecycle::deleted) {
      store.open_run(each.run.ref())->set_lifecycle(Lifecycle::deleted);
    }
    store.purge_run(each.run.ref());
  }
}

}  // namespace mlt::app
