#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/md5.hpp"
#include "disk/files.hpp"
#include "fixed.hpp"
#include "store/mlflow_files/metric_lines.hpp"
#include "store/mlflow_files/places.hpp"
#include "store/mlflow_files/registry.hpp"
#include "store/open.hpp"
#include "temp_folder.hpp"
#include "test_disks.hpp"

// What is particular to MLflow's layout: its bytes, its broken states, its places of artifacts.

namespace mlt::test {
namespace {

struct Desk {
  TestDisk on = memory_test_disk();
  FixedClock clock;
  FixedRandom random;
  std::vector<Issue> issues;

  disk::MemoryDisk& disk() { return static_cast<disk::MemoryDisk&>(*on.disk); }
  std::unique_ptr<Store> open() {
    return store::open_mlflow_store(
        {.disk = on.disk,
         .clock = clock,
         .random = random,
         .on_issue = [this](const Issue& issue) { issues.push_back(issue); },
         .policy = {.torn_after = std::chrono::milliseconds(1)},
         .host = "here"});
  }
  [[nodiscard]] bool has_issue(const std::string& path, std::int64_t line = 0) const {
    return std::any_of(issues.begin(), issues.end(), [&](const Issue& issue) {
      return issue.path == path && issue.line == line && !issue.reason.empty();
    });
  }
};

const std::string kRun = "0123456789abcdef0123456789abcdef";
const std::string kOther = "fedcba9876543210fedcba9876543210";

std::string run_meta(const std::string& id, const std::string& more = "") {
  return "artifact_uri: file:///somewhere/else/mlruns/7/" + id +
         "/artifacts\nend_time: 2000\nentry_point_name: ''\nexperiment_id: '7'\n"
         "lifecycle_stage: active\nrun_id: " +
         id + "\nrun_name: a-run\n" + more +
         "source_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1000\nstatus: 3\n"
         "tags: []\nuser_id: ada\n";
}

/// One experiment with two sound runs, as MLflow leaves them.
void fill(Desk& desk) {
  desk.disk().put("7/meta.yaml",
                  "artifact_location: file:///somewhere/else/mlruns/7\ncreation_time: 1\n"
                  "experiment_id: '7'\nlast_update_time: 1\nlifecycle_stage: active\nname: iris\n");
  for (const std::string& id : {kRun, kOther}) {
    desk.disk().put("7/" + id + "/meta.yaml", run_meta(id));
    desk.disk().put("7/" + id + "/metrics/loss", "5 0.5 0\n6 0.25 1\n");
    desk.disk().put("7/" + id + "/params/lr", "0.1");
    desk.disk().put("7/" + id + "/tags/mlflow.runName", "a-run");
  }
}

std::size_t count_runs(Store& store) {
  std::size_t count = 0;
  store.scan_runs({.params = KeySelection::everything(),
                   .metrics = KeySelection::everything(),
                   .tags = KeySelection::everything(),
                   .artifacts = true,
                   .inputs = true},
                  [&](Run&&) { ++count; });
  return count;
}

TEST_CASE("a new run is what MLflow writes") {
  Desk desk;
  const auto store = desk.open();
  NewRun run;
  run.experiment_id = store->ensure_default_experiment().id;
  run.name = "owl: x";
  run.user = "ada";
  run.start_time_ms = 1000;
  run.params = {{"a/b", "1"}};
  const RunRef ref = store->create_run(run);
  const std::string folder = "0/" + ref.run_id.value;
  CHECK(desk.disk().text(folder + "/meta.yaml") ==
        "artifact_uri: file:///memory/" + folder +
            "/artifacts\ndeleted_time: null\nend_time: null\nentry_point_name: ''\n"
            "experiment_id: '0'\nlifecycle_stage: active\nrun_id: " +
            ref.run_id.value +
            "\nrun_name: 'owl: x'\nsource_name: ''\nsource_type: 4\nsource_version: ''\n"
            "start_time: 1000\nstatus: 1\ntags: []\nuser_id: ada\n");
  CHECK(desk.disk().text(folder + "/params/a/b") == "1");
  CHECK(desk.disk().text(folder + "/tags/mlflow.runName") == "owl: x");
  for (const char* name : {"/metrics", "/params", "/artifacts"}) {
    CHECK(desk.disk().find_stat(folder + name)->kind == disk::FileKind::directory);
  }
  const auto writer = store->open_run(ref);
  writer->append({.metrics = {{"loss", {3, 5, 1}},
                              {"loss",
                               {4, 6, 1e-5,
                                std::make_shared<MetricContext>(MetricContext{"iris", "ab", ""})}}},
                  .tags = {{"mlflow.runName", "new"}}});
  CHECK(desk.disk().text(folder + "/metrics/loss") == "5 1.0 3\n6 1e-05 4 iris ab\n");
  CHECK(desk.disk().text(folder + "/tags/mlflow.runName") == "new");
  CHECK(desk.disk().text(folder + "/meta.yaml").find("run_name: new\n") != std::string::npos);
  CHECK(desk.disk().text(folder + "/meta.yaml").find("deleted_time") == std::string::npos);
  CHECK(desk.disk().text(".mlt.trash/.gitignore") == "*\n");
  CHECK(desk.issues.empty());
}

TEST_CASE("an update keeps the keys that it does not know") {
  Desk desk;
  fill(desk);
  desk.disk().put("7/" + kRun + "/meta.yaml", run_meta(kRun, "run_uuid: x\nthing: [1, 2]\n"));
  const auto store = desk.open();
  store->open_run({{"7"}, {kRun}})->set_status(RunStatus::failed, 3000);
  const std::string text = desk.disk().text("7/" + kRun + "/meta.yaml");
  CHECK(text.find("end_time: 3000\n") != std::string::npos);
  CHECK(text.find("status: 4\n") != std::string::npos);
  CHECK(text.find("run_uuid: x\n") != std::string::npos);
  CHECK(text.find("thing:\n- 1\n- 2\n") != std::string::npos);
}

TEST_CASE("one damaged thing is told by its place and hides nothing else") {
  struct Case {
    std::string path;
    std::string bytes;
    std::int64_t line;
  };
  const std::string folder = "7/" + kRun;
  for (const Case& damage : std::vector<Case>{
           {folder + "/meta.yaml", "", 0},
           {folder + "/meta.yaml", run_meta(kRun).substr(0, 120), 0},
           {folder + "/meta.yaml", "<<<<<<< HEAD\n" + run_meta(kRun), 1},
           {folder + "/meta.yaml", std::string("\0\0\0", 3), 1},
           {folder + "/meta.yaml", run_meta(kOther), 0},
           {folder + "/metrics/loss", "5 0.5 0\n\n6 0.25 1\n", 2},
           {folder + "/metrics/loss", "5  0.5 0\n", 1},
           {folder + "/metrics/loss", "5 half 0\n", 1},
           {folder + "/params/lr~#", "x", 0},
           {folder + "/tags/t", "\xff\xfe", 0},
           {folder + "/inputs/stray", "x", 0},
           {"7/meta.yaml", "", 0},
           {"7/meta.yaml", "name: iris\n<<<<<<< HEAD\n", 2},
       }) {
    CAPTURE(damage.path);
    CAPTURE(damage.bytes);
    Desk desk;
    fill(desk);
    desk.disk().put(damage.path, damage.bytes);
    const auto before = desk.disk().files();
    const auto store = desk.open();
    CHECK(count_runs(*store) == 2);
    CHECK(store->list_experiments().size() == 1);
    CHECK(store->get_run({{"7"}, {kOther}}).params.at("lr") == "0.1");
    const bool said = std::any_of(desk.issues.begin(), desk.issues.end(), [&](const Issue& issue) {
      return issue.path == damage.path && (damage.line == 0 || issue.line == damage.line);
    });
    CHECK(said);
    CHECK(desk.disk().files() == before);
  }
}

TEST_CASE("what is no regular file is passed over with a word") {
  for (const disk::FileKind kind : {disk::FileKind::other, disk::FileKind::symlink}) {
    Desk desk;
    desk.on = real_test_disk();
    desk.on.put("7/meta.yaml", "experiment_id: '7'\nname: iris\nartifact_location: x\n");
    desk.on.put("7/" + kOther + "/meta.yaml", run_meta(kOther));
    desk.on.put_special("7/" + kRun + "/meta.yaml", kind);
    const auto store = desk.open();
    CHECK(count_runs(*store) == 2);
    CHECK(desk.has_issue("7/" + kRun + "/meta.yaml"));
  }
}

TEST_CASE("a torn line is cut off before more is appended") {
  Desk desk;
  fill(desk);
  const std::string path = "7/" + kRun + "/metrics/loss";
  desk.disk().put(path, "5 0.5 0\n6 0.2");
  const auto store = desk.open();
  CHECK(store->get_run({{"7"}, {kRun}}).metrics.at("loss").count == 1);
  store->open_run({{"7"}, {kRun}})->append({.metrics = {{"loss", {2, 7, 0.125}}}});
  CHECK(desk.disk().text(path) == "5 0.5 0\n7 0.125 2\n");
}

TEST_CASE("what git does not keep is made when a run is written to") {
  Desk desk;
  fill(desk);
  const auto store = desk.open();
  (void)store->get_run({{"7"}, {kRun}});
  CHECK_FALSE(desk.disk().find_stat("7/" + kRun + "/artifacts"));
  store->open_run({{"7"}, {kRun}})->append({.tags = {{"t", "x"}}});
  CHECK(desk.disk().find_stat("7/" + kRun + "/artifacts"));
}

TEST_CASE("a key cannot go on where another ends, and nothing of the batch is written") {
  Desk desk;
  fill(desk);
  const auto store = desk.open();
  const auto writer = store->open_run({{"7"}, {kRun}});
  for (const RunBatch& batch :
       {RunBatch{.params = {{"lr/x", "1"}}}, RunBatch{.params = {{"n", "1"}, {"n/m", "2"}}}}) {
    try {
      writer->append(batch);
      FAIL_CHECK("not refused");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::usage);
    }
  }
  CHECK(store->get_run({{"7"}, {kRun}}).params == KeyValueMap{{"lr", "0.1"}});
}

TEST_CASE("places of artifacts") {
  const store::mlflow::ArtifactPlaces places("/no/such/place/mlruns");
  const std::string own = "7/r/artifacts";
  const auto is_own = [&](const std::string& recorded) {
    const auto place = places.resolve(recorded, own, own);
    return place.uri.empty() && place.below == own;
  };
  CHECK(is_own(""));
  CHECK(is_own("file:///no/such/place/mlruns/7/r/artifacts"));
  CHECK(is_own("/no/such/place/mlruns/7/r/artifacts"));
  CHECK(is_own("mlruns/7/r/artifacts"));
  CHECK(is_own("./mlruns/7/r/artifacts"));
  CHECK(is_own("file:mlruns/7/r/artifacts"));
  CHECK(is_own("file:///home/ada/old%20place/7/r/artifacts"));
  for (const char* foreign :
       {"s3://bucket/7/r/artifacts", "/etc", "file:///no/such/place/mlruns/../x", "mlruns/../../x",
        "file://host/7/r/artifacts", "dbfs:/7/r/artifacts"}) {
    CAPTURE(foreign);
    const auto place = places.resolve(foreign, own, own);
    CHECK(place.uri == foreign);
    CHECK_FALSE(place.below);
  }
  CHECK(places.new_uri("mlruns/7", "7", own.substr(2)) == "mlruns/7/r/artifacts");
  CHECK(places.new_uri("s3://b/x?k=v", "7", "r/artifacts") == "s3://b/x/r/artifacts?k=v");
  CHECK(places.new_uri("file:///gone/7", "7", "r/artifacts") ==
        "file:///no/such/place/mlruns/7/r/artifacts");
}

TEST_CASE(
    "of a copy beside its original the copy's files count, unless only the original has them") {
  const test::TempFolder folder;
  const std::string own = "7/r/artifacts";
  const std::string original = folder.path() + "/original/mlruns/" + own;
  const std::string copy = folder.path() + "/copy/mlruns";
  const auto is_own = [&](bool may_be_copy) {
    return store::mlflow::ArtifactPlaces(copy, may_be_copy)
        .resolve("file://" + original, own, own)
        .uri.empty();
  };
  CHECK(is_own(false));
  std::filesystem::create_directories(original);
  std::filesystem::create_directories(copy + "/" + own);
  CHECK_FALSE(is_own(false));
  CHECK(is_own(true));
  std::ofstream(original + "/weights.bin") << "1";
  CHECK_FALSE(is_own(true));
  std::ofstream(copy + "/" + own + "/weights.bin") << "1";
  CHECK(is_own(true));
  CHECK_FALSE(is_own(false));
}

TEST_CASE("numbers as Python spells them") {
  const auto spelt = [](double value) {
    std::string text;
    store::mlflow::append_python_float(text, value);
    return text;
  };
  CHECK(spelt(1) == "1.0");
  CHECK(spelt(-0.0) == "-0.0");
  CHECK(spelt(1e16) == "1e+16");
  CHECK(spelt(1e-5) == "1e-05");
  CHECK(spelt(0.0001) == "0.0001");
  std::vector<MetricPoint> points;
  int faults = 0;
  store::mlflow::read_metric_lines(
      "1 NaN\n 2 1_0 3\r\n3 1e400 -4\n4 -Infinity 5 d e\n5 0x1 1\n6 1 2 3\n7 _1 1\n8 1.5 9",
      store::mlflow::MetricOwner::run,
      [&](const MetricPoint& point, std::string_view) { points.push_back(point); },
      [&](std::int64_t, const std::string&) { ++faults; });
  REQUIRE(points.size() == 4);
  CHECK(points[1].value == 10);
  CHECK(points[2].value > 1e308);
  CHECK(points[3].step == 5);
  CHECK(points[3].context->dataset_digest == "e");
  CHECK(faults == 3);
  CHECK(base::md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
}

TEST_CASE("the registry is read") {
  Desk desk;
  desk.disk().put("models/net/meta.yaml", "name: net\ncreation_timestamp: 5\naliases: {}\n");
  desk.disk().put("models/net/aliases/best", "2");
  for (const std::string& version : {std::string("1"), std::string("2"), std::string("3")}) {
    desk.disk().put("models/net/version-" + version + "/meta.yaml",
                    "name: net\nversion: " + version + "\ncurrent_stage: " +
                        (version == "3" ? "Deleted_Internal" : "Production") + "\n");
  }
  desk.disk().put("models/broken/meta.yaml", "<<<<<<< HEAD\n");
  std::vector<Issue> issues;
  const auto models = store::mlflow::read_registry(
      desk.disk(), [&](const Issue& issue) { issues.push_back(issue); });
  REQUIRE(models.size() == 1);
  CHECK(models[0].versions.size() == 2);
  CHECK(models[0].aliases.at("best") == 2);
  CHECK(issues.size() == 1);
}

}  // namespace
}  // namespace mlt::test
