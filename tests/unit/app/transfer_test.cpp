#include <filesystem>
#include <fstream>
#include <functional>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/transfer/bundle.hpp"
#include "app/transfer/import.hpp"
#include "disk/archive.hpp"
#include "disk/files.hpp"
#include "kept_store.hpp"
#include "temp_folder.hpp"

using namespace mlt;
using What = app::Imported::What;
using Outcome = app::Imported::Outcome;

namespace {

void write_file(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

RunImport run_of(const std::string& id, const std::string& experiment = "iris") {
  RunImport import;
  import.run.id = {id};
  import.run.experiment_id = {experiment};
  import.run.name = "brave-owl";
  import.run.user = "ada";
  import.run.status = RunStatus::finished;
  import.run.start_time_ms = 1;
  import.run.end_time_ms = 2;
  import.run.params = {{ "lr", "0.1" }};
  import.points = {{"loss", { 0, 1, 0.5, {} }}, { "loss", { 1, 2, 0.25, {} } }};
  return import;
}

void fill(test::KeptStore& store, const test::TempFolder& folder) {
  store.import_experiment({.id = {"iris"}, .name = "Iris", .created_ms = 7, .tags = {{"a", "b"}}});
  RunImport run = run_of("run-1");
  run.artifacts_from = folder.path() + "/artifacts";
  write_file(run.artifacts_from + "/model/weights.bin", std::string("\0\1", 2));
  store.import_run(run);
  RunImport deleted = run_of("run-2");
  deleted.run.lifecycle = Lifecycle::deleted;
  deleted.run.deleted_time_ms = 9;
  store.import_run(deleted);
  ModelImport model;
  model.model.id = {"m-1"};
  model.model.experiment_id = {"iris"};
  model.model.name = "petal";
  model.model.metrics = {{"acc", {"run-1"}, point_of_model({1, 2, 0.5, {}}, {"m-1"})}};
  store.import_model(model);
}

std::string bundle_bytes(Store& store) {
  std::string bytes;
  const auto target = app::bundle_archive([&bytes](std::string_view piece) { bytes += piece; });
  app::write_bundle(app::history_of_store(store), *target);
  return bytes;
}

/// A bundle of the store, unpacked.
std::string unpacked(Store& store, const test::TempFolder& folder) {
  const std::string file = folder.path() + "/bundle.tar.gz";
  write_file(file, bundle_bytes(store));
  disk::unpack_archive(file, *disk::open_real_disk(folder.path()), "bundle", {});
  return folder.path() + "/bundle";
}

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("a bundle carries a store to another one, and twice is once") {
  const test::TempFolder folder;
  test::KeptStore from;
  fill(from, folder);
  const app::History bundle = app::open_bundle(unpacked(from, folder));
  test::KeptStore to;
  const app::ImportReport first = app::import_history(bundle, to, {});
  CHECK(first.count(What::run, Outcome::taken) == 2);
  CHECK(to.experiments.at({"iris"}).created_ms == 7);
  CHECK(to.runs.at({{"iris"}, {"run-2"}}).run.deleted_time_ms == 9);
  CHECK(app::is_same_run(to.runs.at({{"iris"}, {"run-1"}}), from.runs.at({{"iris"}, {"run-1"}})));
  CHECK(std::filesystem::file_size(to.runs.at({{"iris"}, {"run-1"}}).artifacts_from +
                                   "/model/weights.bin") == 2);
  CHECK(to.models.at({{"iris"}, {"m-1"}}).model.metrics.size() == 1);
  CHECK(bundle_bytes(to) == bundle_bytes(from));

  const int writes = to.writes;
  const app::ImportReport second = app::import_history(bundle, to, {});
  CHECK(second.count(What::run, Outcome::present) == 2);
  CHECK(to.writes == writes);
}

TEST_CASE("a bundle that is not what its manifest says is refused") {
  const test::TempFolder folder;
  test::KeptStore from;
  fill(from, folder);
  const std::string bundle = unpacked(from, folder);
  const std::string weights = bundle + "/experiments/iris/runs/run-1/artifacts/model/weights.bin";
  const auto reason = [&] { return message_of([&] { app::open_bundle(bundle); }); };
  CHECK(reason().empty());

  write_file(weights, "changed");
  CHECK(reason() == weights + ": is not what the manifest says: it was changed or cut off");
  std::filesystem::remove(weights);
  CHECK(reason() == weights + ": is missing, and the manifest has it");
  std::filesystem::create_symlink("/etc/passwd", weights);
  CHECK(reason() == weights + ": is no regular file");
  std::filesystem::remove(weights);
  write_file(weights, std::string("\0\1", 2));
  write_file(bundle + "/more", "x");
  CHECK(reason() == bundle + "/more: is not in the manifest");
  std::filesystem::remove(bundle + "/more");
  write_file(bundle + "/mlt-bundle.json", "{}");
  CHECK(reason() ==
        bundle + "/mlt-bundle.json: is no manifest that this mlt reads ('mlt.bundle/1')");
}

TEST_CASE("an experiment of the same name is joined, renamed or refused") {
  app::History history;
  history.experiments = {{.id = {"42"}, .name = "Iris", .tags = {}}};
  history.runs = {{"run-1", [] { return run_of("run-1", "42"); }}};
  const auto make = [] {
    auto store = std::make_unique<test::KeptStore>();
    store->import_experiment({.id = {"iris"}, .name = "Iris", .tags = {}});
    return store;
  };
  const auto joined = make();
  app::import_history(history, *joined, {});
  CHECK(joined->runs.contains({{"iris"}, {"run-1"}}));

  const auto renamed = make();
  app::import_history(history, *renamed, {.on_conflict = app::OnConflict::rename});
  CHECK(renamed->experiments.at({"42"}).name == "Iris~42");
  CHECK(renamed->runs.contains({{"42"}, {"run-1"}}));

  const auto refusing = make();
  CHECK_THROWS_AS(app::import_history(history, *refusing, {.on_conflict = app::OnConflict::fail}),
                  Error);
  CHECK(refusing->runs.empty());
}

TEST_CASE("a run that says something else stays, gets a sibling or stops the import") {
  app::History history;
  history.experiments = {{.id = {"iris"}, .name = "Iris", .tags = {}}};
  history.runs = {{"run-1", [] {
                     RunImport other = run_of("run-1");
                     other.run.params["lr"] = "0.2";
                     return other;
                   }}};
  test::KeptStore store;
  store.import_experiment({.id = {"iris"}, .name = "Iris", .tags = {}});
  store.import_run(run_of("run-1"));

  const auto skipped = app::import_history(history, store, {});
  CHECK(skipped.count(What::run, Outcome::conflict) == 1);
  CHECK(store.runs.size() == 1);
  CHECK(message_of([&] {
          app::import_history(history, store, {.on_conflict = app::OnConflict::fail});
        }) == "run run-1 is here already and says something else");

  const app::ImportOptions rename{.on_conflict = app::OnConflict::rename};
  app::import_history(history, store, rename);
  CHECK(store.runs.size() == 2);
  CHECK(store.runs.at({{"iris"}, {"run-1"}}).run.params.at("lr") == "0.1");
  const auto again = app::import_history(history, store, rename);
  CHECK(again.count(What::run, Outcome::present) == 1);
  CHECK(store.runs.size() == 2);
}

TEST_CASE("runs go into one experiment, users get other names, a dry run writes nothing") {
  app::History history;
  history.experiments = {{.id = {"iris"}, .name = "Iris", .tags = {}}};
  history.runs = {{"run-1", [] { return run_of("run-1"); }}};
  test::KeptStore store;
  app::ImportOptions options{.into = "wine", .users = {{"ada", "eve"}}};
  options.dry_run = true;
  CHECK(app::import_history(history, store, options).count(What::run, Outcome::taken) == 1);
  CHECK(store.writes == 0);
  options.dry_run = false;
  app::import_history(history, store, options);
  CHECK(store.runs.at({{"wine"}, {"run-1"}}).run.user == "eve");
}

TEST_CASE("one damaged run stops the import, or only itself") {
  app::History history;
  history.experiments = {{.id = {"iris"}, .name = "Iris", .tags = {}}};
  history.runs = {{"bad", []() -> RunImport { throw Error(ErrorCode::data, "torn"); }},
                  {"odd", [] { return run_of("../odd"); }},
                  {"run-1", [] { return run_of("run-1"); }}};
  test::KeptStore store;
  CHECK(message_of([&] { app::import_history(history, store, {}); }) == "torn");
  CHECK(store.runs.empty());
  const auto report = app::import_history(history, store, {.keep_going = true});
  CHECK(report.count(What::run, Outcome::failed) == 2);
  CHECK(report.count(What::run, Outcome::taken) == 1);
}
