#include "app/gates.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "fake_store.hpp"
#include "fixed.hpp"

namespace mlt::app {
namespace {

struct World {
  test::FakeStore store;
  test::FixedClock clock;
  test::FixedRandom random;
  // Nothing here lies in git.
  Revisions revisions{"/nowhere/mlruns", clock, random, {}};
  Settings settings;

  World() {
    for (const char* name : {"digits", "iris"}) {
      Experiment& experiment = store.experiments.emplace_back();
      experiment.id = {std::to_string(store.experiments.size() - 1)};
      experiment.name = name;
    }
  }

  Run& add(const std::string& name, std::int64_t start_ms, double acc,
           const std::string& experiment = "0") {
    Run& run = store.add(name, name, start_ms, experiment);
    run.end_time_ms = start_ms + 1;
    MetricSummary& summary = run.metrics["acc"];
    summary.first.value = summary.last.value = acc;
    summary.min = summary.max = summary.last;
    return run;
  }

  GateSubject subject(const GateQuery& query) {
    RunSelectors selectors(
        store,
        {.current = {}, .experiments = query.experiments, .settings = settings, .now_ms = 0});
    return find_subject(store, revisions, selectors, settings, query);
  }

  /// The run that is checked and the one that it is held against.
  std::string runs(const GateQuery& query) {
    const GateSubject found = subject(query);
    return (found.candidate ? found.candidate->run.name : "none") + " of " + found.experiment +
           " against " + (found.baseline ? found.baseline->picked.run.name : "none");
  }

  std::string verdicts(const GateQuery& query, const std::vector<std::string>& gates,
                       Missing missing = Missing::fail, bool only_warns = false) {
    std::vector<GateRule> rules;
    for (const std::string& gate : gates) {
      rules.push_back({search::Gate::parse(gate), "--fail-if", only_warns, missing});
    }
    std::string words;
    const auto results = check_gates(subject(query), rules);
    for (const GateResult& result : results) {
      words += std::string(words.empty() ? "" : " ") + std::string(name_of(result.verdict));
    }
    return words + (passes(results) ? ", passes" : ", does not pass");
  }
};

TEST_CASE("the candidate is the newest finished run that is not the baseline") {
  World world;
  world.add("aaaa", 10, 0.9);
  world.add("bbbb", 20, 0.8);
  world.add("cccc", 30, 0.7).status = RunStatus::failed;
  world.add("dddd", 5, 0.6, "1");

  CHECK(world.runs({}) == "bbbb of digits against none");
  CHECK(world.runs({.against = "aaaa"}) == "bbbb of digits against aaaa");
  CHECK(world.runs({.against = "bbbb"}) == "aaaa of digits against bbbb");
  CHECK(world.runs({.against = "@max:acc"}) == "bbbb of digits against aaaa");
  CHECK(world.runs({.pick = {Pick::How::best, "acc"}}) == "aaaa of digits against none");
  CHECK(world.runs({.pick = {Pick::How::mean}}) == "mean of 2 runs of digits against none");
  CHECK(world.runs({.experiments = {{{"1"}}}}) == "dddd of iris against none");
  CHECK(world.runs({.pick = {Pick::How::best, "acc"}, .experiments = {{}}}) ==
        "aaaa of  against none");
  CHECK(world.runs({.filter = "metrics.acc > 0.85"}) == "aaaa of digits against none");
  CHECK(world.runs({.since_ms = 25}) == "none of digits against none");
  CHECK_THROWS_AS(world.runs({.against = "zzzz"}), Error);
  CHECK_THROWS_AS(world.runs({.since = "main"}), Error);
  CHECK_THROWS_AS(world.runs({.pick = {Pick::How::best, "score"}}), Error);
}

TEST_CASE("the experiment is that of the newest candidate") {
  World world;
  world.add("aaaa", 10, 0.9);
  world.add("eeee", 40, 0.5, "1").status = RunStatus::running;
  CHECK(world.runs({}) == "aaaa of digits against none");
  world.store.runs.front().status = RunStatus::killed;
  CHECK(world.runs({}) == "none of iris against none");
}

TEST_CASE("a run that was named is checked whatever its status; of several one is picked") {
  World world;
  const RunRef a = world.add("aaaa", 10, 0.9).ref();
  const RunRef b = world.add("bbbb", 20, 0.8).ref();
  Run& failed = world.add("cccc", 30, 1.0);
  failed.status = RunStatus::failed;
  const RunRef c = failed.ref();
  const RunRef other = world.add("dddd", 5, 0.6, "1").ref();
  Store* store = &world.store;
  const Pick best{Pick::How::best, "acc"};
  CHECK(world.runs({.runs = {{store, c}}}) == "cccc of digits against none");
  CHECK(world.runs({.runs = {{store, a}, {store, b}, {store, c}}}) ==
        "bbbb of digits against none");
  CHECK(world.runs({.runs = {{store, a}, {store, b}, {store, c}}, .pick = best}) ==
        "aaaa of digits against none");
  CHECK(world.runs({.runs = {{store, b}}, .against = "bbbb"}) == "bbbb of digits against bbbb");
  CHECK(world.runs({.runs = {{store, a}, {store, other}}}) == "aaaa of  against none");
}

TEST_CASE("a gate that is true fails; one that is not known does as its rule says") {
  World world;
  world.add("aaaa", 10, 0.9);
  world.add("bbbb", 20, 0.8);
  const GateQuery query{.against = "aaaa"};
  CHECK(world.verdicts(query, {"acc < 0.7"}) == "ok, passes");
  CHECK(world.verdicts(query, {"acc < baseline - 0.01", "acc < 0.1", "n > 5"}) ==
        "fail ok ok, does not pass");
  CHECK(world.verdicts(query, {"acc < 0.85"}, Missing::fail, true) == "warn, passes");
  CHECK(world.verdicts(query, {"nope < 1"}) == "fail, does not pass");
  CHECK(world.verdicts(query, {"nope < 1"}, Missing::fail, true) == "warn, passes");
  CHECK(world.verdicts(query, {"nope < 1"}, Missing::pass) == "ok, passes");
  CHECK(world.verdicts(query, {"nope < 1"}, Missing::skip) == "skip, passes");
  CHECK(world.verdicts(query, {"nope < 1 or acc < 0.85"}, Missing::skip) == "fail, does not pass");
  CHECK(world.verdicts({}, {"acc < baseline", "missing(baseline.acc)"}) ==
        "fail fail, does not pass");
  world.store.runs.clear();
  CHECK(world.verdicts({}, {"acc < 0.1", "missing(acc)", "n < 1"}) ==
        "fail fail fail, does not pass");
}

TEST_CASE("a damaged run proves nothing") {
  World world;
  world.add("aaaa", 10, 0.9).damaged = true;
  world.add("bbbb", 20, 0.8);
  CHECK(world.verdicts({.against = "bbbb"}, {"acc < 0.1", "acc < 0.95"}) ==
        "fail fail, does not pass");
  CHECK(world.verdicts({.against = "bbbb"}, {"acc < 0.1", "acc < 0.95"}, Missing::skip) ==
        "skip fail, does not pass");
  CHECK(world.verdicts({.against = "aaaa"}, {"acc < 0.1", "acc < baseline - 1"}) ==
        "ok fail, does not pass");
}

TEST_CASE("hints tell what may be meant") {
  World world;
  world.add("aaaa", 10, 0.9);
  const auto hints = [&world](const char* gate) {
    const GateSubject subject = world.subject({});
    const auto results = check_gates(subject, {{search::Gate::parse(gate), "--fail-if"}});
    return hints_for(subject, results);
  };
  using Texts = std::vector<std::string>;
  CHECK(hints("acd < 1") == Texts{"the run has no metrics.acd; the nearest key is metrics.acc"});
  CHECK(hints("acc < baseline") == Texts{"name a baseline: --against REF or --against RUN"});
  CHECK(hints("acc < 1").empty());
  CHECK(hints("latency < 1").empty());
}

TEST_CASE("what an unknown gate counts as is read by name") {
  CHECK(parse_missing("fail") == Missing::fail);
  CHECK(parse_missing("pass") == Missing::pass);
  CHECK(parse_missing("skip") == Missing::skip);
  CHECK(!parse_missing("Fail"));
}

}  // namespace
}  // namespace mlt::app
