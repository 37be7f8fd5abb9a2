#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "kinds.hpp"

// Several threads, each with a Store of its own, stand for several processes.

namespace mlt::test {
namespace {

constexpr int kThreads = 8;

/// Runs `work(i, store)` in threads that begin together; an exception that is no mlt::Error of kind
/// refused fails the test. Gives the number of those that were not refused.
int together(StoreUnderTest& on, const std::function<void(int, Store&)>& work) {
  std::vector<std::unique_ptr<Store>> stores;
  for (int i = 0; i < kThreads; ++i) {
    stores.push_back(on.open_with({}));
  }
  std::atomic<int> waiting{kThreads};
  std::atomic<int> succeeded{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      --waiting;
      while (waiting > 0) {
        std::this_thread::yield();
      }
      try {
        work(i, *stores[static_cast<std::size_t>(i)]);
        ++succeeded;
      } catch (const Error& error) {
        failed += error.code() == ErrorCode::refused ? 0 : 1;
      } catch (...) {
        ++failed;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(failed == 0);
  return succeeded;
}

RunRef new_run(Store& store) {
  NewRun run;
  run.experiment_id = store.ensure_default_experiment().id;
  run.name = "a-run";
  return store.create_run(run);
}

TEST_CASE("N writers of one metric lose nothing") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    constexpr int kPoints = 250;
    const RunRef ref = new_run(store);
    CHECK(together(on, [&](int i, Store& mine) {
            const auto writer = mine.open_run(ref);
            for (int j = 0; j < kPoints; ++j) {
              const std::int64_t step = i * kPoints + j;
              writer->append({.metrics = {{"loss", {step, step, 0.5}}}});
            }
          }) == kThreads);
    CHECK(store.metric_history(ref, "loss").size() == kThreads * kPoints);
    CHECK(store.get_run(ref).metrics.at("loss").count == kThreads * kPoints);
  });
}

TEST_CASE("N writers of long batches, with snapshots in between") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const std::string key(240, 'k');
    CHECK(together(on, [&](int i, Store& mine) {
            const auto writer = mine.open_run(ref);
            for (int j = 0; j < 20; ++j) {
              RunBatch batch;
              for (int k = 0; k < 50; ++k) {
                batch.metrics.push_back({key, {(i * 20 + j) * 50 + k, 0, 1}});
              }
              writer->append(batch);
            }
          }) == kThreads);
    CHECK(store.get_run(ref).metrics.at(key).count == kThreads * 20 * 50);
  });
}

TEST_CASE("N creators of one experiment: one wins") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    for (int round = 0; round < 5; ++round) {
      const std::string name = "exp " + std::to_string(round);
      CHECK(together(on, [&](int, Store& mine) { mine.create_experiment({name, {}}); }) == 1);
    }
    CHECK(store.list_experiments().size() == 5);
  });
}

TEST_CASE("N writers that need the default experiment share one") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    CHECK(together(on, [&](int, Store& mine) {
            CHECK_NOTHROW(mine.ensure_default_experiment());
          }) == kThreads);
    CHECK(store.list_experiments().size() == 1);
  });
}

TEST_CASE("N writers of one param: one wins, and the others are told") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    for (int round = 0; round < 5; ++round) {
      const RunRef ref = new_run(store);
      CHECK(together(on, [&](int i, Store& mine) {
              mine.open_run(ref)->append({.params = {{"p", std::to_string(i)}}});
            }) == 1);
      CHECK(together(on, [&](int, Store& mine) {
              mine.open_run(ref)->append({.params = {{"same", "x"}}});
            }) == kThreads);
      const Run run = store.get_run(ref);
      CHECK(run.params.size() == 2);
    }
  });
}

TEST_CASE("different changes of one run all survive") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    CHECK(together(on, [&](int i, Store& mine) {
            const auto writer = mine.open_run(ref);
            const std::string n = std::to_string(i);
            writer->append({.params = {{"p" + n, n}}});
            writer->append({.tags = {{"t" + n, n}}});
            writer->put_artifact_bytes("a" + n, n);
            if (i == 0) {
              writer->set_status(RunStatus::finished, 5);
            }
            writer->append({.metrics = {{"m" + n, {0, 0, 1}}}});
          }) == kThreads);
    const Run run = store.get_run(ref);
    CHECK(run.params.size() == kThreads);
    CHECK(run.tags.size() == kThreads);
    CHECK(run.artifacts.size() == kThreads);
    CHECK(run.metrics.size() == kThreads);
    CHECK(run.status == RunStatus::finished);
  });
}

TEST_CASE("readers never fail while others write") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    CHECK(together(on, [&](int i, Store& mine) {
            if (i % 2 == 0) {
              const auto writer = mine.open_run(ref);
              for (int j = 0; j < 50; ++j) {
                writer->append({.metrics = {{"loss", {j, i, 0.5}}}, .tags = {{"t", "x"}}});
              }
              writer->set_status(RunStatus::finished, 5);
              return;
            }
            for (int j = 0; j < 20; ++j) {
              int seen = 0;
              mine.scan_runs({.metrics = KeySelection::everything()}, [&](Run&& run) {
                ++seen;
                CHECK_FALSE(run.damaged);
              });
              CHECK(seen == 1);
              CHECK_FALSE(mine.get_run(ref).damaged);
            }
          }) == kThreads);
    CHECK(store.get_run(ref).metrics.at("loss").count == 200);
  });
}

TEST_CASE("N creators of runs make N runs") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    store.ensure_default_experiment();
    CHECK(together(on, [&](int, Store& mine) {
            for (int j = 0; j < 10; ++j) {
              new_run(mine);
            }
          }) == kThreads);
    CHECK(store.list_runs({}).size() == kThreads * 10);
  });
}

}  // namespace
}  // namespace mlt::test
