#include "store/journal/reader.hpp"

#include <doctest/doctest.h>

#include "base/sha256.hpp"
#include "disk/memory.hpp"
#include "model/run_facts.hpp"
#include "store/journal/snapshot.hpp"
#include "store/native/layout.hpp"
#include "store/native/run_writer.hpp"

namespace mlt::store {
namespace {

const RunRef kRef{{"0"}, {"r1"}};
const std::string kFolder = "experiments/0/r1/";
const std::string kJournalPath = kFolder + "journal.jsonl";
const std::string kSnapshotPath = kFolder + "run.json";

template <typename... Kinds>
std::string text_of(const Kinds&... lines) {
  std::string text;
  (append_line(text, lines), ...);
  return text;
}

std::string begin() {
  return text_of(CreatedLine{10, "r1", "0", "n", "me", "here", 10, RunStatus::running},
                 ParamLine{10, "lr", "0.1"});
}

/// One run on a disk in memory, and what reading it says.
struct Scene {
  disk::MemoryDisk disk;
  ReadScratch scratch;
  std::vector<Issue> issues;
  HostJournals hosts;

  void journal(const std::string& text) { disk.put(kJournalPath, text); }
  /// The snapshot of a journal with this text.
  void snapshot_of(const std::string& text) {
    disk::MemoryDisk other;
    other.put(kJournalPath, text);
    JournalFold fold(other, run_files(kRef, {}), {}, {});
    fold.advance(scratch, true);
    disk.put(kSnapshotPath, snapshot_text(fold.snapshot()));
  }
  RunReading read(bool exact = false) {
    issues.clear();
    (void)disk.take_record();
    return read_run(disk, run_files(kRef, hosts), {}, exact, scratch,
                    [this](const Issue& issue) { issues.push_back(issue); });
  }
  [[nodiscard]] std::string only_issue() const {
    REQUIRE(issues.size() == 1);
    return issues[0].path + ":" + std::to_string(issues[0].line) + ": " + issues[0].reason;
  }
};

TEST_CASE("an up-to-date snapshot is all that is read") {
  Scene scene;
  const std::string text = begin() + text_of(MetricLine{"loss", {1, 1, 0.5}});
  scene.journal(text);
  scene.snapshot_of(text);
  const RunReading reading = scene.read(true);
  CHECK(reading.from_snapshot_alone);
  CHECK(scene.issues.empty());
  CHECK(scene.disk.take_record() == std::vector<std::string>{"read " + kSnapshotPath});
  CHECK(reading.snapshot.run.metrics.at("loss").count == 1);
}

TEST_CASE("lines after the snapshot are folded on, or all of them where counts are wanted") {
  Scene scene;
  const std::string text = begin() + text_of(MetricLine{"loss", {1, 1, 0.5}});
  scene.snapshot_of(text);
  scene.journal(text + text_of(MetricLine{"loss", {2, 2, 0.25}}, TagLine{11, "t", "x"}));
  const Run quick = scene.read().snapshot.run;
  CHECK(quick.metrics.at("loss").last.value == 0.25);
  CHECK_FALSE(quick.metrics.at("loss").count);
  CHECK(quick.tags.at("t") == "x");
  const Run exact = scene.read(true).snapshot.run;
  CHECK(exact.metrics.at("loss").count == 2);
  CHECK(scene.issues.empty());
}

TEST_CASE("a line that is older than the snapshot means a full fold") {
  Scene scene;
  const std::string text = begin() + text_of(ParamLine{30, "seed", "1"});
  scene.snapshot_of(text);
  scene.journal(text + text_of(ParamLine{20, "seed", "2"}));
  CHECK(scene.read().snapshot.run.params.at("seed") == "2");
  CHECK(scene.issues.empty());
}

TEST_CASE("without a sound snapshot the journal is folded, and people are told why") {
  Scene scene;
  scene.journal(begin());
  SUBCASE("missing: nothing to tell") {
    CHECK(scene.read().snapshot.run.params.at("lr") == "0.1");
    CHECK(scene.issues.empty());
  }
  SUBCASE("conflict markers") {
    scene.disk.put(kSnapshotPath, "<<<<<<< HEAD\n{\n=======\n{\n>>>>>>> side\n");
    CHECK(scene.read().snapshot.run.params.at("lr") == "0.1");
    CHECK(scene.only_issue().find("has a conflict marker that git left; mend it with: mlt doctor "
                                  "--fix") != std::string::npos);
  }
  SUBCASE("of another run") {
    std::string text = begin();
    scene.snapshot_of(text);
    std::string snapshot = scene.disk.text(kSnapshotPath);
    snapshot.replace(snapshot.find("\"r1\""), 4, "\"r2\"");
    scene.disk.put(kSnapshotPath, snapshot);
    CHECK(scene.read().snapshot.run.id.value == "r1");
    CHECK(scene.only_issue().find("belongs to another run (r2)") != std::string::npos);
  }
  SUBCASE("a directory, a link, a FIFO") {
    for (const auto kind :
         {disk::FileKind::directory, disk::FileKind::symlink, disk::FileKind::other}) {
      scene.disk.put_special(kSnapshotPath, kind);
      CHECK(scene.read().snapshot.run.params.at("lr") == "0.1");
      CHECK(scene.only_issue().starts_with(kSnapshotPath));
    }
  }
  CHECK_FALSE(scene.read().snapshot.run.damaged);
}

TEST_CASE("a snapshot that does not cover this journal is not believed") {
  Scene scene;
  const std::string text = begin() + text_of(ParamLine{11, "seed", "1"});
  scene.snapshot_of(text);
  SUBCASE("shorter") {
    scene.journal(begin());
    CHECK(scene.read().snapshot.run.params.count("seed") == 0);
  }
  SUBCASE("longer, with another line where the cover ends") {
    scene.journal(begin() + text_of(ParamLine{11, "seed", "2"}, TagLine{12, "t", "x"}));
    CHECK(scene.read().snapshot.run.params.at("seed") == "2");
  }
  CHECK_FALSE(scene.read().snapshot.run.damaged);
  CHECK(scene.issues.empty());
}

TEST_CASE("a line that is still being written is left alone") {
  Scene scene;
  scene.snapshot_of(begin());
  scene.journal(begin() + "{\"metric\":\"lo");
  CHECK_FALSE(scene.read().snapshot.run.damaged);
  CHECK(scene.issues.empty());
  scene.disk.remove_file(kSnapshotPath);
  CHECK_FALSE(scene.read().snapshot.run.damaged);
  CHECK(scene.issues.empty());
}

TEST_CASE("a damaged line is named by file and line, and hides nothing else") {
  Scene scene;
  const std::string tail = "{\"metric\":\"lo\n\n" + text_of(TagLine{11, "t", "x"});
  scene.journal(begin() + tail);
  const auto check = [&] {
    const Run run = scene.read().snapshot.run;
    CHECK(run.damaged);
    CHECK(run.tags.at("t") == "x");
    CHECK(scene.only_issue().starts_with(kJournalPath + ":3: is not JSON"));
  };
  check();
  scene.snapshot_of(begin());
  check();
}

TEST_CASE("lines of a later version: one warning") {
  Scene scene;
  scene.journal(begin() + "{\"at\":11,\"linked\":\"x\"}\n{\"at\":12,\"linked\":\"y\"}\n");
  CHECK_FALSE(scene.read().snapshot.run.damaged);
  CHECK(scene.only_issue().starts_with(kJournalPath + ":3: is of a kind"));
}

TEST_CASE("journals of which nothing can be read") {
  Scene scene;
  struct Case {
    const char* what;
    std::function<void(Scene&)> put;
  };
  const Case cases[] = {
      {"nothing there", [](Scene&) {}},
      {"empty", [](Scene& s) { s.journal(""); }},
      {"only NUL", [](Scene& s) { s.journal(std::string(100, '\0')); }},
      {"binary",
       [](Scene& s) {
         s.journal(
             "\x7f"
             "ELF\n\xff\xfe\n");
       }},
      {"a link", [](Scene& s) { s.disk.put_special(kJournalPath, disk::FileKind::symlink); }},
      {"a FIFO", [](Scene& s) { s.disk.put_special(kJournalPath, disk::FileKind::other); }},
      {"a directory",
       [](Scene& s) { s.disk.put_special(kJournalPath, disk::FileKind::directory); }},
      {"no beginning",
       [](Scene& s) {
         s.journal(text_of(TagLine{11, "t", "x"}));
       }},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    Scene bare;
    c.put(bare);
    const Run unknown = bare.read().snapshot.run;
    CHECK(unknown.damaged);
    CHECK_FALSE(model::is_known(unknown));
    CHECK(unknown.ref() == kRef);
    CHECK_FALSE(bare.issues.empty());

    Scene with_snapshot;
    c.put(with_snapshot);
    with_snapshot.snapshot_of(begin() + text_of(TagLine{11, "t", "y"}, TagLine{12, "t", "z"}));
    const Run known = with_snapshot.read().snapshot.run;
    CHECK(known.damaged);
    CHECK(model::is_known(known));
    CHECK(known.params.at("lr") == "0.1");
    CHECK_FALSE(with_snapshot.issues.empty());
  }
}

TEST_CASE("a folder with no file of a run is no run") {
  Scene scene;
  CHECK(scene.read().is_nothing);
  CHECK(scene.only_issue() ==
        "experiments/0/r1:0: is no run: it holds neither a journal nor a snapshot");
  scene.journal("");
  CHECK_FALSE(scene.read().is_nothing);
}

TEST_CASE("a conflict marker in the journal is called so") {
  Scene scene;
  scene.journal(begin() + "<<<<<<< HEAD\n" + text_of(TagLine{11, "t", "x"}));
  CHECK(scene.read().snapshot.run.tags.at("t") == "x");
  CHECK(scene.only_issue().ends_with(
      ":3: is a conflict marker that git left; mend it with: mlt doctor --fix"));
}

TEST_CASE("an issue tells the path once") {
  const disk::MemoryDisk disk;
  const auto told = [&disk](const std::string& message) {
    const Issue issue = issue_of(disk, "a/b", Error(ErrorCode::system, message));
    return issue.path + "|" + issue.reason;
  };
  CHECK(told(disk.absolute("a/b") + ": is a pipe") == "a/b|is a pipe");
  CHECK(told(disk.absolute("a/b/c") + ": no") == "a/b/c|no");
  CHECK(told(disk.absolute("a/bc") + ": no") == "a/b|" + disk.absolute("a/bc") + ": no");
  CHECK(told("locking failed") == "a/b|locking failed");
}

TEST_CASE("a journal of another run") {
  Scene scene;
  scene.journal(text_of(CreatedLine{10, "r2", "0", "n", "me", "here", 10, RunStatus::running}));
  const Run run = scene.read().snapshot.run;
  CHECK(run.damaged);
  CHECK(run.id.value == "r1");
  CHECK(scene.only_issue().find("belongs to another run (r2)") != std::string::npos);
}

TEST_CASE("journals that other machines keep are folded in") {
  Scene scene;
  const std::string path = "experiments/0/hosts/far/r1.jsonl";
  scene.snapshot_of(begin());
  scene.journal(begin());
  scene.disk.put(path, text_of(MetricLine{"loss", {1, 1, 0.5}}, TagLine{12, "t", "far"}));
  scene.hosts = list_host_journals(scene.disk, {"0"});
  const Run run = scene.read().snapshot.run;
  CHECK(run.metrics.at("loss").last.value == 0.5);
  CHECK(run.tags.at("t") == "far");
  CHECK(scene.read(true).snapshot.covers.at("hosts/far").bytes == scene.disk.text(path).size());
}

TEST_CASE("lines longer than a chunk, and a file without a last newline") {
  Scene scene;
  const std::string big(1'000'000, 'x');
  scene.journal(begin() + text_of(TagLine{11, "big", big}, TagLine{12, "t", "x"}) + "{");
  const Snapshot snapshot = scene.read().snapshot;
  CHECK(snapshot.run.tags.at("big") == big);
  CHECK(snapshot.run.tags.at("t") == "x");
  CHECK(snapshot.covers.at("journal.jsonl").bytes == scene.disk.text(kJournalPath).size() - 1);
}

TEST_CASE("a fold follows a journal as it grows, and begins anew when it is replaced") {
  Scene scene;
  scene.journal(begin());
  JournalFold fold(scene.disk, run_files(kRef, {}), {}, {});
  fold.advance(scene.scratch, true);
  const auto append = [&](const std::string& text) {
    disk::write_all(*scene.disk.open(kJournalPath, disk::OpenMode::append), text);
  };
  append(text_of(MetricLine{"loss", {2, 2, 0.5}}));
  fold.advance(scene.scratch, true);
  append(text_of(MetricLine{"loss", {1, 1, 0.7}}) + "{\"metric\":\"lo");
  fold.advance(scene.scratch, true);
  append("\n");
  fold.advance(scene.scratch, true);
  Snapshot snapshot = fold.snapshot();
  CHECK(snapshot.run.metrics.at("loss").count == 2);
  CHECK(fold.is_damaged());
  const std::string text = scene.disk.text(kJournalPath);
  CHECK(snapshot.covers.at("journal.jsonl") ==
        JournalCover{text.size(), 14, base::sha256_hex("{\"metric\":\"lo\n")});

  scene.journal(begin() + text_of(TagLine{12, "t", "merged"}));
  fold.advance(scene.scratch, true);
  snapshot = fold.snapshot();
  CHECK(snapshot.run.tags.at("t") == "merged");
  CHECK(snapshot.run.metrics.empty());
  CHECK_FALSE(fold.is_damaged());
}

TEST_CASE("the cover of a journal names its last line") {
  CHECK(cover_of("a\n") == JournalCover{2, 2, base::sha256_hex("a\n")});
  CHECK(cover_of("a\nbc\n") == JournalCover{5, 3, base::sha256_hex("bc\n")});
}

}  // namespace
}  // namespace mlt::store
