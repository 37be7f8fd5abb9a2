#include "app/selectors.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "app/short_ids.hpp"
#include "fake_store.hpp"

namespace mlt::app {
namespace {

constexpr std::int64_t kNow = 1'795'447'320'123;
constexpr std::int64_t kHour = 3'600'000;

std::string full_id(const std::string& prefix) {
  return prefix + std::string(32 - prefix.size(), '0');
}

void log(Run& run, const std::string& key, double value) { run.metrics[key].last.value = value; }

/// Two experiments; the newest run is in "iris".
struct Fixture {
  test::FakeStore store;
  SelectorContext context;

  Fixture() {
    store.experiments = {{{"0"}, "Default", Lifecycle::active, 0, 0, {}},
                         {{"iris"}, "Iris flowers", Lifecycle::active, 0, 0, {}},
                         {{"iris-2"}, "iris two", Lifecycle::deleted, 0, 0, {}}};
    store.add(full_id("7f3a91c"), "wide-lion", kNow - 5 * kHour);
    store.add(full_id("7f3a0b2"), "calm-owl", kNow - 4 * kHour).status = RunStatus::failed;
    store.add(full_id("beef001"), "baseline", kNow - 3 * kHour, "iris");
    store.add(full_id("0abc001"), "beef", kNow - 2 * kHour, "iris");
    store.add(full_id("0abc002"), "baseline", kNow - 1 * kHour, "iris");
    store.add(full_id("dead001"), "gone", kNow, "iris").lifecycle = Lifecycle::deleted;
    context.now_ms = kNow;
  }

  std::string id(const std::string& selector) {
    return RunSelectors(store, context).get(selector).run_id.value;
  }
  Error error(const std::string& selector) {
    try {
      RunSelectors(store, context).get(selector);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::system, "no error"};
  }
};

TEST_CASE_FIXTURE(Fixture, "a full id needs no listing and no scan") {
  CHECK(id(full_id("7f3a91c")) == full_id("7f3a91c"));
  CHECK(id(full_id("dead001")) == full_id("dead001"));
  CHECK(store.listings == 0);
  CHECK(store.scans == 0);
}

TEST_CASE_FIXTURE(Fixture, "seven digits of an id need a listing only") {
  CHECK(id("7f3a91c") == full_id("7f3a91c"));
  CHECK(id("0abc0020") == full_id("0abc002"));
  CHECK(store.scans == 0);
}

TEST_CASE_FIXTURE(Fixture, "a name goes before a prefix") {
  CHECK(id("wide-lion") == full_id("7f3a91c"));
  CHECK(id("beef") == full_id("0abc001"));
  CHECK(id("beef0") == full_id("beef001"));
  CHECK(id("gone") == full_id("dead001"));
}

TEST_CASE_FIXTURE(Fixture, "several selectors share one scan") {
  RunSelectors selectors(store, context);
  selectors.get("wide-lion");
  selectors.get("calm-owl");
  selectors.get("7f3a9");
  selectors.get("@last~1");
  CHECK(store.scans == 1);
  CHECK(store.listings == 1);
}

TEST_CASE_FIXTURE(Fixture, "runs that a selector does not tell apart are listed") {
  const Error prefix = error("7f3a");
  CHECK(prefix.code() == ErrorCode::usage);
  CHECK(prefix.message() ==
        "'7f3a' fits 2 runs:\n"
        "  7f3a0b2  calm-owl   4h ago  FAILED\n"
        "  7f3a91c  wide-lion  5h ago  FINISHED");
  CHECK(
      error("baseline").message().starts_with("'baseline' fits 2 runs:\n  0abc002  baseline  1h"));
}

TEST_CASE_FIXTURE(Fixture, "at most ten are listed") {
  for (int i = 0; i < 15; ++i) {
    store.add(full_id("cafe" + std::to_string(100 + i)), "same", kNow - i * kHour);
  }
  const std::string message = error("cafe").message();
  CHECK(message.starts_with("'cafe' fits 15 runs:\n"));
  CHECK(message.ends_with("\n  … and 5 more"));
  CHECK(std::count(message.begin(), message.end(), '\n') == 11);
}

TEST_CASE_FIXTURE(Fixture, "the experiment of -x decides, then being active") {
  store.add(full_id("aaaa001"), "wide-lion", kNow, "iris");
  context.experiments = {{{"iris"}}};
  CHECK(id("wide-lion") == full_id("aaaa001"));
  CHECK(id("calm-owl") == full_id("7f3a0b2"));
  context.experiments.reset();
  CHECK(error("wide-lion").code() == ErrorCode::usage);
  store.runs.back().lifecycle = Lifecycle::deleted;
  CHECK(id("wide-lion") == full_id("7f3a91c"));
}

TEST_CASE_FIXTURE(Fixture, "what is not there is said with the nearest name") {
  const Error misspelt = error("wide-lyon");
  CHECK(misspelt.code() == ErrorCode::not_found);
  CHECK(misspelt.message() == "there is no run 'wide-lyon'");
  CHECK(misspelt.hints().front() == "the nearest name is 'wide-lion'");
  CHECK(error("7f3").hints().front() == "a prefix of an id has at least 4 digits");
  CHECK(error(full_id("ffff")).code() == ErrorCode::not_found);
  CHECK(error("main:7f3a").code() == ErrorCode::not_found);
  CHECK(error("").code() == ErrorCode::usage);
  store.add(full_id("cccc"), "main:x");
  CHECK(id("main:x") == full_id("cccc"));
  store.runs.clear();
  CHECK(error("wide-lion").message() == "there are no runs yet");
  CHECK(error("@last").message() == "there are no runs yet");
  CHECK(error("@max:acc").message() == "there are no runs yet");
}

TEST_CASE_FIXTURE(Fixture, "@current is what the caller says") {
  CHECK(error("@current").code() == ErrorCode::not_found);
  context.current = "wide-lion";
  CHECK(id("@current") == full_id("7f3a91c"));
  context.current = "@last";
  CHECK(id("@current") == full_id("0abc002"));
  context.current = "@current";
  CHECK(error("@current").code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "@last counts active runs, newest first") {
  CHECK(id("@last") == full_id("0abc002"));
  CHECK(id("@last~0") == full_id("0abc002"));
  CHECK(id("@last~3") == full_id("7f3a0b2"));
  CHECK(error("@last~5").code() == ErrorCode::not_found);
  CHECK(error("@last~5").hints().front() == "the oldest is @last~4");
  for (const std::string text : {"@last~", "@last~x", "@last~-1"}) {
    CHECK(error(text).code() == ErrorCode::usage);
  }
  context.experiments = {{{"iris-2"}}};
  CHECK(error("@last").message() == "there are no runs in experiment 'iris two'");
  context.experiments = {{{"0"}}};
  CHECK(id("@last") == full_id("7f3a0b2"));
  context.experiments = std::vector<ExperimentId>{};
  CHECK(id("@last") == full_id("0abc002"));
}

TEST_CASE_FIXTURE(Fixture, "@min, @max and @best look at the newest run's experiment or at -x") {
  log(store.runs[0], "acc", 1.0);  // in the other experiment
  log(store.runs[2], "acc", 0.5);
  log(store.runs[3], "acc", 0.9);
  log(store.runs[4], "acc", std::numeric_limits<double>::quiet_NaN());
  log(store.runs[5], "acc", 2.0);  // deleted
  CHECK(id("@max:metrics.acc") == full_id("0abc001"));
  CHECK(id("@max:acc") == full_id("0abc001"));
  CHECK(id("@min:metrics.acc") == full_id("beef001"));
  CHECK(id("@best:metrics.acc") == full_id("0abc001"));
  context.settings.experiments["Iris flowers"].goals["acc"] = Goal::min;
  CHECK(id("@best:metrics.acc") == full_id("beef001"));
  context.experiments = std::vector<ExperimentId>{};
  CHECK(id("@best:metrics.acc") == full_id("7f3a91c"));
}

TEST_CASE_FIXTURE(Fixture, "of equally good runs the newest is best") {
  for (const std::size_t i : {2u, 3u, 4u}) {
    log(store.runs[i], "loss", 0.25);
  }
  CHECK(id("@best:loss") == full_id("0abc002"));
}

TEST_CASE_FIXTURE(Fixture, "@best without a direction, a metric or a number") {
  log(store.runs[2], "score", std::numeric_limits<double>::quiet_NaN());
  CHECK(error("@best:metrics.score").code() == ErrorCode::usage);
  CHECK(error("@best:metrics.score").hints().front() ==
        "write @max:metrics.score or @min:metrics.score");
  CHECK(error("@max:metrics.score").message() == "every value of metric 'score' is NaN");
  const Error misspelt = error("@max:metrics.scroe");
  CHECK(misspelt.code() == ErrorCode::not_found);
  CHECK(misspelt.message() == "no metric 'metrics.scroe' in experiment 'Iris flowers' (3 runs)");
  CHECK(misspelt.hints().front() == "the nearest key is 'metrics.score'");
  CHECK(error("@max").code() == ErrorCode::usage);
  CHECK(error("@max:metrics.").code() == ErrorCode::usage);
  CHECK(error("@lats").hints().front() == "the nearest is @last");
}

TEST_CASE_FIXTURE(Fixture, "experiments by id, name and prefix") {
  CHECK(get_experiment(store, "iris").id.value == "iris");
  CHECK(get_experiment(store, "Iris flowers").id.value == "iris");
  CHECK(get_experiment(store, "iris-").id.value == "iris-2");
  CHECK_FALSE(find_experiment(store, "iri").has_value());
  CHECK_FALSE(find_experiment(store, "").has_value());
  store.experiments.push_back({{"iris-21"}, "third", Lifecycle::active, 0, 0, {}});
  CHECK_THROWS_AS(get_experiment(store, "iris-"), Error);
  CHECK(get_experiment(store, "iris-2").name == "iris two");
  try {
    get_experiment(store, "Defualt");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.hints().front() == "the nearest name is 'Default'");
  }
  CHECK(newest_experiment(store) == ExperimentId{"iris"});
}

TEST_CASE("short ids are as long as they must be") {
  std::vector<RunRef> refs;
  for (const char* prefix : {"abcdef0123", "abcdef0124", "abcdef1", "7777777", "0"}) {
    refs.push_back({{"0"}, {full_id(prefix)}});
  }
  const ShortIds ids(refs);
  CHECK(ids.of({full_id("abcdef0123")}) == "abcdef0123");
  CHECK(ids.of({full_id("abcdef0124")}) == "abcdef0124");
  CHECK(ids.of({full_id("abcdef1")}) == "abcdef1");
  CHECK(ids.of({full_id("7777777")}) == "7777777");
  CHECK(ids.of({full_id("abcdef012a")}) == "abcdef012a");
  CHECK(ids.of({"tiny"}) == "tiny");
  CHECK(ShortIds({}).of({full_id("abcdef0123")}) == "abcdef0");
}

}  // namespace
}  // namespace mlt::app
