#include "search/gate.hpp"

#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

namespace mlt::search {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Run make_run(const std::map<std::string, double>& metrics, KeyValueMap params, KeyValueMap tags) {
  Run run;
  for (const auto& [key, value] : metrics) {
    MetricSummary& summary = run.metrics[key];
    summary.last.value = value;
    summary.min = summary.max = summary.first = summary.last;
    summary.first.value = value / 2;
    summary.min->value = value - 1;
    summary.max->value = value + 1;
  }
  run.params = std::move(params);
  run.tags = std::move(tags);
  return run;
}

const Run& candidate_run() {
  static const Run run = make_run({{"acc", 0.92},
                                   {"loss", 2},
                                   {"bad", kNaN},
                                   {"inf", kInfinity},
                                   {"new", 1},
                                   {"train/acc", 0.5},
                                   {"zero", 0},
                                   {"n", 7}},
                                  {{"lr", "1e-3"}, {"opt", "adam"}, {"depth", "4"}},
                                  {{"reviewed", "yes"}, {"mlflow.note", "x"}});
  return run;
}

const Run& baseline_run() {
  static const Run run = make_run({{"acc", 0.93},
                                   {"loss", 4},
                                   {"zero", 0},
                                   {"inf", kInfinity},
                                   {"train/acc", 0.25},
                                   {"low", -2}},
                                  {{"lr", "0.001"}, {"opt", "lion"}}, {});
  return run;
}

GateAnswer answer(const std::string& text) {
  const GateSide candidate{
      &candidate_run(), 3, [](const Run&, std::string_view) {
        return std::vector<MetricPoint>{{.step = 1, .value = 4}, {.step = 2, .value = 8}};
      }};
  return Gate::parse(text).evaluate(candidate, {&baseline_run(), 5});
}

std::string word_of(const std::optional<bool>& truth) {
  return truth ? *truth ? "true" : "false" : "unknown";
}

std::string truth(const std::string& text) { return word_of(answer(text).holds); }

std::string gaps(const std::string& text) {
  std::string all;
  for (const std::string& gap : answer(text).gaps) {
    all += (all.empty() ? "" : "; ") + gap;
  }
  return all;
}

Error error_of(const std::string& text) {
  try {
    Gate::parse(text);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::system, "no error"};
}

std::string message_of(const std::string& text) { return error_of(text).message(); }

std::string first_hint(const std::string& text) {
  const Error error = error_of(text);
  return error.hints().empty() ? "" : error.hints().front();
}

TEST_CASE("what gates are true") {
  const std::vector<std::pair<const char*, const char*>> table = {
      // comparisons and names
      {"metrics.acc < 0.93", "true"},
      {"metrics.acc>0.93", "false"},
      {"metric.acc <= 0.92 and acc >= 0.92", "true"},
      {"acc = 0.92 AND acc == 0.92 And not acc != 0.92", "true"},
      {"metrics.`train/acc` = 0.5", "true"},
      {"`train/acc` = 0.5", "true"},
      {"metrics.\"train/acc\" = 0.5", "true"},
      {"0.93 > acc", "true"},
      // reducers
      {"metrics.loss:min = 1", "true"},
      {"loss:max = 3 and loss:first = 1 and loss:last = loss", "true"},
      {"metrics.loss:mean = 6", "true"},
      {"metrics.loss@step=1 = 4", "true"},
      // calculation
      {"1 + 2 * 3 = 7", "true"},
      {"(1 + 2) * 3 = 9", "true"},
      {"2-1 = 1", "true"},
      {"10 - 2 - 3 = 5", "true"},
      {"8 / 4 / 2 = 1", "true"},
      {"-loss = -2", "true"},
      {"- - +loss = 2", "true"},
      {"2 * -loss = -4", "true"},
      {".5 + 1e-1 = 0.6", "true"},
      {"loss-1 = 1", "true"},
      {"abs(1 - loss) = 1", "true"},
      {"min(loss, 1, 3) = 1 and max(loss, 1, 3) = 3", "true"},
      {"min(loss) = 2", "true"},
      {"min = 2 or loss = 2", "true"},  // without a parenthesis a metric like any other
      // rounding does not decide at the limit
      {"0.1 + 0.2 = 0.3", "true"},
      {"acc < baseline - 0.01", "false"},
      {"acc < baseline - 0.00999", "true"},
      {"0.7 < 0.8 - 0.1", "false"},
      {"delta(acc) < -0.01", "false"},
      {"delta(acc) <= -0.01", "true"},
      {"1e15 + 1 > 1e15", "true"},
      {"0.92000000000001 > acc", "true"},
      // the baseline
      {"acc < baseline", "true"},
      {"baseline > acc", "true"},
      {"baseline.metrics.acc = 0.93", "true"},
      {"baseline.acc = 0.93 and acc = 0.92", "true"},
      {"baseline.metrics.`train/acc` = 0.25", "true"},
      {"baseline.`train/acc` = 0.25", "true"},
      {"metrics.`train/acc` > baseline", "true"},
      {"loss:min < baseline - 1", "true"},
      {"loss:min - baseline = -2", "true"},
      {"baseline.loss:min = 3", "true"},
      {"(acc) < (baseline - 0.001)", "true"},
      {"abs(acc - baseline) > 0.005", "true"},
      {"acc < baseline and loss < baseline", "true"},
      {"delta(loss) = -2", "true"},
      {"pct(metrics.loss) = -50", "true"},
      {"pct(loss:max) = -40", "true"},
      {"delta(params.lr) = 0", "true"},
      {"delta(loss) < baseline * -0.4", "true"},
      {"baseline.low = -2", "true"},
      // counts
      {"n = 3 and baseline.n = 5", "true"},
      {"n < 3", "false"},
      {"metrics.n = 7", "true"},
      // params and tags
      {"params.lr = 0.001", "true"},
      {"params.lr = '0.001'", "false"},
      {"params.lr * 2 < 0.01", "true"},
      {"params.lr = baseline", "true"},
      {"params.opt = baseline", "false"},
      {"params.opt != baseline.params.opt", "true"},
      {"params.depth >= params.lr", "true"},
      {"tags.reviewed != 'yes'", "false"},
      {"tags.reviewed == \"yes\"", "true"},
      {"tags.mlflow.note = 'x'", "true"},
      // what is missing
      {"missing(metrics.acc)", "false"},
      {"missing(nope)", "true"},
      {"missing(metrics.bad)", "true"},
      {"missing(params.nope) and missing(tags.nope)", "true"},
      {"missing(params.opt) or missing(tags.reviewed)", "false"},
      {"missing(baseline.metrics.new)", "true"},
      {"missing(baseline.metrics.acc)", "false"},
      {"missing(`train/acc`)", "false"},
      // infinities are values
      {"inf > 1e308", "true"},
      {"inf = inf", "true"},
      {"inf < baseline", "false"},
      // binding: NOT, then AND, then OR
      {"1 = 1 or 1 = 2 and 1 = 2", "true"},
      {"(1 = 1 or 1 = 2) and 1 = 2", "false"},
      {"not 1 = 2 and 1 = 1", "true"},
      {"not (1 = 2 or 1 = 1)", "false"},
      {"not not 1 = 1", "true"},
  };
  for (const auto& [text, wanted] : table) {
    CAPTURE(text);
    CHECK(truth(text) == wanted);
  }
}

TEST_CASE("what is missing makes a gate unknown, unless the rest decides") {
  const std::map<std::string, std::string> values = {
      {"true", "1 = 1"}, {"false", "1 = 2"}, {"unknown", "nope = 1"}};
  const auto all_and = [](const std::string& a, const std::string& b) -> std::string {
    return a == "false" || b == "false" ? "false" : a == "true" && b == "true" ? "true" : "unknown";
  };
  const auto all_or = [](const std::string& a, const std::string& b) -> std::string {
    return a == "true" || b == "true" ? "true" : a == "false" && b == "false" ? "false" : "unknown";
  };
  for (const auto& [a, first] : values) {
    CHECK(truth("not " + first) == (a == "true" ? "false" : a == "false" ? "true" : "unknown"));
    for (const auto& [b, second] : values) {
      CAPTURE(first);
      CAPTURE(second);
      CHECK(truth(first + " and " + second) == all_and(a, b));
      CHECK(truth(first + " or " + second) == all_or(a, b));
    }
  }
  for (const char* text : {"nope < 1",          "bad < 1",          "bad = bad",
                           "not bad = 1",       "nope + 1 < 2",     "min(nope, 1) < 5",
                           "max(1, nope) > 0",  "abs(nope) >= 0",   "1 / zero > 1",
                           "zero / zero = 1",   "pct(zero) > 1",    "delta(new) > 1",
                           "delta(inf) = 0",    "inf - inf = 0",    "inf * 0 = 0",
                           "new < baseline",    "params.opt > 1",   "params.opt + 1 = 2",
                           "params.nope = 'x'", "tags.nope != 'x'", "params.depth = baseline",
                           "-nope < 1",         "loss:sd@x = 1"}) {
    CAPTURE(text);
    if (std::string_view(text) == "loss:sd@x = 1") {
      CHECK_THROWS_AS(Gate::parse(text), Error);
    } else {
      CHECK(truth(text) == "unknown");
      CHECK(gaps(text) != "");
    }
  }
}

TEST_CASE("a gate says why it is not known") {
  CHECK(gaps("metrics.nope < 1 or params.nope = 1") == "no metrics.nope; no params.nope");
  CHECK(gaps("nope < 1 and nope > 0") == "no metrics.nope");
  CHECK(gaps("nope < 1 and 1 = 2").empty());
  CHECK(gaps("bad:last < 1") == "metrics.bad is NaN");
  CHECK(gaps("new:min < baseline") == "no metrics.new:min of the baseline");
  CHECK(gaps("params.opt > 1") == "params.opt is no number");
  CHECK(gaps("1 / zero > 1") == "division by 0");
  CHECK(gaps("pct(zero) > 1") == "metrics.zero of the baseline is 0");
  CHECK(gaps("inf - inf = 0") == "a calculation with infinities gives NaN");

  const GateSide candidate{&candidate_run(), 1};
  const auto of = [&](const char* text) {
    return Gate::parse(text).evaluate(candidate, {}).gaps.at(0);
  };
  CHECK(of("acc < baseline - 1") == "no baseline");
  CHECK(of("delta(acc) < 0") == "no baseline");
  CHECK(of("baseline.n > 0") == "no baseline");
  CHECK(of("loss:mean > 0") == "no metrics.loss:mean");  // the points cannot be read
  const GateAnswer nothing = Gate::parse("acc < 1").evaluate({}, {});
  CHECK(word_of(nothing.holds) == "unknown");
  CHECK(nothing.gaps == std::vector<std::string>{"no run"});
  CHECK(word_of(Gate::parse("n < 3").evaluate({}, {}).holds) == "true");
  CHECK(word_of(Gate::parse("missing(acc)").evaluate({}, {}).holds) == "true");
}

TEST_CASE("a gate tells the values that it saw") {
  const GateAnswer found = answer("acc < baseline - 0.01 or params.opt = 'lion' and acc:min > 1");
  REQUIRE(found.comparisons.size() == 3);
  CHECK(std::get<double>(found.comparisons[0].left) == 0.92);
  CHECK(std::get<double>(found.comparisons[0].right) == 0.93 - 0.01);
  CHECK(std::get<std::string>(found.comparisons[1].left) == "adam");
  REQUIRE(found.keys.size() == 3);
  CHECK(found.keys[0].name == "metrics.acc");
  CHECK(std::get<double>(found.keys[0].baseline) == 0.93);
  CHECK(found.keys[1].name == "params.opt");
  CHECK(std::get<std::string>(found.keys[1].baseline) == "lion");
  CHECK(found.keys[2].name == "metrics.acc:min");
  const GateAnswer unknown = answer("nope < 1");
  CHECK(std::holds_alternative<std::monostate>(unknown.comparisons.at(0).left));

  CHECK(Gate::parse("acc < baseline").uses_baseline());
  CHECK(Gate::parse("missing(baseline.acc)").uses_baseline());
  CHECK(Gate::parse("pct(acc) < 1").uses_baseline());
  CHECK(!Gate::parse("acc < 1 and n > 2").uses_baseline());
  CHECK(Gate::parse(" acc < 1 ").text() == " acc < 1 ");
}

TEST_CASE("points are read once, however often a gate speaks of them") {
  int reads = 0;
  const GateSide candidate{&candidate_run(), 1, [&reads](const Run&, std::string_view) {
                             ++reads;
                             return std::vector<MetricPoint>{{.value = 1}};
                           }};
  const Gate gate = Gate::parse("loss:mean > 2 or loss:mean < 1 or metrics.loss:mean = 1");
  CHECK(word_of(gate.evaluate(candidate, {}).holds) == "true");
  CHECK(reads == 1);
}

TEST_CASE("an error in a gate shows the text and a caret under the wrong part") {
  CHECK(message_of("metrics.acc < ") ==
        "expected a value such as metrics.acc or 0.9, found the end\n"
        "  metrics.acc < \n"
        "                ^");
  CHECK(message_of("metrics.acc - 0.1") ==
        "a gate asks whether something is true, and this is a value\n"
        "  metrics.acc - 0.1\n"
        "  ^~~~~~~~~~~~~~~~~");
  CHECK(message_of("acc < baseline and baseline > 0") ==
        "'baseline' stands for the key that it is compared with, and there is none\n"
        "  acc < baseline and baseline > 0\n"
        "                     ^~~~~~~~");
  CHECK(message_of("acc + loss:min < baseline") ==
        "'baseline' stands for the key that it is compared with, and there is more than one: "
        "metrics.acc and metrics.loss:min\n"
        "  acc + loss:min < baseline\n"
        "                   ^~~~~~~~");
  CHECK(message_of("metrics.acc > 'high'") ==
        "a text cannot be compared with a number\n"
        "  metrics.acc > 'high'\n"
        "                ^~~~~~");
  CHECK(message_of("baseline.metrix.acc > 1") ==
        "runs have no entity 'metrix'\n"
        "  baseline.metrix.acc > 1\n"
        "           ^~~~~~");
  CHECK(message_of("loss:minn > 1") ==
        "there is no reducer 'minn'\n"
        "  loss:minn > 1\n"
        "       ^~~~");
  CHECK(message_of("(acc < 1) + 1 > 2") ==
        "a comparison is no number to calculate with\n"
        "  (acc < 1) + 1 > 2\n"
        "  ^~~~~~~~~");
}

TEST_CASE("what is no gate is refused") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"", "expected a value such as metrics.acc or 0.9, found the end"},
      {"acc", "a gate asks whether something is true, and this is a value"},
      {"not acc", "a gate asks whether something is true, and this is a value"},
      {"acc and loss > 1", "a gate asks whether something is true, and this is a value"},
      {"1 < acc < 2", "expected AND or OR behind a comparison, found '<'"},
      {"(acc < 1) = (loss < 1)", "a comparison cannot be compared"},
      {"params.opt < 'b'", "texts are compared with = and !=, not with '<'"},
      {"'a' + 1 = 2", "a text is no number to calculate with"},
      {"-'a' = 2", "a text is no number to calculate with"},
      {"acc < 2h", "'2h' is not a number"},
      {"acc < 1e999", "the number is too large"},
      {"acc < 1 acc", "expected AND, OR or the end, found 'acc'"},
      {"acc < 1)", "no parenthesis is open here"},
      {"(acc < 1", "expected ')', found the end"},
      {"abs(acc, 1) < 1", "expected ')', found ','"},
      {"min() < 1", "expected a value such as metrics.acc or 0.9, found ')'"},
      {"min(acc 1) < 1", "expected ',' or ')', found '1'"},
      {"abz(acc) < 1", "there is no function 'abz'"},
      {"acc < 1 && loss < 1", "& is not part of this grammar"},
      {"acc < 1 || loss < 1", "| is not part of this grammar"},
      {"!(acc < 1)", "! is not part of this grammar"},
      {"acc <> 1", "<> is not part of this grammar"},
      {"acc < 90%", "% is not part of this grammar"},
      {"acc =! 1", "expected AND, OR or the end, found '=!'"},
      {"delta(acc + 1) < 1", "expected ')', found '+'"},
      {"delta(baseline.acc) < 1", "expected a key such as metrics.acc, found 'baseline.acc'"},
      {"missing(baseline)", "expected a key such as metrics.acc, found 'baseline'"},
      {"missing('acc')", "expected a key such as metrics.acc, found the text 'acc'"},
      {"missing(acc) < 1", "a comparison cannot be compared"},
      {"baseline. < 1", "expected a key behind 'baseline.', found '<'"},
      {"baseline.metrics. < 1", "a key is missing behind 'metrics.'"},
      {"metrics. < 1", "a key is missing behind 'metrics.'"},
      {"attributes.status = 'FINISHED'",
       "gates look at metrics, params and tags, not at the attribute status"},
      {"dataset.name = 'x'",
       "gates look at metrics, params and tags, not at the name of a data set"},
      {"and < 1", "expected a value such as metrics.acc or 0.9, found 'and'"},
      {"params.opt = 'a", "the quote ' is not closed"},
  };
  for (const auto& [text, wanted] : table) {
    CAPTURE(text);
    const Error error = error_of(text);
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message().substr(0, error.message().find('\n')) == wanted);
  }
  CHECK(message_of(std::string(kMaxTextBytes + 1, ' ')) == "the gate is longer than 64 KiB");
  CHECK(message_of("\xff") == "the gate is not valid UTF-8");
}

TEST_CASE("an error in a gate hints at what was meant") {
  CHECK(first_hint("abz(acc) < 1") == "the nearest function is 'abs'");
  CHECK(first_hint("frobnicate(acc) < 1") ==
        "the functions are abs, min, max, delta, pct, missing");
  CHECK(first_hint("loss:minn > 1") == "the nearest reducer is 'min'");
  CHECK(first_hint("metricz.acc > 1") == "the nearest entity is 'metrics'");
  CHECK(first_hint("acc <> 1") == "write !=");
  CHECK(first_hint("baseline > 1") == "name the key: baseline.metrics.acc");
  CHECK(first_hint("acc - loss > baseline") == "name the key: baseline.metrics.acc");
}

TEST_CASE("a gate's depth is bounded, its length is not") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "acc < 1" + std::string(depth, ')');
  };
  CHECK(truth(nested(kMaxDepth)) == "true");
  CHECK(message_of(nested(kMaxDepth + 1)).starts_with("parentheses are nested deeper than 100"));
  std::string calls;
  for (std::size_t i = 0; i <= kMaxDepth; ++i) {
    calls += "abs(";
  }
  CHECK(message_of(calls).starts_with("parentheses are nested deeper than 100"));
  std::string signs(30'000, '-');
  CHECK(truth(signs + "loss = 2") == "true");
  std::string nots;
  while (nots.size() < 40'000) {
    nots += "not ";
  }
  CHECK(truth(nots + "loss = 2") == "true");
  std::string terms = "loss";
  while (terms.size() < 60'000) {
    terms += "+1-1";
  }
  CHECK(truth(terms + " = 2") == "true");
  std::string comparisons = "loss < baseline";
  while (comparisons.size() < 60'000) {
    comparisons += " or loss < baseline";
  }
  CHECK(truth(comparisons) == "true");
}

}  // namespace
}  // namespace mlt::search
