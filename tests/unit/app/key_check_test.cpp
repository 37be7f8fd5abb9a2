#include "app/key_check.hpp"

#include <string>

#include <doctest/doctest.h>

#include "fake_store.hpp"

namespace mlt::app {
namespace {

struct Fixture {
  test::FakeStore store;
  RunScan scan;

  Fixture() {
    store.experiments = {{{"1"}, "iris", Lifecycle::active, 0, 0, {}}};
    scan.experiments = {{"1"}};
    Run& a = store.add("a", "a", 1, "1");
    a.metrics["accuracy"].last.value = 1;
    a.metrics["val/loss"].last.value = 1;
    a.params["lr"] = "0.1";
    a.tags["team"] = "ads";
    Run& b = store.add("b", "b", 2, "1");
    b.params["accuracy"] = "high";
    b.params["seed"] = "1";
  }

  /// The error that the check ends with, and its hints; the hints alone if all is well.
  std::string check(const std::string& filter_text, const std::string& order_text = "") {
    const search::Filter filter = search::Filter::parse(filter_text);
    search::Order order = search::Order::parse(order_text);
    KeyWatch watch(filter, order);
    for (const Run& run : store.runs) {
      watch.note(run);
    }
    std::string result;
    try {
      for (const std::string& hint : watch.check(store, scan, order)) {
        result += hint + "\n";
      }
      CHECK(order.is_resolved());
    } catch (const Error& error) {
      result = error.message() + "\n";
      for (const std::string& hint : error.hints()) {
        result += hint + "\n";
      }
    }
    return result;
  }
};

TEST_CASE_FIXTURE(Fixture, "keys that some run has are fine") {
  CHECK(check("metrics.accuracy > 2 AND params.seed = 'x'", "-lr, metrics.`val/loss`") == "");
  CHECK(store.scans == 0);
}

TEST_CASE_FIXTURE(Fixture, "a key that no run has is an error with the nearest one") {
  CHECK(check("metrics.acuracy > 0.9") ==
        "no metric 'metrics.acuracy' in experiment 'iris' (2 runs)\n"
        "the nearest key is 'metrics.accuracy'\n");
  CHECK(check("", "metrics.`val/los` DESC") ==
        "no metric 'metrics.`val/los`' in experiment 'iris' (2 runs)\n"
        "the nearest key is 'metrics.`val/loss`'\n");
  CHECK(check("metrics.lr > 0") ==
        "no metric 'metrics.lr' in experiment 'iris' (2 runs)\n"
        "'lr' is a param here: write params.lr\n");
  CHECK(check("params.optimizer = 'adam'") ==
        "no param 'params.optimizer' in experiment 'iris' (2 runs)\n"
        "the keys here are params.accuracy, params.lr, params.seed\n");
  scan.experiments.clear();
  CHECK(check("metrics.zzz > 0").starts_with("no metric 'metrics.zzz' in this store (2 runs)\n"));
}

TEST_CASE_FIXTURE(Fixture, "bare names of a filter") {
  CHECK(check("lr > 0.05 AND seed = '1' AND `val/loss` < 2") == "");
  CHECK(check("zzz IS NULL") == "");
  CHECK(check("seeed > 1") ==
        "no param or metric 'seeed' in experiment 'iris' (2 runs)\n"
        "the nearest key is 'params.seed'\n");
  CHECK(check("stat = 'FAILED'") ==
        "no param or metric 'stat' in experiment 'iris' (2 runs)\n"
        "the nearest attribute is 'status'\n");
  CHECK(check("accuracy > 1") ==
        "'accuracy' is a param and a metric\n  accuracy > 1\n  ^~~~~~~~\n"
        "write params.accuracy or metrics.accuracy\n");
  CHECK(check("accuracy = 'high'") == "");  // only a param is a text
  CHECK(check("team = 'ads'").starts_with("no param or metric 'team' "));
}

TEST_CASE_FIXTURE(Fixture, "the name of a run is a tag that every run has") {
  CHECK(check("tags.mlflow.runName = 'none'") == "");
}

TEST_CASE_FIXTURE(Fixture, "bare names of an order") {
  CHECK(check("", "-seeed") ==
        "no param or metric 'seeed' in experiment 'iris' (2 runs)\n"
        "the nearest key is 'params.seed'\n");
  CHECK(check("", "accuracy").starts_with("'accuracy' is a param and a metric\n"));
}

TEST_CASE_FIXTURE(Fixture, "an absent tag is no error, and a test for NULL none at all") {
  CHECK(check("tags.tema = 'ads'") ==
        "no run here has the tag 'tema'; the nearest is 'tags.team'\n");
  CHECK(check("params.nothing IS NULL AND tags.nothing IS NOT NULL") == "");
}

TEST_CASE_FIXTURE(Fixture, "without runs nothing is wrong") {
  store.runs.clear();
  CHECK(check("metrics.acuracy > 0.9", "-anything") == "");
}

}  // namespace
}  // namespace mlt::app
