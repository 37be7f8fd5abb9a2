#include "app/transfer/migrate.hpp"

#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/transfer/import.hpp"
#include "app/transfer/left_behind.hpp"
#include "disk/faulty.hpp"
#include "disk/files.hpp"
#include "disk/memory.hpp"
#include "kept_store.hpp"

using namespace mlt;

namespace {

/// What the stores of a test hold, by the word in their folder, so that renames move them.
struct Shelf {
  std::map<std::string, test::KeptStore> stores;
  int made = 0;
  store::Layout to = store::Layout::native;
  int imports_until_death = -1;  ///< -1: it lives
};

/// One of them, opened: what it holds at its end goes back.
class ShelvedStore final : public test::KeptStore {
 public:
  ShelvedStore(Shelf& shelf, std::string word)
      : KeptStore(shelf.stores[word]), shelf_(shelf), word_(std::move(word)) {}
  ShelvedStore(const ShelvedStore&) = delete;
  ShelvedStore& operator=(const ShelvedStore&) = delete;
  ~ShelvedStore() override { shelf_.stores[word_] = *this; }

  [[nodiscard]] std::string_view layout() const override {
    const bool is_native = (shelf_.to == store::Layout::native) != word_.starts_with("old");
    return is_native ? "native" : "mlflow";
  }
  void scan_runs(const RunScan& scan, const RunSink& sink) override {
    for (const auto& [ref, import] : runs) {
      if (!scan.accept || scan.accept(import.run)) {
        sink(Run(import.run));
      }
    }
  }
  bool import_run(const RunImport& run) override {
    if (shelf_.imports_until_death == 0) {
      throw disk::ProcessDied{};
    }
    shelf_.imports_until_death -= shelf_.imports_until_death > 0 ? 1 : 0;
    return KeptStore::import_run(run);
  }

 private:
  Shelf& shelf_;
  std::string word_;
};

RunImport run_of(const std::string& id) {
  RunImport run;
  run.run.id = {id};
  run.run.experiment_id = {"1"};
  run.run.name = id;
  run.run.status = RunStatus::finished;
  run.run.params = {{"lr", "0.1"}};
  run.points = {{"loss", {0, 1, 0.5, {}}}, {"loss", {1, 2, 0.25, {}}}};
  return run;
}

struct World {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  Shelf shelf;

  World() {
    disk->put("mlruns/id", "old");
    test::KeptStore& old = shelf.stores["old"];
    old.import_experiment({.id = {"1"}, .name = "Iris", .created_ms = 5, .tags = {{"a", "b"}}});
    old.import_run(run_of("run-1"));
    old.import_run(run_of("run-2"));
    ModelImport model;
    model.model.id = {"m-1"};
    model.model.experiment_id = {"1"};
    old.import_model(model);
  }

  app::MigrationReport migrate(disk::Disk& parent, bool dry_run = false) {
    app::Migration plan{.parent = parent,
                        .name = "mlruns",
                        .to = shelf.to,
                        .open = {},
                        .complete = {},
                        .location = {},
                        .dry_run = dry_run};
    plan.open = [this](const std::string& folder, bool make,
                       const IssueSink&) -> std::unique_ptr<Store> {
      if (make && !disk::find_text(*disk, folder + "/id")) {
        disk->put(folder + "/id", "new" + std::to_string(++shelf.made));
      }
      return std::make_unique<ShelvedStore>(shelf, disk::read_text(*disk, folder + "/id"));
    };
    return app::migrate(plan);
  }

  /// The new store has everything, the old one is kept, nothing else is left.
  void check_migrated() {
    const std::string word = disk->text("mlruns/id");
    CHECK(word.starts_with("new"));
    CHECK(disk->text("mlruns.mlflow.old/id") == "old");
    CHECK_FALSE(disk->find_stat("mlruns.migrating"));
    const test::KeptStore& now = shelf.stores.at(word);
    const test::KeptStore& old = shelf.stores.at("old");
    CHECK(now.experiments.size() == 1);
    CHECK(now.models.size() == 1);
    REQUIRE(now.runs.size() == old.runs.size());
    for (const auto& [ref, run] : old.runs) {
      CHECK(app::is_same_run(run, now.runs.at(ref)));
    }
  }
};

}  // namespace

TEST_CASE("a store is built beside the old one, verified and swapped in") {
  World world;
  const app::MigrationReport report = world.migrate(*world.disk);
  CHECK(report.changed);
  CHECK(report.runs == 2);
  CHECK(report.kept_as == "mlruns.mlflow.old");
  world.check_migrated();
  CHECK_FALSE(world.migrate(*world.disk).changed);
}

TEST_CASE("a migration reads each run twice: to take it and to compare") {
  World world;
  world.migrate(*world.disk);
  CHECK(world.shelf.stores.at("old").points_read == 2 * 2);
  CHECK(world.shelf.stores.at(world.disk->text("mlruns/id")).points_read == 2);
}

TEST_CASE("a dry run tells the plan and what is not carried, and changes nothing") {
  World world;
  world.disk->put("mlruns/notes.txt", "x");
  world.disk->put("mlruns/models/iris/meta.yaml", "x");
  world.disk->put("mlruns/1/traces/tr-1/trace_info.yaml", "x");
  world.disk->put("mlruns/.trash/2/traces/tr-2/trace_info.yaml", "x");
  const auto before = world.disk->files();
  const app::MigrationReport report = world.migrate(*world.disk, true);
  CHECK(report.left_out ==
        std::vector<app::LeftOut>{{"mlruns/.trash/2/traces", "MLflow's traces"},
                                  {"mlruns/1/traces", "MLflow's traces"},
                                  {"mlruns/id", "not known to either layout"},
                                  {"mlruns/models", "the registry"},
                                  {"mlruns/notes.txt", "not known to either layout"}});
  CHECK(world.disk->files() == before);
}

TEST_CASE("killed at any step, a second call ends it") {
  int steps = 0;
  {
    World world;
    disk::FaultyDisk counting(world.disk, disk::Fault::none, 0);
    world.migrate(counting);
    steps = counting.changes();
  }
  REQUIRE(steps >= 3);
  for (int step = 1; step <= steps; ++step) {
    CAPTURE(step);
    World world;
    disk::FaultyDisk dying(world.disk, disk::Fault::death, step);
    CHECK_THROWS_AS(world.migrate(dying), disk::ProcessDied);
    CHECK(world.migrate(*world.disk).changed);
    world.check_migrated();
  }
  for (int imports = 0; imports < 2; ++imports) {
    CAPTURE(imports);
    World world;
    world.shelf.imports_until_death = imports;
    CHECK_THROWS_AS(world.migrate(*world.disk), disk::ProcessDied);
    CHECK(world.disk->text("mlruns/id") == "old");
    world.shelf.imports_until_death = -1;
    world.migrate(*world.disk);
    world.check_migrated();
  }
}

TEST_CASE("what an earlier call left is built anew where the store went on since") {
  World world;
  world.shelf.imports_until_death = 1;
  CHECK_THROWS_AS(world.migrate(*world.disk), disk::ProcessDied);
  world.shelf.imports_until_death = -1;
  world.shelf.stores["old"].runs.begin()->second.points.push_back({"loss", {2, 3, 0.1, {}}});
  world.migrate(*world.disk);
  world.check_migrated();
}

TEST_CASE("an old store of an earlier migration is never overwritten") {
  World world;
  world.disk->put("mlruns.mlflow.old/id", "older");
  try {
    world.migrate(*world.disk);
    FAIL("it was");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::refused);
  }
  CHECK(world.disk->text("mlruns/id") == "old");
}

TEST_CASE(
    "the report names repeated points, unknown files at every depth, and lies beside the store") {
  World world;
  auto& points = world.shelf.stores["old"].runs.begin()->second.points;
  points.push_back(points.front());
  for (const char* const path :
       {"1/run-1/meta.yaml", "1/run-1/draft.txt", "1/stray.txt", "1/models/m-1/note",
        "1/datasets/d/meta.yaml", "1/run-1/artifacts.jsonl", "1/run-1/code/git.diff"}) {
    world.disk->put("mlruns/" + std::string(path), "x");
  }
  const app::MigrationReport report = world.migrate(*world.disk);
  std::string paths;
  for (const app::LeftOut& item : report.left_out) {
    paths += item.path + "\n";
  }
  CHECK(paths ==
        "mlruns/1/models/m-1/note\n"
        "mlruns/1/run-1/draft.txt\n"
        "mlruns/1/run-1/metrics/loss\n"
        "mlruns/1/stray.txt\n"
        "mlruns/id\n");
  CHECK(report.file == "mlruns.migration.json");
  CHECK(world.disk->text(report.file) == app::report_text(report, "mlruns", "native"));
  CHECK(world.disk->text(report.file).find("a point that stood there already, kept once") !=
        std::string::npos);
}

TEST_CASE("points come in the order in which they were logged") {
  World world;
  auto& old = world.shelf.stores["old"].runs.begin()->second;
  old.points = {{"loss", {5, 1, 0.5, {}}}, {"loss", {1, 9, 0.25, {}}}, {"loss", {3, 0, 1, {}}}};
  world.migrate(*world.disk);
  const RunImport& now = world.shelf.stores.at(world.disk->text("mlruns/id")).runs.begin()->second;
  REQUIRE(now.points.size() == 3);
  CHECK(now.points[0].point.step == 5);
  CHECK(now.points[2].point.step == 3);
}

TEST_CASE("settings and rules are carried, the settings under the new layout") {
  World world;
  world.disk->put("mlruns/policy.yaml", "rules: []\n");
  world.disk->put("mlruns/mlt.yaml", "\n# ours\nlayout: mlflow\nschema: 1\nprimary: loss\n");
  CHECK(world.migrate(*world.disk).left_out ==
        std::vector<app::LeftOut>{{"mlruns/id", "not known to either layout"}});
  CHECK(world.disk->text("mlruns/policy.yaml") == "rules: []\n");
  CHECK(world.disk->text("mlruns/mlt.yaml") ==
        "\n# ours\nlayout: native\nschema: 1\nprimary: loss\n");
}

TEST_CASE("files that a native store knows are not listed, those for git only if changed") {
  disk::MemoryDisk disk;
  for (const char* const path :
       {"mlruns/experiments/1/events/1-a.json", "mlruns/experiments/1/hosts/h/r.jsonl",
        "mlruns/experiments/1/r/journal.jsonl", "mlruns/experiments/1/r/run.json",
        "mlruns/experiments/1/r/old.json", "mlruns/experiments/1/models/m-1/model.json",
        "mlruns/models/iris/events/1-a.json", "mlruns/.lock", "mlruns/mlt.yaml"}) {
    disk.put(path, "x\n");
  }
  disk.put("mlruns/.gitignore", "*.bin\n");
  CHECK(app::left_behind(disk, "mlruns", store::Layout::native) ==
        std::vector<app::LeftOut>{{"mlruns/.gitignore", "not known to either layout"},
                                  {"mlruns/experiments/1/r/old.json", "not known to either layout"},
                                  {"mlruns/models", "the registry"}});
}

TEST_CASE("a line that was cut off is named, whatever file it ends") {
  using store::Layout;
  const auto check_named = [](disk::MemoryDisk& disk, Layout layout, const std::string& path,
                              const std::string& line) {
    disk.put(path, line + line.substr(0, 5));
    CHECK(app::left_behind(disk, "mlruns", layout) ==
          std::vector<app::LeftOut>{{path, "the last line was cut off"}});
    disk.put(path, line);
    CHECK(app::left_behind(disk, "mlruns", layout).empty());
  };
  disk::MemoryDisk native;
  for (const char* const path :
       {"mlruns/experiments/1/r/journal.jsonl", "mlruns/experiments/1/hosts/h/r.jsonl",
        "mlruns/experiments/1/models/m-1/journal.jsonl"}) {
    check_named(native, Layout::native, path, "{\"metric\":\"loss\"}\n");
  }
  disk::MemoryDisk mlflow;
  mlflow.put("mlruns/1/r/meta.yaml", "run_id: r");
  mlflow.put("mlruns/1/models/m-1/meta.yaml", "model_id: m-1");
  mlflow.put("mlruns/1/r/params/p", "no lines here");
  mlflow.put("mlruns/1/r/metrics/empty", "");
  for (const char* const path :
       {"mlruns/1/r/metrics/deep/loss", "mlruns/1/models/m-1/metrics/loss"}) {
    check_named(mlflow, Layout::mlflow, path, "1 0.5 0\n");
  }
}

TEST_CASE("in short there is a line for each reason") {
  CHECK(app::short_lines({{"a", "x"}, {"b", "y"}, {"c", "x"}, {"d", "x"}}) ==
        std::vector<std::string>{"a and 2 more: x", "b: y"});
}

TEST_CASE("a data set gets the description of the first run that MLflow's layout keeps") {
  World world;
  world.shelf.to = store::Layout::mlflow;
  auto& runs = world.shelf.stores["old"].runs;
  const RunRef first{{"1"}, {"run-1"}};
  const RunRef second{{"1"}, {"run-2"}};
  runs.at(first).run.dataset_inputs = {{{"iris", "01", "local", "here", {}, {}}, {}}};
  runs.at(second).run.dataset_inputs = {{{"iris", "01", "local", "there", {}, {}}, {}}};
  const app::MigrationReport report = world.migrate(*world.disk);
  CHECK(std::ranges::count(
            report.left_out,
            app::LeftOut{"mlruns/experiments/1/run-2",
                         "a description of a data set other than an earlier run's"}) == 1);
  const auto& now = world.shelf.stores.at(world.disk->text("mlruns/id")).runs;
  CHECK(now.at(first).run.dataset_inputs.front().dataset.source == "here");
  CHECK(now.at(second).run.dataset_inputs.front().dataset.source == "here");
}
