#include <algorithm>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "fixed.hpp"
#include "store/events/experiments.hpp"
#include "store/journal/lines.hpp"
#include "store/native/layout.hpp"
#include "store/open.hpp"
#include "test_disks.hpp"

namespace mlt::store {
namespace {

using Codes = std::vector<std::string>;

/// A store with one experiment and one run that has ended.
class Patient {
 public:
  explicit Patient(test::TestDisk on) : on_(std::move(on)) {
    init_native_store(*on_.disk, random_, {});
    store_ = open_native_store({.disk = on_.disk,
                                .clock = clock_,
                                .random = random_,
                                .on_issue = {},
                                .policy = {},
                                .host = "here"});
    run_ = begin_run();
    const auto writer = store_->open_run(run_);
    writer->append({.params = {{"lr", "0.1"}}, .metrics = {{"loss", {1, 1, 0.5}}}});
    writer->set_status(RunStatus::finished, 99);
  }

  RunRef begin_run() {
    NewRun run;
    run.experiment_id = store_->ensure_default_experiment().id;
    run.name = "a-run";
    run.host = "here";
    run.tags = {{std::string(tag::kHost), "here"}};
    run.start_time_ms = clock_.now_ms();
    return store_->create_run(run);
  }

  Store& store() { return *store_; }
  disk::Disk& disk() { return *on_.disk; }
  test::TestDisk& on() { return on_; }
  test::FixedClock& clock() { return clock_; }
  [[nodiscard]] const RunRef& run() const { return run_; }
  [[nodiscard]] std::string folder() const { return run_folder(run_) + "/"; }
  [[nodiscard]] std::string journal() const { return folder() + "journal.jsonl"; }
  [[nodiscard]] std::string snapshot() const { return folder() + "run.json"; }
  std::string text(const std::string& path) { return disk::read_text(disk(), path); }
  void put(const std::string& path, const std::string& text) { on_.put(path, text); }
  std::string lost(const std::string& path) {
    return disk::read_text(*disk().open_beside("lost-and-found"), path);
  }
  std::vector<std::string> lost_in(const std::string& folder) {
    std::vector<std::string> names;
    const auto entries = disk().open_beside("lost-and-found")->find_list(folder);
    for (const auto& entry : entries.value_or(std::vector<disk::DirEntry>())) {
      names.push_back(entry.name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Liveness owner = Liveness::unknown;
  std::vector<Finding> findings;  ///< of the last examination
  Codes examine(bool fix = false) {
    findings = store_->doctor({.fix = fix,
                               .run_owner = [this](const Run&) { return owner; },
                               .process = [](int) { return Liveness::dead; }});
    Codes codes;
    for (const Finding& finding : findings) {
      codes.push_back(finding.code);
    }
    return codes;
  }
  /// A first examination finds `codes` and changes nothing; --fix mends all; a second finds
  /// nothing.
  void check_mends(const Codes& codes) {
    CHECK(examine() == codes);
    for (const Finding& finding : findings) {
      CHECK_FALSE(finding.fixed);
      CHECK_FALSE(finding.fix.empty());
    }
    CHECK(examine() == codes);
    CHECK(examine(true) == codes);
    for (const Finding& finding : findings) {
      CHECK(finding.fixed);
    }
    CHECK(examine() == Codes{});
    CHECK(examine(true) == Codes{});
  }
  /// A first examination finds `codes`; after --fix what is left cannot be mended.
  void check_sets_aside(const Codes& codes, const Codes& left) {
    CHECK(examine() == codes);
    CHECK(examine(true) == codes);
    check_reports(left);
  }
  /// What is found cannot be mended, and --fix changes nothing.
  void check_reports(const Codes& codes) {
    CHECK(examine() == codes);
    CHECK(examine(true) == codes);
    for (const Finding& finding : findings) {
      CHECK_FALSE(finding.fixed);
    }
    CHECK(examine() == codes);
  }

 private:
  test::TestDisk on_;
  test::FixedClock clock_;
  test::FixedRandom random_;
  std::unique_ptr<Store> store_;
  RunRef run_;
};

template <typename Case>
void on_each_disk(Case run) {
  for (test::TestDisk& on : test::test_disks()) {
    CAPTURE(on.kind);
    Patient patient(on);
    run(patient);
  }
}

void append(Patient& patient, const std::string& path, const std::string& text) {
  disk::write_all(*patient.disk().open(path, disk::OpenMode::append), text);
}

TEST_CASE("a sound store has no findings, and looking changes nothing") {
  on_each_disk([](Patient& patient) {
    patient.begin_run();
    patient.store().create_experiment({"iris", {}});
    CHECK(patient.examine() == Codes{});
    CHECK(patient.examine(true) == Codes{});
  });
  const test::TestDisk on = test::memory_test_disk();
  Patient patient(on);
  auto& memory = static_cast<disk::MemoryDisk&>(*on.disk);
  (void)memory.take_record();
  (void)patient.examine(true);
  for (const std::string& line : memory.take_record()) {
    CAPTURE(line);
    CHECK((line.starts_with("read ") || line.starts_with("list ")));
  }
}

TEST_CASE("torn and foreign lines move to lost-and-found") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.journal());
    const std::string snapshot = patient.text(patient.snapshot());
    const std::size_t second = sound.find('\n') + 1;
    patient.put(patient.journal(),
                sound.substr(0, second) + "garbage\n" + sound.substr(second) + "{\"metric\":\"lo");
    patient.check_mends({"MLT001", "MLT001"});
    CHECK(patient.text(patient.journal()) == sound);
    CHECK(patient.text(patient.snapshot()) == snapshot);
    CHECK(patient.lost(patient.journal()) == "garbage\n{\"metric\":\"lo\n");
    CHECK_FALSE(patient.store().get_run(patient.run()).damaged);
  });
}

TEST_CASE("a finding names file, line and reason") {
  on_each_disk([](Patient& patient) {
    append(patient, patient.journal(), "garbage\n{\"at\":1,\"param\":\"p\"}\n");
    CHECK(patient.examine() == Codes{"MLT001", "MLT001"});
    CHECK(patient.findings[0].path == patient.journal());
    CHECK(patient.findings[0].line == 6);
    CHECK(patient.findings[1].line == 7);
    CHECK(patient.findings[0].message.find("is not JSON") != std::string::npos);
    CHECK(patient.findings[1].message.find("'value'") != std::string::npos);
  });
}

TEST_CASE("conflict markers in a journal go, what stood between them stays") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.journal());
    patient.put(
        patient.journal(),
        sound + "<<<<<<< HEAD\n{\"at\":1795447320999,\"tag\":\"a\",\"value\":\"1\"}\n" +
            "=======\n{\"at\":1795447320999,\"tag\":\"b\",\"value\":\"1\"}\n>>>>>>> side\n");
    patient.check_mends({"MLT002", "MLT002", "MLT002"});
    const Run run = patient.store().get_run(patient.run());
    CHECK(run.tags.at("a") == "1");
    CHECK(run.tags.at("b") == "1");
    CHECK(patient.lost(patient.journal()) == "<<<<<<< HEAD\n=======\n>>>>>>> side\n");
  });
}

TEST_CASE("a run that somebody writes to is left alone") {
  on_each_disk([](Patient& patient) {
    append(patient, patient.journal(), "{\"metric\":\"lo");
    const disk::FileLock lock(patient.disk(), patient.journal(), {});
    CHECK(patient.examine(true) == Codes{});
    CHECK(patient.text(patient.journal()).ends_with("{\"metric\":\"lo"));
  });
}

TEST_CASE("a journal of garbage only: many lines, few findings") {
  on_each_disk([](Patient& patient) {
    std::string garbage;
    for (int i = 0; i < 1000; ++i) {
      garbage += "x\n";
    }
    append(patient, patient.journal(), garbage);
    CHECK(patient.examine(true).size() == 101);
    CHECK(patient.lost(patient.journal()) == garbage);
    CHECK(patient.examine() == Codes{});
  });
}

TEST_CASE("journals that cannot be mended are named") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.journal());
    patient.disk().remove_file(patient.journal());
    patient.check_reports({"MLT003"});
    patient.put(patient.journal(), "{\"at\":5,\"tag\":\"t\",\"value\":\"x\"}\n");
    patient.check_reports({"MLT005"});
    std::string foreign = sound;
    foreign.replace(foreign.find(patient.run().run_id.value), 4, "ffff");
    patient.put(patient.journal(), foreign);
    patient.check_reports({"MLT005"});
    patient.put(patient.journal(), sound + "{\"at\":5,\"linked\":\"x\"}\n");
    patient.check_reports({"MLT006"});
    for (const auto kind : {disk::FileKind::symlink, disk::FileKind::other}) {
      patient.on().put_special(patient.journal(), kind);
      patient.check_sets_aside({"MLT041"}, {"MLT003"});
      patient.clock().advance(1);  // what is set aside gets names by the time
    }
    patient.on().put_special(patient.journal(), disk::FileKind::directory);
    patient.check_sets_aside({"MLT040"}, {"MLT003"});
  });
}

TEST_CASE("a folder of a run's name without any file is no run") {
  on_each_disk([](Patient& patient) {
    patient.disk().make_dir("experiments/0/0123456789abcdef");
    CHECK(patient.examine() == Codes{"MLT040"});
    CHECK(patient.findings[0].path == "experiments/0/0123456789abcdef");
    patient.check_mends({"MLT040"});
    CHECK(patient.lost_in("experiments/0").size() == 1);
  });
}

TEST_CASE("a snapshot that is missing or behind is written from the journal") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.snapshot());
    patient.disk().remove_file(patient.snapshot());
    patient.check_mends({"MLT010"});
    CHECK(patient.text(patient.snapshot()) == sound);

    patient.store().open_run(patient.run())->append({.tags = {{"late", "x"}}});
    patient.check_mends({"MLT013"});
    CHECK(patient.text(patient.snapshot()).find("\"late\": \"x\"") != std::string::npos);
    CHECK(patient.lost_in(run_folder(patient.run())).empty());
  });
}

TEST_CASE("a snapshot that cannot be used is kept and written anew") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.snapshot());
    std::string foreign = sound;
    foreign.replace(foreign.find(patient.run().run_id.value), 4, "ffff");
    std::string edited = sound;
    edited.replace(edited.find("\"0.1\""), 5, "\"0.2\"");
    struct Case {
      std::string code;
      std::string text;
    };
    std::size_t kept = 0;
    for (const auto& [code, text] :
         {Case{"MLT011", ""}, Case{"MLT011", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> side\n"},
          Case{"MLT011", sound.substr(0, 100)}, Case{"MLT011", std::string(50, '\0')},
          Case{"MLT012", foreign}, Case{"MLT014", edited}}) {
      CAPTURE(text);
      patient.clock().advance(1);
      patient.put(patient.snapshot(), text);
      patient.check_mends({code});
      CHECK(patient.text(patient.snapshot()) == sound);
      const auto names = patient.lost_in(run_folder(patient.run()));
      REQUIRE(names.size() == ++kept);
      CHECK(patient.lost(patient.folder() + names.back()) == text);
    }
  });
}

TEST_CASE("what stands in place of a snapshot moves to lost-and-found") {
  on_each_disk([](Patient& patient) {
    const std::string sound = patient.text(patient.snapshot());
    std::size_t kept = 0;
    for (const auto kind :
         {disk::FileKind::symlink, disk::FileKind::other, disk::FileKind::directory}) {
      patient.clock().advance(1);
      disk::remove_tree(patient.disk(), patient.snapshot());
      patient.on().put_special(patient.snapshot(), kind);
      patient.check_mends({"MLT011"});
      CHECK(patient.text(patient.snapshot()) == sound);
      CHECK(patient.lost_in(run_folder(patient.run())).size() == ++kept);
    }
  });
}

TEST_CASE("a run of which the journal does not tell takes no more") {
  on_each_disk([](Patient& patient) {
    const std::string snapshot = patient.text(patient.snapshot());
    for (const std::string& text : {std::string(), std::string("\x7f\n\x00\xff\n", 5)}) {
      for (const bool has_snapshot : {true, false}) {
        CAPTURE(has_snapshot);
        patient.put(patient.journal(), text);
        disk::remove_tree(patient.disk(), patient.snapshot());
        if (has_snapshot) {
          patient.put(patient.snapshot(), snapshot);
        }
        CHECK_THROWS_AS((void)patient.store().open_run(patient.run()), Error);
        CHECK(patient.text(patient.journal()) == text);
      }
    }
  });
}

TEST_CASE("a snapshot that cannot be read is no obstacle to writing") {
  on_each_disk([](Patient& patient) {
    for (const auto kind :
         {disk::FileKind::symlink, disk::FileKind::other, disk::FileKind::directory}) {
      disk::remove_tree(patient.disk(), patient.snapshot());
      patient.on().put_special(patient.snapshot(), kind);
      patient.store().open_run(patient.run())->append({.tags = {{"t", "x"}}});
      CHECK(patient.store().get_run(patient.run()).tags.at("t") == "x");
    }
  });
}

TEST_CASE("a journal that lost lines its snapshot saw: the snapshot is kept") {
  on_each_disk([](Patient& patient) {
    const std::string journal = patient.text(patient.journal());
    const std::string snapshot = patient.text(patient.snapshot());
    patient.put(patient.journal(), journal.substr(0, journal.rfind('\n', journal.size() - 2) + 1));
    patient.check_mends({"MLT014"});
    CHECK(patient.lost(patient.folder() + patient.lost_in(run_folder(patient.run())).front()) ==
          snapshot);
  });
}

TEST_CASE("a run that is still RUNNING may have a snapshot that lags") {
  on_each_disk([](Patient& patient) {
    const RunRef ref = patient.begin_run();
    patient.store().open_run(ref)->append({.metrics = {{"loss", {1, 1, 1}}}});
    CHECK(patient.examine(true) == Codes{});
  });
}

TEST_CASE("a run whose process is gone ends as KILLED") {
  on_each_disk([](Patient& patient) {
    const RunRef ref = patient.begin_run();
    const std::int64_t last = patient.clock().now_ms() + 500;
    patient.store().open_run(ref)->append({.metrics = {{"loss", {1, last, 1}}}});
    patient.clock().advance(60'000);
    patient.owner = Liveness::alive;
    CHECK(patient.examine(true) == Codes{});
    patient.owner = Liveness::unknown;
    CHECK(patient.examine(true) == Codes{});
    patient.owner = Liveness::dead;
    patient.check_mends({"MLT020"});
    const Run run = patient.store().get_run(ref);
    CHECK(run.status == RunStatus::killed);
    CHECK(run.end_time_ms == last);
    CHECK(run.tags.at(std::string(tag::kEndReason)) == "process gone");
    CHECK(run.metrics.at("loss").count == 1);
  });
}

TEST_CASE("a param that a merge gave two values") {
  on_each_disk([](Patient& patient) {
    append(patient, patient.journal(),
           "{\"at\":1795447329999,\"param\":\"lr\",\"value\":\"0.2\"}\n");
    (void)patient.examine(true);
    patient.check_reports({"MLT021"});
    CHECK(patient.findings[0].message.find("'lr'") != std::string::npos);
    CHECK(patient.findings[0].message.find("'0.1'") != std::string::npos);
  });
}

TEST_CASE("artifacts: absent is normal, another size is not") {
  on_each_disk([](Patient& patient) {
    const auto writer = patient.store().open_run(patient.run());
    writer->put_artifact_bytes("a/b.txt", "12345");
    (void)patient.examine(true);
    CHECK(patient.examine() == Codes{});
    patient.put(patient.folder() + "artifacts/a/b.txt", "1234567");
    patient.check_reports({"MLT022"});
    CHECK(patient.findings[0].path == patient.folder() + "artifacts/a/b.txt");
    patient.on().put_special(patient.folder() + "artifacts/a/b.txt", disk::FileKind::symlink);
    patient.check_reports({"MLT022"});
    disk::remove_tree(patient.disk(), patient.folder() + "artifacts");
    CHECK(patient.examine() == Codes{});
  });
}

TEST_CASE("an artifact recorded under a path that leads out of the run") {
  on_each_disk([](Patient& patient) {
    append(patient, patient.journal(),
           "{\"artifact\":\"../../x\",\"at\":1795447329999,\"sha256\":\"" + std::string(64, 'a') +
               "\",\"size\":5}\n");
    (void)patient.examine(true);
    patient.check_reports({"MLT022"});
  });
}

TEST_CASE("journals of other machines") {
  on_each_disk([](Patient& patient) {
    const std::string hosts = "experiments/0/hosts/";
    const std::string line = "{\"metric\":\"loss\",\"step\":2,\"time\":2,\"value\":0.25}\n";
    patient.put(hosts + "far/" + patient.run().run_id.value + ".jsonl", line + "torn");
    CHECK(patient.examine(true) == Codes{"MLT001"});
    CHECK(patient.examine() == Codes{});
    CHECK(patient.store().get_run(patient.run()).metrics.at("loss").count == 2);
    patient.put(hosts + "far/ffffffff.jsonl", line);
    patient.put(hosts + "far/notes.txt", "x");
    patient.put(hosts + "file", "x");
    patient.check_sets_aside({"MLT023", "MLT040", "MLT040"}, {"MLT023"});
  });
}

TEST_CASE("doubled names of experiments") {
  on_each_disk([](Patient& patient) {
    patient.store().create_experiment({"iris", {}});
    const std::string text = experiment_created_text({"iris", {}}, 5);
    patient.put("experiments/iris-b/events/" + event_name(5, text) + ".json", text);
    patient.check_reports({"MLT030"});
    CHECK(patient.findings[0].path == "experiments/iris");
    CHECK(patient.findings[0].message.find("'iris~iris'") != std::string::npos);
  });
}

TEST_CASE("events") {
  on_each_disk([](Patient& patient) {
    const std::string folder = "experiments/iris/events/";
    const std::string text = experiment_created_text({"iris", {}}, 5);
    const std::string name = event_name(5, text) + ".json";
    patient.put(folder + name, text);
    CHECK(patient.examine() == Codes{});
    patient.put(folder + name, text + " ");
    patient.check_reports({"MLT031"});
    patient.put(folder + name, "<<<<<<< HEAD\n");
    patient.check_reports({"MLT032", "MLT033"});
    patient.put(folder + name, text);
    const std::string later = "{\"at\": 6, \"event\": \"moved\", \"schema\": 1}\n";
    patient.put(folder + event_name(6, later) + ".json", later);
    patient.check_reports({"MLT034"});
    patient.disk().remove_file(folder + event_name(6, later) + ".json");
    patient.put(folder + "notes", "x");
    patient.check_mends({"MLT040"});
    patient.on().put_special(folder + "7-0123456789ab.json", disk::FileKind::other);
    patient.check_mends({"MLT041"});
    disk::remove_tree(patient.disk(), "experiments/iris/events");
    patient.check_reports({"MLT033"});
  });
}

TEST_CASE("what does not belong where it stands") {
  on_each_disk([](Patient& patient) {
    patient.put("experiments/notes.txt", "x");
    patient.put("experiments/.hidden/x", "x");
    patient.put("experiments/0/notes.txt", "x");
    patient.put("experiments/0/-odd/x", "x");
    patient.put(".tmp/notes", "x");
    patient.put("experiments/0/data/iris/x", "of another version");
    patient.check_mends({"MLT040", "MLT040", "MLT040", "MLT040", "MLT040"});
    const std::string ms = "." + std::to_string(patient.clock().now_ms());
    using Names = std::vector<std::string>;
    CHECK(patient.lost_in("experiments") == Names{".hidden" + ms, "0", "notes.txt" + ms});
    CHECK(patient.lost_in("experiments/0") == Names{"-odd" + ms, "notes.txt" + ms});
    CHECK(patient.lost("experiments/0/-odd" + ms + "/x") == "x");
    CHECK(patient.lost_in(".tmp") == Names{"notes" + ms});
    CHECK(patient.text("experiments/0/data/iris/x") == "of another version");
    patient.on().put_special("experiments/0/link", disk::FileKind::symlink);
    patient.on().put_special("experiments/pipe", disk::FileKind::other);
    patient.check_mends({"MLT041", "MLT041"});
    patient.put("experiments/0/hosts", "a file in place of a folder");
    patient.check_mends({"MLT040"});
  });
}

TEST_CASE("what was purged and came back") {
  on_each_disk([](Patient& patient) {
    const auto store = [&]() -> Store& { return patient.store(); };
    const ExperimentId id = store().create_experiment({"iris", {}}).id;
    RunImport import;
    import.run.id = {"gone"};
    import.run.experiment_id = id;
    import.run.lifecycle = Lifecycle::deleted;
    REQUIRE(store().import_run(import));
    const std::string folder = "experiments/iris/gone";
    const std::string journal = patient.text(folder + "/journal.jsonl");
    store().purge_run({id, {"gone"}});
    CHECK(patient.examine() == Codes{});
    patient.put(folder + "/journal.jsonl", journal);
    patient.put("experiments/iris/hosts/far/gone.jsonl", journal);
    CHECK_FALSE(store().locate_run({"gone"}));
    CHECK_FALSE(store().import_run(import));
    patient.check_mends({"MLT024", "MLT024"});
    CHECK_FALSE(patient.disk().find_stat(folder));

    store().set_experiment_lifecycle(id, Lifecycle::deleted);
    store().purge_experiment(id);
    patient.put("experiments/iris/late/journal.jsonl", journal);
    CHECK_FALSE(store().locate_run({"late"}));
    patient.check_mends({"MLT035"});
    CHECK(patient.disk().open_beside("lost-and-found")->find_list("experiments/iris")->size() == 1);
  });
}

TEST_CASE("a logged model's files") {
  on_each_disk([](Patient& patient) {
    const ExperimentId id = patient.store().create_experiment({"iris", {}}).id;
    const ModelRef ref = patient.store().create_model({id, "net", "", "", {{"a", "1"}}, {}});
    const std::string folder = "experiments/iris/models/" + ref.model_id.value;
    const std::string journal = patient.text(folder + "/journal.jsonl");
    const std::string snapshot = patient.text(folder + "/model.json");
    CHECK(patient.examine() == Codes{});
    patient.put(folder + "/journal.jsonl", "garbage\n" + journal);
    patient.check_mends({"MLT001"});
    CHECK(patient.text(folder + "/journal.jsonl") == journal);
    for (const auto& [text, code] : {std::pair("{", "MLT011"), std::pair("", "MLT011")}) {
      patient.put(folder + "/model.json", text);
      patient.check_mends({code});
    }
    std::string edited = snapshot;
    edited.replace(edited.find("\"1\""), 3, "\"2\"");
    patient.put(folder + "/model.json", edited);
    patient.check_mends({"MLT014"});
    patient.disk().remove_file(folder + "/model.json");
    patient.check_mends({"MLT010"});
    CHECK(patient.text(folder + "/model.json") == snapshot);
    patient.put(folder + "/journal.jsonl", journal +
                                               R"({"at":9999999999999,"param":"b","value":"2"})"
                                               "\n");
    patient.check_mends({"MLT013"});
    CHECK(patient.store().find_model(ref.model_id)->params.size() == 2);
    patient.disk().remove_file(folder + "/journal.jsonl");
    patient.check_reports({"MLT003"});
  });
}

TEST_CASE("leftovers of processes that are gone") {
  on_each_disk([](Patient& patient) {
    patient.put(".tmp/4194305-0123456789abcdef/journal.jsonl", "x");
    patient.put(".tmp/77-0123456789abcdef", "x");
    patient.check_mends({"MLT042", "MLT042"});
    CHECK(patient.disk().find_list(".tmp")->empty());
    patient.put(".tmp/77-0123456789abcdef", "x");
    const auto findings = patient.store().doctor(
        {.fix = true, .run_owner = {}, .process = [](int) { return Liveness::alive; }});
    CHECK(findings.empty());
    CHECK(patient.disk().find_list(".tmp")->size() == 1);
  });
}

TEST_CASE("what git needs") {
  on_each_disk([](Patient& patient) {
    const std::string ignore = patient.text(".gitignore");
    patient.disk().remove_file(".gitignore");
    patient.put(".gitattributes", "# mine\n*.png binary");
    patient.check_mends({"MLT043", "MLT043", "MLT043"});
    CHECK(patient.text(".gitignore") == ignore);
    CHECK(patient.text(".gitattributes") ==
          "# mine\n*.png binary\n* -text\n*.jsonl -text merge=union\n");
    // A line that is commented out, or says something else, is somebody's decision.
    patient.put(".gitignore",
                "/.lock\n/.tmp/\n# /experiments/*/*/artifacts/\n"
                "/experiments/*/models/*/artifacts/\n");
    patient.put(".gitattributes", "* text=auto\n*.jsonl merge=theirs\n");
    CHECK(patient.examine() == Codes{});
    patient.on().put_special(".gitignore", disk::FileKind::symlink);
    CHECK(patient.examine() == Codes{"MLT041"});
    CHECK(patient.examine(true) == Codes{"MLT041", "MLT043"});
    CHECK(patient.text(".gitignore") == ignore);
    CHECK(patient.examine() == Codes{});
  });
}

TEST_CASE("conflict markers in settings") {
  on_each_disk([](Patient& patient) {
    patient.put("mlt.yaml", "layout: native\nschema: 1\n<<<<<<< HEAD\na: 1\n=======\n>>>>>>> b\n");
    patient.check_reports({"MLT044", "MLT044", "MLT044"});
    CHECK(patient.findings[0].line == 3);
  });
}

TEST_CASE("a network file system without locks") {
  const test::TestDisk on = test::memory_test_disk();
  Patient patient(on);
  auto& memory = static_cast<disk::MemoryDisk&>(*on.disk);
  memory.pretend_network(true);
  CHECK(patient.examine() == Codes{});
  memory.pretend_network(false);
  CHECK(patient.examine() == Codes{"MLT045"});
}

}  // namespace
}  // namespace mlt::store
