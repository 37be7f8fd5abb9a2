#include "app/run_changes.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/experiment_changes.hpp"
#include "fake_store.hpp"

using namespace mlt;

namespace {

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("no error");
  return ErrorCode::system;
}

}  // namespace

TEST_CASE("tags change in every run or in none") {
  test::FakeStore store;
  store.add("a", "one").tags = {{"old", "1"}};
  store.add("b", "two");
  const std::vector<RunRef> both = {store.runs[0].ref(), store.runs[1].ref()};

  CHECK(code_of([&] {
          app::tag_runs(store, both, {{{"k", "v"}}, {"old"}}, false);
        }) == ErrorCode::not_found);
  CHECK(store.runs[0].tags == KeyValueMap{{"old", "1"}});
  CHECK(code_of([&] {
          app::tag_runs(store, both, {{{"mlt.host", "v"}}, {}}, false);
        }) == ErrorCode::usage);

  app::tag_runs(store, both, {{{"k", "v"}, {"mlt.keep", ""}}, {}}, true);
  CHECK(store.runs[1].tags.empty());
  app::tag_runs(store, both, {{{"k", "v"}, {"mlt.keep", ""}}, {}}, false);
  CHECK(store.runs[1].tags == KeyValueMap{{"k", "v"}, {"mlt.keep", ""}});
  app::tag_runs(store, std::vector{both[0]}, {{{"k", "w"}}, {"old", "k"}}, false);
  CHECK(store.runs[0].tags == KeyValueMap{{"k", "w"}, {"mlt.keep", ""}});

  store.runs[1].lifecycle = Lifecycle::deleted;
  CHECK(code_of([&] {
          app::tag_runs(store, both, {{{"k", "x"}}, {}}, false);
        }) == ErrorCode::refused);
  CHECK(store.runs[0].tags["k"] == "w");
}

TEST_CASE("runs are deleted and restored, and what is so already is left alone") {
  test::FakeStore store;
  store.add("a", "one");
  store.add("b", "two").lifecycle = Lifecycle::deleted;
  const std::vector<RunRef> both = {store.runs[0].ref(), store.runs[1].ref()};

  CHECK(app::set_runs_lifecycle(store, both, Lifecycle::deleted, true).size() == 1);
  CHECK(store.runs[0].lifecycle == Lifecycle::active);
  CHECK(app::set_runs_lifecycle(store, both, Lifecycle::deleted, false).size() == 1);
  CHECK(store.runs[0].lifecycle == Lifecycle::deleted);
  CHECK(app::set_runs_lifecycle(store, both, Lifecycle::active, false).size() == 2);
  CHECK(store.runs[1].lifecycle == Lifecycle::active);
}

TEST_CASE("a purge takes deleted runs, others by force, and none that is to be kept") {
  test::FakeStore store;
  store.add("a", "one");
  store.add("b", "two").lifecycle = Lifecycle::deleted;
  store.runs[1].tags = {{"mlt.keep", ""}};
  store.add("c", "three").lifecycle = Lifecycle::deleted;
  const std::vector<RunRef> refs = {store.runs[0].ref(), store.runs[1].ref(), store.runs[2].ref()};

  CHECK(code_of([&] { app::plan_purge(store, std::vector{refs[0]}, false); }) ==
        ErrorCode::refused);
  CHECK(code_of([&] { app::plan_purge(store, std::vector{refs[1]}, true); }) == ErrorCode::refused);
  const auto doomed = app::plan_purge(store, std::vector{refs[0], refs[2]}, true);
  CHECK(store.runs.size() == 3);
  app::purge_runs(store, doomed);
  REQUIRE(store.runs.size() == 1);
  CHECK(store.runs[0].id.value == "b");
}

TEST_CASE("an experiment keeps to the rules of names, tags and lifecycles") {
  test::FakeStore store;
  store.experiments = {
      {.id = {"0"}, .name = "Default", .tags = {}},
      {.id = {"iris"}, .name = "iris", .tags = {{"old", "1"}}},
      {.id = {"gone"}, .name = "gone", .lifecycle = Lifecycle::deleted, .tags = {}}};
  const auto iris = [&store] { return store.experiments[1]; };
  const auto rename = [&](const char* name) {
    return code_of([&] { app::rename_experiment(store, iris(), name, false); });
  };
  CHECK(rename("") == ErrorCode::usage);
  CHECK(rename("gone") == ErrorCode::refused);
  app::rename_experiment(store, iris(), "wine", true);
  CHECK(iris().name == "iris");
  app::rename_experiment(store, iris(), "wine", false);
  CHECK(iris().name == "wine");
  CHECK(code_of([&] { app::rename_experiment(store, store.experiments[2], "x", false); }) ==
        ErrorCode::refused);

  CHECK(code_of([&] {
          app::tag_experiment(store, iris(), {{}, {"none"}}, false);
        }) == ErrorCode::not_found);
  app::tag_experiment(store, iris(), {{{"team", "x"}}, {"old"}}, false);
  CHECK(iris().tags == KeyValueMap{{"team", "x"}});

  CHECK(code_of([&] {
          app::set_experiment_lifecycle(store, store.experiments[0], Lifecycle::deleted, false);
        }) == ErrorCode::refused);
  CHECK(app::set_experiment_lifecycle(store, iris(), Lifecycle::deleted, false));
  CHECK_FALSE(app::set_experiment_lifecycle(store, iris(), Lifecycle::deleted, false));
  CHECK(app::set_experiment_lifecycle(store, iris(), Lifecycle::active, false));
}
