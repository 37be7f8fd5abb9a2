#include "app/gc.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/goals.hpp"
#include "app/liveness.hpp"
#include "app/log.hpp"
#include "app/run_filter.hpp"
#include "app/tree_size.hpp"
#include "base/numbers.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"
#include "search/search.hpp"

namespace mlt::app {
namespace {

/// Where things are built aside; names begin with the pid of who builds.
constexpr std::string_view kAside = ".tmp";

std::int64_t end_of(const Run& run) {
  return run.deleted_time_ms.value_or(run.end_time_ms.value_or(run.start_time_ms));
}

class Collector {
 public:
  Collector(Store& store, const GcOptions& options)
      : store_(store),
        options_(options),
        keep_(search::Filter::parse(options.keep, search::Subject::runs, options.now_ms)) {
    for (const Experiment& experiment : store.list_experiments()) {
      experiments_.emplace(experiment.id, experiment);
    }
  }

  std::vector<GcItem> collect() {
    const bool any_kind = options_.deleted || options_.orphans;
    if (options_.deleted || (!any_kind && options_.before_ms)) {
      collect_runs();
    }
    if (options_.deleted) {
      collect_experiments();
    }
    if (options_.orphans) {
      collect_leftovers();
    }
    return std::move(items_);
  }

 private:
  void collect_runs() {
    const auto keys = keep_.used_keys();
    RunScan scan;
    scan.experiments = options_.experiments;
    scan.lifecycle = options_.deleted ? LifecycleFilter::deleted : LifecycleFilter::all;
    scan.params.names = keys.params;
    scan.metrics.names = keys.metrics;
    scan.tags = liveness_tags();
    scan.tags.names.insert(keys.tags.begin(), keys.tags.end());
    scan.tags.names.emplace(kKeepTag);
    scan.inputs = keys.inputs;
    if (options_.keep_best) {
      scan.metrics.names.insert(options_.keep_best->metric);
    }
    std::vector<Run> runs;
    store_.scan_runs(scan, [&runs](Run&& run) { runs.push_back(std::move(run)); });
    std::ranges::sort(runs, {}, &Run::ref);
    keep_.check_bare_names([&runs](std::string_view name) { return kinds_among(runs, name); });
    const std::set<RunRef> best = best_of(runs);
    for (const Run& run : runs) {
      if (!run.damaged && (!options_.before_ms || end_of(run) < *options_.before_ms)) {
        add_run(run, best.contains(run.ref()));
      }
    }
  }

  void add_run(const Run& run, bool is_best) {
    GcItem& item = items_.emplace_back();
    item.run = run.ref();
    item.id = run.id.value;
    item.name = run.name;
    item.is_deleted = run.lifecycle == Lifecycle::deleted;
    item.bytes = tree_size_of(store_.open_run(run.ref())->run_dir()).bytes;
    item.is_protected = true;
    if (run.tags.contains(kKeepTag)) {
      item.kept = "tag mlt.keep";
    } else if (!has_ended(run.status) && liveness_of(run) != Liveness::dead) {
      item.kept = "running";
    } else {
      item.is_protected = false;
      item.kept = is_best                                                ? "among the best"
                  : !options_.keep.empty() && passes(store_, keep_, run) ? "--keep"
                                                                         : "";
    }
    if (!item.kept.empty()) {
      holds_kept_.insert(run.experiment_id);
    }
  }

  std::set<RunRef> best_of(const std::vector<Run>& runs) const {
    std::set<RunRef> best;
    if (!options_.keep_best) {
      return best;
    }
    std::map<ExperimentId, std::vector<const Run*>> by_experiment;
    for (const Run& run : runs) {
      if (run.metrics.contains(options_.keep_best->metric)) {
        by_experiment[run.experiment_id].push_back(&run);
      }
    }
    for (auto& [experiment, candidates] : by_experiment) {
      const Goal goal = goal_in(experiment);
      std::ranges::sort(candidates, [&](const Run* a, const Run* b) {
        const double left = a->metrics.find(options_.keep_best->metric)->second.last.value;
        const double right = b->metrics.find(options_.keep_best->metric)->second.last.value;
        return is_better(left, right, goal) || (!is_better(right, left, goal) && a->id < b->id);
      });
      candidates.resize(std::min(candidates.size(), options_.keep_best->count));
      for (const Run* run : candidates) {
        best.insert(run->ref());
      }
    }
    return best;
  }

  Goal goal_in(const ExperimentId& id) const {
    const auto found = experiments_.find(id);
    const std::string name = found == experiments_.end() ? id.value : found->second.name;
    const std::string& metric = options_.keep_best->metric;
    if (const auto goal = goal_of(metric, {}, options_.settings, name)) {
      return *goal;
    }
    throw Error(ErrorCode::usage, "whether more or less of '" + metric + "' is better is not known")
        .hint("say it in the store's mlt.yaml: metrics: {" + metric + ": max}");
  }

  void collect_experiments() {
    for (const auto& [id, experiment] : experiments_) {
      const bool is_asked_for =
          options_.experiments.empty() ||
          std::ranges::find(options_.experiments, id) != options_.experiments.end();
      if (experiment.lifecycle != Lifecycle::deleted || !is_asked_for ||
          (options_.before_ms && experiment.updated_ms >= *options_.before_ms)) {
        continue;
      }
      GcItem& item = items_.emplace_back();
      item.kind = GcItem::Kind::experiment;
      item.id = id.value;
      item.name = experiment.name;
      item.kept = holds_kept_.contains(id) ? "holds a run that stays" : "";
    }
  }

  void collect_leftovers() {
    const auto disk = disk::open_real_disk(store_.root());
    const auto entries = disk->find_list(kAside);
    for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>{})) {
      const auto pid = base::parse_int64(entry.name.substr(0, entry.name.find('-')));
      if (!pid || liveness_of_process(static_cast<int>(*pid)) != Liveness::dead) {
        continue;
      }
      const std::string path = disk::join_path(kAside, entry.name);
      const auto stat = disk->find_stat(path);
      if (!stat || (options_.before_ms && stat->mtime_ms >= *options_.before_ms)) {
        continue;
      }
      GcItem& item = items_.emplace_back();
      item.kind = GcItem::Kind::leftover;
      item.id = path;
      item.bytes =
          stat->kind == disk::FileKind::directory ? tree_size(*disk, path).bytes : stat->size;
    }
  }

  Store& store_;
  const GcOptions& options_;
  search::Filter keep_;
  std::map<ExperimentId, Experiment> experiments_;
  std::set<ExperimentId> holds_kept_;
  std::vector<GcItem> items_;
};

}  // namespace

std::vector<GcItem> plan_gc(Store& store, const GcOptions& options) {
  return Collector(store, options).collect();
}

void prune(Store& store, const std::vector<GcItem>& items) {
  for (const GcItem& item : items) {
    if (!item.kept.empty()) {
      continue;
    }
    switch (item.kind) {
      case GcItem::Kind::run:
        if (!item.is_deleted) {
          store.open_run(item.run)->set_lifecycle(Lifecycle::deleted);
        }
        store.purge_run(item.run);
        break;
      case GcItem::Kind::experiment:
        store.purge_experiment({item.id});
        break;
      case GcItem::Kind::leftover:
        disk::remove_tree(*disk::open_real_disk(store.root()), item.id);
        break;
    }
  }
}

}  // namespace mlt::app
