#include <algorithm>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "kinds.hpp"

namespace mlt::test {
namespace {

template <typename Call>
ErrorCode code_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK_FALSE(error.message().empty());
    return error.code();
  }
  FAIL("no error was thrown");
  return ErrorCode::usage;
}

TEST_CASE("an empty store") {
  on_each_store([](StoreUnderTest&, Store& store) {
    CHECK(store.list_experiments().empty());
    CHECK(store.list_runs({}).empty());
    CHECK_FALSE(store.locate_run({"0123456789abcdef0123456789abcdef"}));
    int runs = 0;
    store.scan_runs({}, [&](Run&&) { ++runs; });
    CHECK(runs == 0);
    CHECK(store.doctor({}).empty());
  });
}

TEST_CASE("the default experiment is made once") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const Experiment made = store.ensure_default_experiment();
    CHECK(made.id.value == "0");
    CHECK(made.name == "Default");
    CHECK(made.created_ms == on.clock->now_ms());
    on.clock->advance(10);
    const Experiment again = store.ensure_default_experiment();
    CHECK(again.created_ms == made.created_ms);
    CHECK(store.list_experiments().size() == 1);
  });
}

TEST_CASE("an experiment is what it was made as") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const KeyValueMap tags{{"team", "vision"}, {"naïve", "日本\n\"x\""}, {"empty", ""}};
    const Experiment made = store.create_experiment({"Iris – naïve 日本", tags});
    CHECK(made.name == "Iris – naïve 日本");
    CHECK(made.tags == tags);
    CHECK(made.lifecycle == Lifecycle::active);
    const auto listed = on.open()->list_experiments();
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].id == made.id);
    CHECK(listed[0].name == made.name);
    CHECK(listed[0].tags == tags);
    CHECK(listed[0].created_ms == on.clock->now_ms());
    CHECK(listed[0].updated_ms == on.clock->now_ms());
  });
}

TEST_CASE("a name is taken once") {
  on_each_store([](StoreUnderTest&, Store& store) {
    store.create_experiment({"iris", {}});
    CHECK(code_of([&] { store.create_experiment({"iris", {}}); }) == ErrorCode::refused);
    CHECK(store.list_experiments().size() == 1);
    store.create_experiment({"Iris", {}});
    CHECK(store.list_experiments().size() == 2);
    store.ensure_default_experiment();
    CHECK(code_of([&] { store.create_experiment({"Default", {}}); }) == ErrorCode::refused);
  });
}

TEST_CASE("names that are alike have ids that are not") {
  on_each_store([](StoreUnderTest&, Store& store) {
    std::vector<std::string> names{"a b",  "a-b", "A B",    "a  b", "!!", "??",
                                   "日本", "語",  "events", "0",    "..", "-"};
    names.push_back(std::string(500, 'x'));
    names.push_back(std::string(499, 'x') + "y");
    std::vector<ExperimentId> ids;
    for (const std::string& name : names) {
      ids.push_back(store.create_experiment({name, {}}).id);
    }
    std::sort(ids.begin(), ids.end());
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    const auto listed = store.list_experiments();
    REQUIRE(listed.size() == names.size());
    for (const Experiment& experiment : listed) {
      CHECK(std::find(names.begin(), names.end(), experiment.name) != names.end());
      CHECK(experiment.id.value.size() <= 64);
    }
    CHECK(std::is_sorted(listed.begin(), listed.end(),
                         [](const auto& a, const auto& b) { return a.id < b.id; }));
  });
}

TEST_CASE("Default made by its name is the default") {
  on_each_store([](StoreUnderTest&, Store& store) {
    CHECK(store.create_experiment({"Default", {}}).id.value == "0");
    CHECK(store.ensure_default_experiment().name == "Default");
    CHECK(store.list_experiments().size() == 1);
  });
}

TEST_CASE("a run needs its experiment") {
  on_each_store([](StoreUnderTest&, Store& store) {
    for (const char* id : {"no-such", "..", "", "a/b"}) {
      CAPTURE(id);
      NewRun run;
      run.experiment_id = {id};
      CHECK(code_of([&] { store.create_run(run); }) == ErrorCode::not_found);
    }
    const ExperimentId unknown{"no-such"};
    CHECK(store.list_runs({&unknown, 1}).empty());
  });
}

}  // namespace
}  // namespace mlt::test
