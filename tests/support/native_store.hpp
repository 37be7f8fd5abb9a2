#pragma once

#include <memory>
#include <vector>

#include "mlt/store.hpp"

#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"

namespace mlt::test {

/// A native store in memory with the experiment `iris`; what is damaged in it is kept in `issues`.
struct NativeStore {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  FixedClock clock;
  FixedRandom random;
  std::vector<Issue> issues;
  std::unique_ptr<Store> store;

  NativeStore() {
    store::init_native_store(*disk, random, {});
    store = store::open_native_store(
        {.disk = disk,
         .clock = clock,
         .random = random,
         .on_issue = [this](const Issue& issue) { issues.push_back(issue); },
         .policy = {},
         .host = "here",
         .scan_threads = 1});
    store->create_experiment({.name = "iris", .tags = {}});
  }
  NativeStore(const NativeStore&) = delete;
  NativeStore& operator=(const NativeStore&) = delete;
};

}  // namespace mlt::test
