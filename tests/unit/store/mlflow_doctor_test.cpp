#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "disk/files.hpp"
#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/mlflow_files/doctor.hpp"

namespace mlt::store::mlflow {
namespace {

using Codes = std::vector<std::string>;

const std::string kRunId = "00000000000000000000000000000abc";
const std::string kRun = "1/" + kRunId;

std::string experiment_meta(const std::string& id, const std::string& name,
                            const std::string& stage = "active") {
  return "artifact_location: mlruns/" + id + "\ncreation_time: 1\nexperiment_id: '" + id +
         "'\nlast_update_time: 1\nlifecycle_stage: " + stage + "\nname: " + name + "\n";
}

std::string run_meta(const std::string& status = "3", const std::string& more = "") {
  return "artifact_uri: https://example.org/x\nend_time: 9\nentry_point_name: ''\n"
         "experiment_id: '1'\nlifecycle_stage: active\nrun_id: " +
         kRunId + "\nrun_name: a-run\nsource_name: ''\nsource_type: 4\nsource_version: ''\n" +
         "start_time: 5\nstatus: " + status + "\ntags: []\nuser_id: ada\n" + more;
}

/// A sound store with two experiments, a run and a registered model.
class Patient {
 public:
  Patient() {
    put("0/meta.yaml", experiment_meta("0", "Default"));
    put("1/meta.yaml", experiment_meta("1", "iris"));
    put(kRun + "/meta.yaml", run_meta());
    put(kRun + "/params/lr", "0.1");
    put(kRun + "/metrics/loss", "5 0.5 0\n6 0.25 1\n");
    put(kRun + "/metrics/val/acc", "5 nan 0\n");
    put(kRun + "/tags/mlflow.runName", "a-run");
    disk_->make_dir(kRun + "/artifacts");
    put("models/clf/meta.yaml", "creation_timestamp: 1\nlast_updated_timestamp: 1\nname: clf\n");
    put("models/clf/version-2/meta.yaml",
        "creation_timestamp: 1\ncurrent_stage: None\nname: clf\nversion: 2\n");
    put("models/clf/aliases/best", "2");
    for (const char* folder : {"0", "1"}) {
      location_[folder] = disk_->absolute("").substr(disk_->absolute("").rfind('/') + 1);
      put(std::string(folder) + "/meta.yaml",
          replaced(text(std::string(folder) + "/meta.yaml"), "mlruns/", location_[folder] + "/"));
    }
  }

  void put(const std::string& path, const std::string& bytes) { disk_->put(path, bytes); }
  [[nodiscard]] std::string text(const std::string& path) const { return disk_->text(path); }
  [[nodiscard]] bool has(const std::string& path) { return disk_->find_stat(path).has_value(); }
  disk::MemoryDisk& disk() { return *disk_; }
  [[nodiscard]] std::string lost(const std::string& path) {
    return disk::read_text(*disk_->open_beside("lost-and-found"), path);
  }
  static std::string replaced(std::string text, const std::string& old, const std::string& now) {
    text.replace(text.find(old), old.size(), now);
    return text;
  }

  test::FixedClock& clock() { return clock_; }

  DoctorOptions options{.run_owner = {}, .process = [](int) { return Liveness::dead; }};
  std::vector<Finding> findings;
  Codes examine(bool fix = false) {
    options.fix = fix;
    findings = examine_mlflow_store({.disk = disk_,
                                     .clock = clock_,
                                     .random = random_,
                                     .on_issue = {},
                                     .policy = {},
                                     .host = "here"},
                                    options);
    Codes codes;
    for (const Finding& finding : findings) {
      codes.push_back(finding.code);
    }
    return codes;
  }
  void check_mends(const Codes& codes) {
    CHECK(examine() == codes);
    CHECK(std::none_of(findings.begin(), findings.end(), [](auto& f) { return f.fixed; }));
    CHECK(examine(true) == codes);
    CHECK(std::all_of(findings.begin(), findings.end(), [](auto& f) { return f.fixed; }));
    CHECK(examine(true) == Codes{});
  }
  void check_reports(const Codes& codes) {
    CHECK(examine() == codes);
    const std::vector<std::string> files = disk_->files();
    CHECK(examine(true) == codes);
    CHECK(std::none_of(findings.begin(), findings.end(), [](auto& f) { return f.fixed; }));
    CHECK(examine() == codes);
  }

 private:
  std::shared_ptr<disk::MemoryDisk> disk_ = std::make_shared<disk::MemoryDisk>();
  std::map<std::string, std::string> location_;
  test::FixedClock clock_;
  test::FixedRandom random_;
};

TEST_CASE("a sound store of MLflow's has no findings, and looking changes nothing") {
  Patient patient;
  (void)patient.disk().take_record();
  CHECK(patient.examine() == Codes{});
  for (const std::string& line : patient.disk().take_record()) {
    CAPTURE(line);
    CHECK((line.starts_with("read") || line.starts_with("stat") || line.starts_with("list")));
  }
  CHECK(patient.examine(true) == Codes{});
}

TEST_CASE("a meta.yaml that cannot be understood") {
  const std::string path = kRun + "/meta.yaml";
  for (const std::string& text : {std::string(), std::string("\n"), std::string("a: b: c\n"),
                                  std::string("- a\n"), std::string("a: &x 1\n")}) {
    CAPTURE(text);
    Patient patient;
    patient.put(path, text);
    patient.check_reports({"MLT101"});
    CHECK(patient.findings[0].path == path);
    CHECK(patient.findings[0].message.find("MLflow 3.17") != std::string::npos);
  }
  Patient patient;
  patient.put("1/meta.yaml", "x: [\n");
  patient.check_reports({"MLT102"});
  Patient registry;
  registry.put("models/clf/meta.yaml", "");
  registry.check_reports({"MLT103"});
  Patient input;
  input.put(kRun + "/inputs/x/meta.yaml", "");
  input.check_reports({"MLT104"});
}

TEST_CASE("conflict markers") {
  Patient patient;
  patient.put(kRun + "/meta.yaml", "<<<<<<< HEAD\n" + run_meta());
  patient.put(kRun + "/params/lr", "<<<<<<< HEAD\n0.1\n=======\n0.2\n>>>>>>> theirs\n");
  patient.check_reports({"MLT105", "MLT105"});
  Patient metric;
  metric.put(kRun + "/metrics/loss", "<<<<<<< HEAD\n5 0.5 0\n=======\n6 0.25 1\n>>>>>>> theirs\n");
  metric.check_mends({"MLT131", "MLT131", "MLT131"});
  CHECK(metric.text(kRun + "/metrics/loss") == "5 0.5 0\n6 0.25 1\n");
}

TEST_CASE("what lacks its meta.yaml") {
  Patient patient;
  patient.put("1/" + std::string(32, 'f') + "/params/lr", "1");
  patient.check_reports({"MLT106"});
  Patient version;
  version.put("models/clf/version-3/tags/a", "1");
  version.check_reports({"MLT107"});
  Patient model;
  model.put("models/other/tags/a", "1");
  model.check_reports({"MLT107"});
}

TEST_CASE("ids of other folders") {
  Patient patient;
  patient.put(kRun + "/meta.yaml",
              Patient::replaced(run_meta(), "experiment_id: '1'", "experiment_id: '0'"));
  patient.check_reports({"MLT108"});
  CHECK(patient.findings[0].line == 4);
  Patient run;
  run.put(kRun + "/meta.yaml", Patient::replaced(run_meta(), kRunId, std::string(32, 'e')));
  run.check_reports({"MLT108"});
  Patient version;
  version.put("models/clf/version-2/meta.yaml", "creation_timestamp: 1\nname: clf\nversion: 7\n");
  version.check_reports({"MLT108"});
}

TEST_CASE("values of the wrong type are written as they should be") {
  for (const char* status : {"FINISHED", "'3'", "3.0"}) {
    CAPTURE(status);
    Patient patient;
    patient.put(kRun + "/meta.yaml", run_meta(status));
    patient.check_mends({"MLT109"});
    CHECK(patient.text(kRun + "/meta.yaml") == run_meta());
  }
  Patient version;
  version.put("models/clf/version-2/meta.yaml",
              "creation_timestamp: 1\ncurrent_stage: None\nname: clf\nversion: '2'\n");
  version.check_mends({"MLT109"});
  CHECK(version.text("models/clf/version-2/meta.yaml").find("version: 2\n") != std::string::npos);
  Patient id;
  id.put("1/meta.yaml", Patient::replaced(id.text("1/meta.yaml"), "'1'", "1"));
  id.check_mends({"MLT109"});
}

TEST_CASE("values that are missing or make no sense, and keys that MLflow drops") {
  for (const char* status : {"17", "done", "[]"}) {
    CAPTURE(status);
    Patient patient;
    patient.put(kRun + "/meta.yaml", run_meta(status));
    patient.check_reports({"MLT110"});
  }
  Patient missing;
  missing.put(kRun + "/meta.yaml", Patient::replaced(run_meta(), "start_time: 5\n", ""));
  missing.check_reports({"MLT110"});
  Patient unknown;
  unknown.put(kRun + "/meta.yaml", run_meta("3", "zebra: 1\n"));
  unknown.check_reports({"MLT111"});
}

TEST_CASE("a run's two names, missing folders") {
  Patient names;
  names.put(kRun + "/tags/mlflow.runName", "old-name");
  names.check_mends({"MLT112"});
  CHECK(names.text(kRun + "/tags/mlflow.runName") == "a-run");
  Patient folders;
  folders.disk().remove_dir(kRun + "/artifacts");
  folders.check_mends({"MLT113"});
  CHECK(folders.has(kRun + "/artifacts"));
}

TEST_CASE("what MLflow 2.22 cannot read is said once an experiment") {
  Patient patient;
  patient.put(kRun + "/metrics/loss", "5 0.5 0 train 1a2b\n");
  patient.put(kRun + "/metrics/acc", "5 0.5 0 train 1a2b\n");
  patient.check_reports({"MLT114"});
  Patient model;
  model.put(kRun + "/inputs/x/meta.yaml",
            "destination_id: m-1\ndestination_type: RUN\nsource_id: m-1\nsource_type: MODEL\n"
            "tags: {}\n");
  model.check_reports({"MLT114"});
}

TEST_CASE("experiments and folders of the root") {
  Patient doubled;
  doubled.put("2/meta.yaml", experiment_meta("2", "iris"));
  doubled.put("2/meta.yaml", Patient::replaced(doubled.text("2/meta.yaml"), "mlruns/2", "s3://x"));
  doubled.check_reports({"MLT115"});
  Patient both;
  both.put(".trash/1/meta.yaml",
           Patient::replaced(experiment_meta("1", "other", "deleted"), "mlruns/1", "s3://x"));
  both.check_reports({"MLT116"});
  Patient folder;
  folder.put(".mlt/x", "");
  folder.check_reports({"MLT117"});
  Patient quote;
  quote.put("2/meta.yaml", Patient::replaced(experiment_meta("2", "it's"), "mlruns/2", "s3://x"));
  quote.check_reports({"MLT118"});
  Patient stage;
  stage.put("1/meta.yaml", Patient::replaced(stage.text("1/meta.yaml"), "active", "deleted"));
  stage.check_reports({"MLT110"});
}

TEST_CASE("files that are no entries move out") {
  for (const char* name : {".gitkeep", ".lr.swp", "lr~", "lr.orig", ".DS_Store"}) {
    CAPTURE(name);
    Patient patient;
    patient.put(kRun + "/params/" + name, "x");
    patient.check_mends({"MLT120"});
    CHECK_FALSE(patient.has(kRun + "/params/" + name));
  }
  Patient legal;
  legal.put(kRun + "/params/x.orig", "a param of that name");
  legal.disk().put_special(kRun + "/params/.keep", disk::FileKind::symlink);
  CHECK(legal.examine() == Codes{});
  Patient key;
  key.put(kRun + "/params/a,b", "x");
  key.check_mends({"MLT121"});
  Patient bytes;
  bytes.put(kRun + "/tags/a", "\xff\xfe");
  bytes.check_mends({"MLT122"});
  Patient link;
  link.disk().put_special(kRun + "/params/link", disk::FileKind::other);
  link.check_reports({"MLT041"});
  Patient stray;
  stray.put(kRun + "/inputs/.gitkeep", "");
  stray.check_mends({"MLT132"});
}

TEST_CASE("values that MLflow would treat badly") {
  Patient patient;
  patient.put(kRun + "/params/a", "x\r\ny");
  patient.put(kRun + "/params/b", std::string(6001, 'x'));
  patient.put(kRun + "/params/LR", "1");
  patient.check_reports({"MLT125", "MLT123", "MLT124"});
}

TEST_CASE("metric files") {
  struct Case {
    std::string text;
    Codes codes;
    std::string mended;
  };
  for (const Case& one : std::vector<Case>{
           {"5 0.5 0\n\n6 0.25 1\n", {"MLT127"}, "5 0.5 0\n6 0.25 1\n"},
           {"5 0.5 0\n6 0.2x 1\n", {"MLT127"}, "5 0.5 0\n"},
           {"5 0.5 0\n6 0.", {"MLT130"}, "5 0.5 0\n"},
           {"5 0.5 0\n6", {"MLT130"}, "5 0.5 0\n"},
           {"5\t0.5\t0\n", {"MLT128"}, "5 0.5 0\n"},
           {"5  0.5 0\n", {"MLT128"}, "5 0.5 0\n"},
           {"5.0 0.5 3.0\n", {"MLT128"}, "5 0.5 3\n"},
           {"5 0.5 1 my data 1a2b\n", {"MLT129"}, "5 0.5 1\n"},
       }) {
    CAPTURE(one.text);
    Patient patient;
    patient.put(kRun + "/metrics/loss", one.text);
    patient.clock().set(patient.disk().find_stat(kRun + "/metrics/loss")->mtime_ms + 5000);
    patient.check_mends(one.codes);
    CHECK(patient.text(kRun + "/metrics/loss") == one.mended);
  }
  Patient growing;
  growing.put(kRun + "/metrics/loss", "5 0.5 0\n6 0.");
  growing.clock().set(growing.disk().find_stat(kRun + "/metrics/loss")->mtime_ms + 500);
  CHECK(growing.examine(true) == Codes{});
  CHECK(growing.text(kRun + "/metrics/loss") == "5 0.5 0\n6 0.");
  Patient empty;
  empty.put(kRun + "/metrics/loss", "");
  empty.check_mends({"MLT126"});
  CHECK_FALSE(empty.has(kRun + "/metrics/loss"));
  Patient kept;
  kept.put(kRun + "/metrics/loss", "5 0.5 0\nrubbish\n");
  kept.check_mends({"MLT127"});
  CHECK(kept.lost(kRun + "/metrics/loss") == "rubbish\n");
}

TEST_CASE("aliases") {
  Patient dangling;
  dangling.put("models/clf/aliases/old", "1");
  dangling.check_mends({"MLT133"});
  Patient odd;
  odd.put("models/clf/aliases/best", "02\n");
  odd.check_mends({"MLT134"});
  CHECK(odd.text("models/clf/aliases/best") == "2");
}

TEST_CASE("places of artifacts are rewritten only when asked") {
  Patient patient;
  const std::string root = patient.disk().absolute("");
  const std::string position = kRun + "/artifacts";
  const auto place = [&](const std::string& uri) {
    patient.put(kRun + "/meta.yaml", Patient::replaced(run_meta(), "https://example.org/x", uri));
  };
  for (const std::string& sound :
       {"file://" + root + "/" + position, root + "/" + position,
        root.substr(root.rfind('/') + 1) + "/" + position, std::string("s3://bucket/") + position,
        std::string("file:///elsewhere/of/my/choice")}) {
    CAPTURE(sound);
    place(sound);
    CHECK(patient.examine() == Codes{});
  }
  for (const std::string& foreign :
       {"file:///home/ada/mlruns/" + position, "other/" + position, std::string("''")}) {
    CAPTURE(foreign);
    place(foreign);
    const Codes codes = {foreign == "''" ? "MLT141" : "MLT140"};
    patient.options.fix_paths = false;
    CHECK(patient.examine(true) == codes);
    CHECK_FALSE(patient.findings[0].fixed);
    patient.options.fix_paths = true;
    CHECK(patient.examine() == codes);
    CHECK(patient.findings[0].fixed);
    CHECK(patient.text(kRun + "/meta.yaml")
              .find(": " + root.substr(root.rfind('/') + 1) + "/" + position) != std::string::npos);
    CHECK(patient.examine() == Codes{});
  }
  place("file:///home/ada/mlruns/" + position);
  patient.options.path_form = PathForm::absolute;
  CHECK(patient.examine() == Codes{"MLT140"});
  CHECK(patient.text(kRun + "/meta.yaml").find("file://" + root + "/" + position) !=
        std::string::npos);
  patient.options.path_form = PathForm::portable;
  CHECK(patient.examine() == Codes{"MLT142"});
  CHECK(patient.examine() == Codes{});
}

TEST_CASE("the same folder by another name is this store") {
  Patient patient;
  patient.put(kRun + "/meta.yaml", Patient::replaced(run_meta(), "https://example.org/x",
                                                     "file:///link/mlruns/" + kRun + "/artifacts"));
  CHECK(patient.examine() == Codes{"MLT140"});
  patient.options.real_path = [](const std::string&) { return std::optional<std::string>("/one"); };
  CHECK(patient.examine() == Codes{});
}

TEST_CASE("a run whose process is gone ends as killed") {
  Patient patient;
  patient.put(kRun + "/meta.yaml",
              Patient::replaced(run_meta("1"), "end_time: 9", "end_time: null"));
  CHECK(patient.examine() == Codes{});
  patient.options.run_owner = [](const Run& run) {
    return run.tags.contains("mlt.pid") ? Liveness::dead : Liveness::unknown;
  };
  CHECK(patient.examine() == Codes{});
  patient.put(kRun + "/tags/mlt.pid", "17");
  patient.check_mends({"MLT020"});
  CHECK(patient.text(kRun + "/meta.yaml").find("end_time: 6\n") != std::string::npos);
  CHECK(patient.text(kRun + "/meta.yaml").find("status: 5\n") != std::string::npos);
  CHECK(patient.text(kRun + "/tags/mlt.end_reason") == "process gone");
}

TEST_CASE("what a killed process was building is removed, the lock stays") {
  Patient patient;
  patient.put(".mlt.trash/17-abc", "half");
  patient.put(".mlt.trash/lock", "");
  patient.put(".mlt.trash/.gitignore", "*\n");
  patient.check_mends({"MLT042"});
  CHECK(patient.has(".mlt.trash/lock"));
}

TEST_CASE("paths narrow what is found and what is mended") {
  Patient patient;
  patient.put(kRun + "/metrics/loss", "");
  patient.put("models/clf/aliases/old", "1");
  patient.options.paths = {"models"};
  CHECK(patient.examine(true) == Codes{"MLT133"});
  CHECK(patient.has(kRun + "/metrics/loss"));
  patient.options.paths = {};
  CHECK(patient.examine() == Codes{"MLT126"});
}

}  // namespace
}  // namespace mlt::store::mlflow
