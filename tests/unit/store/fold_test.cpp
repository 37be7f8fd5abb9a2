#include "store/journal/fold.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fixed.hpp"
#include "store/journal/snapshot.hpp"

namespace mlt::store {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
const std::string kDigest(64, 'a');
const std::string kOther(64, 'b');

CreatedLine created(std::int64_t at = 1, std::string_view name = "first") {
  return {at, "r", "e", name, "me", "here", 1, RunStatus::running};
}

/// All points kept, so that counts are exact whatever the order.
Snapshot fold_exactly(const std::vector<Line>& lines) {
  RunFold fold;
  for (const Line& line : lines) {
    fold.add(line);
  }
  if (!fold.unordered_metrics().empty()) {
    RunFold again;
    again.keep_points_of(fold.unordered_metrics());
    for (const Line& line : lines) {
      again.add(line);
    }
    return again.result();
  }
  return fold.result();
}

Run run_of(const std::vector<Line>& lines) { return fold_exactly(lines).run; }

/// A journal with everything that can stand in one, ties and doubles too.
std::vector<Line> rich_journal() {
  std::vector<Line> lines{
      created(10),
      created(12, "twice"),
      CreatedLine{10, "r", "e", "first", "other", "there", 1, RunStatus::running},
      ParamLine{11, "lr", "0.1"},
      ParamLine{15, "lr", "0.2"},
      ParamLine{11, "lr", "0.05"},
      ParamLine{11, "seed", "1"},
      TagLine{11, "t", "b"},
      TagLine{13, "t", "c"},
      TagLine{13, "t", "a"},
      TagLine{12, "gone", "x"},
      TagLine{14, "gone", std::nullopt},
      TagLine{14, "back", std::nullopt},
      TagLine{15, "back", "x"},
      TagLine{15, "tie", std::nullopt},
      TagLine{15, "tie", "kept"},
      ArtifactLine{12, "model", 5, kDigest},
      ArtifactLine{14, "model", 6, kOther},
      ArtifactLine{14, "model", 7, kDigest},
      StatusLine{20, RunStatus::failed, 19},
      StatusLine{21, RunStatus::finished, 20},
      StatusLine{21, RunStatus::finished, std::nullopt},
      LifecycleLine{22, Lifecycle::deleted},
      LifecycleLine{23, Lifecycle::active},
      NameLine{16, "second"},
      NameLine{16, "third"},
      MetricLine{"nan", {0, 5, kNan}},
      MetricLine{"nan", {1, 5, kNan}},
  };
  for (int step = 0; step < 6; ++step) {
    lines.emplace_back(MetricLine{"loss", {step, 100 + step, 1.0 / (step + 1)}});
    lines.emplace_back(MetricLine{"flat", {step, 100, 0.5}});
  }
  lines.emplace_back(MetricLine{"loss", {3, 103, kNan}});
  lines.emplace_back(MetricLine{"loss", {3, 90, kInf}});
  lines.emplace_back(MetricLine{"loss", {3, 90, -kInf}});
  lines.emplace_back(MetricLine{"zero", {0, 0, 0.0}});
  lines.emplace_back(MetricLine{"zero", {0, 0, -0.0}});
  return lines;
}

TEST_CASE("any order and any doubling of lines gives the same snapshot") {
  const std::vector<Line> lines = rich_journal();
  const std::string expected = snapshot_text(fold_exactly(lines));
  test::FixedRandom random;
  for (int round = 0; round < 300; ++round) {
    std::vector<Line> shuffled = lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (random.next() % 3 == 0) {
        shuffled.push_back(lines[i]);
      }
    }
    for (std::size_t i = shuffled.size() - 1; i > 0; --i) {
      std::swap(shuffled[i], shuffled[random.next() % (i + 1)]);
    }
    REQUIRE(snapshot_text(fold_exactly(shuffled)) == expected);
  }
}

TEST_CASE("what the newest and the first of several statements are") {
  const Run run = run_of(rich_journal());
  CHECK(run.name == "third");
  CHECK(run.user == "me");
  CHECK(run.status == RunStatus::finished);
  CHECK(run.end_time_ms == 20);
  CHECK(run.lifecycle == Lifecycle::active);
  CHECK(run.params.at("lr") == "0.05");
  CHECK(run.params.at("seed") == "1");
  CHECK(run.tags.at("t") == "c");
  CHECK(run.tags.count("gone") == 0);
  CHECK(run.tags.at("back") == "x");
  CHECK(run.tags.at("tie") == "kept");
  CHECK(run.artifacts.at("model") == ArtifactFact{6, kOther});
}

TEST_CASE("a metric: last by step, time, value; min and max by value; NaN below every number") {
  const Run run = run_of(rich_journal());
  const MetricSummary& loss = run.metrics.at("loss");
  CHECK(loss.count == 9);
  CHECK(same_point(loss.first, {0, 100, 1.0}));
  CHECK(same_point(loss.last, {5, 105, 1.0 / 6}));
  CHECK(same_point(*loss.min, {3, 90, -kInf}));
  CHECK(same_point(*loss.max, {3, 90, kInf}));
  const MetricSummary& flat = run.metrics.at("flat");
  CHECK(flat.min->step == 0);
  CHECK(flat.max->step == 0);
  CHECK(flat.last.step == 5);
  const MetricSummary& nan = run.metrics.at("nan");
  CHECK_FALSE(nan.min);
  CHECK_FALSE(nan.max);
  CHECK(nan.count == 2);
  const MetricSummary& zero = run.metrics.at("zero");
  CHECK(zero.count == 2);
  CHECK(std::signbit(zero.first.value));
  CHECK_FALSE(std::signbit(zero.last.value));

  const Run both =
      run_of({created(), MetricLine{"m", {0, 0, kNan}}, MetricLine{"m", {0, 0, -kInf}}});
  CHECK(both.metrics.at("m").last.value == -kInf);
}

TEST_CASE("a point written twice is one point, in order or not") {
  const MetricLine a{"m", {0, 1, 1}};
  const MetricLine b{"m", {1, 2, 1}};
  CHECK(run_of({created(), a, a, b, b}).metrics.at("m").count == 2);
  CHECK(run_of({created(), a, b, a, b}).metrics.at("m").count == 2);
  RunFold fold;
  for (const Line& line : {Line(created()), Line(b), Line(a)}) {
    fold.add(line);
  }
  CHECK(fold.unordered_metrics().contains("m"));
  CHECK_FALSE(fold.result().run.metrics.at("m").count);
}

TEST_CASE("counts are exact however often the state is asked for on the way") {
  RunFold fold;
  fold.keep_points_of({"m"});
  std::set<std::pair<std::int64_t, std::int64_t>> points;
  for (std::int64_t i = 0; i < 300; ++i) {
    const std::int64_t step = i * 7919 % 64;  // in no order, some of them again
    fold.add(MetricLine{"m", {step, i % 3, 0.5}});
    points.emplace(step, i % 3);
    if (i % 5 == 0) {
      CHECK(fold.result().run.metrics.at("m").count == points.size());
    }
  }
  CHECK(fold.result().run.metrics.at("m").count == points.size());
}

TEST_CASE("params that differ are known") {
  RunFold fold;
  for (const Line& line :
       {Line(created()), Line(ParamLine{2, "a", "1"}), Line(ParamLine{3, "a", "1"}),
        Line(ParamLine{2, "b", "1"}), Line(ParamLine{3, "b", "2"})}) {
    fold.add(line);
  }
  CHECK(fold.differing_params() == std::set<std::string, std::less<>>{"b"});
}

TEST_CASE("statements before 1970 count like any other") {
  const Run run =
      run_of({created(-10), NameLine{-5, "later"}, StatusLine{-4, RunStatus::failed, -4}});
  CHECK(run.name == "later");
  CHECK(run.status == RunStatus::failed);
}

TEST_CASE("a fold keeps the keys that were asked for") {
  FoldSelection selection{{false, {"lr"}}, {false, {"loss"}}, {false, {"t"}}, false, false};
  RunFold fold(selection);
  for (const Line& line : rich_journal()) {
    fold.add(line);
  }
  const Run run = fold.result().run;
  CHECK(run.params.size() == 1);
  CHECK(run.metrics.size() == 1);
  CHECK(run.tags.size() == 1);
  CHECK(run.artifacts.empty());
  CHECK(run.status == RunStatus::finished);
}

TEST_CASE("a snapshot and the lines after it give what all lines give, counts aside") {
  // The lines in the order in which one writer would have made them.
  std::vector<Line> lines = rich_journal();
  const auto at_of = [](const Line& line) {
    return std::visit(
        [](const auto& kind) -> std::int64_t {
          if constexpr (requires { kind.at; }) {
            return kind.at;
          } else {
            return -1;  // a metric may stand anywhere
          }
        },
        line);
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return at_of(a) < at_of(b); });
  Snapshot whole = fold_exactly(lines);
  for (std::size_t cut = 0; cut <= lines.size(); ++cut) {
    CAPTURE(cut);
    const std::vector<Line> before(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(cut));
    RunFold first;
    for (const Line& line : before) {
      first.add(line);
    }
    if (!first.is_created()) {
      continue;
    }
    RunFold rest(fold_exactly(before), {});
    for (std::size_t i = cut; i < lines.size(); ++i) {
      rest.add(lines[i]);
    }
    const bool is_tie = cut < lines.size() && cut > 0 && at_of(lines[cut]) == at_of(lines[cut - 1]);
    CHECK(rest.can_place() == !is_tie);
    if (!rest.can_place()) {
      continue;
    }
    Snapshot result = rest.result();
    for (auto* snapshot : {&result, &whole}) {
      for (auto& [key, metric] : snapshot->run.metrics) {
        metric.count.reset();
      }
    }
    CHECK(snapshot_text(result) == snapshot_text(whole));
  }
}

TEST_CASE("a statement older than the snapshot cannot be placed") {
  const Snapshot start = fold_exactly({created(10), ParamLine{20, "p", "1"}});
  RunFold later(start, {});
  later.add(ParamLine{21, "q", "1"});
  later.add(MetricLine{"m", {0, 0, 1}});
  CHECK(later.can_place());
  RunFold same(start, {});
  same.add(TagLine{20, "t", "1"});
  CHECK_FALSE(same.can_place());
}

TEST_CASE("lines of later versions are remembered") {
  RunFold fold;
  fold.add(created());
  CHECK_FALSE(fold.has_unknown_lines());
  fold.add(UnknownLine{});
  CHECK(fold.has_unknown_lines());
}

}  // namespace
}  // namespace mlt::store
