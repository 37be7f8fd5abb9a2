#include "app/curves.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "native_store.hpp"

namespace mlt::app {
namespace {

struct Fixture : test::NativeStore {
  std::vector<Run> runs;
  CurveOptions options{.metrics = {"loss"}, .x = CurveX::step, .smoothing = {}};

  /// A run that logs `values` of a metric, a second apart.
  RunRef add(const std::string& metric, const std::vector<double>& values) {
    const std::int64_t start = clock.now_ms();
    const RunRef ref = store->create_run({.experiment_id = {"iris"},
                                          .name = "run",
                                          .user = "ann",
                                          .host = "here",
                                          .start_time_ms = start,
                                          .params = {},
                                          .tags = {}});
    RunBatch batch;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto step = static_cast<std::int64_t>(i);
      batch.metrics.push_back(
          {metric, {.step = step, .time_ms = start + 1000 * (step + 1), .value = values[i]}});
    }
    store->open_run(ref)->append(batch);
    runs.push_back(store->get_run(ref));
    return ref;
  }
  Curves read() { return read_curves(*store, runs, options); }
};

std::vector<double> x_of(const Curve& curve) {
  std::vector<double> x;
  for (const CurvePoint& point : curve.points) {
    x.push_back(point.x);
  }
  return x;
}

Curve curve_of(const std::vector<double>& values, double first_x = 0) {
  Curve curve;
  for (std::size_t i = 0; i < values.size(); ++i) {
    curve.points.push_back({.logged = {}, .x = first_x + static_cast<double>(i), .y = values[i]});
  }
  return curve;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a curve is over steps, times, or the time since the start") {
  add("loss", {3, 2, 1});
  CHECK(x_of(read().curves.at(0)) == std::vector<double>{0, 1, 2});
  options.x = CurveX::relative;
  CHECK(x_of(read().curves.at(0)) == std::vector<double>{1000, 2000, 3000});
  options.x = CurveX::time;
  CHECK(x_of(read().curves.at(0)).front() == static_cast<double>(clock.now_ms() + 1000));
  CHECK(read().curves.at(0).last == 1);
}

TEST_CASE_FIXTURE(Fixture, "over time the points are in the order of time") {
  const RunRef ref = add("other", {1});
  RunBatch batch;
  batch.metrics = {{"loss", {.step = 1, .time_ms = 9000, .value = 1}},
                   {"loss", {.step = 2, .time_ms = 4000, .value = 2}}};
  store->open_run(ref)->append(batch);
  options.x = CurveX::relative;
  const Curve curve = read().curves.at(0);
  CHECK(x_of(curve) == std::vector<double>{0, 5000});  // since the first point, before the start
  CHECK(curve.points.front().logged.value == 2);
}

TEST_CASE_FIXTURE(Fixture, "only the runs asked for are read") {
  add("loss", {1, 2});
  add("loss", {3});
  runs.erase(runs.begin());
  const auto refs = store->list_runs({});
  const RunRef& other = refs.front() == runs[0].ref() ? refs.back() : refs.front();
  static_cast<void>(disk->take_record());
  CHECK(read().curves.size() == 1);
  for (const std::string& call : disk->take_record()) {
    CHECK(call.find(other.run_id.value) == std::string::npos);
  }
}

TEST_CASE_FIXTURE(Fixture, "a run without the metric is missing, a metric of no run an error") {
  add("loss", {1});
  add("acc", {1});
  const Curves curves = read();
  CHECK(curves.curves.size() == 1);
  REQUIRE(curves.missing.size() == 1);
  CHECK(curves.missing[0].run == 1);
  CHECK(curves.missing[0].reason.empty());

  options.metrics = {"los"};
  try {
    read();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    REQUIRE_FALSE(error.hints().empty());
    CHECK(error.hints().front().find("loss") != std::string::npos);
  }
  options.metrics = {"loss"};
  runs.erase(runs.begin());
  try {
    read();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(std::string(error.what()).ends_with("has no metric 'loss'"));
  }
  runs.clear();
  CHECK(read().curves.empty());
}

TEST_CASE_FIXTURE(Fixture, "a damaged run leaves the others alone") {
  const RunRef ref = add("loss", {1, 2});
  add("loss", {3});
  const std::string journal =
      "experiments/" + ref.experiment_id.value + "/" + ref.run_id.value + "/journal.jsonl";
  disk->put(journal, disk->text(journal) + "{\"broken\n");
  const Curves curves = read();
  CHECK(curves.curves.size() == 2);
  CHECK(curves.curves[0].points.size() == 2);
  CHECK(issues.size() == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "a run whose journal is lost or unreadable is missing, with the reason") {
  const RunRef lost = add("loss", {1, 2});
  add("loss", {3});
  const std::string folder =
      "experiments/" + lost.experiment_id.value + "/" + lost.run_id.value + "/";
  disk->remove_file(folder + "journal.jsonl");
  for (const bool is_special : {false, true}) {
    if (is_special) {
      disk->put_special(folder + "journal.jsonl", disk::FileKind::other);
    }
    const Curves curves = read();
    REQUIRE(curves.curves.size() == 1);
    CHECK(curves.curves[0].run == 1);
    REQUIRE(curves.missing.size() == 1);
    CHECK(curves.missing[0].run == 0);
    CHECK_FALSE(curves.missing[0].reason.empty());
  }
}

TEST_CASE("smoothing has no bias towards zero and leaves what is no number") {
  const std::vector<double> constant(5, 0.25);
  for (const double value : smoothed(constant, 0.9)) {
    CHECK(value == doctest::Approx(0.25));
  }
  // s1 = 1; s2 = (0.5*0.5*1 + 0.5*3) / (1 - 0.25)
  CHECK(smoothed(std::vector<double>{1, 3}, 0.5)[1] == doctest::Approx(1.75 / 0.75));
  CHECK(smoothed(std::vector<double>{1, 3}, 0) == std::vector<double>{1, 3});
  const double inf = std::numeric_limits<double>::infinity();
  const auto holes = smoothed(std::vector<double>{1, std::nan(""), inf, 3}, 0.5);
  CHECK(std::isnan(holes[1]));
  CHECK(holes[2] == inf);
  CHECK(holes[3] == doctest::Approx(1.75 / 0.75));
}

TEST_CASE("a band is median and quartiles of the curves that reach there") {
  std::vector<Curve> curves;
  for (const double value : {1.0, 2.0, 3.0, 4.0, 10.0}) {
    curves.push_back(curve_of({value, value}));
  }
  curves.push_back(curve_of({100}, 4));  // alone at x = 4
  std::vector<const Curve*> all;
  for (const Curve& curve : curves) {
    all.push_back(&curve);
  }
  const auto band = band_of(all, 5);
  REQUIRE(band.size() == 3);  // nothing lies at 2 and 3
  CHECK(band[0].x == 0);
  CHECK(band[0].runs == 5);
  CHECK(band[0].low == 2);
  CHECK(band[0].median == 3);
  CHECK(band[0].high == 4);
  CHECK(band[2].x == 4);
  CHECK(band[2].runs == 1);
  CHECK(band[2].median == 100);
}

TEST_CASE("a band interpolates, but not over a gap") {
  const Curve line = curve_of({0, 10, std::nan(""), 30});
  const std::vector<const Curve*> one = {&line};
  const auto band = band_of(one, 7);  // every half step
  REQUIRE(band.size() == 4);
  CHECK(band[1].x == 0.5);
  CHECK(band[1].median == doctest::Approx(5));
  CHECK(band[2].median == 10);
  CHECK(band[3].x == 3);
  CHECK(band_of({}, 5).empty());
}

}  // namespace mlt::app
