#include "kinds.hpp"

#include <atomic>
#include <utility>

#include <doctest/doctest.h>

#include "store/open.hpp"
#include "test_disks.hpp"

namespace mlt::test {

namespace {

StoreUnderTest native_on(TestDisk disk) {
  StoreUnderTest store;
  store.kind = disk.kind;
  FixedRandom random;
  store::init_native_store(*disk.disk, random, {});
  // A Random is not for several threads: each object gets one, and other numbers.
  const auto seed = std::make_shared<std::atomic<std::uint64_t>>(1);
  const auto randoms = std::make_shared<std::vector<std::unique_ptr<FixedRandom>>>();
  const auto mutex = std::make_shared<std::mutex>();
  store.open_with = [disk, seed, randoms, mutex, clock = store.clock](IssueSink on_issue) {
    const std::lock_guard guard(*mutex);
    randoms->push_back(std::make_unique<FixedRandom>(seed->fetch_add(1)));
    return store::open_native_store({.disk = disk.disk,
                                     .clock = *clock,
                                     .random = *randoms->back(),
                                     .on_issue = std::move(on_issue),
                                     .policy = {},
                                     .host = "here"});
  };
  return store;
}

}  // namespace

const std::vector<StoreKind>& store_kinds() {
  static const std::vector<StoreKind> kinds{
      {"native in memory", [] { return native_on(memory_test_disk()); }},
      {"native on disk", [] { return native_on(real_test_disk()); }},
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
