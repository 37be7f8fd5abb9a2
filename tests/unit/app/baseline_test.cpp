#include "app/baseline.hpp"

#include <limits>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "fake_store.hpp"

using namespace mlt;

namespace {

MetricSummary valued(double value) {
  MetricSummary summary;
  summary.first.value = summary.last.value = value;
  summary.min = summary.max = summary.last;
  return summary;
}

Run& add_finished(test::FakeStore& store, const std::string& id, std::int64_t end_ms, double acc) {
  Run& run = store.add(id, id);
  run.start_time_ms = 1;
  run.end_time_ms = end_ms;
  run.params = {{"lr", "0.1"}, {"seed", id}};
  run.metrics["acc"] = valued(acc);
  return run;
}

std::string picked(Store& store, const app::PickQuery& query) {
  const auto run = app::pick_run(store, {}, query);
  return run ? run->run.name + ", " + run->how : "none";
}

}  // namespace

TEST_CASE("a pick is read as it is typed") {
  using How = app::Pick::How;
  CHECK(app::parse_pick("latest") == app::Pick{});
  CHECK(app::parse_pick("mean") == app::Pick{How::mean, ""});
  CHECK(app::parse_pick("best:acc") == app::Pick{How::best, "acc"});
  CHECK(app::parse_pick("best:metrics.acc") == app::Pick{How::best, "acc"});
  for (const char* bad : {"", "best", "best:", "best:metrics.", "median", "Latest"}) {
    CHECK_THROWS_AS(app::parse_pick(bad), Error);
  }
}

TEST_CASE("one finished run stands for several") {
  test::FakeStore store;
  add_finished(store, "a", 30, 0.7);
  add_finished(store, "b", 20, 0.9);
  add_finished(store, "c", 10, std::numeric_limits<double>::quiet_NaN());
  add_finished(store, "d", 99, 1.0).status = RunStatus::failed;

  CHECK(picked(store, {}) == "a, latest of 3 finished runs");
  const app::Pick best{app::Pick::How::best, "acc"};
  CHECK(picked(store, {.pick = best}) == "b, best acc of 3 finished runs");
  CHECK(picked(store, {.pick = best, .goals = {{"acc", app::Goal::min}}}) ==
        "a, best acc of 3 finished runs");
  CHECK(picked(store, {.pick = best, .without = {{"b"}}}) == "a, best acc of 2 finished runs");
  CHECK(picked(store, {.filter = "metrics.acc > 0.8"}) == "b, latest of 1 finished run");
  CHECK(picked(store, {.filter = "metrics.acc > 2"}) == "none");
  CHECK(picked(store, {.pick = best, .without = {{"a"}, {"b"}}}) == "none");  // NaN is never best
  CHECK_THROWS_AS(picked(store, {.pick = {app::Pick::How::best, "score"}}), Error);
}

TEST_CASE("a mean is made of what its runs have") {
  test::FakeStore store;
  add_finished(store, "a", 30, 0.5);
  add_finished(store, "b", 20, 0.75).metrics["loss"] = valued(4);

  const auto mean = app::pick_run(store, {}, {.pick = {app::Pick::How::mean, ""}});
  REQUIRE(mean);
  CHECK(mean->how == "mean of 2 finished runs");
  CHECK(mean->run.id.value.empty());
  CHECK(mean->run.name == "mean of 2 runs");
  CHECK(mean->run.params == KeyValueMap{{"lr", "0.1"}});  // they differ in the seed
  CHECK(mean->run.metrics.at("acc").last.value == 0.625);
  CHECK(mean->run.metrics.at("acc").max->value == 0.625);
  CHECK(mean->run.metrics.at("loss").last.value == 4);
  CHECK_FALSE(mean->run.metrics.at("loss").count);
}

TEST_CASE("a selector with a revision has two parts") {
  using Parts = std::pair<std::string, std::string>;
  CHECK(app::split_revision("main:@best:metrics.acc") == Parts{"main", "@best:metrics.acc"});
  CHECK(app::split_revision("@{u}:7f3a") == Parts{"@{u}", "7f3a"});
  CHECK(app::split_revision("@:7f3a") == Parts{"@", "7f3a"});
  for (const char* other :
       {"7f3a", "@best:metrics.acc", "@min:loss", "runs:/7f3a/model", ":7f3a", "main:", ""}) {
    CHECK_FALSE(app::split_revision(other));
  }
}
