#include "cli/live_values.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/time.hpp"

namespace mlt::cli {

namespace {

constexpr std::int64_t kBudgetMs = 40;
constexpr std::size_t kMaxRuns = 200;
constexpr std::size_t kShortId = 8;

/// Leaves a scan when the time is up.
struct TimeIsUp {};

/// The runs that were read in time: of -x if given, else of the whole store.
std::vector<Run> scan(Store& store, RunScan what, const Globals& globals, base::Clock& clock) {
  if (globals.experiment) {
    for (const Experiment& experiment : store.list_experiments()) {
      if (experiment.name == globals.experiment || experiment.id.value == globals.experiment) {
        what.experiments.push_back(experiment.id);
      }
    }
  }
  what.accept = [accept = std::move(what.accept), &clock,
                 end = clock.now_ms() + kBudgetMs](const Run& run) {
    if (clock.now_ms() > end) {
      throw TimeIsUp();
    }
    return !accept || accept(run);
  };
  std::vector<Run> runs;
  try {
    store.scan_runs(what, [&runs](Run&& run) { runs.push_back(std::move(run)); });
  } catch (const TimeIsUp&) {
    // What was read so far is worth offering.
  }
  return runs;
}

template <typename Map>
void add_keys(std::set<std::string>& keys, const Map& map) {
  for (const auto& entry : map) {
    keys.insert(entry.first);
  }
}

std::set<std::string> keys_of(Completion kind, Store& store, const Globals& globals,
                              base::Clock& clock) {
  RunScan what;
  what.params.all = kind == Completion::param_key;
  what.metrics.all = kind == Completion::metric_key;
  what.tags.all = kind == Completion::tag_key;
  std::set<std::string> keys;
  for (const Run& run : scan(store, std::move(what), globals, clock)) {
    add_keys(keys, run.params);
    add_keys(keys, run.metrics);
    add_keys(keys, run.tags);
  }
  return keys;
}

/// `@last`, `@current`, `@best:metrics.acc` …
std::vector<Candidate> selectors(Store& store, const Globals& globals, base::Clock& clock) {
  std::vector<Candidate> candidates = {{"@last", "the newest run"}};
  if (globals.run) {
    candidates.push_back({"@current", *globals.run});
  }
  const std::pair<std::string, std::string> picks[] = {{"@best:", "the best run by this metric"},
                                                       {"@max:", "the run with the highest value"},
                                                       {"@min:", "the run with the lowest value"}};
  const auto keys = keys_of(Completion::metric_key, store, globals, clock);
  for (const auto& [pick, meaning] : picks) {
    for (const std::string& key : keys) {
      candidates.push_back({std::string(pick).append("metrics.").append(key), meaning});
    }
  }
  return candidates;
}

std::vector<Candidate> runs_beginning(std::string_view prefix, Store& store, const Globals& globals,
                                      base::Clock& clock) {
  RunScan what;
  what.accept = [prefix](const Run& run) {
    return run.name.starts_with(prefix) || run.id.value.starts_with(prefix);
  };
  std::vector<Run> runs = scan(store, std::move(what), globals, clock);
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return std::pair(b.start_time_ms, b.id) < std::pair(a.start_time_ms, a.id);
  });
  runs.resize(std::min(runs.size(), kMaxRuns));
  std::vector<Candidate> candidates;
  std::set<std::string> names;
  for (const Run& run : runs) {
    const std::string facts = base::format_age(run.start_time_ms, clock.now_ms()) + ", " +
                              std::string(name_of(run.status));
    const std::string id = run.id.value.substr(0, kShortId);
    if (!run.name.empty() && names.insert(run.name).second) {
      candidates.push_back({run.name, std::string(id).append(", ").append(facts)});
    }
    candidates.push_back({id, std::string(run.name).append(", ").append(facts)});
  }
  return candidates;
}

std::vector<Candidate> experiment_names(Store& store) {
  std::vector<Candidate> candidates;
  for (const Experiment& experiment : store.list_experiments()) {
    if (experiment.lifecycle == Lifecycle::active) {
      candidates.push_back({experiment.name, ""});
    }
  }
  return candidates;
}

}  // namespace

std::vector<Candidate> live_values(Completion kind, std::string_view prefix, Store& store,
                                   const Globals& globals, base::Clock& clock) {
  if (kind == Completion::experiment) {
    return experiment_names(store);
  }
  if (kind == Completion::run) {
    return prefix.starts_with('@') ? selectors(store, globals, clock)
                                   : runs_beginning(prefix, store, globals, clock);
  }
  std::vector<Candidate> candidates;
  for (const std::string& key : keys_of(kind, store, globals, clock)) {
    candidates.push_back({key, ""});
  }
  return candidates;
}

}  // namespace mlt::cli
