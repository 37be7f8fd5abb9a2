#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "fixed.hpp"

namespace mlt::test {

/// An empty store of one kind. Objects opened from it share its files and its clock; each may be
/// used by a thread of its own.
struct StoreUnderTest {
  std::string kind;
  std::function<std::unique_ptr<Store>(IssueSink on_issue)> open_with;
  std::shared_ptr<FixedClock> clock = std::make_shared<FixedClock>();

  [[nodiscard]] std::unique_ptr<Store> open() const;
};

struct StoreKind {
  std::string name;
  std::function<StoreUnderTest()> make;
};

/// Every kind of store that the suite runs over.
const std::vector<StoreKind>& store_kinds();

/// Runs a case over a fresh store of each kind.
void on_each_store(const std::function<void(StoreUnderTest& on, Store& store)>& run);

}  // namespace mlt::test
