#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "kinds.hpp"
#include "temp_folder.hpp"

// The rest of the tracking surface: what is renamed, tagged, deleted, purged; inputs, outputs and
// logged models; what is taken over from other stores; what is redacted.

namespace mlt::test {
namespace {

template <typename Call>
ErrorCode code_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK_FALSE(error.message().empty());
    return error.code();
  }
  FAIL("no error was thrown");
  return ErrorCode::usage;
}

RunRef new_run(Store& store, const ExperimentId& experiment, const std::string& name = "a-run") {
  NewRun run;
  run.experiment_id = experiment;
  run.name = name;
  run.user = "me";
  run.host = "here";
  run.start_time_ms = 1000;
  return store.create_run(run);
}

Experiment find(Store& store, const ExperimentId& id) {
  for (Experiment& experiment : store.list_experiments()) {
    if (experiment.id == id) {
      return experiment;
    }
  }
  FAIL("no experiment ", id.value);
  return {};
}

std::size_t count_runs(Store& store, LifecycleFilter lifecycle) {
  std::size_t count = 0;
  store.scan_runs({.lifecycle = lifecycle}, [&](Run&&) { ++count; });
  return count;
}

std::shared_ptr<const MetricContext> context(MetricContext from) {
  return std::make_shared<const MetricContext>(std::move(from));
}

void write(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST_CASE("an experiment is renamed, and names stay unique") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const ExperimentId iris = store.create_experiment({"iris", {}}).id;
    const ExperimentId other = store.create_experiment({"other", {}}).id;
    on.clock->advance(10);
    store.rename_experiment(iris, "flowers");
    CHECK(find(store, iris).name == "flowers");
    CHECK(find(store, iris).updated_ms == on.clock->now_ms());
    CHECK(find(store, iris).created_ms == on.clock->now_ms() - 10);
    CHECK(code_of([&] { store.rename_experiment(other, "flowers"); }) == ErrorCode::refused);
    CHECK(code_of([&] { store.rename_experiment({"none"}, "x"); }) == ErrorCode::not_found);
    store.rename_experiment(other, "iris");
    CHECK(find(*on.open(), other).name == "iris");
    store.set_experiment_lifecycle(other, Lifecycle::deleted);
    CHECK(code_of([&] { store.rename_experiment(iris, "iris"); }) == ErrorCode::refused);
    CHECK(code_of([&] { store.rename_experiment(other, "y"); }) == ErrorCode::refused);
    CHECK(store.doctor({}).empty());
  });
}

TEST_CASE("tags of an experiment are set and removed") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const ExperimentId id = store.create_experiment({"iris", {{"a", "1"}, {"b", "2"}}}).id;
    store.tag_experiment(id, {.set = {{"a", "new"}, {"c", "3"}}, .removed = {"b", "c"}});
    CHECK(find(*on.open(), id).tags == KeyValueMap{{"a", "new"}, {"c", "3"}});
    CHECK(code_of([&] { store.tag_experiment(id, {.removed = {"b"}}); }) == ErrorCode::not_found);
    store.set_experiment_lifecycle(id, Lifecycle::deleted);
    CHECK(code_of([&] { store.tag_experiment(id, {.set = {{"x", "1"}}}); }) == ErrorCode::refused);
    CHECK(find(store, id).tags == KeyValueMap{{"a", "new"}, {"c", "3"}});
  });
}

TEST_CASE("the runs of a deleted experiment are deleted until it is restored") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const ExperimentId id = store.create_experiment({"iris", {}}).id;
    const RunRef ref = new_run(store, id);
    on.clock->advance(10);
    store.set_experiment_lifecycle(id, Lifecycle::deleted);
    CHECK(find(store, id).lifecycle == Lifecycle::deleted);
    CHECK(find(store, id).updated_ms == on.clock->now_ms());
    CHECK(store.get_run(ref).lifecycle == Lifecycle::deleted);
    CHECK(count_runs(store, LifecycleFilter::active) == 0);
    CHECK(count_runs(store, LifecycleFilter::deleted) == 1);
    CHECK(code_of([&] { new_run(store, id); }) == ErrorCode::refused);
    CHECK(code_of([&] { store.create_experiment({"iris", {}}); }) == ErrorCode::refused);
    const auto writer = store.open_run(ref);
    CHECK(code_of([&] { writer->append({.params = {{"p", "1"}}}); }) == ErrorCode::refused);
    CHECK(code_of([&] { writer->set_status(RunStatus::finished, 5); }) == ErrorCode::refused);
    store.set_experiment_lifecycle(id, Lifecycle::active);
    CHECK(on.open()->get_run(ref).lifecycle == Lifecycle::active);
    store.open_run(ref)->append({.params = {{"p", "1"}}});
    CHECK(store.get_run(ref).params.at("p") == "1");
    const ExperimentId standard = store.ensure_default_experiment().id;
    CHECK(code_of([&] { store.set_experiment_lifecycle(standard, Lifecycle::deleted); }) ==
          ErrorCode::refused);
  });
}

TEST_CASE("a run is deleted and restored") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store, store.ensure_default_experiment().id);
    on.clock->advance(10);
    store.open_run(ref)->set_lifecycle(Lifecycle::deleted);
    CHECK(store.get_run(ref).lifecycle == Lifecycle::deleted);
    CHECK(store.get_run(ref).deleted_time_ms == on.clock->now_ms());
    CHECK(count_runs(*on.open(), LifecycleFilter::deleted) == 1);
    const auto writer = store.open_run(ref);
    writer->set_lifecycle(Lifecycle::deleted);
    CHECK(code_of([&] { writer->append({.metrics = {{"m", {0, 1, 2}}}}); }) == ErrorCode::refused);
    CHECK(code_of([&] { writer->set_status(RunStatus::finished, 5); }) == ErrorCode::refused);
    writer->set_lifecycle(Lifecycle::active);
    writer->append({.metrics = {{"m", {0, 1, 2}}}});
    CHECK(store.get_run(ref).lifecycle == Lifecycle::active);
    CHECK_FALSE(store.get_run(ref).deleted_time_ms);
    CHECK(store.doctor({}).empty());
  });
}

TEST_CASE("what is purged is gone for good") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const ExperimentId id = store.create_experiment({"iris", {}}).id;
    const RunRef gone = new_run(store, id);
    const RunRef kept = new_run(store, id);
    store.open_run(gone)->put_artifact_bytes("a/b.txt", "text");
    CHECK(code_of([&] { store.purge_run(gone); }) == ErrorCode::refused);
    store.open_run(gone)->set_lifecycle(Lifecycle::deleted);
    const std::string dir = store.open_run(gone)->run_dir();
    store.purge_run(gone);
    CHECK_FALSE(store.locate_run(gone.run_id));
    CHECK_FALSE(store.find_run_at(dir));
    CHECK(code_of([&] { (void)store.get_run(gone); }) == ErrorCode::not_found);
    CHECK(code_of([&] { store.purge_run(gone); }) == ErrorCode::not_found);
    CHECK(store.list_runs({}).size() == 1);
    CHECK(store.doctor({}).empty());

    CHECK(code_of([&] { store.purge_experiment(id); }) == ErrorCode::refused);
    store.set_experiment_lifecycle(id, Lifecycle::deleted);
    store.purge_experiment(id);
    CHECK(on.open()->list_experiments().empty());
    CHECK(store.list_runs({}).empty());
    CHECK_FALSE(store.locate_run(kept.run_id));
    CHECK(count_runs(store, LifecycleFilter::all) == 0);
    CHECK(code_of([&] { store.purge_experiment(id); }) == ErrorCode::not_found);
    CHECK(code_of([&] { new_run(store, id); }) == ErrorCode::not_found);
    CHECK(store.create_experiment({"iris", {}}).name == "iris");
    CHECK(store.doctor({}).empty());
  });
}

TEST_CASE("tags of a run are taken away before others are set") {
  on_each_store([](StoreUnderTest&, Store& store) {
    const RunRef ref = new_run(store, store.ensure_default_experiment().id);
    const auto writer = store.open_run(ref);
    writer->append({.tags = {{"a", "1"}, {"b", "2"}}});
    writer->append({.tags = {{"b", "3"}}, .removed_tags = {"a", "b"}});
    CHECK(store.get_run(ref).tags == KeyValueMap{{"b", "3"}});
    CHECK(code_of([&] {
            writer->append({.tags = {{"c", "4"}}, .removed_tags = {"a"}});
          }) == ErrorCode::not_found);
    CHECK(store.get_run(ref).tags == KeyValueMap{{"b", "3"}});
  });
}

/// Nothing to mend. What MLflow 3 brought is told in its layout, because MLflow 2 refuses it.
bool is_sound(Store& store, const DoctorOptions& options = {}) {
  const std::vector<Finding> findings = store.doctor(options);
  return std::all_of(findings.begin(), findings.end(), [&store](const Finding& finding) {
    return store.layout() == "mlflow" && finding.code == "MLT114";
  });
}

TEST_CASE("inputs and outputs: the first of each counts") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const RunRef ref = new_run(store, store.ensure_default_experiment().id);
    const DatasetInput iris{{"iris", "abc", "local", "{\"uri\":\"x\"}", "{}", std::nullopt},
                            {{kDataContextTag, "train"}}};
    DatasetInput again = iris;
    again.tags = {{kDataContextTag, "eval"}};
    const DatasetInput other{{"iris", "def", "http", "s", std::nullopt, "{\"n\":1}"}, {}};
    const auto writer = store.open_run(ref);
    writer->append({.dataset_inputs = {iris}, .model_inputs = {{"m-1", {{"a", "b"}}}}});
    on.clock->advance(5);
    writer->append({.dataset_inputs = {again, other}, .model_outputs = {{"m-2", 7}}});
    for (const RunStatus status : {RunStatus::running, RunStatus::finished}) {
      writer->set_status(status, std::nullopt);
      const Run run = on.open()->get_run(ref);
      CHECK(run.dataset_inputs == std::vector{iris, other});
      CHECK(run.model_inputs == std::vector{ModelInput{"m-1", {{"a", "b"}}}});
      CHECK(run.model_outputs == std::vector{ModelOutput{"m-2", 7}});
    }
    store.scan_runs({.inputs = true}, [&](Run&& run) {
      CHECK(run.dataset_inputs == std::vector{iris, other});
    });
    store.scan_runs({}, [&](Run&& run) { CHECK(run.dataset_inputs.empty()); });
    CHECK(is_sound(store));
  });
}

TEST_CASE("points of different data sets or models are different points") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    if (store.layout() == "mlflow") {
      return;  // a line of a metric file has no room for the model
    }
    const RunRef ref = new_run(store, store.ensure_default_experiment().id);
    const MetricPoint plain{1, 2, 0.5};
    const MetricPoint on_data{1, 2, 0.5, context({"iris", "abc", ""})};
    const MetricPoint of_model{1, 2, 0.5, context({"iris", "abc", "m-1"})};
    const auto writer = store.open_run(ref);
    writer->append({.metrics = {{"acc", of_model}, {"acc", plain}, {"acc", on_data}}});
    writer->append({.metrics = {{"acc", on_data}}});
    const auto points = store.metric_history(ref, "acc");
    REQUIRE(points.size() == 3);
    CHECK(same_point(points[0], plain));
    CHECK(same_point(points[1], on_data));
    CHECK(same_point(points[2], of_model));
    CHECK(store.get_run(ref).metrics.at("acc").count == 3);
    writer->set_status(RunStatus::finished, 9);
    const Run run = on.open()->get_run(ref);
    CHECK(same_point(run.metrics.at("acc").last, of_model));
    CHECK(same_point(run.metrics.at("acc").first, plain));
  });
}

TEST_CASE("a logged model is what was made of it") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const ExperimentId id = store.create_experiment({"iris", {}}).id;
    const RunRef run = new_run(store, id);
    const ModelRef ref = store.create_model(
        {id, "net", "torch", run.run_id.value, {{"depth", "3"}}, {{"stage", "a"}, {"x", "y"}}});
    CHECK(ref.model_id.value.starts_with("m-"));
    LoggedModel model = store.find_model(ref.model_id).value();
    CHECK(model.name == "net");
    CHECK(model.model_type == "torch");
    CHECK(model.source_run_id == run.run_id.value);
    CHECK(model.status == ModelStatus::pending);
    CHECK(model.created_ms == on.clock->now_ms());
    on.clock->advance(10);
    const ModelMetric metric{
        "acc", run.run_id, {1, 2, 0.5, context({"d", "1", ref.model_id.value})}};
    store.change_model(ref, {.status = ModelStatus::ready,
                             .status_message = "done",
                             .tags = {.set = {{"stage", "b"}}, .removed = {"x"}},
                             .params = {{"depth", "4"}},
                             .metrics = {metric}});
    model = on.open()->find_model(ref.model_id).value();
    CHECK(model.status == ModelStatus::ready);
    CHECK(model.status_message == "done");
    CHECK(model.tags == KeyValueMap{{"stage", "b"}});
    CHECK(model.params == KeyValueMap{{"depth", "4"}});
    REQUIRE(model.metrics.size() == 1);
    CHECK(model.metrics[0].run_id == run.run_id);
    CHECK(same_point(model.metrics[0].point, metric.point));
    CHECK(model.updated_ms >= on.clock->now_ms());
    CHECK(code_of([&] { store.change_model(ref, {.tags = {.removed = {"x"}}}); }) ==
          ErrorCode::not_found);
    store.change_model(ref, {.lifecycle = Lifecycle::deleted});
    CHECK(store.list_models({}).at(0).lifecycle == Lifecycle::deleted);
    CHECK(code_of([&] {
            store.change_model(ref, {.params = {{"a", "b"}}});
          }) == ErrorCode::refused);
    store.change_model(ref, {.lifecycle = Lifecycle::active});
    CHECK(store.find_model(ref.model_id)->lifecycle == Lifecycle::active);
    CHECK(store.artifact_place(ref).dir);
    CHECK_FALSE(store.find_model({"m-none"}));
    CHECK(code_of([&] { store.change_model({id, {"m-none"}}, {}); }) == ErrorCode::not_found);
    CHECK(is_sound(store));
  });
}

TEST_CASE("an experiment is taken over with its id and times") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    Experiment experiment{{"123456789"}, "theirs", Lifecycle::deleted, 5, 9,
                          {{"a", "b"}},  "s3://x"};
    CHECK(store.import_experiment(experiment));
    CHECK_FALSE(store.import_experiment(experiment));
    const Experiment read = find(*on.open(), experiment.id);
    CHECK(read.name == "theirs");
    CHECK(read.lifecycle == Lifecycle::deleted);
    CHECK(read.created_ms == 5);
    CHECK(read.updated_ms == 9);
    CHECK(read.tags == experiment.tags);
    CHECK(read.artifact_location == "s3://x");
    experiment.id = {"987654321"};
    CHECK(code_of([&] { store.import_experiment(experiment); }) == ErrorCode::refused);
    experiment = {{"42"}, "active", Lifecycle::active, 5, 9, {}};
    CHECK(store.import_experiment(experiment));
    CHECK(find(store, {"42"}).updated_ms == 9);
    CHECK(is_sound(store));
  });
}

TEST_CASE("a run is taken over whole, once") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const TempFolder folder;
    write(folder.path() + "/artifacts/model/w.bin", "weights");
    write(folder.path() + "/code/git.diff", "diff");
    RunImport import;
    Run& run = import.run;
    run.id = {"0123456789abcdef0123456789abcdef"};
    run.experiment_id = store.create_experiment({"iris", {}}).id;
    run.name = "theirs";
    run.user = "ada";
    run.status = RunStatus::failed;
    run.start_time_ms = 1000;
    run.end_time_ms = 2000;
    run.lifecycle = Lifecycle::deleted;
    run.deleted_time_ms = 3000;
    run.params = {{"lr", "0.1"}};
    run.tags = {{"t", "x"}};
    run.dataset_inputs = {{{"d", "1", "local", "s", std::nullopt, std::nullopt}, {{"k", "v"}}}};
    run.model_outputs = {{"m-1", 3}};
    import.host = "there";
    import.points = {{"loss", { 1, 5, 0.5 }}, { "loss", { 0, 4, 0.25, context({"d", "1", ""}) } }};
    import.artifacts_from = folder.path() + "/artifacts";
    import.code_from = folder.path() + "/code";
    CHECK(store.import_run(import));
    CHECK_FALSE(store.import_run(import));
    const Run read = on.open()->get_run(run.ref());
    CHECK(read.name == "theirs");
    CHECK(read.user == "ada");
    CHECK(read.status == RunStatus::failed);
    CHECK(read.start_time_ms == 1000);
    CHECK(read.end_time_ms == 2000);
    CHECK(read.lifecycle == Lifecycle::deleted);
    CHECK(read.deleted_time_ms == 3000);
    CHECK(read.params == run.params);
    CHECK(read.tags == run.tags);
    CHECK(read.dataset_inputs == run.dataset_inputs);
    CHECK(read.model_outputs == run.model_outputs);
    CHECK(read.metrics.at("loss").count == 2);
    const ArtifactPlace place = store.artifact_place(run.ref());
    CHECK(place.dir);
    CHECK(is_sound(store, {.deep = true}));
    store.purge_run(run.ref());
    CHECK(store.list_runs({}).empty());
    run.experiment_id = {"none"};
    CHECK(code_of([&] { store.import_run(import); }) == ErrorCode::not_found);
  });
}

TEST_CASE("a logged model is taken over whole, once") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    ModelImport import;
    LoggedModel& model = import.model;
    model.id = {"m-0123456789abcdef0123456789abcdef"};
    model.experiment_id = store.create_experiment({"iris", {}}).id;
    model.name = "net";
    model.model_type = "torch";
    model.status = ModelStatus::failed;
    model.status_message = "why";
    model.created_ms = 1000;
    model.updated_ms = 2000;
    model.params = {{"a", "1"}};
    model.tags = {{"b", "2"}};
    model.metrics = {{"acc", {"0123456789abcdef0123456789abcdef"}, {1, 2, 0.5}}};
    CHECK(store.import_model(import));
    CHECK_FALSE(store.import_model(import));
    const LoggedModel read = on.open()->find_model(model.id).value();
    CHECK(read.name == "net");
    CHECK(read.status == ModelStatus::failed);
    CHECK(read.status_message == "why");
    CHECK(read.created_ms == 1000);
    CHECK(read.updated_ms == 2000);
    CHECK(read.params == model.params);
    CHECK(read.tags == model.tags);
    CHECK(read.metrics.size() == 1);
    CHECK(is_sound(store));
  });
}

TEST_CASE("a secret vanishes from everything that was written") {
  on_each_store([](StoreUnderTest& on, Store& store) {
    const std::string secret = "s3\"cr€t\n!";
    const ExperimentId id = store.create_experiment({"iris", {{"note", "x" + secret}}}).id;
    const RunRef ref = new_run(store, id);
    const auto writer = store.open_run(ref);
    writer->append(
        {.params = {{"token", "abc"}, {"lr", "0.1"}}, .tags = {{"cmd", secret + secret}}});
    writer->put_artifact_bytes("logs/stdout.log", "before " + secret + " after\n");
    writer->put_code("git.diff", "+" + secret);
    writer->set_status(RunStatus::finished, 5);
    const ModelRef model = store.create_model({id, "net", "", "", {}, {{"t", secret}}});

    Redaction redaction{.values = {secret}, .keys = {"token"}, .dry_run = true};
    const auto would = store.redact(redaction);
    CHECK_FALSE(would.empty());
    CHECK(store.get_run(ref).tags.at("cmd") == secret + secret);
    redaction.dry_run = false;
    const auto did = store.redact(redaction);
    CHECK(did.size() == would.size());
    for (const RedactedFile& file : did) {
      CAPTURE(file.path);
      CHECK(file.places > 0);
    }
    const Run run = on.open()->get_run(ref);
    CHECK(run.params == KeyValueMap{{"lr", "0.1"}, {"token", "***"}});
    CHECK(run.tags.at("cmd") == "******");
    CHECK(run.artifacts.at("logs/stdout.log").size == std::string("before *** after\n").size());
    CHECK(find(store, id).tags.at("note") == "x***");
    CHECK(store.find_model(model.model_id)->tags.at("t") == "***");
    CHECK(store.redact(redaction).empty());
    CHECK(is_sound(store, {.deep = true}));
  });
}

TEST_CASE("a redaction of one run leaves the others alone") {
  on_each_store([](StoreUnderTest&, Store& store) {
    const ExperimentId id = store.create_experiment({"iris", {{"t", "secret"}}}).id;
    const RunRef a = new_run(store, id, "a");
    const RunRef b = new_run(store, id, "b");
    for (const RunRef& ref : {a, b}) {
      store.open_run(ref)->append({.tags = {{"t", "secret"}}});
    }
    CHECK_FALSE(store.redact({.values = {"secret"}, .runs = {a}}).empty());
    CHECK(store.get_run(a).tags.at("t") == "***");
    CHECK(store.get_run(b).tags.at("t") == "secret");
    CHECK(find(store, id).tags.at("t") == "secret");
  });
}

}  // namespace
}  // namespace mlt::test
