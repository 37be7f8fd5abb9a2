#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"

namespace mlt::store {
namespace {

/// A store in memory with one run.
struct Fixture {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  test::FixedClock clock;
  test::FixedRandom random;
  std::vector<Issue> issues;
  std::unique_ptr<Store> store;
  RunRef ref;

  Fixture() {
    init_native_store(*disk, random, {});
    store = open_native_store({.disk = disk,
                               .clock = clock,
                               .random = random,
                               .on_issue = [this](const Issue& issue) { issues.push_back(issue); },
                               .policy = {},
                               .host = "here",
                               .scan_threads = 1});
    NewRun run;
    run.experiment_id = store->ensure_default_experiment().id;
    run.name = "one";
    ref = store->create_run(run);
  }

  [[nodiscard]] std::string folder() const {
    return "experiments/" + ref.experiment_id.value + "/" + ref.run_id.value;
  }
  [[nodiscard]] std::string journal() const { return folder() + "/journal.jsonl"; }
  [[nodiscard]] std::string snapshot() const { return folder() + "/run.json"; }

  void set_tag() {
    RunBatch batch;
    batch.tags.push_back({"x", "y"});
    store->open_run(ref)->append(batch);
  }
  /// True if the tag was refused as data, and the journal left as it was.
  bool refuses_tag() {
    const std::string before = disk->text(journal());
    try {
      set_tag();
    } catch (const Error& error) {
      return error.code() == ErrorCode::data && disk->text(journal()) == before;
    }
    return false;
  }
};

TEST_CASE_FIXTURE(Fixture, "a run whose journal does not say how it was made takes nothing") {
  const std::string snapshot_before = disk->text(snapshot());
  disk->put(journal(), "");
  CHECK(refuses_tag());
  disk->put(snapshot(), "");
  CHECK(refuses_tag());
  disk->remove_file(snapshot());
  CHECK(refuses_tag());
  disk->put(journal(), "{\"at\":1,\"tag\":\"t\",\"value\":\"x\"}\n");
  disk->put(snapshot(), snapshot_before);
  CHECK(refuses_tag());
}

TEST_CASE_FIXTURE(Fixture,
                  "a snapshot that cannot be read does not keep a run from being written") {
  for (const auto kind : {disk::FileKind::symlink, disk::FileKind::other}) {
    disk->put_special(snapshot(), kind);
    set_tag();
    CHECK(store->get_run(ref).tags.at("x") == "y");
    store->open_run(ref)->set_status(RunStatus::finished, 5);
    CHECK(disk->find_stat(snapshot())->kind == disk::FileKind::regular);
  }
}

TEST_CASE_FIXTURE(Fixture, "a writer sees what another one has written since") {
  const auto writer = store->open_run(ref);
  const auto tag = [&](const std::string& value) {
    RunBatch batch;
    batch.tags.push_back({"x", value});
    writer->append(batch);
  };
  tag("first");
  clock.advance(1000);
  RunBatch later;
  later.tags.push_back({"x", "of another"});
  store->open_run(ref)->append(later);
  clock.advance(
      -1000);  // its machine's clock is ahead: "newer" is decided by what the journal says
  tag("last");
  CHECK(store->get_run(ref).tags.at("x") == "last");

  store->open_run(ref)->set_lifecycle(Lifecycle::deleted);
  const std::string before = disk->text(journal());
  CHECK_THROWS_AS(tag("too late"), Error);
  CHECK_THROWS_AS(writer->set_status(RunStatus::finished, 5), Error);
  CHECK(disk->text(journal()) == before);
}

TEST_CASE_FIXTURE(Fixture, "what is no run is told once and is no row") {
  const std::string experiment = "experiments/" + ref.experiment_id.value;
  disk->make_dir(experiment + "/garbage");
  disk->make_dir(experiment + "/.hidden");
  disk->make_dir(experiment + "/models");
  disk->put_special(experiment + "/pipe", disk::FileKind::other);
  disk->put_special(experiment + "/0123abcd", disk::FileKind::symlink);
  disk->put("experiments/notes.txt", "x");
  std::vector<std::string> rows;
  store->scan_runs({}, [&rows](Run&& run) { rows.push_back(run.id.value); });
  CHECK(rows == std::vector<std::string>{ref.run_id.value});
  std::vector<std::string> paths;
  for (const Issue& issue : issues) {
    paths.push_back(issue.path);
  }
  std::sort(paths.begin(), paths.end());
  CHECK(paths == std::vector<std::string>{experiment + "/0123abcd", experiment + "/garbage",
                                          experiment + "/pipe", "experiments/notes.txt"});
  CHECK_THROWS_AS(store->get_run({ref.experiment_id, {"garbage"}}), Error);
}

}  // namespace
}  // namespace mlt::store
