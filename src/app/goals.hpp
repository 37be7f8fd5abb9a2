#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/settings.hpp"

namespace mlt::app {

using GoalMap = std::map<std::string, Goal, std::less<>>;

/// `metrics.acc` without the kind, which people may leave out where only metrics can be meant.
std::string metric_key(std::string_view text);

/// The direction that a key's last word tells (words end at `.`, `/`, `_`, `-`; any letter case):
/// loss, error, rmse, mae, perplexity, latency, bpb → min; acc, accuracy, auc, f1, precision,
/// recall, bleu, r2 → max. Nothing for any other word.
std::optional<Goal> goal_by_name(std::string_view key);

/// The direction that somebody declared: on the command line (`given`), in the settings of the
/// experiment called `experiment` (empty: several are shown), in those for all.
std::optional<Goal> declared_goal_of(std::string_view key, const GoalMap& given,
                                     const Settings& settings, std::string_view experiment);

/// The direction of a metric, from the first that knows it: `given` (on the command line), the
/// settings of the experiment called `experiment` (empty: several are shown), those for all, the
/// name.
std::optional<Goal> goal_of(std::string_view key, const GoalMap& given, const Settings& settings,
                            std::string_view experiment);

/// The key of the primary metric: that of the experiment, else that for all; empty if none is.
std::string primary_metric(const Settings& settings, std::string_view experiment);

/// True if `a` is better than `b`. NaN is never better than anything.
bool is_better(double a, double b, Goal goal);

}  // namespace mlt::app
