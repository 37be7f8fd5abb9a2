#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/baseline.hpp"
#include "search/gate.hpp"

namespace mlt::app {

/// What a gate counts as that is neither true nor false.
enum class Missing { fail, pass, skip };
/// "fail", "pass", "skip".
std::optional<Missing> parse_missing(std::string_view name);

/// A gate: the rule is broken where it is true.
struct GateRule {
  search::Gate gate;
  std::string source;       ///< where it was written: `--fail-if`, `policy.yaml:4`
  bool only_warns = false;  ///< broken, it is told and counts for nothing
  Missing missing = Missing::fail;
};

enum class GateVerdict {
  ok,
  fail,
  warn,
  skip,  ///< not known, and by its rule of no account
};
/// "ok", "fail", "warn", "skip".
std::string_view name_of(GateVerdict verdict);

struct GateResult {
  GateVerdict verdict = GateVerdict::fail;
  std::string gate;  ///< its text
  std::string source;
  bool only_warns = false;
  search::GateAnswer answer;
};

/// Which two runs gates look at.
struct GateQuery {
  /// Candidates that were named, with the store that has each; empty: found by what follows.
  std::vector<std::pair<Store*, RunRef>> runs{};
  std::string against{};  ///< a revision or a run; empty: there is no baseline
  std::string since{};    ///< a revision: the runs that it holds are no candidates
  Pick pick{};            ///< of the candidates one, and of a revision's runs one
  /// Of these experiments; empty: of all; absent: of the one with the newest candidate.
  std::optional<std::vector<ExperimentId>> experiments{};
  std::string filter{};
  std::optional<std::int64_t> now_ms{};
  std::optional<std::int64_t> since_ms{};  ///< candidates started then or later
  GoalMap goals{};                         ///< given on the command line
};

/// The two runs.
struct GateSubject {
  std::optional<PickedRun> candidate{};
  Store* candidate_store = nullptr;  ///< that has its points; null: it has none
  std::optional<Against> against{};  ///< what was named; absent: nothing was
  std::optional<Baseline> baseline{};
  std::string experiment{};  ///< its name; empty: several, or none
};

/// Throws not_found for a revision or a run that is not there, and what pick_run() throws. That
/// there is no candidate, or that a revision holds no finished run, is no error: gates that need
/// one are then not known.
GateSubject find_subject(Store& store, Revisions& revisions, RunSelectors& selectors,
                         const Settings& settings, const GateQuery& query);

/// Evaluates every rule, in order. Of a damaged run no rule is known to be kept.
std::vector<GateResult> check_gates(const GateSubject& subject, const std::vector<GateRule>& rules);

/// Whether none of them failed.
bool passes(const std::vector<GateResult>& results);

/// What may explain values that are missing: the nearest key of the candidate, that there is no
/// baseline, that no run is a candidate.
std::vector<std::string> hints_for(const GateSubject& subject,
                                   const std::vector<GateResult>& results);

}  // namespace mlt::app
