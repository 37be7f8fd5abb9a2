#include <limits>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/time.hpp"
#include "search/search.hpp"

namespace mlt::search {
namespace {

MetricSummary metric(double value) {
  MetricSummary summary;
  summary.first.value = -1000;  // only the last value counts
  summary.last.value = value;
  return summary;
}

Run example_run() {
  Run run;
  run.id = {"7f3a91c0000000000000000000000001"};
  run.name = "wide-lion";
  run.user = "ada";
  run.status = RunStatus::finished;
  run.start_time_ms = 1'700'000'000'123;
  run.params = {{"lr", "0.1"},         {"opt", "adam"}, {"model.depth", "3"}, {"s/t", "odd"},
                {"a b-c:d", "spaced"}, {"empty", ""},   {"it", "it''s"},      {"and", "word"}};
  run.tags = {{"team", "Ads"}, {"mlflow.note.content", "first line\nsecond line"}};
  run.metrics = {{"acc", metric(0.93)},
                 {"loss", metric(-0.5)},
                 {"zero", metric(-0.0)},
                 {"broken", metric(std::numeric_limits<double>::quiet_NaN())},
                 {"big", metric(std::numeric_limits<double>::infinity())},
                 {"val/acc", metric(0.5)}};
  return run;
}

bool matches(const std::string& text) { return Filter::parse(text).matches(example_run()); }

struct Case {
  std::string text;
  bool expected;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(matches(each.text) == each.expected);
  }
}

TEST_CASE("metrics compare as numbers") {
  check({{"metrics.acc = 0.93", true},
         {"metrics.acc != 0.93", false},
         {"metrics.acc > 0.93", false},
         {"metrics.acc >= 0.93", true},
         {"metrics.acc < 0.94", true},
         {"metrics.acc <= 0.92", false},
         {"metric.acc > 1e-3", true},
         {"metrics.acc>.5", true},
         {"metrics.acc > 1.", false},
         {"metrics.acc > 5E-1", true},
         {"metrics.loss=-0.5", true},
         {"metrics.loss > -1", true},
         {"metrics.zero = 0", true},
         {"metrics.big > 1e308", true},
         {"metrics.`val/acc` = 0.5", true},
         {"metrics.\"val/acc\" = 0.5", true},
         {"`metrics`.acc > 0", true}});
}

TEST_CASE("a NaN differs from every number and is no more and no less than any") {
  check({{"metrics.broken != 1", true},
         {"metrics.broken = 1", false},
         {"metrics.broken < 1", false},
         {"metrics.broken >= 1", false}});
}

TEST_CASE("params and tags compare as text") {
  check({{"params.lr = '0.1'", true},
         {"params.lr = \"0.1\"", true},
         {"params.lr = '0.10'", false},
         {"params.lr != '1e-1'", true},
         {"param.opt = 'adam'", true},
         {"parameter.opt = 'adam'", true},
         {"parameters.opt = 'Adam'", false},
         {"params.empty = ''", true},
         {"params.it = 'it''s'", true},
         {"tags.team = 'Ads'", true},
         {"tag.team != 'ads'", true},
         {"tags.mlflow.note.content LIKE 'first%'", true}});
}

TEST_CASE("only the first dot splits, and odd keys stand in quotes") {
  check({{"params.model.depth = '3'", true},
         {"params.`model.depth` = '3'", true},
         {"params.`s/t` = 'odd'", true},
         {"params.\"a b-c:d\" = 'spaced'", true},
         {"params.and = 'word'", true},
         {"params.AND = 'word'", false}});
}

TEST_CASE("attributes with and without their entity") {
  check({{"run_id = '7f3a91c0000000000000000000000001'", true},
         {"attributes.run_name = 'wide-lion'", true},
         {"attribute.run_name != 'wide-lion'", false},
         {"attr.`run name` = 'wide-lion'", true},
         {"`Run name` = 'wide-lion'", true},
         {"\"Run Name\" = 'wide-lion'", true},
         {"run.status = 'FINISHED'", true},
         {"status = 'finished'", false},
         {"status ILIKE 'finished'", true},
         {"user_id = 'ada'", true},
         {"start_time = 1700000000123", true},
         {"start_time < 1700000000123.5", true},
         {"created >= 1700000000124", false},
         {"Created > 0", true}});
}

TEST_CASE("an absent value matches nothing but IS NULL") {
  check({{"params.none = 'x'", false},
         {"params.none != 'x'", false},
         {"params.none LIKE '%'", false},
         {"metrics.none != 1", false},
         {"metrics.none < 1", false},
         {"end_time > 0", false},
         {"end_time != 0", false},
         {"params.none IS NULL", true},
         {"params.none is not null", false},
         {"params.lr IS NULL", false},
         {"params.empty IS NOT NULL", true},
         {"tags.team IS NOT NULL", true},
         {"tags.none Is Null", true}});
}

TEST_CASE("a run that has ended has an end time") {
  Run run = example_run();
  run.end_time_ms = 1'700'000'001'000;
  CHECK(Filter::parse("end_time > 1700000000999").matches(run));
  CHECK_FALSE(Filter::parse("end_time != 1700000001000").matches(run));
}

TEST_CASE("NOT binds closer than AND, AND closer than OR") {
  check({{"metrics.acc > 0.99 OR params.opt = 'adam'", true},
         {"metrics.acc > 0.99 or params.opt = 'sgd'", false},
         {"params.opt = 'adam' OR params.opt = 'sgd' AND status = 'FAILED'", true},
         {"(params.opt = 'adam' OR params.opt = 'sgd') AND status = 'FAILED'", false},
         {"NOT params.opt = 'sgd' AND status = 'FINISHED'", true},
         {"NOT (params.opt = 'sgd' OR status = 'FINISHED')", false},
         {"NOT NOT params.opt = 'adam'", true},
         {"not((params.opt = 'adam'))", false},
         {"(params.opt='adam')AND(status='FINISHED')", true}});
}

TEST_CASE("NOT keeps the others, also those without a value") {
  check({{"params.none != 'x'", false},
         {"params.none NOT IN ('x')", false},
         {"params.none NOT LIKE 'x'", false},
         {"NOT params.none = 'x'", true},
         {"NOT params.none != 'x'", true},
         {"metrics.none NOT BETWEEN 0 AND 1", false},
         {"NOT metrics.none BETWEEN 0 AND 1", true}});
}

TEST_CASE("params and tags compare as numbers with numbers") {
  check({{"params.lr = 0.1", true},
         {"params.lr = 1e-1", true},
         {"params.lr != 0.1", false},
         {"params.lr > 0.05", true},
         {"params.lr <= 0.05", false},
         {"params.lr BETWEEN 0.1 AND 0.2", true},
         {"params.model.depth IN (1, 3)", true},
         {"params.model.depth NOT IN (1, 3)", false},
         {"params.opt != 1", true},  // a text that is no number differs from each
         {"params.opt > 1", false},
         {"params.opt <= 1", false},
         {"params.none != 1", false}});
}

TEST_CASE("IN, BETWEEN and LIKE with and without NOT") {
  check({{"metrics.acc IN (0.5, 0.93)", true},
         {"metrics.acc NOT IN (0.5, 0.93)", false},
         {"metrics.broken NOT IN (0.5)", true},
         {"metrics.broken IN (0.5)", false},
         {"metrics.acc BETWEEN 0.93 AND 0.93", true},
         {"metrics.acc between 0 and 0.9 or status = 'FINISHED'", true},
         {"metrics.acc BETWEEN 1 AND 0", false},
         {"metrics.acc NOT BETWEEN 0 AND 1", false},
         {"params.opt IN ('adam', 'lion')", true},
         {"tags.team NOT IN ('Ads', 'x')", false},
         {"status IN ('FINISHED')", true},
         {"run_name NOT LIKE 'wide%'", false},
         {"run_name NOT ILIKE 'WIDE%'", false},
         {"params.opt NOT LIKE 's%'", true}});
}

TEST_CASE("globs") {
  check({{"name ~ 'wide-*'", true},
         {"name ~ 'wide'", false},
         {"params.opt ~ 'ad?m'", true},
         {"params.opt ~ '[a-c]dam'", true},
         {"opt ~ 'a*'", true},
         {"params.none ~ '*'", false},
         {"NOT name ~ 'debug*'", true}});
}

TEST_CASE("IS NULL goes with everything, and a key alone asks for it") {
  check({{"metrics.none IS NULL", true},
         {"metrics.broken IS NULL", false},
         {"metrics.broken:min IS NULL", true},
         {"end_time IS NULL", true},
         {"duration IS NULL", true},
         {"status IS NOT NULL", true},
         {"artifact_uri IS NULL", true},
         {"dataset.name IS NULL", true},
         {"acc IS NULL", false},
         {"lr IS NOT NULL", true},
         {"none IS NULL", true},
         {"tags.team", true},
         {"tags.none", false},
         {"NOT metrics.acc", false},
         {"(params.lr) AND tags.team OR tags.none", true}});
}

TEST_CASE("a bare word is the metric or the param of that name") {
  check({{"acc > 0.9", true},
         {"lr = 0.1", true},
         {"lr = '0.1'", true},
         {"lr LIKE '0%'", true},
         {"lr IN (0.1, 1)", true},
         {"opt IN ('adam')", true},
         {"`val/acc` = 0.5", true},
         {"none > 1", false}});
  const Filter filter =
      Filter::parse("acc > 0.9 AND opt = 'adam' AND none IS NULL AND loss:min < 1");
  CHECK(filter.used_keys() == UsedKeys{{"acc", "none", "opt"}, {"acc", "loss", "none"}, {}});
  CHECK(filter.compared_keys() == UsedKeys{{}, {"loss"}, {}, false, {"acc", "opt"}});
  filter.check_bare_names([](std::string_view) { return KeyKinds{true, false}; });
  try {
    filter.check_bare_names([](std::string_view name) { return KeyKinds{name == "acc", true}; });
    FAIL("acc is both");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message().starts_with("'acc' is a param and a metric\n"));
    CHECK(error.message().ends_with("\n  ^~~"));
  }
}

MetricPoint point(std::int64_t step, double value) {
  MetricPoint made;
  made.step = step;
  made.value = value;
  return made;
}

TEST_CASE("reducers that a summary tells") {
  Run run = example_run();
  MetricSummary& loss = run.metrics["loss"];
  loss.first = point(0, 0.9);
  loss.last = point(9, 0.4);
  loss.min = point(5, 0.2);
  loss.max = point(1, 1.5);
  loss.count = 10;
  const auto found = [&run](const char* text) { return Filter::parse(text).matches(run); };
  CHECK(found("metrics.loss = 0.4 AND metrics.loss:last = 0.4"));
  CHECK(found("metrics.loss:first = 0.9 AND metrics.loss:min = 0.2 AND metrics.loss:max = 1.5"));
  CHECK(found("metrics.loss:count = 10 AND loss:min < 0.3"));
  CHECK(found("metrics.loss:min BETWEEN 0.1 AND 0.2"));
  CHECK_FALSE(found("metrics.loss:min > 0.2"));
  CHECK_FALSE(found("metrics.loss:mean > 0"));  // no points to be had
  loss.count.reset();
  CHECK_FALSE(found("metrics.loss:count = 10"));
}

TEST_CASE("reducers that need the points read them of undecided runs only") {
  const Run run = example_run();
  int read = 0;
  const auto found = [&](const char* text) {
    return Filter::parse(text).matches(run, [&](const Run& asked, std::string_view key) {
      ++read;
      CHECK(asked.id == run.id);
      CHECK(key == "loss");
      return std::vector<MetricPoint>{point(0, 1), point(1, 2), point(1, 3), point(3, 6)};
    });
  };
  CHECK(found("metrics.loss:mean = 3"));
  CHECK(found("metrics.loss:sum = 12 AND loss:sd > 2.16 AND loss:sd < 2.161"));
  CHECK(found("metrics.loss:auc = 11"));
  CHECK(found("metrics.loss@step=1 = 3 AND metrics.loss@step=3>5"));
  CHECK_FALSE(found("metrics.loss@step=2 > 0"));
  CHECK(found("metrics.loss:count = 4"));
  read = 0;
  CHECK_FALSE(found("metrics.loss:mean = 3 AND params.opt = 'sgd'"));
  CHECK(found("metrics.loss:mean = 3 OR params.opt = 'adam'"));
  CHECK_FALSE(found("metrics.none:mean = 3"));
  CHECK(read == 0);
}

TEST_CASE("times and durations") {
  const std::int64_t now = 1'700'000'000'123 + 3 * 3'600'000;
  Run run = example_run();
  run.start_time_ms = 1'700'000'000'123;
  run.status = RunStatus::running;
  const auto found = [&](const char* text) {
    return Filter::parse(text, Subject::runs, now).matches(run);
  };
  CHECK(found("start > 4h AND start_time < 2h"));
  CHECK_FALSE(found("start > 2h"));
  CHECK(found("start BETWEEN 1d AND now"));
  CHECK(found("start >= 2023-11-14T22:13:20Z AND start < '2023-11-14T22:13:21Z'"));
  CHECK(found("start = 2023-11-14T22:13:20.123Z"));
  CHECK(found("start IN (1700000000123, 2d)"));
  CHECK(found("duration > 2h59m AND dur = 3h"));  // it goes on
  run.end_time_ms = run.start_time_ms + 90'000;
  run.status = RunStatus::finished;
  CHECK(found("duration = 90s AND dur <= 1m30s AND duration = 90000 AND dur > '1m'"));
}

TEST_CASE("a date is the whole day") {
  Run run = example_run();
  const auto found = [&run](const char* text, std::int64_t start_ms) {
    run.start_time_ms = start_ms;
    return Filter::parse(text, Subject::runs, start_ms).matches(run);
  };
  const auto time = [](const char* text) { return base::parse_time(text, 0).value(); };
  const std::int64_t first = time("2026-11-03 00:00");
  const std::int64_t last = time("2026-11-04 00:00") - 1;
  for (const std::int64_t inside : {first, last}) {
    CHECK(found("start = 2026-11-03", inside));
    CHECK(found("start = today", inside));
    CHECK(found("start >= 2026-11-03 AND start <= 2026-11-03", inside));
    CHECK(found("start BETWEEN 2026-11-01 AND 2026-11-03", inside));
    CHECK_FALSE(found("start > 2026-11-03 OR start < 2026-11-03 OR start != 2026-11-03", inside));
    CHECK(found("start IN (2026-11-01, 2026-11-03)", inside));
  }
  CHECK(found("start < 2026-11-03", first - 1));
  CHECK(found("start > 2026-11-03", last + 1));
  CHECK(found("start != 2026-11-03", last + 1));
}

TEST_CASE("the name of a run is a tag too") {
  check({{"tags.mlflow.runName = 'wide-lion'", true},
         {"tags.`mlflow.runName` LIKE 'wide%'", true},
         {"tags.mlflow.runName IS NULL", false}});
}

TEST_CASE("deep and long expressions") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "tags.team" + std::string(depth, ')');
  };
  CHECK(matches(nested(kMaxDepth)));
  CHECK_THROWS_AS(matches(nested(kMaxDepth + 1)), Error);
  std::string text;
  while (text.size() + 4 < kMaxTextBytes - 10) {
    text += "NOT ";
  }
  CHECK(matches(text + "tags.team") == (text.size() / 4 % 2 == 0));
  CHECK(matches(std::string(kMaxTextBytes, ' ')));
  std::string many = "tags.none";
  while (many.size() + 13 < kMaxTextBytes) {
    many += " OR tags.none";
  }
  CHECK_FALSE(matches(many));
}

TEST_CASE("lists for run_id") {
  check({{"run_id IN ('x', '7f3a91c0000000000000000000000001')", true},
         {"run_id in ('x')", false},
         {"run_id IN (\"7f3a91c0000000000000000000000001\",)", true},
         {"attributes.run_id NOT IN ('x','y')", true},
         {"run_id not in ('7f3a91c0000000000000000000000001')", false}});
}

TEST_CASE("AND joins, in any letter case, and may trail") {
  check({{"", true},
         {" \n\t ", true},
         {"metrics.acc > 0.9 AND params.opt = 'adam'", true},
         {"metrics.acc > 0.9 and params.opt = 'sgd'", false},
         {"metrics.acc > 0.9 aNd", true},
         {"metrics.acc > 0.9\nAND params.opt='adam'AND status='FINISHED'", true}});
}

TEST_CASE("the keys that a filter reads") {
  const Filter filter = Filter::parse(
      "metrics.acc > 0 AND params.lr = '1' AND params.seed IS NULL AND tags.`a b` LIKE '%' AND "
      "status = 'FAILED'");
  CHECK(filter.used_keys() == UsedKeys{{"lr", "seed"}, {"acc"}, {"a b"}});
  CHECK(filter.compared_keys() == UsedKeys{{"lr"}, {"acc"}, {"a b"}});
}

TEST_CASE("a data set of a run is found by name, digest or context") {
  Run run = example_run();
  CHECK_FALSE(Filter::parse("dataset.name != 'iris'").matches(run));
  run.dataset_inputs = {{{"iris", "a1", "local", "iris.csv", {}, {}}, {{kDataContextTag, "train"}}},
                        {{"wine", "b2", "local", "wine.csv", {}, {}}, {}}};
  CHECK(Filter::parse("dataset.name = 'iris'").matches(run));
  CHECK(Filter::parse("datasets.name = 'wine'").matches(run));
  CHECK(Filter::parse("dataset.digest IN ('b2', 'c3')").matches(run));
  CHECK(Filter::parse("dataset.name NOT IN ('iris')").matches(run));
  CHECK(Filter::parse("dataset.context = 'train'").matches(run));
  CHECK(Filter::parse("dataset.name ILIKE 'IR%'").matches(run));
  CHECK_FALSE(Filter::parse("dataset.name = 'beer'").matches(run));
  CHECK_FALSE(Filter::parse("dataset.context = 'eval'").matches(run));
  CHECK(Filter::parse("dataset.name = 'iris'").used_keys().inputs);
  CHECK_FALSE(Filter::parse("params.lr = '1'").used_keys().inputs);
}

TEST_CASE("artifact_uri is that of a run whose artifacts lie elsewhere") {
  Run run = example_run();
  CHECK_FALSE(Filter::parse("artifact_uri LIKE '%'").matches(run));
  run.artifact_uri = "s3://bucket/x";
  CHECK(Filter::parse("artifact_uri LIKE 's3:%'").matches(run));
}

TEST_CASE("experiments are found by their attributes and tags") {
  const Experiment iris{.id = {"7"},
                        .name = "iris",
                        .lifecycle = Lifecycle::active,
                        .created_ms = 100,
                        .updated_ms = 200,
                        .tags = {{"team", "ads"}}};
  const auto matches = [&iris](std::string_view text) {
    return Filter::parse(text, Subject::experiments).matches(iris);
  };
  CHECK(matches(""));
  CHECK(matches("name = 'iris' AND attr.experiment_id IN ('7', '8')"));
  CHECK(matches("creation_time = 100 AND last_update_time > 100"));
  CHECK(matches("tags.team LIKE 'a%' AND tags.other IS NULL"));
  CHECK_FALSE(matches("tags.other != 'x'"));
  CHECK_FALSE(matches("name != 'iris'"));
  CHECK_THROWS_AS(matches("metrics.acc > 1"), Error);
  CHECK_THROWS_AS(matches("run_id = 'x'"), Error);
  CHECK(matches("name IN ('iris') OR experiment_id = '1'"));
  CHECK(matches("NOT tags.other AND last_update_time BETWEEN 100 AND 1000"));
  CHECK_THROWS_AS(matches("acc > 1"), Error);
}

}  // namespace
}  // namespace mlt::search
