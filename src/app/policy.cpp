#include "app/policy.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "app/goals.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "search/search.hpp"
#include "wire/yaml.hpp"

namespace mlt::app {
namespace {

constexpr std::string_view kSectionKeys[] = {"metrics", "fail_if", "warn_if"};
/// `models` holds rules of a registry, which are for other commands.
constexpr std::string_view kPolicyKeys[] = {"version", "missing",     "metrics", "fail_if",
                                            "warn_if", "experiments", "models"};
constexpr std::string_view kMetricKeys[] = {
    "goal", "reduce", "at_least", "at_most", "fail_if_worse_by", "warn_if_worse_by", "missing"};
constexpr std::string_view kToleranceKeys[] = {"abs", "rel"};

std::string quoted(std::string_view text) { return "'" + base::escape_control(text) + "'"; }

class Reader {
 public:
  explicit Reader(const wire::Source& source) : source_(source) {}

  Policy read(std::string_view text) {
    const wire::Value document = wire::parse_yaml(text, source_);
    if (document.is_null()) {
      return std::move(policy_);
    }
    check_keys(document, "a policy", kPolicyKeys);
    if (const wire::Value* version = find(document, "version")) {
      read_version(*version);
    }
    if (const wire::Value* missing = find(document, "missing")) {
      policy_.missing = missing_of(*missing);
    }
    policy_.all = section_of(document);
    if (const wire::Value* experiments = find(document, "experiments")) {
      for (const auto& [name, value] : members_of(*experiments, "'experiments'")) {
        check_keys(value, "the rules for experiment " + quoted(name), kSectionKeys);
        policy_.experiments.emplace(name, section_of(value));
      }
    }
    return std::move(policy_);
  }

 private:
  /// A member with no value counts as absent.
  static const wire::Value* find(const wire::Value& object, std::string_view name) {
    const wire::Value* value = object.find(name);
    return value != nullptr && value->is_null() ? nullptr : value;
  }

  [[nodiscard]] Error error_at(const wire::Value& value, std::string_view reason) const {
    return wire::source_error(source_, value.line, reason);
  }

  const wire::Value::Object& members_of(const wire::Value& value, const std::string& what) const {
    if (const wire::Value::Object* members = value.as_object()) {
      return *members;
    }
    throw error_at(value, what + " must be a map");
  }

  void check_keys(const wire::Value& object, const std::string& what,
                  std::span<const std::string_view> known) {
    for (const auto& [name, value] : members_of(object, what)) {
      if (policy_.unknown || std::ranges::find(known, name) != known.end()) {
        continue;
      }
      policy_.unknown = error_at(value, what + " has no key " + quoted(name));
      const std::vector<std::string> names(known.begin(), known.end());
      const auto nearest = base::nearest(name, names);
      policy_.unknown->add_hint(nearest ? "the nearest key is '" + *nearest + "'"
                                        : "the keys are " + base::join(names, ", "));
    }
  }

  void read_version(const wire::Value& value) {
    const std::int64_t* version = value.as_integer();
    if (version == nullptr || *version < 1) {
      throw error_at(value, "'version' must be 1");
    }
    if (*version > 1 && !policy_.unknown) {
      policy_.unknown =
          error_at(value, "this mlt knows policies of version 1, not " + std::to_string(*version));
    }
  }

  Missing missing_of(const wire::Value& value) const {
    const auto missing = parse_missing(value.text());
    if (!missing) {
      throw error_at(value, "'missing' must be fail, pass or skip");
    }
    return *missing;
  }

  PolicySection section_of(const wire::Value& object) {
    PolicySection section;
    if (const wire::Value* metrics = find(object, "metrics")) {
      for (const auto& [key, value] : members_of(*metrics, "'metrics'")) {
        section.metrics.emplace(key, metric_of(key, value));
      }
    }
    section.fail_if = expressions_of(object, "fail_if");
    section.warn_if = expressions_of(object, "warn_if");
    return section;
  }

  std::vector<PolicySection::Expression> expressions_of(const wire::Value& object,
                                                        std::string_view name) const {
    std::vector<PolicySection::Expression> expressions;
    const wire::Value* list = find(object, name);
    if (list == nullptr) {
      return expressions;
    }
    const wire::Value::Array* array = list->as_array();
    for (const wire::Value& each : array != nullptr ? std::span(*array) : std::span(list, 1)) {
      if (each.as_string() == nullptr) {
        throw error_at(each, quoted(name) + " takes gates such as 'metrics.acc < 0.9'");
      }
      expressions.push_back({*each.as_string(), each.line});
    }
    return expressions;
  }

  MetricPolicy metric_of(const std::string& key, const wire::Value& value) {
    const std::string what = "metric " + quoted(key);
    MetricPolicy metric;
    metric.line = value.line;
    check_keys(value, what, kMetricKeys);
    if (const wire::Value* goal = find(value, "goal")) {
      metric.goal = goal_of(*goal);
    }
    if (const wire::Value* reduce = find(value, "reduce")) {
      metric.reduce = reducer_of(*reduce);
    }
    metric.at_least = number_of(value, "at_least");
    metric.at_most = number_of(value, "at_most");
    metric.fail_if_worse_by = tolerance_of(value, "fail_if_worse_by");
    metric.warn_if_worse_by = tolerance_of(value, "warn_if_worse_by");
    if (const wire::Value* missing = find(value, "missing")) {
      metric.missing = missing_of(*missing);
    }
    return metric;
  }

  Goal goal_of(const wire::Value& value) const {
    const std::string word = value.text();
    if (word != "min" && word != "max") {
      throw error_at(value, "'goal' must be min or max");
    }
    return word == "min" ? Goal::min : Goal::max;
  }

  model::Reducer::Kind reducer_of(const wire::Value& value) const {
    if (const auto kind = model::parse_reducer(value.text())) {
      return *kind;
    }
    const auto names = model::reducer_names();
    throw error_at(value,
                   "'reduce' must be one of " + base::join({names.begin(), names.end()}, ", "));
  }

  std::optional<double> number_of(const wire::Value& object, std::string_view name) const {
    const wire::Value* value = find(object, name);
    if (value == nullptr) {
      return std::nullopt;
    }
    const bool is_number = value->as_integer() != nullptr || value->as_double() != nullptr;
    const auto number = is_number ? base::parse_double(value->text()) : std::nullopt;
    if (!number || !std::isfinite(*number)) {
      throw error_at(*value, quoted(name) + " must be a number");
    }
    return number;
  }

  std::optional<Tolerance> tolerance_of(const wire::Value& object, std::string_view name) {
    const wire::Value* value = find(object, name);
    if (value == nullptr) {
      return std::nullopt;
    }
    check_keys(*value, std::string(quoted(name)), kToleranceKeys);
    Tolerance tolerance{number_of(*value, "abs"), percent_of(*value), value->line};
    if (!tolerance.absolute && !tolerance.percent) {
      throw error_at(*value, quoted(name) + " needs abs: NUMBER or rel: PERCENT%");
    }
    if (tolerance.absolute.value_or(0) < 0 || tolerance.percent.value_or(0) < 0) {
      throw error_at(*value, quoted(name) + " cannot be below 0");
    }
    return tolerance;
  }

  /// Only with the sign: whether 0.01 is one percent or a hundredth of one is nobody's guess.
  std::optional<double> percent_of(const wire::Value& object) const {
    const wire::Value* value = find(object, "rel");
    if (value == nullptr) {
      return std::nullopt;
    }
    const std::string* string = value->as_string();
    std::string_view text = string != nullptr ? std::string_view(*string) : std::string_view();
    const bool has_sign = text.ends_with('%');
    text.remove_suffix(has_sign ? 1 : 0);
    const auto percent = has_sign ? base::parse_double(base::trim(text)) : std::nullopt;
    if (!percent || !std::isfinite(*percent)) {
      throw error_at(*value, "'rel' must be a percentage such as 1%");
    }
    return percent;
  }

  wire::Source source_;
  Policy policy_;
};

/// Makes gates of a policy.
class Compiler {
 public:
  Compiler(const Policy& policy, const Settings& settings, std::string_view experiment,
           const wire::Source& source)
      : policy_(policy), settings_(settings), experiment_(experiment), source_(source) {}

  std::vector<GateRule> compile() {
    const auto found = policy_.experiments.find(experiment_);
    const PolicySection* own = found == policy_.experiments.end() ? nullptr : &found->second;
    std::map<std::string, const MetricPolicy*, std::less<>> metrics;
    for (const PolicySection* section : {&policy_.all, own}) {
      if (section != nullptr) {
        for (const auto& [key, metric] : section->metrics) {
          metrics[key] = &metric;
        }
      }
    }
    for (const auto& [key, metric] : metrics) {
      add_metric(key, *metric);
    }
    for (const PolicySection* section : {&policy_.all, own}) {
      if (section != nullptr) {
        add_expressions(section->fail_if, false);
        add_expressions(section->warn_if, true);
      }
    }
    return std::move(rules_);
  }

 private:
  void add_metric(const std::string& key, const MetricPolicy& metric) {
    std::string name = search::spell(search::Entity::metric, key);
    if (metric.reduce != model::Reducer::Kind::last) {
      name.append(":").append(model::name_of(metric.reduce));
    }
    const Missing missing = metric.missing.value_or(policy_.missing);
    const auto add_limit = [&](std::string_view relation, const std::optional<double>& limit) {
      if (limit) {
        add(name + std::string(relation) + base::format_double(*limit), metric.line, false,
            missing);
      }
    };
    add_limit(" < ", metric.at_least);
    add_limit(" > ", metric.at_most);
    add_tolerance(key, name, metric.fail_if_worse_by, false, missing);
    add_tolerance(key, name, metric.warn_if_worse_by, true, missing);
  }

  void add_tolerance(const std::string& key, const std::string& name,
                     const std::optional<Tolerance>& tolerance, bool only_warns, Missing missing) {
    if (!tolerance) {
      return;
    }
    const auto goal = goal_of(key, {}, settings_, experiment_);
    if (!goal) {
      throw wire::source_error(source_, tolerance->line,
                               "it is not known which way metric " + quoted(key) + " gets better")
          .hint("say so with goal: min or goal: max");
    }
    const bool is_min = *goal == Goal::min;
    if (const auto& by = tolerance->absolute) {
      const std::string limit =
          *by == 0 ? "baseline"
                   : (is_min ? "baseline + " : "baseline - ") + base::format_double(*by);
      add(name + (is_min ? " > " : " < ") + limit, tolerance->line, only_warns, missing);
    }
    if (const auto& by = tolerance->percent) {
      const std::string limit = (is_min || *by == 0 ? "" : "-") + base::format_double(*by);
      add("pct(" + name + (is_min ? ") > " : ") < ") + limit, tolerance->line, only_warns, missing);
    }
  }

  void add_expressions(const std::vector<PolicySection::Expression>& expressions, bool only_warns) {
    for (const auto& [text, line] : expressions) {
      add(text, line, only_warns, policy_.missing);
    }
  }

  void add(const std::string& text, int line, bool only_warns, Missing missing) {
    const std::string source = std::string(source_.name) + ":" + std::to_string(line);
    try {
      rules_.push_back({search::Gate::parse(text), source, only_warns, missing});
    } catch (const Error& error) {
      Error at_line = wire::source_error(source_, line, error.message());
      for (const std::string& hint : error.hints()) {
        at_line.add_hint(hint);
      }
      throw at_line;
    }
  }

  const Policy& policy_;
  const Settings& settings_;
  std::string_view experiment_;
  const wire::Source& source_;
  std::vector<GateRule> rules_;
};

}  // namespace

Policy parse_policy(std::string_view text, const wire::Source& source) {
  return Reader(source).read(text);
}

std::optional<Policy> find_policy(disk::Disk& disk) {
  const auto text = disk::find_text(disk, kPolicyPath, wire::kMaxDocumentBytes);
  return text ? std::optional(parse_policy(*text, {kPolicyPath, ErrorCode::data})) : std::nullopt;
}

void add_goals(const Policy& policy, Settings& settings) {
  for (const auto& [name, section] : policy.experiments) {
    for (const auto& [key, metric] : section.metrics) {
      if (metric.goal && !settings.all.goals.contains(key)) {
        settings.experiments[name].goals.emplace(key, *metric.goal);
      }
    }
  }
  for (const auto& [key, metric] : policy.all.metrics) {
    if (metric.goal) {
      settings.all.goals.emplace(key, *metric.goal);
    }
  }
}

std::vector<GateRule> rules_of(const Policy& policy, const Settings& settings,
                               std::string_view experiment, const wire::Source& source) {
  if (policy.unknown) {
    throw *policy.unknown;
  }
  return Compiler(policy, settings, experiment, source).compile();
}

}  // namespace mlt::app
