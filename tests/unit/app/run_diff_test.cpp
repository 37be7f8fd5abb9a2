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
  const auto found =
      app::diff_runs(run_with(metric, from), run_with(metric, to), {}, app::RunDiffOptions{});
  REQUIRE(found.size() == 1);
  return found.front();
}

std::string keys(const Run& a, const Run& b) {
  std::string text;
  for (const auto& each : app::diff_runs(a, b, {}, {})) {
    text += each.section + "." + each.key + " ";
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
  CHECK(keys(run_with("acc", 1), run_with("loss", 1)) == "metrics.acc metrics.loss ");
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
  CHECK(keys(a, b) == "run.host run.status code.commit data.train tags.team artifacts.model ");
}

TEST_CASE("the lines changed in files are read") {
  using namespace std::string_view_literals;
  const auto files = app::parse_numstat("9\t2\tsrc/a b.py\0-\t-\tx.png\0junk\0"sv);
  REQUIRE(files.size() == 2);
  CHECK(files[0].path == "src/a b.py");
  CHECK(files[0].changes == "+9 -2");
  CHECK(files[1].changes == "binary");
}
