// Comparing over a native store in memory: what is read, and what damage does.

#include <cmath>
#include <tuple>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "native_store.hpp"

namespace mlt::app {
namespace {

struct Fixture : test::NativeStore {
  Settings settings;
  CompareOptions options;

  RunRef add(const std::string& name, const std::string& lr, double acc) {
    clock.advance(1000);
    const RunRef ref = store->create_run({.experiment_id = {"iris"},
                                          .name = name,
                                          .user = "ann",
                                          .host = "here",
                                          .start_time_ms = clock.now_ms(),
                                          .params = {{"lr", lr}, {"batch", "32"}},
                                          .tags = {}});
    const auto writer = store->open_run(ref);
    RunBatch batch;
    batch.metrics = {{"acc", {.step = 1, .time_ms = clock.now_ms(), .value = acc / 2}},
                     {"acc", {.step = 2, .time_ms = clock.now_ms(), .value = acc}}};
    writer->append(batch);
    writer->set_status(RunStatus::finished, clock.now_ms());
    return ref;
  }
  std::string names() {
    std::string text;
    for (const Run& run : compare_runs(*store, settings, options).runs) {
      text += (text.empty() ? "" : " ") + run.name;
    }
    return text;
  }
  std::string folder(const RunRef& ref) {
    return "experiments/" + ref.experiment_id.value + "/" + ref.run_id.value + "/";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "runs are found, ordered and compared by value") {
  add("one", "1e-3", 0.5);
  add("two", "0.001", 0.9);
  add("three", "0.01", std::nan(""));
  CHECK(names() == "three two one");
  options.order_by = "metrics.acc";
  CHECK(names() == "one two three");
  options.filter = "metrics.acc > 0.1";
  const Comparison comparison = compare_runs(*store, settings, options);
  REQUIRE(comparison.runs.size() == 2);
  CHECK(comparison.total == 3);
  CHECK(comparison.choice.constants[0] == KeyValue{"params.batch", "32"});
  CHECK(comparison.choice.constants[1] == KeyValue{"params.lr", "1e-3"});
  CHECK(last_value(comparison.runs[0], "acc") == 0.5);
  CHECK(comparison.best_runs == std::vector<std::size_t>{1});
  CHECK(issues.empty());
}

TEST_CASE_FIXTURE(Fixture, "a damaged run is shown for what can be read of it") {
  const RunRef torn = add("torn", "0.1", 0.5);
  add("whole", "0.2", 0.6);
  const std::string journal = folder(torn) + "journal.jsonl";
  disk->put(journal, disk->text(journal) + "{\"kind\": oops\n");
  const Comparison comparison = compare_runs(*store, settings, options);
  REQUIRE(comparison.runs.size() == 2);
  CHECK_FALSE(comparison.runs[0].damaged);
  CHECK(comparison.runs[1].damaged);
  CHECK(comparison.runs[1].params.at("lr") == "0.1");
  REQUIRE_FALSE(issues.empty());
  CHECK(issues.front().path == journal);
  CHECK(issues.front().line > 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a run of which nothing can be read is shown by its id, and hides no other") {
  const RunRef gone = add("gone", "0.1", 0.5);
  add("whole", "0.2", 0.6);
  for (const char* file : {"journal.jsonl", "run.json"}) {
    disk->put_special(folder(gone) + file, disk::FileKind::other);
  }
  const Comparison comparison = compare_runs(*store, settings, options);
  REQUIRE(comparison.runs.size() == 2);
  CHECK(comparison.runs[0].name == "whole");
  CHECK(comparison.runs[1].id == gone.run_id);
  CHECK(comparison.runs[1].damaged);
  CHECK_FALSE(issues.empty());
}

TEST_CASE_FIXTURE(Fixture, "a filter by reducers, of summaries and of the points themselves") {
  for (int i = 0; i < 10; ++i) {
    add("run-" + std::to_string(i), std::to_string(i), i);
  }
  options.filter = "metrics.acc:mean >= 6 AND params.lr >= 7";
  CHECK(names() == "run-9 run-8");  // the mean of run-7 is 5.25
  options.filter = "metrics.acc:min >= 4 AND metrics.acc:max < 9";
  CHECK(names() == "run-8");
  options.filter = "metrics.acc@step=1 = 1";
  CHECK(names() == "run-2");
}

TEST_CASE_FIXTURE(Fixture, "a bare word of a filter over named runs must not be both") {
  const RunRef one = add("one", "0.1", 0.5);
  const RunRef two = add("two", "0.2", 0.7);
  options.runs = {one, two};
  options.filter = "acc > 0.6 and lr < 1";
  CHECK(names() == "two");
  RunBatch batch;
  batch.params = {{"acc", "high"}};
  store->open_run(one)->append(batch);
  CHECK_THROWS_AS(names(), Error);
}

TEST_CASE_FIXTURE(Fixture,
                  "the newest few of many: each run is looked at once, the few once more") {
  for (int i = 0; i < 30; ++i) {
    add("run-" + std::to_string(i), std::to_string(i), i);
  }
  options.top = 2;
  std::ignore = disk->take_record();
  CHECK(names() == "run-29 run-28");
  std::size_t snapshots = 0;
  std::size_t writes = 0;
  for (const auto& call : disk->take_record()) {
    snapshots += call.starts_with("read") && call.ends_with("/run.json") ? 1 : 0;
    writes += call.starts_with("write") || call.starts_with("rename") ? 1 : 0;
  }
  CHECK(snapshots == 32);
  CHECK(writes == 0);
}

}  // namespace mlt::app
