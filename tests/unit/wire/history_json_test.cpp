#include "wire/history_json.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlt;

namespace {

const wire::Source kSource{"there/run.json"};

Run full_run() {
  Run run;
  run.id = {"0123456789abcdef0123456789abcdef"};
  run.experiment_id = {"iris"};
  run.name = "brave \"owl\"\n";
  run.user = "ada";
  run.status = RunStatus::failed;
  run.lifecycle = Lifecycle::deleted;
  run.start_time_ms = 1'700'000'000'000;
  run.end_time_ms = 1'700'000'000'001;
  run.deleted_time_ms = 1'700'000'000'002;
  run.params = {{"lr", "0.1"}, {"a/b", ""}};
  run.tags = {{"mlflow.note.content", "line\nline"}};
  run.artifacts = {{"model/weights.bin", {3, std::string(64, 'a')}}};
  run.dataset_inputs = {{{"petals", "d1", "local", "{}", "[]", std::nullopt},
                         {{std::string(kDataContextTag), "train"}}}};
  run.model_inputs = {{"m-1", {}}};
  run.model_outputs = {{"m-2", 7}};
  run.artifact_uri = "s3://bucket/key";
  return run;
}

}  // namespace

TEST_CASE("a run comes back from its record with everything") {
  const Run run = full_run();
  const std::string text = wire::run_record(run, "grace");
  const wire::RunRecord back = wire::parse_run_record(text, kSource);
  CHECK(back.host == "grace");
  CHECK(back.run.dataset_inputs == run.dataset_inputs);
  CHECK(back.run.params == run.params);
  CHECK(back.run.deleted_time_ms == run.deleted_time_ms);
  CHECK(wire::run_record(back.run, back.host) == text);
}

TEST_CASE("times that are absent stay absent") {
  Run run = full_run();
  run.end_time_ms.reset();
  run.deleted_time_ms.reset();
  const wire::RunRecord back = wire::parse_run_record(wire::run_record(run, ""), kSource);
  CHECK_FALSE(back.run.end_time_ms);
  CHECK_FALSE(back.run.deleted_time_ms);
}

TEST_CASE("points come back bit by bit, with their contexts") {
  const auto context = std::make_shared<const MetricContext>(MetricContext{"petals", "d1", "m-1"});
  const std::vector<Metric> points = {
      {"loss", {-3, 1, 0.1, {}}},
      {"loss", {std::numeric_limits<std::int64_t>::max(), 2, -0.0, context}},
      {"loss", {0, 3, std::numeric_limits<double>::quiet_NaN(), {}}},
      {"loss", {0, 4, -std::numeric_limits<double>::infinity(), {}}},
      {"loss", {0, 5, 5e-324, {}}},
  };
  const std::string text = wire::points_record(points);
  const auto back = wire::parse_points_record(text, kSource);
  REQUIRE(back.size() == points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(same_point(back[i].point, points[i].point));
  }
  CHECK(std::signbit(back[1].point.value));
  CHECK(wire::points_record(back) == text);
}

TEST_CASE("experiments and models come back") {
  const Experiment experiment{.id = {"iris"},
                              .name = "Iris",
                              .lifecycle = Lifecycle::deleted,
                              .created_ms = 5,
                              .updated_ms = 6,
                              .tags = {{"team", "x"}},
                              .artifact_location = "s3://b"};
  const std::string text = wire::experiment_record(experiment);
  CHECK(wire::experiment_record(wire::parse_experiment_record(text, kSource)) == text);

  LoggedModel model;
  model.id = {"m-1"};
  model.experiment_id = {"iris"};
  model.name = "petal";
  model.status = ModelStatus::ready;
  model.params = {{"k", "3"}};
  const std::string record = wire::model_record(model);
  CHECK(wire::model_record(wire::parse_model_record(record, kSource)) == record);

  const std::vector<ModelMetric> points = {{"acc", {"r1"}, {1, 2, 0.5, {}}}};
  const std::string lines = wire::model_points_record(points);
  CHECK(wire::model_points_record(wire::parse_model_points_record(lines, kSource)) == lines);
}

TEST_CASE("a text that is no record is refused with its place") {
  const auto message = [](auto parse, std::string_view text) {
    try {
      parse(text, kSource);
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::data);
      return error.message();
    }
    return std::string("accepted");
  };
  CHECK(message(wire::parse_run_record, "[]") == "there/run.json: is not a JSON object");
  CHECK(message(wire::parse_run_record, "{}") ==
        "there/run.json: is not a 'mlt.run-record/1' document");
  CHECK(message(wire::parse_run_record, R"({"schema": "mlt.run-record/2"})") ==
        "there/run.json: has the schema 'mlt.run-record/2', and this mlt reads "
        "'mlt.run-record/1'");
  CHECK(message(wire::parse_points_record, "{\"key\": \"a\", \"step\": 0, \"time\": 0}\n") ==
        "there/run.json:1: 'value' is missing or of the wrong type");
  CHECK(message(wire::parse_points_record, "{\"key\": \"a\"") ==
        "there/run.json:1: the last line is cut off");
}
