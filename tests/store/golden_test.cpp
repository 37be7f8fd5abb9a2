#include <cmath>
#include <filesystem>
#include <limits>

#include <doctest/doctest.h>

#include "disk/files.hpp"
#include "fixed.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"
#include "temp_folder.hpp"

// Stores as released versions wrote them. They never change: what reads them today reads them for
// good. A change of the format adds another (docs/store-format.md, "History").

namespace mlt::store {
namespace {

namespace fs = std::filesystem;

const std::string kIris = "iris-na-ve-0a0a6c19";
const RunRef kFull{{kIris}, {"6f0d2c331a4cbc77efeb20d3156dcf35"}};
const RunRef kDeleted{{kIris}, {"0346103a4299f0fd6e51f5b0d2b9f2dd"}};
const RunRef kRunning{{"0"}, {"7c6237adc0a6c83553e9c9c4e00be7e9"}};

/// A copy of a golden store, opened; an issue fails the test.
class Copy {
 public:
  explicit Copy(const std::string& name) {
    const std::string place = folder_.path() + "/" + name;
    fs::copy(fs::path(MLT_TESTS_DIR) / "golden" / name, place, fs::copy_options::recursive);
    disk_ = disk::open_real_disk(place);
    store_ = open_native_store({.disk = disk_,
                                .clock = clock_,
                                .random = random_,
                                .on_issue =
                                    [](const Issue& issue) {
                                      FAIL_CHECK("issue: ", issue.path, ":", issue.line, ": ",
                                                 issue.reason);
                                    },
                                .policy = {},
                                .host = "here"});
  }
  Store& store() { return *store_; }
  disk::Disk& disk() { return *disk_; }

 private:
  test::TempFolder folder_;
  std::shared_ptr<disk::Disk> disk_;
  test::FixedClock clock_;
  test::FixedRandom random_;
  std::unique_ptr<Store> store_;
};

TEST_CASE("native, schema 1: experiments") {
  Copy copy("native-1");
  const auto experiments = copy.store().list_experiments();
  REQUIRE(experiments.size() == 2);
  CHECK(experiments[0].id.value == "0");
  CHECK(experiments[0].name == "Default");
  CHECK(experiments[1].id.value == kIris);
  CHECK(experiments[1].name == "Iris – naïve");
  CHECK(experiments[1].created_ms == 1'795'447'321'123);
  CHECK(experiments[1].updated_ms == 1'795'447'326'123);
  CHECK(experiments[1].tags == KeyValueMap{{"owner", "ada"}, {"team", "vision"}});
}

TEST_CASE("native, schema 1: a run with everything") {
  Copy copy("native-1");
  for (const bool has_snapshot : {true, false}) {
    CAPTURE(has_snapshot);
    if (!has_snapshot) {
      copy.disk().remove_file("experiments/" + kIris + "/" + kFull.run_id.value + "/run.json");
    }
    const Run run = copy.store().get_run(kFull);
    CHECK(run.name == "brave-owl-renamed");
    CHECK(run.user == "ada");
    CHECK(run.status == RunStatus::finished);
    CHECK(run.lifecycle == Lifecycle::active);
    CHECK(run.start_time_ms == 1'795'447'322'123);
    CHECK(run.end_time_ms == 1'795'447'323'223);
    CHECK(run.params == KeyValueMap{{"empty", ""},
                                    {"lr", "0.1"},
                                    {"note", "naïve \"quoted\" \\ line\nbreak"},
                                    {"optimizer/name", "adam"},
                                    {"seed", "7"}});
    CHECK(run.tags == KeyValueMap{{"mlflow.note.content", "# Title\n\n日本語"},
                                  {"mlt.host", "ada"},
                                  {"stage", "pretrain"}});
    CHECK(run.artifacts.size() == 2);
    CHECK(run.artifacts.at("model/weights.bin").size == 7);
    const MetricSummary& loss = run.metrics.at("loss");
    CHECK(loss.count == 6);
    CHECK(same_point(loss.first, {0, 1'795'447'322'223, 1}));
    CHECK(same_point(loss.last, {4, 1'795'447'322'623, 0.2}));
    CHECK(same_point(*loss.max, loss.first));
    CHECK(same_point(*loss.min, loss.last));
    const MetricSummary& odd = run.metrics.at("odd");
    CHECK(odd.count == 5);
    CHECK(odd.first.step == std::numeric_limits<std::int64_t>::min());
    CHECK(std::signbit(odd.first.value));
    CHECK(odd.last.value == 5e-324);
    CHECK(odd.min->value == -std::numeric_limits<double>::infinity());
    CHECK_FALSE(run.metrics.at("broken").min);
    CHECK(copy.store().metric_history(kFull, "loss").size() == 6);
  }
}

TEST_CASE("native, schema 1: a deleted run, and one that two machines write to") {
  Copy copy("native-1");
  const Run deleted = copy.store().get_run(kDeleted);
  CHECK(deleted.lifecycle == Lifecycle::deleted);
  CHECK(deleted.status == RunStatus::failed);
  const Run running = copy.store().get_run(kRunning);
  CHECK(running.status == RunStatus::running);
  CHECK(running.params.at("lr") == "0.2");
  CHECK(running.tags.at("far") == "yes");
  CHECK(running.metrics.at("loss").count == 2);
  CHECK(running.metrics.at("loss").last.value == 0.5);
  std::size_t active = 0;
  copy.store().scan_runs({}, [&](Run&&) { ++active; });
  CHECK(active == 2);
  std::vector<Run> gone;
  copy.store().scan_runs({.lifecycle = LifecycleFilter::deleted},
                         [&](Run&& run) { gone.push_back(std::move(run)); });
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].ref() == kDeleted);
}

TEST_CASE("native, schema 1: this version writes the very same snapshots") {
  Copy copy("native-1");
  // Stores of old lack the line about logged models; nothing else is wrong with one.
  const auto findings = copy.store().doctor({.fix = true});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "MLT043");
  CHECK(copy.store().doctor({}).empty());
  for (const RunRef& ref : {kFull, kDeleted}) {
    const std::string path = "experiments/" + kIris + "/" + ref.run_id.value + "/run.json";
    std::string text = disk::read_text(copy.disk(), path);
    copy.disk().remove_file(path);
    CHECK(copy.store().doctor({.fix = true}).size() == 1);
    if (ref == kDeleted) {  // since when, snapshots of old did not say
      text.insert(text.find("  \"end_time\""), "  \"deleted_time\": 1795447323323,\n");
    }
    CHECK(disk::read_text(copy.disk(), path) == text);
  }
}

// native-1-surface has every kind of line and event; make_native.py tells how it came about.

const RunRef kImported{{"1"}, {"cd6ed6d97981420ab795634fcccd757d"}};
const RunRef kGiven{{"321983226468373348"}, {"3b8b24f72bc8bff5531afa4f8debcf3b"}};
const RunRef kRenamed{{"roses"}, {"56187348825ac181ad759512469e2e34"}};
const RunId kPurged{"c99ff2b45664fa0c69353ecd79d8e122"};
const ModelRef kModel{{"1"}, {"m-5a8341e3e3ad4c6aab092ba4c0fed4bd"}};

TEST_CASE("native, schema 1, whole surface: what was done to experiments and runs") {
  Copy copy("native-1-surface");
  KeyValueMap names;
  std::map<std::string, KeyValueMap> tags;
  for (const Experiment& experiment : copy.store().list_experiments()) {
    CHECK(experiment.lifecycle == Lifecycle::active);
    names[experiment.id.value] = experiment.name;
    tags[experiment.id.value] = experiment.tags;
  }
  CHECK(names == KeyValueMap{{"0", "Default"},
                             {"1", "iris"},
                             {"321983226468373348", "measured"},
                             {"roses", "flowers"}});
  CHECK(tags["roses"] == KeyValueMap{{"team", "plants"}});
  const Run renamed = copy.store().get_run(kRenamed);
  CHECK(renamed.name == "renamed");
  CHECK(renamed.lifecycle == Lifecycle::active);
  CHECK(renamed.params == KeyValueMap{{"key", "***"}});
  CHECK(renamed.artifacts.size() == 1);
  CHECK_FALSE(copy.store().locate_run(kPurged));
  std::size_t runs = 0;
  copy.store().scan_runs({.lifecycle = LifecycleFilter::all}, [&](Run&&) { ++runs; });
  CHECK(runs == 3);
}

TEST_CASE("native, schema 1, whole surface: data sets, models, contexts of points") {
  Copy copy("native-1-surface");
  for (const bool has_snapshots : {true, false}) {
    CAPTURE(has_snapshots);
    if (!has_snapshots) {
      for (const std::string& path :
           {run_folder(kImported) + "/run.json", run_folder(kGiven) + "/run.json",
            model_files(kModel).snapshot}) {
        copy.disk().remove_file(path);
      }
    }
    const Run imported = copy.store().get_run(kImported);
    CHECK(imported.artifact_uri.starts_with("/home/ada/iris/mlruns/1/"));
    REQUIRE(imported.dataset_inputs.size() == 1);
    CHECK(imported.dataset_inputs[0].dataset.name == "petals");
    CHECK(imported.dataset_inputs[0].dataset.digest == "92a7ac9c");
    REQUIRE(imported.model_inputs.size() == 1);
    CHECK(imported.model_inputs[0].model_id == kModel.model_id.value);
    const Run given = copy.store().get_run(kGiven);
    REQUIRE(given.model_outputs.size() == 1);
    CHECK(given.model_outputs[0].step == 3);
    const auto points = copy.store().metric_history(kGiven, "acc");
    REQUIRE(points.size() == 2);
    CHECK_FALSE(points[0].context);
    REQUIRE(points[1].context);
    CHECK(points[1].context->dataset_name == "iris");
    CHECK(points[1].context->dataset_digest == "d1ge57");
    const auto found = copy.store().find_model(kModel.model_id);
    REQUIRE(found);
    const LoggedModel& model = *found;
    CHECK(model.name == "petal");
    CHECK(model.status == ModelStatus::ready);
    CHECK(model.source_run_id == kImported.run_id.value);
    REQUIRE(model.metrics.size() == 1);
    CHECK(model.metrics[0].point.value == 0.9);
  }
}

TEST_CASE("native, schema 1, whole surface: this version writes the very same snapshots") {
  Copy copy("native-1-surface");
  CHECK(copy.store().doctor({.fix = true}).empty());
  for (const std::string& path :
       {run_folder(kImported) + "/run.json", run_folder(kGiven) + "/run.json",
        run_folder(kRenamed) + "/run.json", model_files(kModel).snapshot}) {
    const std::string text = disk::read_text(copy.disk(), path);
    copy.disk().remove_file(path);
    CHECK(copy.store().doctor({.fix = true}).size() == 1);
    CHECK(disk::read_text(copy.disk(), path) == text);
  }
}

}  // namespace
}  // namespace mlt::store
