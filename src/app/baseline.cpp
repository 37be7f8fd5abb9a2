#include "app/baseline.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "app/experiment_choice.hpp"
#include "app/run_query.hpp"
#include "base/text.hpp"

namespace mlt::app {

namespace {

/// The mean of values, at the place of the first of them.
class MeanPoint {
 public:
  void add(const MetricPoint& point) {
    if (count_ == 0) {
      point_ = point;
      point_.value = 0;
    }
    point_.value += point.value;
    ++count_;
  }
  [[nodiscard]] std::optional<MetricPoint> get() const {
    if (count_ == 0) {
      return std::nullopt;
    }
    MetricPoint mean = point_;
    mean.value /= static_cast<double>(count_);
    return mean;
  }

 private:
  MetricPoint point_;
  std::size_t count_ = 0;
};

struct MeanSummary {
  MeanPoint first, last, min, max;

  void add(const MetricSummary& summary) {
    first.add(summary.first);
    last.add(summary.last);
    if (summary.min && summary.max) {
      min.add(*summary.min);
      max.add(*summary.max);
    }
  }
  [[nodiscard]] MetricSummary get() const {
    return {.first = *first.get(),
            .last = *last.get(),
            .min = min.get(),
            .max = max.get(),
            .count = std::nullopt};
  }
};

void keep_common(KeyValueMap& common, const KeyValueMap& other) {
  std::erase_if(common, [&other](const auto& entry) {
    const auto found = other.find(entry.first);
    return found == other.end() || found->second != entry.second;
  });
}

Run mean_of(const std::vector<Run>& runs) {
  Run mean = runs.front();
  std::map<std::string, MeanSummary, std::less<>> metrics;
  for (const Run& run : runs) {
    keep_common(mean.params, run.params);
    keep_common(mean.tags, run.tags);
    for (const auto& [key, summary] : run.metrics) {
      metrics[key].add(summary);
    }
  }
  mean.metrics.clear();
  for (const auto& [key, summary] : metrics) {
    mean.metrics.emplace(key, summary.get());
  }
  if (runs.size() > 1) {
    mean.id = {};
    mean.name = "mean of " + std::to_string(runs.size()) + " runs";
  }
  return mean;
}

/// The end of a run counts, not its start: a long training that ends now is the newest result.
const Run& latest_of(const std::vector<Run>& runs) {
  return *std::ranges::max_element(runs, [](const Run& a, const Run& b) {
    const auto key = [](const Run& run) {
      return std::pair(run.end_time_ms.value_or(run.start_time_ms), run.start_time_ms);
    };
    return key(a) < key(b) || (key(a) == key(b) && b.id < a.id);
  });
}

const Run* best_of(const std::vector<Run>& runs, const std::string& metric, Goal goal) {
  const Run* best = nullptr;
  double best_value = 0;
  for (const Run& run : runs) {
    const auto value = last_value(run, metric);
    if (value && !std::isnan(*value) &&
        (best == nullptr || is_better(*value, best_value, goal) ||
         (*value == best_value && run.id < best->id))) {
      best = &run;
      best_value = *value;
    }
  }
  return best;
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Against named_run(Store& store, const RunRef& ref, std::string_view label, std::string commit) {
  return {.label = std::string(label),
          .commit = std::move(commit),
          .store = &store,
          .named = store.get_run(ref)};
}

/// `name` is a commit, but it may hold no store.
Against whole_revision(Revisions& revisions, std::string_view name) {
  Against against{.label = std::string(name), .commit = *revisions.find_commit(name)};
  try {
    against.store = revisions.get(name).store.get();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) {
      throw;
    }
    return against;
  }
  for (const RunRef& ref : against.store->list_runs({})) {
    against.in_revision.insert(ref.run_id);
  }
  return against;
}

std::optional<Goal> goal_of_pick(const PickQuery& query, const Settings& settings,
                                 std::string_view experiment) {
  if (query.pick.how != Pick::How::best) {
    return std::nullopt;
  }
  const auto goal = goal_of(query.pick.metric, query.goals, settings, experiment);
  if (!goal) {
    throw Error(ErrorCode::usage, "it is not known which way metric '" +
                                      base::escape_control(query.pick.metric) + "' gets better")
        .hint("say so with --goal " + base::quote_for_shell(query.pick.metric + "=max"));
  }
  return goal;
}

/// Of runs that all count, at least one; of `best` nothing where none has a number.
std::optional<PickedRun> pick_of(const std::vector<Run>& runs, const Pick& pick,
                                 std::optional<Goal> goal) {
  const std::string of = " of " + std::to_string(runs.size()) +
                         (runs.size() == 1 ? " finished run" : " finished runs");
  if (pick.how == Pick::How::mean) {
    return PickedRun{.run = mean_of(runs), .how = "mean" + of, .among = runs.size()};
  }
  const Run* picked = goal ? best_of(runs, pick.metric, *goal) : &latest_of(runs);
  if (picked == nullptr) {
    return std::nullopt;
  }
  return PickedRun{
      .run = *picked, .how = (goal ? "best " + pick.metric : "latest") + of, .among = runs.size()};
}

}  // namespace

Pick parse_pick(std::string_view text) {
  if (text == "latest") {
    return {};
  }
  if (text == "mean") {
    return {.how = Pick::How::mean};
  }
  constexpr std::string_view kBest = "best:";
  if (text.starts_with(kBest)) {
    if (std::string metric = metric_key(text.substr(kBest.size())); !metric.empty()) {
      return {.how = Pick::How::best, .metric = std::move(metric)};
    }
  }
  throw Error(ErrorCode::usage,
              "--pick wants latest, best:METRIC or mean, not '" + base::escape_control(text) + "'");
}

std::optional<PickedRun> pick_run(Store& store, const Settings& settings, const PickQuery& query) {
  const auto goal = goal_of_pick(query, settings, name_of_sole(store, query.experiments));
  RunQuery wanted;
  wanted.experiments = query.experiments;
  wanted.status = RunStatus::finished;
  wanted.since_ms = query.since_ms;
  wanted.without = query.without;
  wanted.filter = query.filter;
  wanted.now_ms = query.now_ms;
  wanted.top = 0;
  const bool is_mean = query.pick.how == Pick::How::mean;
  if (is_mean) {
    wanted.params = wanted.metrics = wanted.tags = KeySelection::everything();
  } else if (goal) {
    wanted.metrics.names.insert(query.pick.metric);
  }
  const std::vector<Run> runs = query_runs(store, wanted).runs;
  auto picked = runs.empty() ? std::nullopt : pick_of(runs, query.pick, goal);
  if (picked && !is_mean) {
    picked->run = store.get_run(picked->run.ref());
  }
  return picked;
}

std::optional<PickedRun> pick_named(std::vector<Run> runs, const Settings& settings,
                                    const PickQuery& query, std::string_view experiment) {
  const auto goal = goal_of_pick(query, settings, experiment);
  if (runs.size() == 1) {
    return PickedRun{.run = std::move(runs.front()), .how = "named", .among = 1};
  }
  std::erase_if(runs, [](const Run& run) { return run.status != RunStatus::finished; });
  return runs.empty() ? std::nullopt : pick_of(runs, query.pick, goal);
}

Against resolve_against(Store& store, Revisions& revisions, RunSelectors& selectors,
                        const Settings& settings, std::string_view against,
                        const PickQuery& query) {
  if (const auto parts = split_revision(against); parts && revisions.find_commit(parts->first)) {
    const Revision& revision = revisions.get(parts->first);
    RunSelectors in_revision(*revision.store, {.current = {},
                                               .experiments = query.experiments,
                                               .settings = settings,
                                               .now_ms = query.now_ms.value_or(0)});
    return named_run(*revision.store, in_revision.get(parts->second), against, revision.commit);
  }
  const bool is_special = against.starts_with('@') && against != "@" && !against.starts_with("@{");
  const bool is_run_first = is_special || is_hex(against);
  if (!is_run_first && revisions.find_commit(against)) {
    return whole_revision(revisions, against);
  }
  try {
    return named_run(store, selectors.get(against), against, {});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found || is_special) {
      throw;
    }
  }
  if (is_run_first && revisions.find_commit(against)) {
    return whole_revision(revisions, against);
  }
  throw Error(ErrorCode::not_found, "'" + base::escape_control(against) +
                                        "' is neither a run nor a revision that git knows")
      .hint("list runs with: mlt runs list");
}

std::set<RunId> runs_in_revision(Revisions& revisions, std::string_view name) {
  if (!revisions.find_commit(name)) {
    throw revisions.unknown(name);
  }
  return whole_revision(revisions, name).in_revision;
}

std::optional<Baseline> pick_baseline(const Against& against, const Settings& settings,
                                      const PickQuery& query) {
  Baseline base;
  base.label = against.label;
  base.commit = against.commit;
  if (against.named) {
    base.picked = {.run = *against.named, .how = "named", .among = 1};
    base.store = against.store;
    return base;
  }
  if (against.store == nullptr) {
    return std::nullopt;
  }
  PickQuery of_revision = query;
  of_revision.without.clear();
  of_revision.since_ms.reset();
  auto picked = pick_run(*against.store, settings, of_revision);
  if (!picked) {
    return std::nullopt;
  }
  base.picked = *std::move(picked);
  base.store = query.pick.how == Pick::How::mean ? nullptr : against.store;
  base.in_revision = against.in_revision;
  return base;
}

Baseline find_baseline(Store& store, Revisions& revisions, RunSelectors& selectors,
                       const Settings& settings, std::string_view against, const PickQuery& query) {
  const Against found = resolve_against(store, revisions, selectors, settings, against, query);
  if (!found.named && found.store == nullptr) {
    revisions.get(against);  // throws: there is no store
  }
  if (auto base = pick_baseline(found, settings, query)) {
    return *std::move(base);
  }
  throw Error(ErrorCode::not_found, "no finished run in '" + found.label + "' (" +
                                        found.commit.substr(0, 7) + ")" +
                                        (query.filter.empty() ? "" : " passes the filter"));
}

}  // namespace mlt::app
