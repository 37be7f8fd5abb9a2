#include "app/goals.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"

namespace mlt::app {
namespace {

constexpr std::array<std::string_view, 7> kMinimized = {"loss",       "error",   "rmse", "mae",
                                                        "perplexity", "latency", "bpb"};
constexpr std::array<std::string_view, 8> kMaximized = {"acc",       "accuracy", "auc",  "f1",
                                                        "precision", "recall",   "bleu", "r2"};

template <typename Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<Goal> find_goal(const GoalMap& goals, std::string_view key) {
  const auto found = goals.find(key);
  return found == goals.end() ? std::nullopt : std::optional<Goal>(found->second);
}

const MetricSettings* find_experiment_settings(const Settings& settings,
                                               std::string_view experiment) {
  const auto found = settings.experiments.find(experiment);
  return found == settings.experiments.end() ? nullptr : &found->second;
}

}  // namespace

std::string metric_key(std::string_view text) {
  constexpr std::string_view kPrefix = "metrics.";
  return std::string(text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text);
}

std::optional<Goal> goal_by_name(std::string_view key) {
  const std::size_t separator = key.find_last_of("./_-");
  const std::string word =
      base::to_lower(separator == std::string_view::npos ? key : key.substr(separator + 1));
  if (contains(kMinimized, word)) {
    return Goal::min;
  }
  if (contains(kMaximized, word)) {
    return Goal::max;
  }
  return std::nullopt;
}

std::optional<Goal> declared_goal_of(std::string_view key, const GoalMap& given,
                                     const Settings& settings, std::string_view experiment) {
  if (const auto goal = find_goal(given, key)) {
    return goal;
  }
  if (const MetricSettings* own = find_experiment_settings(settings, experiment)) {
    if (const auto goal = find_goal(own->goals, key)) {
      return goal;
    }
  }
  return find_goal(settings.all.goals, key);
}

std::optional<Goal> goal_of(std::string_view key, const GoalMap& given, const Settings& settings,
                            std::string_view experiment) {
  const auto declared = declared_goal_of(key, given, settings, experiment);
  return declared ? declared : goal_by_name(key);
}

std::string primary_metric(const Settings& settings, std::string_view experiment) {
  const MetricSettings* own = find_experiment_settings(settings, experiment);
  return own != nullptr && !own->primary.empty() ? own->primary : settings.all.primary;
}

bool is_better(double a, double b, Goal goal) {
  if (std::isnan(a) || std::isnan(b)) {
    return !std::isnan(a);
  }
  return goal == Goal::min ? a < b : a > b;
}

}  // namespace mlt::app
