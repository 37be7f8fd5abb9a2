#include "app/goals.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

namespace mlt::app {
namespace {

std::string message_of(std::string_view yaml) {
  try {
    parse_settings(yaml, "mlt.yaml");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    return error.message();
  }
  return "no error";
}

TEST_CASE("the last word of a key tells the direction") {
  for (const std::string key : {"loss", "val_loss", "train/Loss", "eval.rmse", "test-mae", "BPB"}) {
    CAPTURE(key);
    CHECK(goal_by_name(key) == Goal::min);
  }
  for (const std::string key : {"acc", "test_f1", "train/acc", "roc.AUC", "r2"}) {
    CAPTURE(key);
    CHECK(goal_by_name(key) == Goal::max);
  }
  for (const std::string key : {"lossy", "accx", "loss_scale", "acc_", "", "epoch"}) {
    CAPTURE(key);
    CHECK_FALSE(goal_by_name(key).has_value());
  }
}

TEST_CASE("the command goes before the experiment, the store and the name") {
  const Settings settings = parse_settings(
      "layout: native\n"
      "metrics: {acc: min, score: max}\n"
      "primary: score\n"
      "experiments:\n"
      "  iris: {metrics: {score: min}, primary: acc}\n"
      "  other: {primary: }\n",
      "mlt.yaml");
  CHECK(goal_of("score", {{"score", Goal::max}}, settings, "iris") == Goal::max);
  CHECK(goal_of("score", {}, settings, "iris") == Goal::min);
  CHECK(goal_of("score", {}, settings, "") == Goal::max);
  CHECK(goal_of("acc", {}, settings, "iris") == Goal::min);
  CHECK(goal_of("loss", {}, settings, "iris") == Goal::min);
  CHECK_FALSE(goal_of("epoch", {}, settings, "iris").has_value());
  CHECK(primary_metric(settings, "iris") == "acc");
  CHECK(primary_metric(settings, "other") == "score");
  CHECK(primary_metric(settings, "") == "score");
  CHECK(primary_metric({}, "iris").empty());
}

TEST_CASE("settings that are not as they should be name their line") {
  CHECK(parse_settings("", "mlt.yaml") == Settings{});
  CHECK(parse_settings("schema: 1\nmetrics:\n", "mlt.yaml") == Settings{});
  CHECK(message_of("schema: 1\nmetrics:\n  loss: down\n") ==
        "mlt.yaml:3: metric 'loss' must be min or max");
  CHECK(message_of("metrics: [loss]\n") == "mlt.yaml:1: 'metrics' must be a map");
  CHECK(message_of("experiments: {iris: acc}\n") ==
        "mlt.yaml:1: the settings of experiment 'iris' must be a map");
  CHECK(message_of("primary: [acc]\n") == "mlt.yaml:1: 'primary' must be the key of a metric");
  CHECK(message_of("- a\n") == "mlt.yaml:1: the settings must be a map");
}

TEST_CASE("NaN is never better") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(is_better(1, 2, Goal::min));
  CHECK_FALSE(is_better(1, 2, Goal::max));
  CHECK_FALSE(is_better(1, 1, Goal::max));
  CHECK(is_better(1, nan, Goal::max));
  CHECK_FALSE(is_better(nan, 1, Goal::min));
  CHECK_FALSE(is_better(nan, nan, Goal::min));
}

}  // namespace
}  // namespace mlt::app
