#include "app/policy.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/goals.hpp"

namespace mlt::app {
namespace {

const wire::Source kSource{"policy.yaml", ErrorCode::data};

std::vector<GateRule> compiled(std::string_view yaml, std::string_view experiment = "") {
  const Policy policy = parse_policy(yaml, kSource);
  Settings settings;
  add_goals(policy, settings);
  return rules_of(policy, settings, experiment, kSource);
}

/// `gate @source`, with what it does beside failing.
std::vector<std::string> rules(std::string_view yaml, std::string_view experiment = "") {
  std::vector<std::string> texts;
  for (const GateRule& rule : compiled(yaml, experiment)) {
    std::string text = rule.gate.text() + " @" + rule.source;
    text += rule.only_warns ? " warns" : "";
    text += rule.missing == Missing::skip ? " skip" : rule.missing == Missing::pass ? " pass" : "";
    texts.push_back(text);
  }
  return texts;
}

Error error_of(std::string_view yaml) {
  try {
    compiled(yaml);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::system, "no error"};
}

using Texts = std::vector<std::string>;

TEST_CASE("the rules of a metric become gates") {
  CHECK(rules("version: 1\n"
              "missing: fail\n"
              "metrics:\n"
              "  val_loss: {goal: min, reduce: min, fail_if_worse_by: {abs: 0.005, rel: 1%}}\n"
              "  acc:      {goal: max, reduce: max, at_least: 0.92}\n"
              "  latency_ms: {goal: min, warn_if_worse_by: {rel: 10%}}\n") ==
        Texts{"metrics.acc:max < 0.92 @policy.yaml:5",
              "pct(metrics.latency_ms) > 10 @policy.yaml:6 warns",
              "metrics.val_loss:min > baseline + 0.005 @policy.yaml:4",
              "pct(metrics.val_loss:min) > 1 @policy.yaml:4"});
  CHECK(rules("metrics: {acc: {at_most: 1, fail_if_worse_by: {abs: 0.01, rel: 0.5 %}}}") ==
        Texts{"metrics.acc > 1 @policy.yaml:1", "metrics.acc < baseline - 0.01 @policy.yaml:1",
              "pct(metrics.acc) < -0.5 @policy.yaml:1"});
  CHECK(rules("metrics: {acc: {fail_if_worse_by: {abs: 0, rel: 0%}}}") ==
        Texts{"metrics.acc < baseline @policy.yaml:1", "pct(metrics.acc) < 0 @policy.yaml:1"});
  CHECK(rules("metrics: {train/acc: {at_least: -1e-3}}") ==
        Texts{"metrics.`train/acc` < -0.001 @policy.yaml:1"});
  CHECK(rules("metrics: {acc: {goal: max}}").empty());
  CHECK(rules("").empty());
}

TEST_CASE("gates are written out too") {
  CHECK(rules("missing: skip\n"
              "fail_if:\n"
              "  - metrics.acc < 0.9\n"
              "  - n < 3\n"
              "warn_if: \"tags.reviewed != 'yes'\"\n"
              "metrics: {acc: {at_least: 0.8, missing: fail}}\n") ==
        Texts{"metrics.acc < 0.8 @policy.yaml:6", "metrics.acc < 0.9 @policy.yaml:3 skip",
              "n < 3 @policy.yaml:4 skip", "tags.reviewed != 'yes' @policy.yaml:5 warns skip"});
}

TEST_CASE("what is said of an experiment goes before what is said of all") {
  const std::string_view yaml =
      "metrics: {acc: {at_least: 0.5}, loss: {at_most: 9}}\n"
      "fail_if: n < 1\n"
      "experiments:\n"
      "  iris:\n"
      "    metrics: {acc: {at_least: 0.9}}\n"
      "    fail_if: n < 2\n";
  CHECK(rules(yaml, "iris") == Texts{"metrics.acc < 0.9 @policy.yaml:5",
                                     "metrics.loss > 9 @policy.yaml:1", "n < 1 @policy.yaml:2",
                                     "n < 2 @policy.yaml:6"});
  CHECK(rules(yaml, "digits") == Texts{"metrics.acc < 0.5 @policy.yaml:1",
                                       "metrics.loss > 9 @policy.yaml:1", "n < 1 @policy.yaml:2"});
  CHECK(rules(yaml).size() == 3);
}

TEST_CASE("a policy declares directions, and mlt.yaml outranks it") {
  const Policy policy = parse_policy(
      "metrics: {score: {goal: min}, gain: {goal: max}, acc: {at_least: 1}}\n"
      "experiments: {iris: {metrics: {gain: {goal: min}, own: {goal: min}}}}\n",
      kSource);
  Settings settings = parse_settings("metrics: {score: max, own: max}", "mlt.yaml");
  add_goals(policy, settings);
  CHECK(goal_of("score", {}, settings, "") == Goal::max);
  CHECK(goal_of("gain", {}, settings, "") == Goal::max);
  CHECK(goal_of("gain", {}, settings, "iris") == Goal::min);
  CHECK(goal_of("own", {}, settings, "iris") == Goal::max);
  CHECK(goal_of("acc", {}, settings, "") == Goal::max);  // by its name
  CHECK(!goal_of("other", {}, settings, "iris"));
}

TEST_CASE("what is wrong in a policy is told with its line") {
  struct Case {
    const char* yaml;
    const char* message;
    const char* hint;
  };
  const Case table[] = {
      {"metrics:\n  acc: {at_lest: 1}", "policy.yaml:2: metric 'acc' has no key 'at_lest'",
       "the nearest key is 'at_least'"},
      {"rules: []", "policy.yaml:1: a policy has no key 'rules'",
       "the keys are version, missing, metrics, fail_if, warn_if, experiments, models"},
      {"experiments: {iris: {missing: pass}}",
       "policy.yaml:1: the rules for experiment 'iris' has no key 'missing'",
       "the keys are metrics, fail_if, warn_if"},
      {"metrics: {acc: {fail_if_worse_by: {abs: 1, relative: 1%}}}",
       "policy.yaml:1: 'fail_if_worse_by' has no key 'relative'", "the keys are abs, rel"},
      {"version: 2", "policy.yaml:1: this mlt knows policies of version 1, not 2", ""},
      {"version: one", "policy.yaml:1: 'version' must be 1", ""},
      {"- a", "policy.yaml:1: a policy must be a map", ""},
      {"metrics: [acc]", "policy.yaml:1: 'metrics' must be a map", ""},
      {"metrics: {acc: max}", "policy.yaml:1: metric 'acc' must be a map", ""},
      {"experiments: {iris: 1}", "policy.yaml:1: the rules for experiment 'iris' must be a map",
       ""},
      {"missing: ignore", "policy.yaml:1: 'missing' must be fail, pass or skip", ""},
      {"metrics: {acc: {goal: up}}", "policy.yaml:1: 'goal' must be min or max", ""},
      {"metrics: {acc: {reduce: median}}",
       "policy.yaml:1: 'reduce' must be one of last, min, max, first, count, mean, sd, sum, auc",
       ""},
      {"metrics: {acc: {at_least: high}}", "policy.yaml:1: 'at_least' must be a number", ""},
      {"metrics: {acc: {at_most: .inf}}", "policy.yaml:1: 'at_most' must be a number", ""},
      {"metrics: {acc: {at_most: '1'}}", "policy.yaml:1: 'at_most' must be a number", ""},
      {"metrics: {acc: {fail_if_worse_by: {rel: 0.01}}}",
       "policy.yaml:1: 'rel' must be a percentage such as 1%", ""},
      {"metrics: {acc: {fail_if_worse_by: {rel: much%}}}",
       "policy.yaml:1: 'rel' must be a percentage such as 1%", ""},
      {"metrics: {acc: {fail_if_worse_by: {}}}",
       "policy.yaml:1: 'fail_if_worse_by' needs abs: NUMBER or rel: PERCENT%", ""},
      {"metrics: {acc: {warn_if_worse_by: {abs: -1}}}",
       "policy.yaml:1: 'warn_if_worse_by' cannot be below 0", ""},
      {"metrics: {acc: {warn_if_worse_by: 1}}", "policy.yaml:1: 'warn_if_worse_by' must be a map",
       ""},
      {"metrics:\n  score:\n    fail_if_worse_by: {abs: 1}",
       "policy.yaml:3: it is not known which way metric 'score' gets better",
       "say so with goal: min or goal: max"},
      {"fail_if: [1]", "policy.yaml:1: 'fail_if' takes gates such as 'metrics.acc < 0.9'", ""},
      {"fail_if:\n  - n < 1\n  - metrics.acc <",
       "policy.yaml:3: expected a value such as metrics.acc or 0.9, found the end\n"
       "  metrics.acc <\n"
       "               ^",
       ""},
      {"warn_if: loss:minn > 1",
       "policy.yaml:1: there is no reducer 'minn'\n"
       "  loss:minn > 1\n"
       "       ^~~~",
       "the nearest reducer is 'min'"},
  };
  for (const auto& [yaml, message, hint] : table) {
    CAPTURE(yaml);
    const Error error = error_of(yaml);
    CHECK(error.code() == ErrorCode::data);
    CHECK(error.message() == message);
    CHECK((error.hints().empty() ? "" : error.hints().front()) == hint);
  }
}

TEST_CASE("what is unknown in a policy does not keep its goals from readers") {
  const Policy policy = parse_policy("rules: []\nmetrics: {score: {goal: min, x: 1}}", kSource);
  Settings settings;
  add_goals(policy, settings);
  CHECK(goal_of("score", {}, settings, "") == Goal::min);
  CHECK(policy.unknown);
  CHECK(parse_policy("models: {iris: {}}", kSource).unknown == std::nullopt);
}

}  // namespace
}  // namespace mlt::app
