#include "app/run_diff.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "app/compare.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace mlt::app {

namespace {

using Values = std::map<std::string, std::string, std::less<>>;

bool is_same(const std::string& a, const std::string& b) {
  if (a == b) {
    return true;
  }
  const auto number_a = base::parse_double(a);
  const auto number_b = base::parse_double(b);
  return number_a && number_b && *number_a == *number_b;
}

std::optional<std::string> find(const Values& values, const std::string& key) {
  const auto found = values.find(key);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

/// What stands otherwise in `b`, by key.
void add_differences(std::vector<RunDifference>& differences, std::string_view section,
                     const Values& a, const Values& b) {
  std::set<std::string> keys;
  for (const Values* values : {&a, &b}) {
    for (const auto& entry : *values) {
      keys.insert(entry.first);
    }
  }
  for (const std::string& key : keys) {
    auto from = find(a, key);
    auto to = find(b, key);
    if (!from || !to || !is_same(*from, *to)) {
      differences.push_back({std::string(section), key, std::move(from), std::move(to)});
    }
  }
}

bool is_same_value(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void add_metrics(std::vector<RunDifference>& differences, const Run& a, const Run& b,
                 const Settings& settings, const RunDiffOptions& options) {
  std::set<std::string> keys;
  for (const Run* run : {&a, &b}) {
    for (const auto& entry : run->metrics) {
      keys.insert(entry.first);
    }
  }
  for (const std::string& key : keys) {
    RunDifference difference{"metrics", key, {}, {}};
    difference.from_value = last_value(a, key);
    difference.to_value = last_value(b, key);
    const auto& [from, to] = std::tie(difference.from_value, difference.to_value);
    if (from && to && is_same_value(*from, *to)) {
      continue;
    }
    const auto text = [](const std::optional<double>& value) {
      return value ? std::optional(base::format_double(*value)) : std::nullopt;
    };
    difference.from = text(from);
    difference.to = text(to);
    difference.goal = goal_of(key, options.goals, settings, options.experiment);
    differences.push_back(std::move(difference));
  }
}

Values facts_of(const Run& run) {
  Values facts = {{"status", std::string(name_of(run.status))}};
  if (run.end_time_ms) {
    facts["duration"] = base::format_duration(*run.end_time_ms - run.start_time_ms);
  }
  for (const auto& [name, key] :
       {std::pair{"command", tag::kCommand}, {"host", tag::kHost}, {"in", tag::kCwd}}) {
    if (const auto found = run.tags.find(key); found != run.tags.end()) {
      facts[name] = found->second;
    }
  }
  return facts;
}

Values code_of(const Run& run) {
  Values code;
  if (const auto found = run.tags.find(tag::kGitCommit); found != run.tags.end()) {
    code["commit"] = found->second;
    if (has_uncommitted_code(run)) {
      code["uncommitted"] = "yes";
    }
  }
  return code;
}

Values data_of(const Run& run) {
  Values data;
  for (const DatasetInput& input : run.dataset_inputs) {
    std::string& digests = data[input.dataset.name];
    digests += (digests.empty() ? "" : ", ") + input.dataset.digest;
  }
  return data;
}

/// Those that mlt and MLflow keep for themselves tell of things that are shown elsewhere.
Values user_tags_of(const Run& run) {
  Values tags;
  for (const auto& [key, value] : run.tags) {
    if (!key.starts_with("mlt.") && !key.starts_with("mlflow.")) {
      tags.emplace(key, value);
    }
  }
  return tags;
}

Values artifacts_of(const Run& run) {
  constexpr std::size_t kShownDigits = 12;
  Values artifacts;
  for (const auto& [path, fact] : run.artifacts) {
    artifacts.emplace(
        path, std::to_string(fact.size) + " bytes, sha256 " + fact.sha256.substr(0, kShownDigits));
  }
  return artifacts;
}

}  // namespace

std::optional<double> RunDifference::change() const {
  if (!from_value || !to_value || std::isnan(*to_value - *from_value)) {
    return std::nullopt;
  }
  return *to_value - *from_value;
}

std::optional<double> RunDifference::percent() const {
  const auto difference = change();
  if (!difference || *from_value == 0 || std::isinf(*difference)) {
    return std::nullopt;
  }
  return 100 * *difference / std::fabs(*from_value);
}

std::string_view RunDifference::verdict() const {
  if (!goal || !change()) {
    return {};
  }
  return is_better(*to_value, *from_value, *goal) ? "better" : "worse";
}

std::vector<RunDifference> diff_runs(const Run& a, const Run& b, const Settings& settings,
                                     const RunDiffOptions& options) {
  std::vector<RunDifference> differences;
  add_differences(differences, "params", {a.params.begin(), a.params.end()},
                  {b.params.begin(), b.params.end()});
  add_metrics(differences, a, b, settings, options);
  add_differences(differences, "run", facts_of(a), facts_of(b));
  add_differences(differences, "code", code_of(a), code_of(b));
  add_differences(differences, "data", data_of(a), data_of(b));
  add_differences(differences, "tags", user_tags_of(a), user_tags_of(b));
  add_differences(differences, "artifacts", artifacts_of(a), artifacts_of(b));
  return differences;
}

}  // namespace mlt::app
