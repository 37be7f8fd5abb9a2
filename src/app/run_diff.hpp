#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

#include "app/goals.hpp"
#include "app/settings.hpp"

namespace mlt::app {

/// One thing by which two runs differ.
struct RunDifference {
  std::string section;  ///< "params", "metrics", "run", "code", "data", "tags", "artifacts"
  std::string key;
  std::optional<std::string> from;  ///< absent: the first run does not have it
  std::optional<std::string> to;
  // Of a metric, where both runs have a number.
  std::optional<double> from_value{};
  std::optional<double> to_value{};
  std::optional<Goal> goal{};  ///< which way the metric gets better, where that is known

  /// Absent where one of them has no value, or the two are the same infinity.
  [[nodiscard]] std::optional<double> change() const;
  /// The change in percent of the first value; absent also where that is 0 or infinite.
  [[nodiscard]] std::optional<double> percent() const;
  /// "better", "worse", or empty where that is unknown.
  [[nodiscard]] std::string_view verdict() const;
};

/// What decides how two runs are held against each other.
struct RunDiffOptions {
  GoalMap goals{};           ///< given on the command line
  std::string experiment{};  ///< the one that both are in; empty: two
};

/// What the second run has otherwise than the first: params as numbers where both are numbers (1e-3
/// is 0.001), metrics by their last values, status, duration, commands and hosts, the commits of
/// their code, data sets by digest, tags of the user's own, artifacts by size and digest. In that
/// order, and by key; empty where they agree in all of it.
std::vector<RunDifference> diff_runs(const Run& a, const Run& b, const Settings& settings,
                                     const RunDiffOptions& options);

}  // namespace mlt::app
