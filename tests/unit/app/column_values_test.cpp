#include "app/column_values.hpp"

#include <cmath>
#include <limits>
#include <map>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "base/numbers.hpp"
#include "fake_store.hpp"

namespace mlt::app {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<MetricPoint> curve(std::initializer_list<std::pair<std::int64_t, double>> pairs) {
  std::vector<MetricPoint> points;
  for (const auto& [step, value] : pairs) {
    points.push_back({step, 1000 * step, value});
  }
  return points;
}

std::string shown(const CurveCells& cells) {
  std::string text;
  for (const double cell : cells) {
    text +=
        (text.empty() ? "" : " ") + (std::isnan(cell) ? "-" : std::to_string(std::lround(cell)));
  }
  return text;
}

/// Runs whose points are kept beside them, with a record of what is asked for.
class RecordingStore : public test::FakeStore {
 public:
  void log(const std::string& id, const std::string& key, std::vector<MetricPoint> points) {
    auto found = std::ranges::find(runs, RunId{id}, &Run::id);
    Run& run = found == runs.end() ? add(id, id, static_cast<std::int64_t>(runs.size())) : *found;
    MetricSummary& summary = run.metrics[key];
    summary.first = points.front();
    summary.last = points.back();
    for (const MetricPoint& point : points) {
      if (std::isnan(point.value)) {
        continue;
      }
      if (!summary.min || point.value < summary.min->value) {
        summary.min = point;
      }
      if (!summary.max || point.value > summary.max->value) {
        summary.max = point;
      }
    }
    histories[{id, key}] = std::move(points);
  }
  std::vector<MetricPoint> metric_history(const RunRef& ref, std::string_view key) override {
    read += (read.empty() ? "" : " ") + ref.run_id.value + "." + std::string(key);
    if (failure) {
      throw Error(*failure, "no history");
    }
    return histories[{ref.run_id.value, std::string(key)}];
  }

  std::map<std::pair<std::string, std::string>, std::vector<MetricPoint>> histories;
  std::string read;
  std::optional<ErrorCode> failure;
};

struct Fixture {
  RecordingStore store;
  Settings settings;
  CompareOptions options;

  Fixture() {
    store.experiments = {{{"0"}, "iris", Lifecycle::active, 0, 0, {}}};
    store.log("a", "acc", curve({{0, 0.2}, {1, 0.9}, {2, 0.4}}));
    store.log("a", "loss", curve({{0, 3}, {1, 1}, {2, 2}}));
    store.log("b", "acc", curve({{0, 0.1}, {1, 0.5}, {2, 0.8}}));
    store.log("b", "loss", curve({{0, 3}, {1, 2}, {2, 1}}));
    store.log("c", "loss", curve({{0, kNan}}));
  }
  /// The numbers of the columns that are metrics, a line each; best ones marked.
  std::string numbers(const std::string& spec) {
    options.columns.spec = spec;
    const Comparison comparison = compare_runs(store, settings, options);
    std::string text;
    for (std::size_t c = 0; c < comparison.choice.columns.size(); ++c) {
      if (comparison.choice.columns[c].kind != CompareColumn::Kind::metric) {
        continue;
      }
      text += comparison.choice.columns[c].field() + ":";
      for (std::size_t row = 0; row < comparison.runs.size(); ++row) {
        const auto& number = comparison.values[c].numbers.at(row);
        const auto& best = comparison.best[c];
        text += " " + (number ? base::format_double(*number) : "-") +
                (std::ranges::find(best, row) != best.end() ? "*" : "");
      }
      text += "\n";
    }
    return text;
  }
  std::string ids() {
    std::string text;
    for (const Run& run : compare_runs(store, settings, options).runs) {
      text += run.id.value;
    }
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "summaries are enough for most reducers") {
  CHECK(numbers("acc,acc:max,loss:min,loss:first") ==
        "metrics.acc: - 0.8* 0.4\nmetrics.acc:max: - 0.8 0.9*\nmetrics.loss:min: - 1* 1*\n"
        "metrics.loss:first: NaN 3* 3*\n");
  CHECK(store.read.empty());
}

TEST_CASE_FIXTURE(Fixture, "points are read of what needs them, each once") {
  CHECK(numbers("acc:mean,acc@step=1,acc:sum,acc@best(loss)") ==
        "metrics.acc:mean: - 0.46666666666666673 0.5*\nmetrics.acc@step=1: - 0.5 0.9*\n"
        "metrics.acc:sum: - 1.4000000000000001 1.5*\nmetrics.acc@best(loss): - 0.8 0.9*\n");
  CHECK(store.read == "b.acc b.loss a.acc a.loss");
}

TEST_CASE_FIXTURE(Fixture, "a time is better if it is less, a deviation or count neither") {
  CHECK(numbers("acc:time-to(0.5),acc:sd,acc:count")
            .starts_with("metrics.acc:time-to(0.5): - 1000* 1000*\n"));
  CHECK(numbers("loss:time-to(1)") == "metrics.loss:time-to(1): - 2000 1000*\n");
  CHECK(compare_runs(store, settings, options).without_goal.empty());
}

TEST_CASE_FIXTURE(Fixture, "a metric with a declared goal is shown at its best") {
  CHECK(numbers("acc") == "metrics.acc: - 0.8* 0.4\n");
  options.goals["acc"] = Goal::max;
  CHECK(numbers("acc") == "metrics.acc:max: - 0.8 0.9*\n");
  options.goals.clear();
  settings.experiments["iris"].goals["acc"] = Goal::min;
  CHECK(numbers("acc,acc:best,loss:best") ==
        "metrics.acc:min: - 0.1* 0.2\nmetrics.loss:min: - 1* 1*\n");
  options.aggregate = model::Reducer{model::Reducer::Kind::mean};
  CHECK(numbers("acc,loss:last").starts_with("metrics.acc:mean: "));
}

TEST_CASE_FIXTURE(Fixture, "what needs a goal that nobody knows is refused") {
  store.log("a", "odd", curve({{0, 1}}));
  for (const char* spec : {"odd:best", "odd:time-to(1)", "acc@best(odd)"}) {
    CHECK_THROWS_AS(numbers(spec), Error);
  }
  options.order_by = "odd:best";
  CHECK_THROWS_AS(numbers("acc"), Error);
  options.goals["odd"] = Goal::max;
  CHECK(numbers("odd") == "metrics.odd:max: 1* - -\n");
}

TEST_CASE_FIXTURE(Fixture, "ranks are shared, and a run without a value has none") {
  store.log("d", "acc", curve({{0, 0.8}}));
  store.log("e", "acc", curve({{0, 0.1}}));
  CHECK(numbers("acc#") == "rank.metrics.acc: 4 1 - 1 3\n");
  CHECK(numbers("acc:sd#") ==
        "metrics.acc:sd: - - - 0.3511884584284246 0.3605551275463989\n"
        "rank.metrics.acc:sd: - - - - -\n");
}

TEST_CASE_FIXTURE(Fixture, "changes are measured from the base") {
  options.base = store.runs[0];
  options.base_store = &store;
  options.without = {{"a"}};
  CHECK(numbers("acc:mean%Δ#") ==
        "metrics.acc:mean: 0.5* - 0.46666666666666673\npercent.metrics.acc:mean: - - "
        "-6.666666666666654\n"
        "delta.metrics.acc:mean: - - -0.03333333333333327\nrank.metrics.acc:mean: - - 1\n");
  options.base_store = nullptr;  // a mean of runs has no points
  CHECK(numbers("acc:mean") ==
        "metrics.acc:mean: - - 0.46666666666666673*\n"
        "delta.metrics.acc:mean: - - -\n");
}

TEST_CASE_FIXTURE(Fixture, "runs are sorted by what is shown, whatever that takes") {
  options.order_by = "-acc:mean";
  CHECK(ids() == "abc");
  CHECK(store.read.find("loss") == std::string::npos);
  options.order_by = "acc:time-to(0.8)";
  options.filter = "metrics.acc IS NOT NULL";
  store.read.clear();
  CHECK(ids() == "ab");
  CHECK(store.read == "a.acc b.acc a.acc b.acc");  // to sort them, then to show the same
  options.top = 1;
  CHECK(ids() == "a");
  options.order_by = "-acc@best(loss)";
  options.top = 20;
  CHECK(ids() == "ab");
  options.order_by = "acc@best(los)";
  CHECK_THROWS_AS(ids(), Error);
}

TEST_CASE_FIXTURE(Fixture, "a history that cannot be read is none") {
  store.failure = ErrorCode::data;
  CHECK(numbers("acc:mean,acc:max") == "metrics.acc:mean: - - -\nmetrics.acc:max: - 0.8 0.9*\n");
  store.failure = ErrorCode::system;
  CHECK_THROWS_AS(numbers("acc:mean"), Error);
}

TEST_CASE("curves are thinned to eight cells, and no spike is lost") {
  std::vector<MetricPoint> points;
  for (std::int64_t step = 0; step < 8000; ++step) {
    points.push_back({step, 0, step == 4567 ? 900.0 : step == 6001 ? -900.0 : 5.0});
  }
  CHECK(shown(thin_curves({{points}}, false).front()) == "5 5 5 5 900 5 -900 5");
}

TEST_CASE("cells of a curve") {
  const auto one = [](std::vector<MetricPoint> points) {
    return shown(thin_curves({{std::move(points)}}, false).front());
  };
  CHECK(one({}).empty());
  CHECK(one(curve({{7, 3}})) == "3");
  CHECK(one(curve({{0, 3}, {100, 2}, {200, 1}})) == "3 2 1");
  CHECK(one(curve({{0, 3}, {100, kNan}, {200, 1}})) == "3 - 1");
  CHECK(one(curve({{0, kInfinity}, {1, 1}})) == "- 1");
  CHECK(one(curve({{0, kNan}})) == "-");
}

TEST_CASE("curves share their steps unless each has its own") {
  const std::vector<std::vector<MetricPoint>> curves = {curve({{0, 1}, {10, 5}}),
                                                        curve({{0, 1}, {5, 2}, {20, 3}, {25, 4}})};
  const auto common = thin_curves(curves, false);
  CHECK(shown(common[0]) == "1 3 5 - -");  // interpolated; after its end nothing
  CHECK(shown(common[1]) == "1 2 2 3 4");
  CHECK(shown(thin_curves(curves, true)[0]) == "1 5");
}

}  // namespace mlt::app
