#include "model/reducer.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace mlt::model {
namespace {

using Kind = Reducer::Kind;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<MetricPoint> curve(std::initializer_list<std::pair<std::int64_t, double>> pairs) {
  std::vector<MetricPoint> points;
  for (const auto& [step, value] : pairs) {
    points.push_back({step, 0, value});
  }
  return points;
}

TEST_CASE("the names of reducers") {
  for (const std::string_view name : reducer_names()) {
    CAPTURE(name);
    const auto kind = parse_reducer(name);
    REQUIRE(kind);
    CHECK(name_of(*kind) == name);
  }
  CHECK_FALSE(parse_reducer("step"));
  CHECK_FALSE(parse_reducer(""));
  CHECK(name_of(Kind::at_step) == "step");
}

TEST_CASE("all points make one number") {
  const auto points = curve({{0, 0.5}, {1, 1.5}, {1, 2.5}, {4, -1.5}});
  CHECK(reduce(points, {Kind::last}) == -1.5);
  CHECK(reduce(points, {Kind::first}) == 0.5);
  CHECK(reduce(points, {Kind::min}) == -1.5);
  CHECK(reduce(points, {Kind::max}) == 2.5);
  CHECK(reduce(points, {Kind::count}) == 4);
  CHECK(reduce(points, {Kind::mean}) == 0.75);
  CHECK(reduce(points, {Kind::sum}) == 3);
  // statistics.stdev([0.5, 1.5, 2.5, -1.5]) of Python 3.11
  CHECK(reduce(points, {Kind::sd}).value() == doctest::Approx(1.707825127659933).epsilon(1e-15));
  // The last point of step 1 counts: (0.5 + 2.5) / 2 + 3 * (2.5 - 1.5) / 2.
  CHECK(reduce(points, {Kind::auc}) == 3);
  CHECK(reduce(points, {Kind::at_step, 1}) == 2.5);
  CHECK(reduce(points, {Kind::at_step, 4}) == -1.5);
  CHECK_FALSE(reduce(points, {Kind::at_step, 2}));
  CHECK_FALSE(reduce(points, {Kind::at_step, -1}));
}

TEST_CASE("NaN is left out, and what is not there is no number") {
  const auto points = curve({{0, kNan}, {1, 2}, {2, kNan}, {3, 4}});
  CHECK(reduce(points, {Kind::min}) == 2);
  CHECK(reduce(points, {Kind::mean}) == 3);
  CHECK(reduce(points, {Kind::sum}) == 6);
  CHECK(reduce(points, {Kind::auc}) == 6);
  CHECK(reduce(points, {Kind::count}) == 4);
  CHECK(std::isnan(reduce(points, {Kind::first}).value()));
  CHECK(std::isnan(reduce(points, {Kind::at_step, 2}).value()));
  const auto nothing = curve({{0, kNan}});
  const auto one = curve({{0, 1}});
  for (const Kind kind : {Kind::min, Kind::max, Kind::mean, Kind::sd, Kind::sum, Kind::auc}) {
    CHECK_FALSE(reduce(nothing, {kind}));
    CHECK_FALSE(reduce(std::vector<MetricPoint>{}, {kind}));
  }
  CHECK_FALSE(reduce(one, {Kind::sd}));
  CHECK_FALSE(reduce(one, {Kind::auc}));
  CHECK_FALSE(reduce(std::vector<MetricPoint>{}, {Kind::count}));
}

TEST_CASE("sums keep small terms and infinities") {
  const auto points = curve({{0, 1}, {1, 1e100}, {2, 1}, {3, -1e100}});
  CHECK(reduce(points, {Kind::sum}) == 2);
  const auto open = curve({{0, 1}, {1, kInfinity}});
  CHECK(reduce(open, {Kind::sum}) == kInfinity);
  CHECK(reduce(open, {Kind::mean}) == kInfinity);
}

TEST_CASE("what a summary tells") {
  MetricSummary summary;
  summary.first.value = 1;
  summary.last.value = 2;
  summary.min = MetricPoint{0, 0, -1};
  summary.count = 7;
  CHECK(reduce(summary, {Kind::last}) == 2);
  CHECK(reduce(summary, {Kind::first}) == 1);
  CHECK(reduce(summary, {Kind::min}) == -1);
  CHECK_FALSE(reduce(summary, {Kind::max}));
  CHECK(reduce(summary, {Kind::count}) == 7);
  CHECK_FALSE(needs_points(summary, {Kind::count}));
  summary.count.reset();
  CHECK(needs_points(summary, {Kind::count}));
  CHECK_FALSE(needs_points(summary, {Kind::max}));
  for (const Kind kind : {Kind::mean, Kind::sd, Kind::sum, Kind::auc, Kind::at_step}) {
    CHECK(needs_points({kind}));
    CHECK_FALSE(reduce(summary, {kind}));
  }
}

TEST_CASE("a metric where another one is best") {
  const auto acc = curve({{0, 0.1}, {10, 0.2}, {20, 0.3}, {25, 0.9}});
  const auto loss = curve({{0, kNan}, {9, 3}, {20, 1}, {24, 2}, {30, 1}});
  CHECK(value_at_best(acc, loss, false) == 0.3);
  CHECK(value_at_best(acc, loss, true) == 0.1);  // step 9: what was logged by then
  CHECK_FALSE(value_at_best(acc, curve({{0, kNan}}), true));
  CHECK_FALSE(value_at_best(curve({{5, 1}}), curve({{4, 1}}), true));
}

TEST_CASE("a metric of an epoch") {
  const auto acc = curve({{0, 1}, {9, 2}, {10, 3}, {25, 4}, {35, 5}});
  const auto epochs = curve({{0, 0}, {10, 1}, {20, 2}, {40, 3}});
  CHECK(value_at_epoch(acc, epochs, {Kind::at_epoch, 0}) == 2);
  CHECK(value_at_epoch(acc, epochs, {Kind::at_epoch, 1}) == 3);
  CHECK(value_at_epoch(acc, epochs, {Kind::at_epoch, 2}) == 5);
  CHECK_FALSE(value_at_epoch(acc, epochs, {Kind::at_epoch, 3}));
  CHECK_FALSE(value_at_epoch(acc, epochs, {Kind::at_last_epoch}));  // not logged in it
  CHECK(value_at_epoch(acc, {}, {Kind::at_epoch, 9}) == 2);
  CHECK(value_at_epoch(acc, {}, {Kind::at_last_epoch}) == 5);
  CHECK_FALSE(value_at_epoch({}, epochs, {Kind::at_last_epoch}));
}

TEST_CASE("the time until a value is reached") {
  std::vector<MetricPoint> points = {{0, 1000, 0.5}, {1, 3000, 0.9}, {2, 2000, 0.95}, {3, 4000, 1}};
  CHECK(time_to(points, 0.9, true, 500) == 1500);  // the first in time, whatever its step
  CHECK(time_to(points, 0.5, false, 500) == 500);
  CHECK(time_to(points, 0.9, true, 1500) == 1000);  // started after its first point: from there
  CHECK_FALSE(time_to(points, 2, true, 500));
  points[1].value = points[2].value = kNan;
  CHECK(time_to(points, 0.9, true, 500) == 3500);
  CHECK_FALSE(time_to({}, 0.9, true, 500));
}

TEST_CASE("how reducers are written") {
  CHECK(spell({Kind::max}) == ":max");
  CHECK(spell({Kind::at_step, -5}) == "@step=-5");
  CHECK(spell({Kind::at_epoch, 2}) == "@epoch=2");
  CHECK(spell({Kind::at_last_epoch}) == "@epoch=last");
  CHECK(spell({.kind = Kind::time_to, .threshold = 0.9}) == ":time-to(0.9)");
  CHECK(spell({.kind = Kind::at_best, .key = "val_loss"}) == "@best(val_loss)");
}

}  // namespace
}  // namespace mlt::model
