#include "app/compare.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/run_query.hpp"
#include "fake_store.hpp"

namespace mlt::app {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Experiment "iris" with runs a, b, c, … one second apart, and an older one beside it.
struct Fixture {
  test::FakeStore store;
  Settings settings;
  CompareOptions options;

  Fixture() {
    store.experiments = {{{"0"}, "Default", Lifecycle::active, 0, 0, {}},
                         {{"i"}, "iris", Lifecycle::active, 0, 0, {}}};
    store.add("old", "old", 1, "0").metrics["acc"].last.value = 0.99;
  }
  Run& add(const std::string& id, std::initializer_list<std::pair<const char*, double>> metrics) {
    Run& run = store.add(id, id, 1000 * static_cast<std::int64_t>(store.runs.size()), "i");
    for (const auto& [key, value] : metrics) {
      MetricSummary& summary = run.metrics[key];
      summary.last.value = value;
      if (!std::isnan(value)) {
        summary.min = summary.max = summary.last;
      }
    }
    return run;
  }
  Comparison compare() { return compare_runs(store, settings, options); }
  std::string ids() {
    std::string text;
    for (const Run& run : compare().runs) {
      text += run.id.value;
    }
    return text;
  }
  /// The runs that are best in a metric.
  std::string best(const std::string& metric) {
    const Comparison comparison = compare();
    std::string text;
    for (std::size_t c = 0; c < comparison.choice.columns.size(); ++c) {
      if (comparison.choice.columns[c].key == metric) {
        for (const std::size_t row : comparison.best[c]) {
          text += comparison.runs[row].id.value;
        }
      }
    }
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "without experiments: that of the newest run, newest first") {
  add("a", {{"acc", 0.5}});
  add("b", {{"acc", 0.7}});
  const Comparison comparison = compare();
  CHECK(ids() == "ba");
  REQUIRE(comparison.experiments.size() == 1);
  CHECK(comparison.experiments.front().name == "iris");
  CHECK(comparison.total == 2);
  CHECK(comparison.ordered_by == "newest");
  options.experiments.emplace();
  CHECK(ids() == "baold");
  options.experiments = {{{"0"}}};
  CHECK(ids() == "old");
}

TEST_CASE_FIXTURE(Fixture, "deleted runs and their experiment do not count as newest") {
  add("a", {}).lifecycle = Lifecycle::deleted;
  CHECK(ids() == "old");
}

TEST_CASE_FIXTURE(Fixture, "only the first are read in full") {
  for (int i = 0; i < 500; ++i) {
    add("r" + std::to_string(i), {{"acc", i}});
  }
  options.top = 3;
  const Comparison comparison = compare();
  CHECK(comparison.total == 500);
  CHECK(comparison.matched == 500);
  REQUIRE(comparison.runs.size() == 3);
  CHECK(comparison.runs.front().id.value == "r499");
  CHECK(store.full_reads == 3);
  CHECK(store.scans == 1);
  options.order_by = "metrics.acc";
  CHECK(ids() == "r0r1r2");
  options.order_by = "-acc";
  CHECK(ids() == "r499r498r497");
  options.top = 0;
  store.full_reads = 0;
  CHECK(compare().runs.size() == 500);
  CHECK(store.full_reads == 0);
}

TEST_CASE_FIXTURE(Fixture, "a declared primary metric puts the best first") {
  add("a", {{"val", 0.5}, {"loss", 2}});
  add("b", {{"val", 0.7}, {"loss", 1}});
  add("c", {{"val", kNan}, {"loss", 3}});
  add("d", {});
  settings.experiments["iris"].primary = "val";
  CHECK(ids() == "dcba");  // nothing is known of its direction
  settings.experiments["iris"].goals["val"] = Goal::max;
  CHECK(ids() == "badc");  // of nothing but NaN there is no best
  CHECK(compare().ordered_by == "best");
  CHECK(compare().primary == "val");
  CHECK(compare().choice.columns[4].key == "val");
  options.goals["val"] = Goal::min;
  CHECK(ids() == "abdc");
  options.order_by = "start_time";
  CHECK(ids() == "abcd");
  CHECK(compare().ordered_by.empty());
}

TEST_CASE_FIXTURE(Fixture, "the metric of --best needs a direction") {
  add("a", {{"odd", 2}, {"acc", 1}});
  add("b", {{"odd", 1}, {"acc", 2}});
  options.primary = "odd";
  CHECK_THROWS_WITH(compare(), "it is not known which way 'odd' is better");
  options.goals["odd"] = Goal::min;
  CHECK(ids() == "ba");
  options.primary = "acc";
  CHECK(compare().best_runs == std::vector<std::size_t>{0});
}

TEST_CASE_FIXTURE(Fixture, "a primary metric that no run has yet changes nothing") {
  add("a", {{"loss", 2}});
  settings.all.primary = "acc";
  CHECK(ids() == "a");
}

TEST_CASE_FIXTURE(Fixture, "the best of a metric is known with its direction") {
  add("a", {{"acc", 0.5}, {"loss", 0.1}, {"odd", 1}, {"same_acc", 1}});
  add("b", {{"acc", 0.7}, {"loss", 0.3}, {"odd", 2}, {"same_acc", 1}});
  add("c", {{"acc", kNan}, {"loss", 0.1}, {"odd", 3}, {"same_acc", 1}});
  CHECK(best("acc") == "b");
  CHECK(best("loss") == "ca");
  CHECK(best("odd").empty());
  CHECK(best("same_acc").empty());
  CHECK(compare().without_goal == std::vector<std::string>{"odd"});
  CHECK(compare().primary.empty());
  options.goals["odd"] = Goal::min;
  CHECK(best("odd") == "a");
  CHECK(compare().without_goal.empty());
  options.order_by = "metrics.odd DESC";
  CHECK(compare().primary == "odd");
}

TEST_CASE_FIXTURE(Fixture, "the only metric with a direction decides which run is best") {
  add("a", {{"acc", 0.5}, {"odd", 1}});
  add("b", {{"acc", 0.7}, {"odd", 2}});
  CHECK(compare().primary == "acc");
}

TEST_CASE_FIXTURE(Fixture, "without a primary metric a run is best if all agree on it") {
  using Rows = std::vector<std::size_t>;
  add("a", {{"acc", 0.5}, {"loss", 0.3}});
  add("b", {{"acc", 0.7}, {"loss", 0.1}});
  CHECK(compare().primary.empty());
  CHECK(compare().best_runs == Rows{0});
  store.runs.back().metrics["loss"].last.value = 0.9;
  CHECK(compare().best_runs.empty());
  options.primary = "loss";
  CHECK(compare().best_runs == Rows{0});
  CHECK(compare().runs.front().id.value == "a");
}

TEST_CASE_FIXTURE(Fixture, "filter and since choose, and tell of how many") {
  add("a", {{"acc", 0.5}});
  add("b", {{"acc", 0.7}});
  add("c", {{"acc", 0.9}});
  options.filter = "metrics.acc > 0.6";
  CHECK(ids() == "cb");
  CHECK(compare().matched == 2);
  CHECK(compare().total == 3);
  options.since_ms = store.runs.back().start_time_ms;
  CHECK(ids() == "c");
  options.filter = "metrics.acc > 1";
  CHECK(ids().empty());
  CHECK(compare().experiments.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a misspelt key is an error that names the nearest") {
  add("a", {{"accuracy", 0.5}});
  for (const bool in_filter : {true, false}) {
    options.filter = in_filter ? "metrics.acuracy > 0.6" : "";
    options.order_by = in_filter ? "" : "metrics.acuracy";
    try {
      compare();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::not_found);
      REQUIRE_FALSE(error.hints().empty());
      CHECK(error.hints().front().find("metrics.accuracy") != std::string::npos);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "named runs stand in the order they were named") {
  add("a", {{"acc", 0.5}});
  add("b", {{"acc", 0.7}});
  options.runs = {{{"i"}, {"a"}}, {{"0"}, {"old"}}, {{"i"}, {"b"}}};
  CHECK(ids() == "aoldb");
  CHECK(store.scans == 0);
  CHECK(compare().experiments.size() == 2);
  CHECK(compare().choice.columns[2].kind == CompareColumn::Kind::experiment);
  options.order_by = "-acc";
  CHECK(ids() == "oldba");
  options.filter = "metrics.acc < 0.9";
  CHECK(ids() == "ba");
  options.runs = {{{"i"}, {"gone"}}};
  CHECK_THROWS_AS(compare(), Error);
}

TEST_CASE_FIXTURE(Fixture, "an empty store compares to nothing") {
  store.runs.clear();
  CHECK(ids().empty());
  CHECK(compare().total == 0);
}

TEST_CASE("goals and the best are read as written") {
  CHECK(parse_goal("metrics.acc=max") == std::pair<std::string, Goal>{"acc", Goal::max});
  CHECK(parse_goal("a=b=min") == std::pair<std::string, Goal>{"a=b", Goal::min});
  using Best = std::pair<std::string, std::optional<Goal>>;
  CHECK(parse_best("min:val/loss:x") == Best{"val/loss:x", Goal::min});
  CHECK(parse_best("metrics.acc") == Best{"acc", std::nullopt});
  CHECK(parse_best("best:acc") == Best{"best:acc", std::nullopt});
  for (const char* text : {"", "acc", "acc=", "=max", "acc=best"}) {
    CHECK_THROWS_AS(parse_goal(text), Error);
  }
  for (const char* text : {"", "max:"}) {
    CHECK_THROWS_AS(parse_best(text), Error);
  }
}

}  // namespace mlt::app
