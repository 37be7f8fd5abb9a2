#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "kinds.hpp"
#include "temp_folder.hpp"

namespace mlt::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

template <typename Call>
ErrorCode code_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("no error was thrown");
  return ErrorCode::usage;
}

RunRef new_run(Store& store, const std::string& name = "a-run") {
  NewRun run;
  run.experiment_id = store.ensure_default_experiment().id;
  run.name = name;
  run.user = "me";
  run.host = "here";
  run.start_time_ms = 1000;
  return store.create_run(run);
}

RunBatch metrics(const std::string& key, std::vector<MetricPoint> points) {
  RunBatch batch;
  for (const MetricPoint& point : points) {
    batch.metrics.push_back({key, point});
  }
  return batch;
}

TEST_CASE("a run is what it was made as") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    NewRun run;
    run.experiment_id = store.create_experiment({"iris", {}}).id;
    run.name = "brave owl – 日本";
    run.user = "me";
    run.host = "here";
    run.status = RunStatus::scheduled;
    run.start_time_ms = 12345;
    run.params = {{"lr", "0.1"}, {"a/b c.d-e:f", "naïve\n\"x\" \\"}, {"empty", ""}};
    run.tags = {{"mlflow.note.content", "# Title\n\ntext"}, {"日本", "語"}};
    const RunRef ref = store.create_run(run);
    CHECK(ref.experiment_id == run.experiment_id);
    CHECK(ref.run_id.value.size() == 32);
    for (Store* reader : {&store, on.open().release()}) {
      const Run read = reader->get_run(ref);
      CHECK(read.ref() == ref);
      CHECK(read.name == run.name);
      CHECK(read.user == run.user);
      CHECK(read.status == RunStatus::scheduled);
      CHECK(read.lifecycle == Lifecycle::active);
      CHECK(read.start_time_ms == 12345);
      CHECK_FALSE(read.end_time_ms);
      CHECK(read.params == run.params);
      CHECK(read.tags == run.tags);
      CHECK(read.metrics.empty());
      CHECK(read.artifacts.empty());
      CHECK_FALSE(read.damaged);
      if (reader != &store) {
        delete reader;
      }
    }
  });
}

TEST_CASE("runs are found by id and by folder, and by nothing else") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef a = new_run(store);
    const RunRef b = new_run(store);
    CHECK(a != b);
    CHECK(store.locate_run(a.run_id) == a);
    CHECK(on.open()->locate_run(b.run_id) == b);
    CHECK(store.find_run_at(store.open_run(a)->run_dir()) == a);
    CHECK(store.list_runs({}).size() == 2);
    for (const std::string& id :
         {std::string("ffffffffffffffffffffffffffffffff"), std::string(), std::string(".."),
          std::string("events"), std::string("a/b"), a.run_id.value.substr(0, 8)}) {
      CAPTURE(id);
      CHECK_FALSE(store.locate_run({id}));
      CHECK(code_of([&] { (void)store.get_run({a.experiment_id, {id}}); }) == ErrorCode::not_found);
      CHECK(code_of([&] {
              (void)store.open_run({a.experiment_id, {id}});
            }) == ErrorCode::not_found);
      CHECK(code_of([&] {
              (void)store.metric_history({a.experiment_id, {id}}, "m");
            }) == ErrorCode::not_found);
    }
    const std::string dir = store.open_run(a)->run_dir();
    for (const std::string& place :
         {std::string(), std::string("/"), store.root(), dir + "/artifacts", dir + "/", dir + "x",
          dir + "/..", dir.substr(0, dir.rfind('/')), dir.substr(0, dir.rfind('/')) + "/events"}) {
      CAPTURE(place);
      CHECK_FALSE(store.find_run_at(place));
    }
  });
}

TEST_CASE("a param is written once") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    writer->append({.params = {{"lr", "0.1"}, {"seed", "1"}}});
    writer->append({.params = {{"lr", "0.1"}}});
    RunBatch mixed{{{"new", "1"}, {"lr", "0.2"}}, {{"m", {0, 0, 1}}}, {{"t", "x"}}};
    CHECK(code_of([&] { writer->append(mixed); }) == ErrorCode::refused);
    CHECK(code_of([&] {
            on.open()->open_run(ref)->append({.params = {{"lr", "0.3"}}});
          }) == ErrorCode::refused);
    CHECK(code_of([&] {
            writer->append({.params = {{"twice", "1"}, {"twice", "2"}}});
          }) == ErrorCode::refused);
    const Run run = store.get_run(ref);
    CHECK(run.params == KeyValueMap{{"lr", "0.1"}, {"seed", "1"}});
    CHECK(run.metrics.empty());
    CHECK(run.tags.empty());
    try {
      writer->append({.params = {{"lr", "0.2"}}});
    } catch (const Error& error) {
      CHECK(error.message().find("'lr'") != std::string::npos);
      CHECK(error.message().find("'0.1'") != std::string::npos);
      CHECK(error.message().find("'0.2'") != std::string::npos);
    }
  });
}

TEST_CASE("of a tag the last value counts, though the clock goes back or stands") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto one = store.open_run(ref);
    const auto other_store = on.open();
    const auto two = other_store->open_run(ref);
    one->append({.tags = {{"t", "1"}, {"kept", "x"}}});
    two->append({.tags = {{"t", "0"}}});
    CHECK(store.get_run(ref).tags.at("t") == "0");
    on.clock->advance(-100'000);
    one->append({.tags = {{"t", "00"}}});
    CHECK(store.get_run(ref).tags.at("t") == "00");
    one->append({.tags = {{"mlflow.runName", "renamed"}}});
    CHECK(store.get_run(ref).name == "renamed");
    CHECK(store.get_run(ref).tags.at("kept") == "x");
  });
}

TEST_CASE("metrics: summary and history") {
  on_each_store([](StoreUnderTest&, Store& store) {
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    writer->append(metrics("loss", {{2, 20, 0.25}, {0, 10, 1}, {1, 15, 2}}));
    writer->append(metrics("loss", {{2, 20, 0.25}, {2, 25, 0.5}, {-1, 5, kNan}}));
    writer->append(metrics("odd/key with.all-of:it", {{0, 0, 1}}));
    const Run run = store.get_run(ref);
    const MetricSummary& loss = run.metrics.at("loss");
    CHECK(loss.count == 5);
    CHECK(same_point(loss.first, {-1, 5, kNan}));
    CHECK(same_point(loss.last, {2, 25, 0.5}));
    CHECK(same_point(*loss.min, {2, 20, 0.25}));
    CHECK(same_point(*loss.max, {1, 15, 2}));
    CHECK(run.metrics.count("odd/key with.all-of:it") == 1);
    const auto history = store.metric_history(ref, "loss");
    REQUIRE(history.size() == 5);
    CHECK(same_point(history[0], {-1, 5, kNan}));
    CHECK(same_point(history[1], {0, 10, 1}));
    CHECK(same_point(history[4], {2, 25, 0.5}));
    CHECK(store.metric_history(ref, "none").empty());
  });
}

TEST_CASE("numbers come back as they went") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    using Limits = std::numeric_limits<double>;
    const std::vector<double> values{0.0,
                                     -0.0,
                                     0.1,
                                     1.0 / 3,
                                     5e-324,
                                     Limits::max(),
                                     Limits::lowest(),
                                     Limits::min(),
                                     9007199254740993.0,
                                     1e22,
                                     kInf,
                                     -kInf,
                                     kNan};
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    std::vector<MetricPoint> points;
    for (std::size_t i = 0; i < values.size(); ++i) {
      points.push_back({static_cast<std::int64_t>(i), 0, values[i]});
    }
    writer->append(metrics("v", points));
    writer->append(metrics("s", {{INT64_MIN, INT64_MIN, 1}, {INT64_MAX, INT64_MAX, 2}, {0, 0, 3}}));
    writer->set_status(RunStatus::finished, 5);
    const auto reader = on.open();
    const auto history = reader->metric_history(ref, "v");
    REQUIRE(history.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      CAPTURE(values[i]);
      CHECK(same_point(history[i], points[i]));
      CHECK(std::signbit(history[i].value) == std::signbit(values[i]));
    }
    const Run run = reader->get_run(ref);
    CHECK(same_point(run.metrics.at("s").first, {INT64_MIN, INT64_MIN, 1}));
    CHECK(same_point(run.metrics.at("s").last, {INT64_MAX, INT64_MAX, 2}));
    CHECK(std::isnan(run.metrics.at("v").last.value));
    CHECK(run.metrics.at("v").min->value == -kInf);
    CHECK(run.metrics.at("v").max->value == kInf);
  });
}

TEST_CASE("values have no limit") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const std::string big(3'000'000, 'x');
    {
      const auto writer = store.open_run(ref);
      if (store.layout() == "mlflow") {
        // MLflow would cut a param of more than 6000 characters, so none gets in.
        CHECK(code_of([&] { writer->append({.params = {{"big", big}}}); }) == ErrorCode::usage);
        writer->append({.params = {{"big", big.substr(0, 6000)}}, .tags = {{"big", big}}});
        CHECK(store.get_run(ref).params.at("big").size() == 6000);
        CHECK(store.get_run(ref).tags.at("big") == big);
        return;
      }
      writer->append({.params = {{"big", big}}, .tags = {{"big", big + "y"}}});
      writer->append(metrics("m", {{0, 0, 1}}));
    }
    const Run run = on.open()->get_run(ref);
    CHECK(run.params.at("big") == big);
    CHECK(run.tags.at("big") == big + "y");
    CHECK(run.metrics.at("m").count == 1);
  });
}

TEST_CASE("many lines: the snapshot is written on the way, and nothing depends on it") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    constexpr int kBatches = 60;
    constexpr int kPoints = 501;
    for (int i = 0; i < kBatches; ++i) {
      RunBatch batch;
      for (int j = 0; j < kPoints; ++j) {
        const int step = i * kPoints + j;
        batch.metrics.push_back({"metric-with-a-long-name-" + std::to_string(j % 3),
                                 {step, 1'700'000'000'000 + step, 1.0 / (step + 1)}});
      }
      writer->append(batch);
    }
    writer->append({.tags = {{"done", "yes"}}});
    const Run run = on.open()->get_run(ref);
    CHECK(run.metrics.at("metric-with-a-long-name-0").count == kBatches * kPoints / 3);
    CHECK(run.tags.at("done") == "yes");
    int seen = 0;
    on.open()->scan_runs({.metrics = KeySelection::everything()}, [&](Run&& scanned) {
      ++seen;
      CHECK(scanned.metrics.at("metric-with-a-long-name-2").last.step ==
            run.metrics.at("metric-with-a-long-name-2").last.step);
    });
    CHECK(seen == 1);
  });
}

TEST_CASE("a status has its end time, and a run may be taken up again") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    CHECK(writer->status() == RunStatus::running);
    writer->set_status(RunStatus::failed, 2000);
    CHECK(writer->status() == RunStatus::failed);
    Run run = store.get_run(ref);
    CHECK(run.status == RunStatus::failed);
    CHECK(run.end_time_ms == 2000);
    const auto again = on.open();
    const auto later = again->open_run(ref);
    CHECK(later->status() == RunStatus::failed);
    later->set_status(RunStatus::running, std::nullopt);
    run = store.get_run(ref);
    CHECK(run.status == RunStatus::running);
    CHECK_FALSE(run.end_time_ms);
    later->append({.tags = {{"t", "after"}}});
    later->set_status(RunStatus::finished, 3000);
    run = store.get_run(ref);
    CHECK(run.end_time_ms == 3000);
    CHECK(run.tags.at("t") == "after");
  });
}

TEST_CASE("an empty batch writes nothing") {
  on_each_store([](StoreUnderTest&, Store& store) {
    const RunRef ref = new_run(store);
    store.open_run(ref)->append({});
    CHECK(store.get_run(ref).metrics.empty());
  });
}

TEST_CASE("artifacts are copied whole, with size and digest") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const TempFolder folder;
    const std::string source = folder.path() + "/weights.bin";
    const std::string bytes = std::string(700'000, 'w') + std::string("\0end", 4);
    std::ofstream(source, std::ios::binary) << bytes;
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    const ArtifactFact fact = writer->put_artifact("model/weights.bin", source);
    CHECK(fact.size == bytes.size());
    CHECK(fact.sha256 == base::sha256_hex(bytes));
    const ArtifactFact text = writer->put_artifact_bytes("日本 file.txt", "text");
    CHECK(text.sha256 == base::sha256_hex("text"));
    writer->put_artifact_bytes("empty", "");
    writer->put_artifact_bytes("日本 file.txt", "other");
    const Run run = on.open()->get_run(ref);
    CHECK(run.artifacts.size() == 3);
    CHECK(run.artifacts.at("model/weights.bin") == fact);
    CHECK(run.artifacts.at("日本 file.txt").size == 5);
    CHECK(writer->record_artifact("model/weights.bin") == fact);

    CHECK(code_of([&] { writer->put_artifact("x", folder.path() + "/none"); }) ==
          ErrorCode::not_found);
    CHECK(code_of([&] { writer->put_artifact("x", folder.path()); }) == ErrorCode::data);
    CHECK(code_of([&] { (void)writer->record_artifact("never/written"); }) == ErrorCode::not_found);
    CHECK(code_of([&] { writer->put_artifact_bytes("model", "a file over a folder"); }) ==
          ErrorCode::data);
    CHECK(code_of([&] { writer->put_artifact_bytes("empty/below", "a folder over a file"); }) ==
          ErrorCode::data);
    CHECK(store.get_run(ref).artifacts.size() == 3);
  });
}

TEST_CASE("files of code lie in the run's folder") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto writer = store.open_run(ref);
    writer->put_code("git.diff", "--- a\n+++ b\n");
    writer->put_code("env/pip.lock", "numpy==2\n");
    writer->put_code("env/pip.lock", "numpy==3\n");
    CHECK(store.find_code(ref, "git.diff") == "--- a\n+++ b\n");
    CHECK(store.find_code(ref, "env/pip.lock") == "numpy==3\n");
    CHECK_FALSE(store.find_code(ref, "uv.lock"));
    CHECK(code_of([&] {
            store.find_code({ref.experiment_id, {"none"}}, "git.diff");
          }) == ErrorCode::not_found);
    if (on.kind == "real") {
      std::ostringstream text;
      text << std::ifstream(writer->run_dir() + "/code/env/pip.lock").rdbuf();
      CHECK(text.str() == "numpy==3\n");
      CHECK(writer->artifacts_dir() == writer->run_dir() + "/artifacts");
    }
  });
}

TEST_CASE("two writers of one run") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store);
    const auto other_store = on.open();
    const auto one = store.open_run(ref);
    const auto two = other_store->open_run(ref);
    for (int i = 0; i < 10; ++i) {
      one->append(metrics("loss", {{2 * i, 0, 1}}));
      two->append(metrics("loss", {{2 * i + 1, 0, 1}}));
    }
    one->append({.params = {{"p", "1"}}});
    two->append({.params = {{"q", "2"}}});
    CHECK(code_of([&] { two->append({.params = {{"p", "2"}}}); }) == ErrorCode::refused);
    one->set_status(RunStatus::finished, 5);
    two->append({.tags = {{"t", "late"}}});
    const Run run = on.open()->get_run(ref);
    CHECK(run.metrics.at("loss").count == 20);
    CHECK(run.params == KeyValueMap{{"p", "1"}, {"q", "2"}});
    CHECK(run.status == RunStatus::finished);
    CHECK(run.tags.at("t") == "late");
  });
}

}  // namespace
}  // namespace mlt::test
