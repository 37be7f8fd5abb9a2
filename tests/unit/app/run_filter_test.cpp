#include "app/run_filter.hpp"

#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/run_query.hpp"
#include "fake_store.hpp"

namespace mlt::app {
namespace {

/// Counts the histories that are asked for, each of two points, 1 and the run's last value.
class CountingStore : public test::FakeStore {
 public:
  std::vector<MetricPoint> metric_history(const RunRef& ref, std::string_view key) override {
    ++histories;
    if (failure) {
      throw Error(*failure, "no history");
    }
    std::vector<MetricPoint> points(2);
    points[0].value = 1;
    points[1].step = 1;
    points[1].value = get_run(ref).metrics.find(key)->second.last.value;
    return points;
  }
  int histories = 0;
  std::optional<ErrorCode> failure;
};

struct Fixture {
  CountingStore store;

  Fixture() {
    for (int i = 0; i < 10; ++i) {
      Run& run = store.add(std::string(1, static_cast<char>('a' + i)), "run");
      run.params["lr"] = std::to_string(i);
      run.metrics["acc"].last.value = i;
    }
  }
  std::size_t matched(const std::string& filter) {
    store.histories = 0;
    RunQuery query;
    query.filter = filter;
    return query_runs(store, query).matched;
  }
};

TEST_CASE_FIXTURE(Fixture, "points are read of the runs that the rest of a filter leaves") {
  CHECK(matched("metrics.acc:mean >= 4.5") == 2);  // (1 + 8) / 2, (1 + 9) / 2
  CHECK(store.histories == 10);
  CHECK(matched("metrics.acc:mean >= 4.5 AND params.lr IN (1, 8)") == 1);
  CHECK(store.histories == 2);
  CHECK(matched("(metrics.acc:mean >= 4.5 OR lr > 2) AND NOT (acc:sum > 0 OR acc < 9)") == 0);
  CHECK(store.histories == 4);  // means of the first three, the sum of the last
  CHECK(matched("metrics.acc > 4 AND metrics.acc:last < 7") == 2);
  CHECK(store.histories == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a metric that cannot be read has no points, a broken disk is an error") {
  for (const ErrorCode code : {ErrorCode::not_found, ErrorCode::data}) {
    store.failure = code;
    CHECK(matched("metrics.acc:mean >= 0") == 0);
    CHECK(matched("NOT metrics.acc:mean >= 0") == 10);
  }
  store.failure = ErrorCode::system;
  CHECK_THROWS_AS(matched("metrics.acc:mean >= 0"), Error);
}

TEST_CASE_FIXTURE(Fixture, "times in a filter are counted from the time of the query") {
  RunQuery query;
  query.filter = "start > 1h";
  CHECK_THROWS_AS(query_runs(store, query), Error);
  query.now_ms = 3'600'000 + store.runs.front().start_time_ms + 1;
  CHECK(query_runs(store, query).matched == 0);
  query.now_ms = *query.now_ms - 2;
  CHECK(query_runs(store, query).matched == 10);
}

}  // namespace
}  // namespace mlt::app
