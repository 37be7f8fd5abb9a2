#include "wire/document.hpp"

#include <limits>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "wire/json.hpp"
#include "wire/run_json.hpp"
#include "wire/yaml.hpp"

using namespace mlt;
using namespace mlt::wire;

namespace {

Run sample() {
  Run run;
  run.id = {"7f3a0000000000000000000000000000"};
  run.experiment_id = {"iris"};
  run.name = "wide \"lion\"";
  run.user = "ann";
  run.start_time_ms = 1000;
  run.params = {{"lr", "1e-3"}, {"model.depth", "18"}};
  run.tags = {{"note", "two\nlines"}};
  MetricSummary summary;
  summary.first = {.step = 0, .time_ms = 1500, .value = 0.5};
  summary.last = {.step = 1, .time_ms = 2000, .value = std::numeric_limits<double>::quiet_NaN()};
  summary.min = summary.max = summary.first;
  summary.count = 2;
  run.metrics = {{"acc", summary}};
  run.artifacts = {{"logs/stdout.log", {.size = 3, .sha256 = std::string(64, 'a')}}};
  return run;
}

}  // namespace

TEST_CASE("a run is one object of values, times in ms and in words") {
  CHECK(to_json(run_value(sample(), "Iris", RunDetail::values)) ==
        R"({"run_id":"7f3a0000000000000000000000000000","run_name":"wide \"lion\"",)"
        R"("experiment_id":"iris","experiment":"Iris","status":"RUNNING","lifecycle":"active",)"
        R"("user":"ann","start_time":1000,"start_time_iso":"1970-01-01T00:00:01.000Z",)"
        R"("end_time":null,"end_time_iso":null,"duration_ms":null,"damaged":false,)"
        R"("params":{"lr":"1e-3","model.depth":"18"},"metrics":{"acc":"NaN"},)"
        R"("tags":{"note":"two\nlines"}})");
}

TEST_CASE("a run in full tells of each metric's course and of its files") {
  Run run = sample();
  run.end_time_ms = 61'000;
  const Value value = run_value(run, "Iris", RunDetail::full);
  CHECK(to_json(*value.find("duration_ms")) == "60000");
  const Value* acc = value.find("metric_summaries")->find("acc");
  REQUIRE(acc != nullptr);
  CHECK(to_json(*acc->find("last")) ==
        R"({"value":"NaN","step":1,"time":2000,"time_iso":"1970-01-01T00:00:02.000Z"})");
  CHECK(to_json(*acc->find("count")) == "2");
  CHECK(to_json(*value.find("artifacts")) ==
        R"([{"path":"logs/stdout.log","size":3,"sha256":")" + std::string(64, 'a') + R"("}])");
}

TEST_CASE("a run in full tells what it was given and what it made") {
  Run run = sample();
  run.artifact_uri = "s3://bucket/a";
  run.dataset_inputs = {{{"iris", "a1", "local", "iris.csv", "[]", {}}, {{"x", "train"}}}};
  run.model_inputs = {{"m-1", {}}};
  run.model_outputs = {{"m-2", 5}};
  const Value value = run_value(run, "Iris", RunDetail::full);
  CHECK(to_json(*value.find("artifact_uri")) == R"("s3://bucket/a")");
  CHECK(to_json(*value.find("dataset_inputs")) ==
        R"([{"name":"iris","digest":"a1","source_type":"local","source":"iris.csv",)"
        R"("schema":"[]","profile":null,"tags":{"x":"train"}}])");
  CHECK(to_json(*value.find("model_inputs")) == R"([{"model_id":"m-1","tags":{}}])");
  CHECK(to_json(*value.find("model_outputs")) == R"([{"model_id":"m-2","step":5}])");
  CHECK(to_json(*run_value(sample(), "Iris", RunDetail::full).find("artifact_uri")) == "null");
}

TEST_CASE("fields select members and members of members") {
  const Value run = run_value(sample(), "Iris", RunDetail::values);
  CHECK(
      to_json(select_fields(run, {"run_id", "params.model.depth", "params.lr"})) ==
      R"({"run_id":"7f3a0000000000000000000000000000","params":{"model.depth":"18","lr":"1e-3"}})");
  CHECK(to_json(select_fields(run, {"metrics.none"})) == R"({"metrics":{"none":null}})");
  CHECK(to_json(select_fields(run, {"params", "params.lr"})) ==
        R"({"params":{"lr":"1e-3","model.depth":"18"}})");
  try {
    select_fields(run, {"runid"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message() == "no field 'runid'");
    REQUIRE(error.hints().size() == 1);
    CHECK(error.hints().front().starts_with("the fields are: run_id run_name experiment_id"));
    CHECK(error.hints().front().ends_with("params.KEY metrics.KEY tags.KEY"));
  }
  CHECK_THROWS_AS(select_fields(run, {"run_id.x"}), Error);
}

TEST_CASE("a JSON document has a member a line") {
  Value root = object_value();
  add(root, "schema", string_value("mlt.x/1"));
  Value& items = add(root, "items", array_value());
  add(append(items, object_value()), "a", number_value(0.1));
  add(root, "next", {});
  CHECK(to_json_document(root) ==
        "{\n"
        "  \"schema\": \"mlt.x/1\",\n"
        "  \"items\": [\n"
        "    {\n"
        "      \"a\": 0.1\n"
        "    }\n"
        "  ],\n"
        "  \"next\": null\n"
        "}\n");
}

TEST_CASE("yaml reads back as what was written") {
  const Value run = run_value(sample(), "no", RunDetail::full);
  const Value again = parse_yaml(to_yaml(run), {.name = "test"});
  CHECK(to_json(again) == to_json(run));
  Value odd = object_value();
  for (const char* text : {"yes", "1e3", "null", "- a", "#c", "2001-01-01", "", " x", "a: b", "~",
                           "plain-word", "NaN", ".inf", "0x10", "a\tb", "é"}) {
    add(odd, std::string("k") + text, string_value(text));
  }
  Value& list = add(odd, "list", array_value());
  append(append(list, array_value()), integer_value(1));
  append(list, object_value());
  add(append(list, object_value()), "deep", array_value());
  CHECK(to_json(parse_yaml(to_yaml(odd), {.name = "test"})) == to_json(odd));
}
