#include "app/run_query.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/key_check.hpp"
#include "app/metric_reader.hpp"
#include "app/run_filter.hpp"

namespace mlt::app {
namespace {

void add_names(KeySelection& selection, const std::set<std::string, std::less<>>& names) {
  selection.names.insert(names.begin(), names.end());
}

void add_all(KeySelection& to, const KeySelection& from) {
  to.all = to.all || from.all;
  add_names(to, from.names);
}

auto before(const search::Order& order) {
  return [&order](const Run& a, const Run& b) { return order.before(a, b); };
}

/// The runs of one experiment (or of all that were asked for) while a scan goes on.
struct Pool {
  Pool(search::Order order_of_pool, const search::Filter& filter, const search::Order& named)
      : order(std::move(order_of_pool)), watch(filter, named) {}

  search::Order order;
  KeyWatch watch;  // of what the user named: a default order may speak of what no run has yet
  std::vector<Run> kept;
  std::size_t total = 0;
  std::size_t matched = 0;
};

class Gatherer {
 public:
  Gatherer(Store& store, const RunQuery& query)
      : store_(store),
        query_(query),
        filter_(search::Filter::parse(query.filter, search::Subject::runs, query.now_ms)) {
    if (!query.order_by.empty()) {
      order_ = search::Order::parse(query.order_by);
    }
  }

  RunPage gather() {
    RunScan scan = make_scan();
    store_.scan_runs(scan, [this](Run&& run) { keep(std::move(run)); });
    RunPage page;
    if (query_.newest_experiment) {
      if (!newest_) {
        return page;
      }
      page.experiment = newest_->experiment_id;
      scan.experiments = {newest_->experiment_id};
    }
    Pool& pool = pool_of(page.experiment.value_or(everything_));
    page.total = pool.total;
    page.matched = pool.matched;
    page.hints = pool.watch.check(store_, scan, pool.order);
    read_terms(pool, page.experiment.value_or(everything_));
    prune(pool, query_.top);
    std::ranges::sort(pool.kept, before(pool.order));
    page.runs = read_again_ ? read_fully(pool.kept) : std::move(pool.kept);
    return page;
  }

 private:
  struct Newest {
    std::int64_t start_time_ms;
    RunId id;
    ExperimentId experiment_id;
  };

  RunScan make_scan() {
    RunScan scan;
    scan.experiments = query_.experiments;
    scan.lifecycle = query_.lifecycle;
    const auto use = [&scan](const search::UsedKeys& keys) {
      add_names(scan.params, keys.params);
      add_names(scan.metrics, keys.metrics);
      add_names(scan.tags, keys.tags);
      scan.inputs = scan.inputs || keys.inputs;
    };
    use(filter_.used_keys());
    for (const auto& experiment : experiments_in_play()) {
      use(pool_of(experiment).order.used_keys());
    }
    // A few keys more are read in passing; all of them only of the runs that are kept.
    read_again_ = query_.top > 0 &&
                  (query_.artifacts || query_.params.all || query_.metrics.all || query_.tags.all);
    if (!read_again_) {
      add_all(scan.params, query_.params);
      add_all(scan.metrics, query_.metrics);
      add_all(scan.tags, query_.tags);
      scan.artifacts = query_.artifacts;
    }
    scan.accept = [this](const Run& run) { return accept(run); };
    return scan;
  }

  /// The experiments each of which may need an order of its own.
  std::vector<ExperimentId> experiments_in_play() {
    if (!query_.newest_experiment) {
      return {everything_};
    }
    if (!query_.experiments.empty()) {
      return query_.experiments;
    }
    std::vector<ExperimentId> ids;
    for (const auto& experiment : store_.list_experiments()) {
      ids.push_back(experiment.id);
    }
    return ids;
  }

  Pool& pool_of(const ExperimentId& experiment) {
    auto& pool = pools_[query_.newest_experiment ? experiment : everything_];
    if (!pool) {
      pool = std::make_unique<Pool>(order_for(experiment), filter_,
                                    order_.value_or(search::Order::newest_first()));
    }
    return *pool;
  }

  search::Order order_for(const ExperimentId& experiment) const {
    if (order_) {
      return *order_;
    }
    return query_.default_order ? query_.default_order(experiment) : search::Order::newest_first();
  }

  /// Called from several threads.
  bool accept(const Run& run) {
    const bool is_wanted = (!query_.status || run.status == *query_.status) &&
                           (!query_.since_ms || run.start_time_ms >= *query_.since_ms) &&
                           !query_.without.contains(run.id) && passes(store_, filter_, run);
    const std::lock_guard lock(mutex_);
    Pool& pool = pool_of(run.experiment_id);
    pool.watch.note(run);
    ++pool.total;
    pool.matched += is_wanted ? 1 : 0;
    if (!newest_ || run.start_time_ms > newest_->start_time_ms ||
        (run.start_time_ms == newest_->start_time_ms && run.id < newest_->id)) {
      newest_ = Newest{run.start_time_ms, run.id, run.experiment_id};
    }
    return is_wanted;
  }

  void keep(Run&& run) {
    const std::lock_guard lock(mutex_);
    Pool& pool = pool_of(run.experiment_id);
    pool.kept.push_back(std::move(run));
    if (pool.kept.size() >= 2 * query_.top + 64 && pool.order.is_resolved() &&
        !pool.order.needs_reading()) {
      prune(pool, query_.top);
    }
  }

  /// Only of the runs of the one pool whose runs are wanted.
  void read_terms(Pool& pool, const ExperimentId& experiment) {
    if (!pool.order.needs_reading()) {
      return;
    }
    const GoalOf goal = [this, &experiment](std::string_view metric) {
      return query_.goal_of ? query_.goal_of(metric, experiment) : goal_by_name(metric);
    };
    read_order(pool.order, goal, pool.kept, [this](const Run&) { return &store_; });
  }

  /// Leaves the first `top` runs, in no order.
  static void prune(Pool& pool, std::size_t top) {
    if (top == 0 || pool.kept.size() <= top) {
      return;
    }
    const auto end = pool.kept.begin() + static_cast<std::ptrdiff_t>(top);
    std::ranges::nth_element(pool.kept, end, before(pool.order));
    pool.kept.erase(end, pool.kept.end());
  }

  std::vector<Run> read_fully(const std::vector<Run>& kept) {
    std::vector<Run> runs;
    runs.reserve(kept.size());
    for (const Run& run : kept) {
      try {
        runs.push_back(store_.get_run(run.ref()));
      } catch (const Error& error) {
        if (error.code() != ErrorCode::not_found) {
          throw;
        }  // it was removed since the scan
      }
    }
    return runs;
  }

  Store& store_;
  const RunQuery& query_;
  search::Filter filter_;
  std::optional<search::Order> order_;
  bool read_again_ = false;
  const ExperimentId everything_;

  std::mutex mutex_;  // guards what follows
  std::map<ExperimentId, std::unique_ptr<Pool>> pools_;
  std::optional<Newest> newest_;
};

}  // namespace

RunPage query_runs(Store& store, const RunQuery& query) { return Gatherer(store, query).gather(); }

}  // namespace mlt::app
