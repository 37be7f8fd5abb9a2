#include <algorithm>

#include <doctest/doctest.h>

#include "base/sha256.hpp"
#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/events/event.hpp"
#include "store/events/experiments.hpp"

namespace mlt::store {
namespace {

const std::string kFolder = "experiments/iris/events";

struct Scene {
  disk::MemoryDisk disk;
  std::vector<Issue> issues;
  IssueSink sink = [this](const Issue& issue) { issues.push_back(issue); };

  std::string put(std::int64_t at, const std::string& text) {
    const std::string name = event_name(at, text);
    disk.put(kFolder + "/" + name + ".json", text);
    return name;
  }
  ExperimentState fold_all() {
    return fold_experiment({"iris"}, read_events(disk, kFolder, sink), kFolder, sink);
  }
  Experiment fold() { return fold_all().experiment; }
};

TEST_CASE("the name of an event") {
  const std::string digest = base::sha256_hex("text").substr(0, 12);
  CHECK(event_name(17, "text") == "17-" + digest);
  CHECK(is_event_name("17-0123456789ab"));
  for (const char* name : {"", "17", "-0123456789ab", "17-0123456789a", "17-0123456789abc",
                           "17-0123456789aB", "x7-0123456789ab", "17_0123456789ab",
                           "99999999999999999999-0123456789ab", "17-0123456789a/"}) {
    CAPTURE(name);
    CHECK_FALSE(is_event_name(name));
  }
}

TEST_CASE("the text of a created event") {
  CHECK(experiment_created_text({"iris \"x\"", {{"team", "vision"}, {"a", ""}}}, 5) == R"({
  "at": 5,
  "event": "created",
  "name": "iris \"x\"",
  "prev": [],
  "schema": 1,
  "tags": {
    "a": "",
    "team": "vision"
  }
}
)");
}

TEST_CASE("an event is written once and read back, in the order of time") {
  Scene scene;
  test::FixedRandom random;
  scene.disk.put(kFolder + "/9-000000000000.json", "nine");
  scene.disk.put(kFolder + "/10-000000000000.json", "ten");
  write_event(scene.disk, kFolder, 9, "later in name", ".tmp", random, {});
  write_event(scene.disk, kFolder, 9, "later in name", ".tmp", random, {});
  const auto events = read_events(scene.disk, kFolder, scene.sink);
  REQUIRE(events.size() == 3);
  CHECK(events[0].text == "nine");
  CHECK(events[1].name == event_name(9, "later in name"));
  CHECK(events[2].at == 10);
  CHECK(scene.issues.empty());
  CHECK(read_events(scene.disk, "no/such", scene.sink).empty());
}

TEST_CASE("what is no event is passed over and named") {
  Scene scene;
  scene.put(5, experiment_created_text({"iris", {}}, 5));
  scene.disk.put(kFolder + "/notes.txt", "x");
  scene.disk.put(kFolder + "/5-0123456789ab.json.orig", "x");
  scene.disk.put_special(kFolder + "/6-0123456789ab.json", disk::FileKind::other);
  scene.put(7, "<<<<<<< HEAD\n");
  scene.put(8, "{}");
  scene.put(9, "[]");
  scene.put(10, R"({"event": "moved", "schema": 1})");
  scene.put(11, R"({"event": "created", "schema": 2, "name": "later"})");
  scene.put(12, R"({"event": "created", "schema": 1, "name": 5})");
  const Experiment experiment = scene.fold();
  CHECK(experiment.name == "iris");
  CHECK(experiment.created_ms == 5);
  CHECK(scene.issues.size() == 9);
  for (const Issue& issue : scene.issues) {
    CHECK(issue.path.starts_with(kFolder + "/"));
    CHECK_FALSE(issue.reason.empty());
  }
}

TEST_CASE("two clones that both made an experiment: the older names it, both give tags") {
  Scene scene;
  scene.put(6, experiment_created_text({"Iris", {{"side", "b"}, {"b", "1"}}}, 6));
  scene.put(5, experiment_created_text({"iris", {{"side", "a"}, {"a", "1"}}}, 5));
  const Experiment experiment = scene.fold();
  CHECK(experiment.name == "iris");
  CHECK(experiment.created_ms == 5);
  CHECK(experiment.updated_ms == 6);
  CHECK(experiment.tags == KeyValueMap{{"a", "1"}, {"b", "1"}, {"side", "b"}});
  CHECK(scene.issues.empty());
}

TEST_CASE("what happened to an experiment, in the order of the names") {
  Scene scene;
  const std::string first = scene.put(5, experiment_created_text({"iris", {{"a", "1"}}}, 5));
  const std::string renamed = scene.put(
      7, experiment_event_text({.kind = "renamed", .at = 7, .prev = {first}, .name = "flowers"}));
  const std::string tagged = scene.put(
      6, experiment_event_text({.kind = "tagged",
                                .at = 6,
                                .prev = {first},
                                .change = TagChange{.set = {{"b", "2"}}, .removed = {"a", "x"}}}));
  const std::string deleted =
      scene.put(9, experiment_event_text({.kind = "deleted", .at = 9, .prev = {renamed}}));
  scene.put(8, experiment_event_text({.kind = "purged", .at = 8, .prev = {renamed}, .run = "r"}));
  ExperimentState state = scene.fold_all();
  CHECK(state.experiment.name == "flowers");
  CHECK(state.experiment.tags == KeyValueMap{{"b", "2"}});
  CHECK(state.experiment.lifecycle == Lifecycle::deleted);
  CHECK(state.experiment.created_ms == 5);
  CHECK(state.experiment.updated_ms == 9);
  CHECK(state.deleted_ms == 9);
  CHECK(state.purged_runs.contains("r"));
  CHECK_FALSE(state.is_purged);
  CHECK(state.newest_at == 9);
  CHECK(state.heads.size() == 3);
  CHECK(std::find(state.heads.begin(), state.heads.end(), tagged) != state.heads.end());
  CHECK(std::find(state.heads.begin(), state.heads.end(), first) == state.heads.end());
  scene.put(10, experiment_event_text({.kind = "restored", .at = 10, .prev = {deleted}}));
  scene.put(11, experiment_event_text({.kind = "purged", .at = 11, .experiment = "other"}));
  CHECK(scene.fold_all().experiment.lifecycle == Lifecycle::active);
  CHECK_FALSE(scene.fold_all().is_purged);
  scene.put(12, experiment_event_text({.kind = "purged", .at = 12, .experiment = "iris"}));
  CHECK(scene.fold_all().is_purged);
  CHECK(scene.issues.empty());
}

TEST_CASE("the beginning of time is a time") {
  Scene scene;
  scene.put(0, experiment_created_text({"old", {}}, 0));
  scene.put(5, experiment_created_text({"new", {}}, 5));
  CHECK(scene.fold().name == "old");
  CHECK(scene.issues.empty());
}

TEST_CASE("an experiment that nothing created goes by its id") {
  Scene scene;
  const Experiment experiment = scene.fold();
  CHECK(experiment.id.value == "iris");
  CHECK(experiment.name == "iris");
  REQUIRE(scene.issues.size() == 1);
  CHECK(scene.issues[0].path == kFolder);
}

TEST_CASE("of a doubled name the older experiment keeps it, the same in every clone") {
  std::vector<Experiment> experiments(4);
  experiments[0] = {{"b"}, "x", Lifecycle::active, 5, 5, {}};
  experiments[1] = {{"a"}, "x", Lifecycle::active, 5, 5, {}};
  experiments[2] = {{"c"}, "x", Lifecycle::active, 4, 4, {}};
  experiments[3] = {{"d"}, "y", Lifecycle::active, 1, 1, {}};
  settle_doubled_names(experiments);
  CHECK(experiments[0].name == "x~b");
  CHECK(experiments[1].name == "x~a");
  CHECK(experiments[2].name == "x");
  CHECK(experiments[3].name == "y");
}

}  // namespace
}  // namespace mlt::store
