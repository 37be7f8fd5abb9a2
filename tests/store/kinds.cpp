#include "kinds.hpp"

#include <atomic>
#include <utility>

#include <doctest/doctest.h>

#include "store/open.hpp"
#include "test_disks.hpp"

namespace mlt::test {

namespace {

using OpenStore = std::unique_ptr<Store> (*)(store::StoreContext);

StoreUnderTest store_on(TestDisk disk, OpenStore open_store) {
  StoreUnderTest store;
  store.kind = disk.kind;
  // A Random is not for several threads: each object gets one, and other numbers.
  const auto seed = std::make_shared<std::atomic<std::uint64_t>>(1);
  const auto randoms = std::make_shared<std::vector<std::unique_ptr<FixedRandom>>>();
  const auto mutex = std::make_shared<std::mutex>();
  store.open_with = [disk, open_store, seed, randoms, mutex,
                     clock = store.clock](IssueSink on_issue) {
    const std::lock_guard guard(*mutex);
    randoms->push_back(std::make_unique<FixedRandom>(seed->fetch_add(1)));
    return open_store({.disk = disk.disk,
                       .clock = *clock,
                       .random = *randoms->back(),
                       .on_issue = std::move(on_issue),
                       .policy = {},
                       .host = "here"});
  };
  return store;
}

StoreUnderTest native_on(TestDisk disk) {
  FixedRandom random;
  store::init_native_store(*disk.disk, random, {});
  return store_on(std::move(disk), store::open_native_store);
}

StoreUnderTest mlflow_on(TestDisk disk) {
  return store_on(std::move(disk), store::open_mlflow_store);
}

}  // namespace

const std::vector<StoreKind>& store_kinds() {
  static const std::vector<StoreKind> kinds{
      {"native in memory", [] { return native_on(memory_test_disk()); }},
      {"native on disk", [] { return native_on(real_test_disk()); }},
      {"mlflow in memory", [] { return mlflow_on(memory_test_disk()); }},
      {"mlflow on disk", [] { return mlflow_on(real_test_disk()); }},
  };
  return kinds;
}

std::unique_ptr<Store> StoreUnderTest::open() const {
  return open_with([](const Issue& issue) {
    FAIL_CHECK("unexpected issue: ", issue.path, ":", issue.line, ": ", issue.reason);
  });
}

void on_each_store(const std::function<void(StoreUnderTest& on, Store& store)>& run) {
  for (const StoreKind& kind : store_kinds()) {
    CAPTURE(kind.name);
    StoreUnderTest on = kind.make();
    run(on, *on.open());
  }
}

}  // namespace mlt::test
