#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "app/gates.hpp"
#include "app/settings.hpp"
#include "disk/disk.hpp"
#include "model/reducer.hpp"
#include "wire/value.hpp"

namespace mlt::app {

inline constexpr std::string_view kPolicyPath = "policy.yaml";

/// By how much a metric may be worse than the baseline; each is a limit of its own.
struct Tolerance {
  std::optional<double> absolute{};
  std::optional<double> percent{};
  int line = 0;
};

/// What a policy says of one metric.
struct MetricPolicy {
  int line = 0;
  std::optional<Goal> goal{};
  model::Reducer::Kind reduce = model::Reducer::Kind::last;
  std::optional<double> at_least{};
  std::optional<double> at_most{};
  std::optional<Tolerance> fail_if_worse_by{};
  std::optional<Tolerance> warn_if_worse_by{};
  std::optional<Missing> missing{};
};

/// The rules for all experiments, or for one.
struct PolicySection {
  struct Expression {
    std::string text;
    int line = 0;
  };
  std::map<std::string, MetricPolicy, std::less<>> metrics{};
  std::vector<Expression> fail_if{};
  std::vector<Expression> warn_if{};
};

/// The rules that a team writes into policy.yaml. docs/gates.md describes them and
/// docs/schemas/policy.schema.json is their JSON Schema.
struct Policy {
  Missing missing = Missing::fail;
  PolicySection all{};
  std::map<std::string, PolicySection, std::less<>> experiments{};  ///< by name
  /// The first thing that this version does not know: nothing to who reads the goals only, an error
  /// to who checks.
  std::optional<Error> unknown{};
};

/// Throws an Error of the source's kind, with its name and the line, for what cannot be read.
Policy parse_policy(std::string_view text, const wire::Source& source);
/// From policy.yaml in the root of a store's disk; nothing where there is none.
std::optional<Policy> find_policy(disk::Disk& disk);

/// Adds the directions that a policy declares where the settings declare none.
void add_goals(const Policy& policy, Settings& settings);

/// The rules for an experiment (empty: several), compiled: what its section says of a metric
/// replaces what is said for all. `settings` know the policy's goals. Throws an Error of the
/// source's kind for an expression that is malformed, a metric whose direction is needed and not
/// known, and for what is unknown.
std::vector<GateRule> rules_of(const Policy& policy, const Settings& settings,
                               std::string_view experiment, const wire::Source& source);

}  // namespace mlt::app
