#include <algorithm>
#include <map>
#include <mutex>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "kinds.hpp"

namespace mlt::test {
namespace {

/// Three experiments with a few runs each; run i has param i, metric i and tag i.
std::vector<RunRef> fill(Store& store, int runs) {
  std::vector<ExperimentId> experiments{store.ensure_default_experiment().id,
                                        store.create_experiment({"iris", {}}).id,
                                        store.create_experiment({"empty", {}}).id};
  std::vector<RunRef> refs;
  for (int i = 0; i < runs; ++i) {
    NewRun run;
    run.experiment_id = experiments[static_cast<std::size_t>(i % 2)];
    run.name = "run-" + std::to_string(i);
    run.start_time_ms = i;
    run.params = {{"i", std::to_string(i)}, {"same", "x"}};
    run.tags = {{"parity", i % 2 == 0 ? "even" : "odd"}};
    refs.push_back(store.create_run(run));
    const auto writer = store.open_run(refs.back());
    writer->append({.metrics = {{"i", {0, 0, 1.0 * i}}, {"other", {0, 0, 1}}}});
    if (i % 3 == 0) {
      writer->put_artifact_bytes("a.txt", "text");
      writer->set_status(RunStatus::finished, 100 + i);
    }
  }
  return refs;
}

std::vector<Run> scan(Store& store, const RunScan& what) {
  std::vector<Run> runs;
  store.scan_runs(what, [&](Run&& run) { runs.push_back(std::move(run)); });
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.name < b.name; });
  return runs;
}

TEST_CASE("a scan visits every run once, with nothing but what was asked for") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const auto refs = fill(store, 9);
    const auto bare = scan(*on.open(), {});
    REQUIRE(bare.size() == 9);
    for (std::size_t i = 0; i < bare.size(); ++i) {
      CHECK(bare[i].ref() == refs[i]);
      CHECK(bare[i].start_time_ms == static_cast<std::int64_t>(i));
      CHECK(bare[i].params.empty());
      CHECK(bare[i].metrics.empty());
      CHECK(bare[i].tags.empty());
      CHECK(bare[i].artifacts.empty());
      CHECK((bare[i].status == RunStatus::finished) == (i % 3 == 0));
    }
    RunScan some;
    some.params.names = {"i", "none"};
    some.metrics.names = {"i"};
    const auto selected = scan(store, some);
    REQUIRE(selected.size() == 9);
    for (std::size_t i = 0; i < selected.size(); ++i) {
      CHECK(selected[i].params == KeyValueMap{{"i", std::to_string(i)}});
      CHECK(selected[i].metrics.size() == 1);
      CHECK(selected[i].metrics.at("i").last.value == static_cast<double>(i));
      CHECK(selected[i].tags.empty());
    }
    RunScan all;
    all.params.all = all.metrics.all = all.tags.all = all.artifacts = true;
    const auto full = scan(store, all);
    for (std::size_t i = 0; i < full.size(); ++i) {
      CHECK(full[i].params.size() == 2);
      CHECK(full[i].metrics.size() == 2);
      CHECK(full[i].tags.size() == 1);
      CHECK(full[i].artifacts.size() == (i % 3 == 0 ? 1 : 0));
      const Run got = store.get_run(refs[i]);
      CHECK(got.params == full[i].params);
      CHECK(got.tags == full[i].tags);
      CHECK(got.end_time_ms == full[i].end_time_ms);
    }
  });
}

TEST_CASE("a scan of some experiments") {
  on_each_store([](StoreUnderTest&, Store& store) {
    const auto refs = fill(store, 9);
    CHECK(scan(store, {.experiments = {refs[0].experiment_id}}).size() == 5);
    CHECK(scan(store, {.experiments = {refs[1].experiment_id}}).size() == 4);
    CHECK(scan(store, {.experiments = {refs[0].experiment_id, refs[1].experiment_id}}).size() == 9);
    CHECK(scan(store, {.experiments = {{"empty"}}}).empty());
    CHECK(scan(store, {.experiments = {{"no-such"}}}).empty());
    const std::vector<ExperimentId> second{refs[1].experiment_id};
    CHECK(store.list_runs(second).size() == 4);
  });
}

TEST_CASE("a scan keeps what is accepted, by what was read of it") {
  on_each_store([](StoreUnderTest&, Store& store) {
    fill(store, 9);
    RunScan what;
    what.tags.names = {"parity"};
    what.accept = [](const Run& run) { return run.tags.at("parity") == "odd"; };
    CHECK(scan(store, what).size() == 4);
    what.accept = [](const Run&) { return false; };
    CHECK(scan(store, what).empty());
  });
}

TEST_CASE("runs that nobody deleted are active") {
  on_each_store([](StoreUnderTest&, Store& store) {
    fill(store, 3);
    CHECK(scan(store, {.lifecycle = LifecycleFilter::active}).size() == 3);
    CHECK(scan(store, {.lifecycle = LifecycleFilter::all}).size() == 3);
    CHECK(scan(store, {.lifecycle = LifecycleFilter::deleted}).empty());
  });
}

TEST_CASE("many runs are read by many threads, each once") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const auto refs = fill(store, 600);
    std::map<std::string, int> seen;
    RunScan what;
    what.params.all = true;
    std::mutex mutex;
    int asked = 0;
    what.accept = [&](const Run& run) {
      const std::lock_guard guard(mutex);
      ++asked;
      return run.params.at("i") != "7";
    };
    on.open()->scan_runs(what, [&](Run&& run) { ++seen[run.id.value]; });
    CHECK(asked == 600);
    CHECK(seen.size() == 599);
    CHECK(
        std::all_of(seen.begin(), seen.end(), [](const auto& entry) { return entry.second == 1; }));
    CHECK(store.list_runs({}).size() == 600);
  });
}

TEST_CASE("what a scan is given may throw: the scan ends with it") {
  on_each_store([](StoreUnderTest&, Store& store) {
    fill(store, 300);
    CHECK_THROWS_AS(store.scan_runs({}, [](Run&&) { throw Error(ErrorCode::usage, "enough"); }),
                    Error);
    RunScan what;
    what.accept = [](const Run&) -> bool { throw std::runtime_error("broken filter"); };
    CHECK_THROWS_AS(store.scan_runs(what, [](Run&&) {}), std::runtime_error);
  });
}

}  // namespace
}  // namespace mlt::test
