#include "app/experiment_choice.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::app::experiment_for_writing;

namespace {

/// An empty native store in memory.
struct Fixture {
  Fixture() {
    const auto disk = std::make_shared<mlt::disk::MemoryDisk>();
    mlt::store::init_native_store(*disk, random, {});
    store = mlt::store::open_native_store({.disk = disk,
                                           .clock = clock,
                                           .random = random,
                                           .on_issue = nullptr,
                                           .policy = {},
                                           .host = "here"});
  }
  ErrorCode error_of(const std::string& named, bool must_be_id = false) {
    try {
      experiment_for_writing(*store, named, must_be_id);
    } catch (const Error& error) {
      return error.code();
    }
    FAIL("no error");
    return ErrorCode::remote;
  }

  mlt::test::FixedClock clock;
  mlt::test::FixedRandom random;
  std::unique_ptr<mlt::Store> store;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "experiment for writing: the default one where none is named") {
  CHECK(experiment_for_writing(*store, std::nullopt, false).name == "Default");
  CHECK(experiment_for_writing(*store, std::nullopt, false).id.value == "0");
}

TEST_CASE_FIXTURE(Fixture, "experiment for writing: by name or id, made where there is none") {
  const auto made = experiment_for_writing(*store, "Iris Runs", false);
  CHECK(made.name == "Iris Runs");
  CHECK(experiment_for_writing(*store, "Iris Runs", false).id == made.id);
  CHECK(experiment_for_writing(*store, made.id.value, false).id == made.id);
  CHECK(experiment_for_writing(*store, made.id.value, true).id == made.id);
  // The begin of an id is a name of its own: a run must not land in another experiment by chance.
  CHECK(experiment_for_writing(*store, made.id.value.substr(0, 4), false).id != made.id);
  CHECK(store->list_experiments().size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "experiment for writing: what cannot be one") {
  CHECK(error_of("*") == ErrorCode::usage);
  CHECK(error_of("a\nb") == ErrorCode::usage);
  CHECK(error_of("nope", true) == ErrorCode::not_found);
}
