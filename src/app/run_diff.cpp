#include "app/run_diff.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

#include "app/column_offer.hpp"
#include "app/compare.hpp"
#include "base/numbers.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "model/run_facts.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kShownDigits = 12;
constexpr std::string_view kDurationKey = "duration_ms";

using Values = std::map<std::string, std::string, std::less<>>;

bool is_same_text(const std::string& a, const std::string& b) { return a == b; }

bool is_same_param(const std::string& a, const std::string& b) {
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

/// Both sides of each thing by key: what stands otherwise in `b`, and what both have alike.
void compare(DiffSection& section, const Values& a, const Values& b,
             bool (*is_same)(const std::string&, const std::string&) = is_same_text) {
  std::set<std::string> keys;
  for (const Values* values : {&a, &b}) {
    for (const auto& entry : *values) {
      keys.insert(entry.first);
    }
  }
  for (const std::string& key : keys) {
    auto from = find(a, key);
    auto to = find(b, key);
    if (from && to && is_same(*from, *to)) {
      section.same.push_back({key, *std::move(to)});
    } else {
      section.differences.push_back({section.name, key, std::move(from), std::move(to)});
    }
  }
}

bool is_same_value(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Sides that are numbers.
RunDifference number_difference(const std::string& section, std::string key,
                                const std::optional<double>& from, const std::optional<double>& to,
                                const std::function<std::string(double)>& format) {
  RunDifference difference{section, std::move(key)};
  difference.from_value = from;
  difference.to_value = to;
  const auto text = [&format](const std::optional<double>& value) {
    return value ? std::optional(format(*value)) : std::nullopt;
  };
  difference.from = text(from);
  difference.to = text(to);
  return difference;
}

void compare_metrics(DiffSection& section, const Run& a, const Run& b, const Settings& settings,
                     const RunDiffOptions& options) {
  std::set<std::string> keys;
  for (const Run* run : {&a, &b}) {
    for (const auto& entry : run->metrics) {
      keys.insert(entry.first);
    }
  }
  for (const std::string& key : keys) {
    const auto goal = goal_of(key, options.goals, settings, options.experiment);
    const auto from = judged_value(a, key, goal);
    const auto to = judged_value(b, key, goal);
    if (from.second && to.second && is_same_value(*from.second, *to.second)) {
      section.same.push_back({to.first, base::format_double(*to.second)});
      continue;
    }
    auto& difference = section.differences.emplace_back(
        number_difference(section.name, to.first, from.second, to.second, base::format_double));
    difference.goal = goal;
  }
}

std::optional<double> duration_of(const Run& run) {
  return run.end_time_ms ? std::optional(static_cast<double>(*run.end_time_ms - run.start_time_ms))
                         : std::nullopt;
}

void compare_duration(DiffSection& section, const Run& a, const Run& b) {
  const auto from = duration_of(a);
  const auto to = duration_of(b);
  const auto format = [](double ms) {
    return base::format_duration(static_cast<std::int64_t>(ms));
  };
  if (from && to && *from == *to) {
    section.same.push_back({std::string(kDurationKey), format(*to)});
  } else if (from || to) {
    section.differences.push_back(
        number_difference(section.name, std::string(kDurationKey), from, to, format));
  }
}

Values tags_of(const Run& run, std::initializer_list<std::pair<const char*, std::string_view>> of) {
  Values values;
  for (const auto& [name, key] : of) {
    if (const auto found = run.tags.find(key); found != run.tags.end()) {
      values[name] = found->second;
    }
  }
  return values;
}

Values facts_of(const Run& run) {
  Values facts = tags_of(run, {{"command", tag::kCommand}, {"in", tag::kCwd}});
  if (model::is_known(run)) {
    facts["status"] = name_of(run.status);
  }
  return facts;
}

Values code_of(const Run& run) {
  Values code = tags_of(run, {{"commit", tag::kGitCommit}, {"untracked", tag::kUntracked}});
  if (const auto untracked = code.find("untracked"); untracked != code.end()) {
    std::string names;  // a line each
    for (const std::string_view name : base::split(untracked->second, '\n')) {
      names.append(names.empty() ? "" : ", ").append(name);
    }
    untracked->second = std::move(names);
  }
  if (code.contains("commit") && has_uncommitted_code(run)) {
    code["uncommitted"] = "yes";
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
    if (is_user_tag(key)) {
      tags.emplace(key, value);
    }
  }
  return tags;
}

Values artifacts_of(const Run& run) {
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

DiffSection& RunDiff::at(std::string_view name) {
  return *std::ranges::find(sections, name, &DiffSection::name);
}

const DiffSection& RunDiff::at(std::string_view name) const {
  return *std::ranges::find(sections, name, &DiffSection::name);
}

bool RunDiff::has_difference() const {
  return std::ranges::any_of(sections, [](const DiffSection& section) {
    return std::ranges::any_of(section.differences, [](const RunDifference& each) {
      return each.section != "run" || each.key != kDurationKey;
    });
  });
}

std::pair<std::string, std::optional<double>> judged_value(const Run& run, const std::string& key,
                                                           const std::optional<Goal>& goal) {
  const auto found = run.metrics.find(key);
  const std::string reducer = goal ? (*goal == Goal::min ? ":min" : ":max") : "";
  if (found == run.metrics.end()) {
    return {key + reducer, std::nullopt};
  }
  const auto& [first, last, min, max, count] = found->second;
  const auto& best = goal == Goal::min ? min : max;
  return {key + reducer, goal && best ? best->value : last.value};
}

RunDiff diff_runs(const Run& a, const Run& b, const Settings& settings,
                  const RunDiffOptions& options) {
  RunDiff diff;
  for (const char* name :
       {"params", "metrics", "run", "code", "data", "env", "host", "tags", "artifacts"}) {
    diff.sections.push_back({name});
  }
  compare(diff.at("params"), {a.params.begin(), a.params.end()}, {b.params.begin(), b.params.end()},
          is_same_param);
  compare_metrics(diff.at("metrics"), a, b, settings, options);
  compare_duration(diff.at("run"), a, b);
  compare(diff.at("run"), facts_of(a), facts_of(b));
  compare(diff.at("code"), code_of(a), code_of(b));
  compare(diff.at("data"), data_of(a), data_of(b));
  compare(diff.at("host"), tags_of(a, {{"host", tag::kHost}}), tags_of(b, {{"host", tag::kHost}}));
  compare(diff.at("tags"), user_tags_of(a), user_tags_of(b));
  compare(diff.at("artifacts"), artifacts_of(a), artifacts_of(b));
  return diff;
}

void add_packages(RunDiff& diff, const Packages& a, const Packages& b) {
  compare(diff.at("env"), a, b);
}

void add_code(RunDiff& diff, const CodeState& a, const CodeState& b,
              const std::optional<CodeDiff>& code) {
  DiffSection& section = diff.at("code");
  if (code) {
    for (const CodeDiff::File& file : code->files) {
      section.differences.push_back({section.name, file.path, std::nullopt, file.changes()});
    }
  } else if (a.diff != b.diff) {
    const auto digest = [](const std::optional<std::string>& text) {
      return text ? std::optional("sha256 " + base::sha256_hex(*text).substr(0, kShownDigits))
                  : std::nullopt;
    };
    section.differences.push_back({section.name, "git.diff", digest(a.diff), digest(b.diff)});
  }
}

}  // namespace mlt::app
