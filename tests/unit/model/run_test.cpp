#include "mlt/run.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace mlt;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("statuses have MLflow's names, and a kept one has ended") {
  struct Row {
    RunStatus status;
    std::string_view name;
    bool ended;
  };
  const Row table[] = {
      {RunStatus::running, "RUNNING", false},  {RunStatus::scheduled, "SCHEDULED", false},
      {RunStatus::finished, "FINISHED", true}, {RunStatus::failed, "FAILED", true},
      {RunStatus::killed, "KILLED", true},
  };
  for (const Row& row : table) {
    CAPTURE(row.name);
    CHECK(name_of(row.status) == row.name);
    CHECK(parse_run_status(row.name) == row.status);
    CHECK(has_ended(row.status) == row.ended);
  }
  for (const std::string_view name : {"", "running", "RUNNING ", "DONE"}) {
    CHECK_FALSE(parse_run_status(name));
  }
}

TEST_CASE("lifecycles have names") {
  CHECK(name_of(Lifecycle::active) == "active");
  CHECK(name_of(Lifecycle::deleted) == "deleted");
  CHECK(parse_lifecycle("active") == Lifecycle::active);
  CHECK(parse_lifecycle("deleted") == Lifecycle::deleted);
  CHECK_FALSE(parse_lifecycle("all"));
  CHECK_FALSE(parse_lifecycle("Active"));
}

TEST_CASE("points are ordered by step, then time, then value, and the order is total") {
  // Ascending; no two are the same.
  const std::vector<MetricPoint> ascending = {
      {INT64_MIN, INT64_MAX, kInfinity},
      {-1, 5, 9},
      {0, INT64_MIN, 9},
      {0, 5, kNaN},
      {0, 5, -kInfinity},
      {0, 5, std::numeric_limits<double>::lowest()},
      {0, 5, -1},
      {0, 5, -std::numeric_limits<double>::denorm_min()},
      {0, 5, -0.0},
      {0, 5, 0.0},
      {0, 5, std::numeric_limits<double>::denorm_min()},
      {0, 5, 1},
      {0, 5, std::numeric_limits<double>::max()},
      {0, 5, kInfinity},
      {0, 6, kNaN},
      {1, 0, kNaN},
      {INT64_MAX, INT64_MIN, kNaN},
  };
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      CHECK(comes_before(ascending[i], ascending[j]) == (i < j));
      CHECK(same_point(ascending[i], ascending[j]) == (i == j));
    }
  }
}

TEST_CASE("all NaNs are alike") {
  const MetricPoint quiet{1, 2, kNaN};
  const MetricPoint negative{1, 2, -kNaN};
  const MetricPoint signalling{1, 2, std::numeric_limits<double>::signaling_NaN()};
  for (const auto& a : {quiet, negative, signalling}) {
    for (const auto& b : {quiet, negative, signalling}) {
      CHECK(same_point(a, b));
      CHECK_FALSE(comes_before(a, b));
    }
    CHECK(comes_before(a, MetricPoint{1, 2, -kInfinity}));
  }
}

TEST_CASE("strong ids compare by value") {
  CHECK(RunId{"a"} == RunId{"a"});
  CHECK(RunId{"a"} < RunId{"b"});
  CHECK(RunRef{{"0"}, {"z"}} < RunRef{{"1"}, {"a"}});
  Run run;
  run.id = {"r"};
  run.experiment_id = {"e"};
  CHECK(run.ref() == RunRef{{"e"}, {"r"}});
}
