#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "disk/files.hpp"
#include "fixed.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"
#include "test_disks.hpp"

// Metrics are appended without a lock, so `doctor --fix` may put a new journal in place of the old
// one at any moment of theirs. Nothing that was acknowledged may be missing afterwards.

namespace mlt::store {
namespace {

constexpr int kWriters = 4;
constexpr int kPoints = 400;

std::unique_ptr<Store> open_on(const test::TestDisk& on, test::FixedClock& clock,
                               test::FixedRandom& random) {
  return open_native_store({.disk = on.disk,
                            .clock = clock,
                            .random = random,
                            .on_issue = {},
                            .policy = {},
                            .host = "here"});
}

void race(const test::TestDisk& on) {
  test::FixedClock clock;
  test::FixedRandom random;
  init_native_store(*on.disk, random, {});
  const auto store = open_on(on, clock, random);
  NewRun first;
  first.experiment_id = store->ensure_default_experiment().id;
  first.name = "a-run";
  const RunRef ref = store->create_run(first);

  std::atomic<int> writing{kWriters};
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] {
      test::FixedClock own_clock;
      test::FixedRandom own_random(static_cast<std::uint64_t>(100 + i));
      const auto own = open_on(on, own_clock, own_random);
      const auto writer = own->open_run(ref);
      for (int j = 0; j < kPoints; ++j) {
        writer->append({.metrics = {{"loss", {i * kPoints + j, 0, 0.5}}}});
      }
      --writing;
    });
  }
  const std::string journal = run_folder(ref) + "/journal.jsonl";
  int mended = 0;
  while (writing > 0 || mended == 0) {  // the writers may be done before this thread has its turn
    {
      const disk::FileLock lock(*on.disk, journal, {}, disk::OpenMode::append);
      disk::write_all(*on.disk->open(journal, disk::OpenMode::append), "\ngarbage\n");
    }
    for (const Finding& finding : store->doctor({.fix = true})) {
      mended += finding.fixed ? 1 : 0;
    }
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(store->metric_history(ref, "loss").size() == kWriters * kPoints);
  (void)store->doctor({.fix = true});
  CHECK(store->doctor({}).empty());
  CHECK(store->get_run(ref).metrics.at("loss").count == kWriters * kPoints);
}

TEST_CASE("doctor --fix loses nothing to writers, in memory") { race(test::memory_test_disk()); }
TEST_CASE("doctor --fix loses nothing to writers, on the real disk") {
  race(test::real_test_disk());
}

}  // namespace
}  // namespace mlt::store
