#include "app/gates.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "mlt/error.hpp"

#include "app/experiment_choice.hpp"
#include "app/metric_reader.hpp"
#include "app/run_query.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

constexpr std::array<std::string_view, 3> kMissingNames = {"fail", "pass", "skip"};
constexpr std::array<std::string_view, 4> kVerdictNames = {"ok", "fail", "warn", "skip"};

/// The experiment of the newest run that may be a candidate, else of the newest run.
std::vector<ExperimentId> experiment_of_candidates(Store& store, const std::set<RunId>& without) {
  RunQuery newest;
  newest.status = RunStatus::finished;
  newest.without = without;
  newest.top = 1;
  const std::vector<Run> runs = query_runs(store, newest).runs;
  const auto experiment =
      runs.empty() ? newest_experiment(store) : std::optional(runs.front().experiment_id);
  return experiment ? std::vector{*experiment} : std::vector<ExperimentId>{};
}

std::vector<ExperimentId> experiments_of(const std::vector<std::pair<Store*, RunRef>>& runs) {
  std::vector<ExperimentId> ids;
  for (const auto& named : runs) {
    if (std::ranges::find(ids, named.second.experiment_id) == ids.end()) {
      ids.push_back(named.second.experiment_id);
    }
  }
  return ids;
}

/// `picked` must live as long as what comes back.
search::GateSide side_of(const PickedRun* picked, Store* store) {
  search::GateSide side;
  if (picked == nullptr) {
    return side;
  }
  side.run = &picked->run;
  side.runs = picked->among;
  if (store != nullptr) {
    side.read_points = [store](const Run& run, std::string_view key) {
      return read_points(*store, run, key);
    };
  }
  return side;
}

bool is_damaged_run(const search::GateSide& side) {
  return side.run != nullptr && side.run->damaged;
}

GateVerdict verdict_of(const GateRule& rule, const std::optional<bool>& holds) {
  const GateVerdict broken = rule.only_warns ? GateVerdict::warn : GateVerdict::fail;
  if (holds) {
    return *holds ? broken : GateVerdict::ok;
  }
  switch (rule.missing) {
    case Missing::pass:
      return GateVerdict::ok;
    case Missing::skip:
      return GateVerdict::skip;
    case Missing::fail:
      break;
  }
  return broken;
}

/// The key of the candidate that is nearest to one that it has not.
std::optional<std::string> nearest_key(const Run& run, const search::GateAnswer::Key& missing) {
  std::vector<std::string> keys;
  const auto add_keys = [&keys](const auto& map) {
    for (const auto& entry : map) {
      keys.push_back(entry.first);
    }
  };
  switch (missing.entity) {
    case search::Entity::metric:
      add_keys(run.metrics);
      break;
    case search::Entity::param:
      add_keys(run.params);
      break;
    default:
      add_keys(run.tags);
  }
  const auto nearest = base::nearest(missing.key, keys);
  return nearest && *nearest != missing.key ? std::optional(search::spell(missing.entity, *nearest))
                                            : std::nullopt;
}

bool is_missing(const search::GateValue& value) {
  return std::holds_alternative<std::monostate>(value);
}

}  // namespace

std::optional<Missing> parse_missing(std::string_view name) {
  const auto* found = std::ranges::find(kMissingNames, name);
  return found == kMissingNames.end()
             ? std::nullopt
             : std::optional(static_cast<Missing>(found - kMissingNames.begin()));
}

std::string_view name_of(GateVerdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

GateSubject find_subject(Store& store, Revisions& revisions, RunSelectors& selectors,
                         const Settings& settings, const GateQuery& query) {
  GateSubject subject;
  PickQuery pick{.pick = query.pick,
                 .experiments = query.experiments.value_or(std::vector<ExperimentId>{}),
                 .filter = query.filter,
                 .now_ms = query.now_ms,
                 .since_ms = query.since_ms,
                 .goals = query.goals};
  if (!query.against.empty()) {
    subject.against = resolve_against(store, revisions, selectors, settings, query.against, pick);
    pick.without = subject.against->in_revision;
    if (subject.against->named && subject.against->commit.empty()) {
      pick.without.insert(subject.against->named->id);
    }
  }
  if (!query.since.empty()) {
    pick.without.merge(runs_in_revision(revisions, query.since));
  }
  if (!query.experiments) {
    pick.experiments = query.runs.empty() ? experiment_of_candidates(store, pick.without)
                                          : experiments_of(query.runs);
  }
  subject.experiment =
      name_of_sole(query.runs.empty() ? store : *query.runs.front().first, pick.experiments);
  if (subject.against) {
    subject.baseline = pick_baseline(*subject.against, settings, pick);
  }
  if (query.runs.empty()) {
    // A mean has no points.
    subject.candidate_store = query.pick.how == Pick::How::mean ? nullptr : &store;
    subject.candidate = pick_run(store, settings, pick);
    return subject;
  }
  std::vector<Run> runs;
  for (const auto& [holder, ref] : query.runs) {
    runs.push_back(holder->get_run(ref));
  }
  subject.candidate = pick_named(std::move(runs), settings, pick, subject.experiment);
  if (subject.candidate) {
    const auto holder = std::ranges::find_if(query.runs, [&](const auto& named) {
      return named.second.run_id == subject.candidate->run.id;
    });
    subject.candidate_store = holder == query.runs.end() ? nullptr : holder->first;
  }
  return subject;
}

std::vector<GateResult> check_gates(const GateSubject& subject,
                                    const std::vector<GateRule>& rules) {
  const search::GateSide candidate =
      side_of(subject.candidate ? &*subject.candidate : nullptr, subject.candidate_store);
  const search::GateSide baseline = side_of(subject.baseline ? &subject.baseline->picked : nullptr,
                                            subject.baseline ? subject.baseline->store : nullptr);
  std::vector<GateResult> results;
  for (const GateRule& rule : rules) {
    search::GateAnswer answer = rule.gate.evaluate(candidate, baseline);
    const bool is_damaged =
        is_damaged_run(candidate) || (rule.gate.uses_baseline() && is_damaged_run(baseline));
    if (is_damaged && answer.holds == false) {
      // What could not be read may be what breaks the rule.
      answer.holds.reset();
      answer.gaps.emplace_back("a part of the run could not be read");
    }
    const GateVerdict verdict = verdict_of(rule, answer.holds);
    results.push_back({verdict, rule.gate.text(), rule.source, rule.only_warns, std::move(answer)});
  }
  return results;
}

bool passes(const std::vector<GateResult>& results) {
  return std::ranges::none_of(
      results, [](const GateResult& result) { return result.verdict == GateVerdict::fail; });
}

std::vector<std::string> hints_for(const GateSubject& subject,
                                   const std::vector<GateResult>& results) {
  std::vector<std::string> hints;
  const auto add = [&hints](std::string hint) {
    if (std::ranges::find(hints, hint) == hints.end()) {
      hints.push_back(std::move(hint));
    }
  };
  for (const GateResult& result : results) {
    if (result.answer.holds) {
      continue;
    }
    const auto lacks = [&result](std::string_view gap) {
      return std::ranges::find(result.answer.gaps, gap) != result.answer.gaps.end();
    };
    if (lacks("no baseline") && !subject.against) {
      add("name a baseline: --against REF or --against RUN");
    }
    for (const auto& key : result.answer.keys) {
      const auto nearest = subject.candidate && is_missing(key.candidate)
                               ? nearest_key(subject.candidate->run, key)
                               : std::nullopt;
      if (nearest) {
        add("the run has no " + key.name + "; the nearest key is " + *nearest);
      }
    }
  }
  return hints;
}

}  // namespace mlt::app
