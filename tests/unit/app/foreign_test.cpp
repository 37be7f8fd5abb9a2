#include "app/transfer/foreign.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/transfer/import.hpp"
#include "app/transfer/source.hpp"
#include "base/process.hpp"
#include "kept_store.hpp"
#include "temp_folder.hpp"

using namespace mlt;

namespace {

const std::string kGolden = std::string(MLT_TESTS_DIR) + "/golden/import/";

/// The text of `sqlite3 FILE .dump` as a database again.
std::string database_of(const test::TempFolder& folder, const std::string& sql) {
  const std::string path = folder.path() + "/" + std::filesystem::path(sql).stem().string() + ".db";
  const auto made = base::run_and_capture(
      {"python3", "-c",
       "import sqlite3, sys; sqlite3.connect(sys.argv[2]).executescript(open(sys.argv[1]).read())",
       kGolden + sql, path},
      "");
  REQUIRE(made);
  REQUIRE(made->exit_code == 0);
  return path;
}

app::History open(const std::string& path) {
  return app::open_source(app::source_kind(path), path);
}

std::map<std::string, RunImport> runs_by_name(const app::History& history) {
  std::map<std::string, RunImport> runs;
  for (const auto& item : history.runs) {
    RunImport import = item.read();
    std::string name = import.run.name;
    runs.emplace(std::move(name), std::move(import));
  }
  return runs;
}

std::vector<MetricPoint> points_of(const RunImport& import, const std::string& key) {
  std::vector<MetricPoint> points;
  for (const Metric& metric : import.points) {
    if (metric.key == key) {
      points.push_back(metric.point);
    }
  }
  return points;
}

/// Importing it once takes all runs, again none.
void check_idempotent(const std::string& path, std::size_t runs) {
  test::KeptStore store;
  app::import_history(open(path), store, {});
  CHECK(store.runs.size() == runs);
  const int writes = store.writes;
  app::import_history(open(path), store, {.on_conflict = app::OnConflict::fail});
  CHECK(store.writes == writes);
}

std::string refusal(const std::string& path) {
  try {
    for (const auto& item : open(path).runs) {
      item.read();
    }
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    return error.message();
  }
  return {};
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("TensorBoard: scalars of both styles, hyperparameters, one run a directory") {
  const auto runs = runs_by_name(open(kGolden + "tensorboard"));
  REQUIRE(runs.size() == 4);
  const RunImport& first = runs.at("first");
  const auto loss = points_of(first, "loss/train");
  REQUIRE(loss.size() == 5);
  CHECK(loss[1].step == 1);
  CHECK(loss[1].time_ms == 1'700'000'001'000);
  CHECK(loss[1].value == doctest::Approx(0.05));
  CHECK(std::isnan(points_of(first, "accuracy").at(0).value));
  CHECK(first.run.tags.at("mlt.imported_without") == "note/text_summary");
  const RunImport& session = runs.at("first/hp");
  CHECK(session.run.params ==
        KeyValueMap{{"lr", "0.1"}, {"nesterov", "true"}, {"optimizer", "sgd"}});
  CHECK(points_of(session, "final").at(0).value == 0.5);
  const auto modern = points_of(runs.at("new_style"), "epoch_loss");
  REQUIRE(modern.size() == 3);
  CHECK(modern[2].value == doctest::Approx(0.3));
  check_idempotent(kGolden + "tensorboard", 4);
}

TEST_CASE("TensorBoard: a damaged record is named, a torn one ends the file") {
  const test::TempFolder folder;
  const std::string path = folder.path() + "/events.out.tfevents.1";
  std::string bytes =
      bytes_of(kGolden + "tensorboard/new_style/events.out.tfevents.1795550483.vm.9004.0");
  std::ofstream(path, std::ios::binary) << bytes.substr(0, bytes.size() - 1);
  const RunImport torn = open(path).runs.at(0).read();
  CHECK(points_of(torn, "epoch_loss").size() == 2);
  CHECK(torn.run.tags.at("mlt.imported_torn") == "true");
  bytes[bytes.size() - 10] ^= 1;
  std::ofstream(path, std::ios::binary) << bytes;
  const std::string reason = refusal(path);
  CHECK(reason.starts_with(path + ": byte "));
  CHECK(reason.ends_with(": the checksum of a record is wrong"));
}

TEST_CASE("W&B: config, history, summary and state") {
  const auto runs = runs_by_name(open(kGolden + "wandb"));
  REQUIRE(runs.size() == 1);
  const RunImport& run = runs.at("brave-wind");
  CHECK(run.run.params ==
        KeyValueMap{{"amp", "true"}, {"layers", "[64,32]"}, {"lr", "0.1"}, {"opt.name", "adam"}});
  const auto loss = points_of(run, "loss");
  REQUIRE(loss.size() == 6);
  CHECK(loss[1].value == 0.5);
  CHECK(std::isnan(loss[5].value));
  CHECK(points_of(run, "nested.acc").size() == 5);
  CHECK(points_of(run, "best").at(0).value == 0.2);
  CHECK(run.run.status == RunStatus::finished);
  CHECK(run.run.tags.at("mlflow.note.content") == "a note");
  CHECK(run.run.tags.at("wandb.tag.base") == "true");
  CHECK(open(kGolden + "wandb").experiments.at(0).name == "iris");
  check_idempotent(kGolden + "wandb", 1);
}

TEST_CASE("W&B: damage is named by its byte") {
  const test::TempFolder folder;
  const std::string path = folder.path() + "/run-1.wandb";
  std::string bytes = bytes_of(kGolden + "wandb/offline-run/run-m7ojta0l.wandb");
  bytes[20] ^= 1;
  std::ofstream(path, std::ios::binary) << bytes;
  CHECK(refusal(path) == path + ": byte 7: the checksum of a piece is wrong");
}

TEST_CASE("Trackio: config and metrics of a project") {
  const test::TempFolder folder;
  const std::string path = database_of(folder, "trackio/iris.sql");
  const auto runs = runs_by_name(open(path));
  REQUIRE(runs.size() == 1);
  const RunImport& run = runs.at("calm-sea");
  CHECK(run.run.params == KeyValueMap{{"layers", "[64,32]"}, {"lr", "0.1"}});
  CHECK(points_of(run, "loss").size() == 4);
  CHECK(points_of(run, "val/acc").at(3).value == doctest::Approx(0.3));
  check_idempotent(path, 1);
}

TEST_CASE("MLflow: databases of 2 and 3 come over with ids and everything") {
  const test::TempFolder folder;
  for (const std::string sql : {"mlflow/mlflow-3.17.2.sql", "mlflow/mlflow-2.22.5.sql"}) {
    CAPTURE(sql);
    const std::string path = database_of(folder, sql);
    const app::History history = open(path);
    const auto runs = runs_by_name(history);
    REQUIRE(runs.size() == 2);
    const RunImport& run = runs.at("brave-wind");
    CHECK(run.run.id.value.size() == 32);
    CHECK(run.run.params == KeyValueMap{{"lr", "0.1"}, {"opt", "adam"}});
    CHECK(run.run.tags.at("note") == "of SQLite");
    const auto loss = points_of(run, "loss");
    REQUIRE(loss.size() == 4);
    CHECK(loss[3].time_ms == 1'700'000'000'003);
    CHECK(std::isnan(points_of(run, "broken").at(0).value));
    REQUIRE(run.run.dataset_inputs.size() == 1);
    CHECK(run.run.dataset_inputs[0].dataset.name == "petals");
    CHECK(run.run.dataset_inputs[0].tags.at("mlflow.data.context") == "train");
    CHECK(runs.at("gone").run.lifecycle == Lifecycle::deleted);
    CHECK(runs.at("gone").run.deleted_time_ms);
    CHECK(history.experiments.at(1).tags.at("team") == "flowers");
    check_idempotent(path, 2);
  }
  const app::History modern = open(folder.path() + "/mlflow-3.17.2.db");
  REQUIRE(modern.models.size() == 1);
  const LoggedModel model = modern.models[0].read().model;
  CHECK(model.status == ModelStatus::ready);
  CHECK(model.params.at("k") == "3");
  CHECK(model.metrics.at(0).point.value == 0.9);
}

TEST_CASE("DVC: experiments under refs/exps with params, metrics and series") {
  const test::TempFolder folder;
  const std::string path = folder.path() + "/iris";
  const auto git = [](std::vector<std::string> words) {
    words.insert(words.begin(), "git");
    const auto result = base::run_and_capture(words, "");
    REQUIRE(result);
    REQUIRE(result->exit_code == 0);
  };
  git({"clone", "-q", kGolden + "dvc/repository.bundle", path});
  git({"-C", path, "fetch", "-q", "origin", "refs/exps/*:refs/exps/*"});
  const auto runs = runs_by_name(open(path));
  REQUIRE(runs.size() == 2);
  const RunImport& run = runs.at("slow-one");
  CHECK(run.run.params ==
        KeyValueMap{{"name", "base"}, {"train.layers", "[64,32]"}, {"train.lr", "0.01"}});
  CHECK(run.run.user == "ada");
  CHECK(points_of(run, "acc").at(0).value == 0.901);
  const auto loss = points_of(run, "train/loss");
  REQUIRE(loss.size() == 3);
  CHECK(loss[2].step == 2);
  CHECK(points_of(runs.at("fast-one"), "acc").at(0).value == 1.0);
  check_idempotent(path, 2);
}

TEST_CASE("keys of other tools become keys of a store") {
  CHECK(app::carried_key("loss") == "loss");
  CHECK(app::carried_key("/a//b/./c/") == "a/b/c");
  CHECK(app::carried_key("../a") == "__/a");
  CHECK(app::carried_key("acc@5 (top)") == "acc_5 _top_");
  CHECK(app::carried_key("") == "_");
  CHECK(app::carried_key(std::string(300, 'x')).size() == 250);
  CHECK(app::carried_key("..a") == "_.a");
}

TEST_CASE("what is nothing to import is said") {
  const test::TempFolder folder;
  CHECK_THROWS_AS(app::source_kind(folder.path()), Error);
  CHECK_THROWS_AS(app::source_kind(folder.path() + "/none"), Error);
  CHECK(app::source_path("sqlite:///mlflow.db") == "mlflow.db");
  CHECK(app::source_path("sqlite:////data/mlflow.db") == "/data/mlflow.db");
}
