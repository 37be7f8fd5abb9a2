#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlt/run.hpp"

#include "app/code_diff.hpp"
#include "app/goals.hpp"
#include "app/run_packages.hpp"
#include "app/settings.hpp"

namespace mlt::app {

/// One thing that two runs have otherwise.
struct RunDifference {
  std::string section;
  std::string key;                    ///< of a metric with how it is reduced: `val_loss:min`
  std::optional<std::string> from{};  ///< absent: that run has none
  std::optional<std::string> to{};
  std::optional<double> from_value{};  ///< of a metric and of `duration_ms`
  std::optional<double> to_value{};
  std::optional<Goal> goal{};  ///< of a metric, where its direction is known

  /// Of numbers, where both runs have one; absent also where it is no number: one of the values is
  /// NaN, or the two are the same infinity.
  [[nodiscard]] std::optional<double> change() const;
  /// The change in percent of the first value; absent also where that is 0 or infinite.
  [[nodiscard]] std::optional<double> percent() const;
  /// "better", "worse", or empty where that is unknown.
  [[nodiscard]] std::string_view verdict() const;
};

/// What was compared of one kind.
struct DiffSection {
  std::string name;
  std::vector<RunDifference> differences{};  ///< by key
  std::vector<KeyValue> same{};              ///< what both have alike

  [[nodiscard]] bool is_recorded() const { return !differences.empty() || !same.empty(); }
};

/// Two runs held against each other.
struct RunDiff {
  /// "params", "metrics", "run" (status, duration, command), "code", "data", "env", "host", "tags",
  /// "artifacts": all of them, in this order.
  std::vector<DiffSection> sections;

  [[nodiscard]] DiffSection& at(std::string_view name);
  [[nodiscard]] const DiffSection& at(std::string_view name) const;
  /// Whether they differ in anything but how long they took.
  [[nodiscard]] bool has_difference() const;
};

/// What decides how two runs are held against each other.
struct RunDiffOptions {
  GoalMap goals{};           ///< given on the command line
  std::string experiment{};  ///< the one that both are in; empty: two
};

/// Compares params as numbers where both are numbers (1e-3 is 0.001); metrics by their best values
/// where it is known which way is better and by their last ones elsewhere; status, duration and
/// command; the commits of their code; data sets by digest; hosts; tags of the user's own;
/// artifacts by size and digest. `env` stays empty.
RunDiff diff_runs(const Run& a, const Run& b, const Settings& settings,
                  const RunDiffOptions& options);

/// Fills in `env`.
void add_packages(RunDiff& diff, const Packages& a, const Packages& b);
/// Adds the files that differ between the two states of the code; where those could not be
/// compared, whether what was not committed is the same.
void add_code(RunDiff& diff, const CodeState& a, const CodeState& b,
              const std::optional<CodeDiff>& code);

/// What a metric is to be judged by: its best value in the direction of its goal, else its last,
/// and what that is called: `val_loss:min`.
std::pair<std::string, std::optional<double>> judged_value(const Run& run, const std::string& key,
                                                           const std::optional<Goal>& goal);

}  // namespace mlt::app
