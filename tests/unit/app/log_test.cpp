#include "app/log.hpp"

#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"
#include "temp_folder.hpp"

namespace mlt::app {

namespace {

/// A native store in memory with one run.
struct Fixture {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  test::FixedClock clock;
  test::FixedRandom random;
  std::unique_ptr<Store> store;
  RunRef ref;

  Fixture() {
    store::init_native_store(*disk, random, {});
    store = store::open_native_store({.disk = disk,
                                      .clock = clock,
                                      .random = random,
                                      .on_issue = {},
                                      .policy = {},
                                      .host = "here",
                                      .scan_threads = 1});
    NewRun run;
    run.experiment_id = store->ensure_default_experiment().id;
    run.name = "one";
    ref = store->create_run(run);
  }

  LogCounts log(const RunBatch& batch, const LogOptions& options = {}) {
    return log_values(*store, ref, batch, options);
  }
  Run run() { return store->get_run(ref); }
};

RunBatch with_param(std::string key, std::string value) {
  RunBatch batch;
  batch.params.push_back({std::move(key), std::move(value)});
  return batch;
}

RunBatch with_metric(std::string key, MetricPoint point) {
  RunBatch batch;
  batch.metrics.push_back({std::move(key), point});
  return batch;
}

RunBatch with_tag(std::string key, std::string value) {
  RunBatch batch;
  batch.tags.push_back({std::move(key), std::move(value)});
  return batch;
}

template <typename Function>
Error error_of(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::system, "nothing was thrown"};
}

/// A folder of real files that is gone afterwards.
class Folder {
 public:
  [[nodiscard]] std::string at(const std::string& name) const {
    return folder_.path() + "/" + name;
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(at(name)).parent_path());
    std::ofstream(at(name)) << text;
  }

 private:
  test::TempFolder folder_;
};

std::vector<std::string> paths_of(const std::vector<ArtifactSource>& found) {
  std::vector<std::string> paths;
  for (const ArtifactSource& artifact : found) {
    paths.push_back(artifact.path);
  }
  return paths;
}

TEST_CASE_FIXTURE(Fixture, "what is logged is there and counted") {
  RunBatch batch = with_param("lr", "0.1");
  batch.metrics.push_back({"loss", {5, 7, 0.5}});
  batch.metrics.push_back({"loss", {6, 8, 0.25}});
  batch.tags.push_back({"stage", "pretrain"});
  const LogCounts counts = log(batch);
  CHECK(counts.params == 1);
  CHECK(counts.metrics == 2);
  CHECK(counts.tags == 1);
  CHECK(counts.artifacts == 0);
  const Run now = run();
  CHECK(now.params.at("lr") == "0.1");
  CHECK(now.tags.at("stage") == "pretrain");
  CHECK(now.metrics.at("loss").last.value == 0.25);
  CHECK(now.metrics.at("loss").count == 2);
}

TEST_CASE_FIXTURE(Fixture, "a bad key or value refuses the whole batch") {
  const std::string long_key(251, 'k');
  for (const char* key : {"", "a=b", "../x", "/x", "a//b", "x/", "new\nline", long_key.c_str()}) {
    CAPTURE(key);
    for (RunBatch bad : {with_param(key, "1"), with_metric(key, {0, 0, 1}), with_tag(key, "1")}) {
      bad.tags.push_back({"fine", "1"});
      CHECK(error_of([&] { log(bad); }).code() == ErrorCode::usage);
    }
  }
  CHECK(error_of([&] { log(with_param("p", "a\xff")); }).code() == ErrorCode::usage);
  CHECK(error_of([&] { log(with_tag("t", std::string("a\0b", 3))); }).code() == ErrorCode::usage);
  CHECK(error_of([&] { log(with_metric("m", {0, -1, 1})); }).code() == ErrorCode::usage);
  const Run now = run();
  CHECK(now.params.empty());
  CHECK(now.tags.find("fine") == now.tags.end());
  CHECK(now.metrics.empty());
}

TEST_CASE_FIXTURE(Fixture, "a param is written once") {
  log(with_param("lr", "0.1"));
  log(with_param("lr", "0.1"));
  RunBatch batch = with_param("lr", "0.2");
  batch.metrics.push_back({"loss", {0, 0, 1}});
  const Error error = error_of([&] { log(batch); });
  CHECK(error.code() == ErrorCode::refused);
  CHECK(error.message().find("'0.1'") != std::string::npos);
  CHECK(error.message().find("'0.2'") != std::string::npos);
  CHECK(run().params.at("lr") == "0.1");
  CHECK(run().metrics.empty());
}

TEST_CASE_FIXTURE(Fixture, "a run that has ended takes tags, and the rest by force only") {
  store->open_run(ref)->set_status(RunStatus::finished, 10);
  const Error error = error_of([&] { log(with_metric("loss", {0, 0, 1})); });
  CHECK(error.code() == ErrorCode::refused);
  CHECK(error.message().find("FINISHED") != std::string::npos);
  CHECK(error.hints().size() == 1);
  CHECK(error_of([&] { log(with_param("lr", "1")); }).code() == ErrorCode::refused);
  log(with_tag("late", "yes"));
  log(with_metric("loss", {0, 0, 1}), {.force = true});
  CHECK(run().tags.at("late") == "yes");
  CHECK(run().metrics.at("loss").last.value == 1);
}

TEST_CASE_FIXTURE(Fixture, "a dry run checks everything and writes nothing") {
  (void)disk->take_record();
  CHECK(log(with_metric("loss", {0, 0, 1}), {.dry_run = true}).metrics == 1);
  CHECK(error_of([&] {
          log(with_metric("a=b", {0, 0, 1}), {.dry_run = true});
        }).code() == ErrorCode::usage);
  for (const std::string& call : disk->take_record()) {
    CAPTURE(call);
    CHECK(call.find("write") == std::string::npos);
  }
}

TEST_CASE_FIXTURE(Fixture, "the next step comes after the highest one") {
  CHECK(find_last_step(*store, ref, "loss") == std::nullopt);
  log(with_metric("loss", {7, 0, 1}));
  log(with_metric("loss", {3, 9, 1}));
  CHECK(find_last_step(*store, ref, "loss") == 7);
  CHECK(find_last_step(*store, ref, "acc") == std::nullopt);
  log(with_metric("deep", {-5, 0, 1}));
  CHECK(find_last_step(*store, ref, "deep") == -5);
  CHECK(next_step("loss", std::nullopt) == 0);
  CHECK(next_step("loss", -5) == -4);
  const Error none = error_of([] { next_step("loss", std::numeric_limits<std::int64_t>::max()); });
  CHECK(none.code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "a name is checked as a name, and tags that mlt writes are refused") {
  const auto code_of_tag = [this](std::string key, std::string value) {
    RunBatch batch;
    batch.tags.push_back({std::move(key), std::move(value)});
    return error_of([&] { log(batch); }).code();
  };
  CHECK(code_of_tag("mlflow.runName", "n\033[31m") == ErrorCode::usage);
  CHECK(code_of_tag("mlflow.runName", "") == ErrorCode::usage);
  CHECK(code_of_tag("mlt.pid", "1") == ErrorCode::usage);
  CHECK(run().name == "one");
  CHECK(run().tags.empty());
}

TEST_CASE_FIXTURE(Fixture, "times end with the year 9999") {
  log(with_metric("loss", {0, 253'402'300'799'999, 1}));
  CHECK(error_of([&] {
          log(with_metric("loss", {0, 253'402'300'800'000, 1}));
        }).code() == ErrorCode::usage);
}

TEST_CASE("a file is kept under its own name") {
  const Folder folder;
  folder.write("sub/model.bin", "x");
  CHECK(paths_of(find_artifacts(folder.at("sub/model.bin"), "")) ==
        std::vector<std::string>{"model.bin"});
  CHECK(paths_of(find_artifacts(folder.at("sub/model.bin"), "a/b/")) ==
        std::vector<std::string>{"a/b/model.bin"});
  std::filesystem::create_symlink("model.bin", folder.at("sub/link.bin"));
  const auto linked = find_artifacts(folder.at("sub/link.bin"), "");
  CHECK(paths_of(linked) == std::vector<std::string>{"link.bin"});
}

TEST_CASE("a directory is kept whole, in order") {
  const Folder folder;
  folder.write("out/b.txt", "x");
  folder.write("out/a/c.txt", "x");
  folder.write("out/a/d/e.txt", "x");
  std::filesystem::create_directories(folder.at("out/empty"));
  const std::vector<std::string> all = {"out/a/c.txt", "out/a/d/e.txt", "out/b.txt"};
  CHECK(paths_of(find_artifacts(folder.at("out"), "")) == all);
  CHECK(paths_of(find_artifacts(folder.at("out/"), "")) == all);
  const std::vector<std::string> bare = {"to/a/c.txt", "to/a/d/e.txt", "to/b.txt"};
  CHECK(paths_of(find_artifacts(folder.at("out/."), "to")) == bare);
  CHECK(find_artifacts(folder.at("out/empty"), "").empty());
  const auto found = find_artifacts(folder.at("out"), "");
  CHECK(std::filesystem::exists(found[0].file));
}

TEST_CASE("what is no file is refused by name") {
  const Folder folder;
  folder.write("out/a.txt", "x");
  CHECK(error_of([&] { find_artifacts(folder.at("none"), ""); }).code() == ErrorCode::not_found);
  CHECK(error_of([&] { find_artifacts(folder.at("out/a.txt"), "../up"); }).code() ==
        ErrorCode::usage);

  REQUIRE(::mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  const Error pipe = error_of([&] { find_artifacts(folder.at("pipe"), ""); });
  CHECK(pipe.code() == ErrorCode::usage);
  CHECK(pipe.message().find(folder.at("pipe")) != std::string::npos);

  std::filesystem::create_symlink("a.txt", folder.at("out/link"));
  const Error link = error_of([&] { find_artifacts(folder.at("out"), ""); });
  CHECK(link.code() == ErrorCode::usage);
  CHECK(link.message() == "cannot log " + folder.at("out/link") + ": it is a symbolic link");
}

TEST_CASE_FIXTURE(Fixture, "artifacts are copied with their size and digest") {
  const Folder folder;
  folder.write("out/a.txt", "abc");
  const auto run_writer = store->open_run(ref);
  CHECK(log_artifacts(*run_writer, find_artifacts(folder.at("out"), "to"), {}).artifacts == 1);
  CHECK(log_artifact_bytes(*run_writer, "b.txt", "abc", {}).artifacts == 1);
  CHECK(log_artifact_bytes(*run_writer, "dry.txt", "abc", {.dry_run = true}).artifacts == 1);
  CHECK(error_of([&] { log_artifact_bytes(*run_writer, "../b", "abc", {}); }).code() ==
        ErrorCode::usage);
  const Run now = run();
  REQUIRE(now.artifacts.size() == 2);
  CHECK(now.artifacts.at("to/out/a.txt").size == 3);
  CHECK(now.artifacts.at("b.txt").sha256 ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace

}  // namespace mlt::app
