#include "app/run_diff.hpp"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "app/code_diff.hpp"

using namespace mlt;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Run run_with(const std::string& metric, double value) {
  Run run;
  run.metrics[metric].last.value = value;
  return run;
}

app::RunDifference difference(const std::string& metric, double from, double to) {
  const auto diff =
      app::diff_runs(run_with(metric, from), run_with(metric, to), {}, app::RunDiffOptions{});
  REQUIRE(diff.at("metrics").differences.size() == 1);
  return diff.at("metrics").differences.front();
}

std::string keys(const app::RunDiff& diff) {
  std::string text;
  for (const auto& section : diff.sections) {
    for (const auto& each : section.differences) {
      CHECK(each.section == section.name);
      text += each.section + "." + each.key + " ";
    }
  }
  return text;
}

std::string keys(const Run& a, const Run& b) { return keys(app::diff_runs(a, b, {}, {})); }

std::string same(const app::RunDiff& diff) {
  std::string text;
  for (const auto& section : diff.sections) {
    for (const auto& each : section.same) {
      text += section.name + "." + each.key + "=" + each.value + " ";
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a metric that changed is better or worse where its direction is known") {
  CHECK(difference("acc", 0.5, 0.75).change() == 0.25);
  CHECK(difference("acc", 0.5, 0.75).percent() == 50.0);
  CHECK(difference("acc", 0.5, 0.75).verdict() == "better");
  CHECK(difference("loss", 0.5, 0.75).verdict() == "worse");
  CHECK(difference("speed", 0.5, 0.75).verdict().empty());
  CHECK(difference("loss", -0.5, -0.75).percent() == -50.0);  // of the size of what it was
}

TEST_CASE("a change that is no number is not made up") {
  CHECK_FALSE(difference("acc", kNan, 1).change());
  CHECK(difference("acc", kNan, 1).verdict().empty());
  CHECK_FALSE(difference("acc", 0, 1).percent());
  CHECK(difference("loss", 1, kInf).change() == kInf);
  CHECK_FALSE(difference("loss", 1, kInf).percent());
  CHECK(keys(run_with("acc", kNan), run_with("acc", kNan)).empty());
  CHECK(keys(run_with("acc", kInf), run_with("acc", kInf)).empty());
  CHECK(keys(run_with("acc", 1), run_with("loss", 1)) == "metrics.acc:max metrics.loss:min ");
}

TEST_CASE("params are compared as numbers where they are numbers") {
  Run a;
  Run b;
  a.params = {{"lr", "1e-3"}, {"opt", "adam"}, {"only", "x"}};
  b.params = {{"lr", "0.001"}, {"opt", "lion"}};
  CHECK(keys(a, b) == "params.only params.opt ");
}

TEST_CASE("what else differs is told by section") {
  Run a;
  a.tags = {
      {"team", "ads"}, {"mlt.host", "x"}, {"mlt.pid", "1"}, {"mlflow.source.git.commit", "c1"}};
  a.artifacts["model"] = {1, std::string(64, 'a')};
  DatasetInput& input = a.dataset_inputs.emplace_back();
  input.dataset.name = "train";
  input.dataset.digest = "9e1c";
  Run b = a;
  CHECK(keys(a, b).empty());
  b.tags = {
      {"team", "web"}, {"mlt.host", "y"}, {"mlt.pid", "2"}, {"mlflow.source.git.commit", "c2"}};
  b.artifacts["model"].sha256 = std::string(64, 'b');
  b.dataset_inputs.front().dataset.digest = "77aa";
  b.status = RunStatus::failed;
  CHECK(keys(a, b) == "run.status code.commit data.train host.host tags.team artifacts.model ");
}

TEST_CASE("what is the same is told too") {
  Run a;
  a.params = {{"lr", "1e-3"}, {"opt", "adam"}};
  a.tags = {{"team", "ads"}, {"mlt.host", "x"}, {"mlflow.source.git.commit", "c1"}};
  a.metrics["speed"].last.value = 3;
  Run b = a;
  b.params["lr"] = "0.001";
  CHECK(same(app::diff_runs(a, b, {}, {})) ==
        "params.lr=0.001 params.opt=adam metrics.speed=3 run.status=RUNNING code.commit=c1 "
        "host.host=x tags.team=ads ");
}

TEST_CASE("texts that are no params are compared as texts") {
  Run a;
  a.tags = {{"version", "1.10"}};
  DatasetInput& input = a.dataset_inputs.emplace_back();
  input.dataset.name = "train";
  input.dataset.digest = "100e1";
  Run b = a;
  b.tags["version"] = "1.1";
  b.dataset_inputs.front().dataset.digest = "1000";
  CHECK(keys(a, b) == "data.train tags.version ");
  auto diff = app::diff_runs(a, a, {}, {});
  app::add_packages(diff, {{"torch", "2.10"}, {"old", "1"}, {"numpy", "2"}},
                    {{"torch", "2.1"}, {"new", "1"}, {"numpy", "2"}});
  CHECK(keys(diff) == "env.new env.old env.torch ");
  CHECK(diff.at("env").same.size() == 1);
}

TEST_CASE("a metric is judged by its best value where its direction is known") {
  Run a = run_with("loss", 0.9);
  a.metrics["loss"].min = MetricPoint{.value = 0.2};
  a.metrics["loss"].max = MetricPoint{.value = 3};
  Run b = run_with("loss", 0.1);
  b.metrics["loss"].min = MetricPoint{.value = 0.1};
  const auto diff = app::diff_runs(a, b, {}, {});
  REQUIRE(diff.at("metrics").differences.size() == 1);
  const auto& loss = diff.at("metrics").differences.front();
  CHECK(loss.key == "loss:min");
  CHECK(loss.from_value == 0.2);
  CHECK(loss.verdict() == "better");
  app::RunDiffOptions options;
  options.goals = {{"loss", app::Goal::max}};
  CHECK(app::diff_runs(a, b, {}, options).at("metrics").differences.front().from_value == 3);
}

TEST_CASE("how long runs took is told and is no difference") {
  Run a;
  a.start_time_ms = 1000;
  a.end_time_ms = 61000;
  Run b = a;
  b.end_time_ms = 121000;
  const auto diff = app::diff_runs(a, b, {}, {});
  CHECK(keys(diff) == "run.duration_ms ");
  CHECK(diff.at("run").differences.front().from_value == 60000);
  CHECK(diff.at("run").differences.front().to == "2m");
  CHECK_FALSE(diff.has_difference());
  b.params["lr"] = "1";
  CHECK(app::diff_runs(a, b, {}, {}).has_difference());
}

TEST_CASE("code that cannot be compared differs where its uncommitted changes do") {
  const app::CodeState clean{.commit = std::string(40, 'a')};
  app::CodeState changed = clean;
  changed.is_uncommitted = true;
  changed.diff = "--- a";
  auto diff = app::diff_runs({}, {}, {}, {});
  app::add_code(diff, changed, changed, std::nullopt);
  CHECK_FALSE(diff.has_difference());
  app::add_code(diff, clean, changed, std::nullopt);
  CHECK(keys(diff) == "code.git.diff ");
}

TEST_CASE("the lines changed in files are read") {
  using namespace std::string_view_literals;
  const auto files = app::parse_numstat("9\t2\tsrc/a b.py\0-\t-\tx.png\0junk\0"sv);
  REQUIRE(files.size() == 2);
  CHECK(files[0].path == "src/a b.py");
  CHECK(files[0].changes() == "+9 -2");
  CHECK(files[1].changes() == "binary");
}
