#include <limits>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

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

Error error_of(const std::string& text) {
  try {
    Filter::parse(text);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::system, "no error"};
}

std::string message_of(const std::string& text) { return error_of(text).message(); }

std::string first_hint(const std::string& text) {
  const Error error = error_of(text);
  return error.hints().empty() ? "" : error.hints().front();
}

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

TEST_CASE("an error shows the text and a caret under the wrong token") {
  CHECK(message_of("metrics.acc > 0.9 OR params.opt = 'adam'") ==
        "OR is not part of this grammar\n"
        "  metrics.acc > 0.9 OR params.opt = 'adam'\n"
        "                    ^~");
  CHECK(message_of("metric5.acc > 1") ==
        "runs have no entity 'metric5'\n"
        "  metric5.acc > 1\n"
        "  ^~~~~~~");
  CHECK(message_of("params.größe = 3") ==
        "a param is compared with a text in quotes, found '3'\n"
        "  params.größe = 3\n"
        "                 ^");
  CHECK(message_of("metrics.acc >") ==
        "a metric is compared with a number, found the end\n"
        "  metrics.acc >\n"
        "               ^");
  CHECK(message_of("attr.stat = 'x'") ==
        "runs have no attribute 'stat'\n"
        "  attr.stat = 'x'\n"
        "       ^~~~");
  CHECK(message_of("attr.`stat` = 'x'") ==
        "runs have no attribute 'stat'\n"
        "  attr.`stat` = 'x'\n"
        "        ^~~~");
  CHECK(message_of("metrics.acc > 1\nAND\t?") ==
        "expected a name such as metrics.acc, found '?'\n"
        "  metrics.acc > 1 AND ?\n"
        "                      ^");
}

TEST_CASE("a long text is cut around the caret") {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += "params.key_" + std::to_string(i) + " = 'value' AND ";
  }
  const std::string message = message_of(text + "metrics.acc = 'x'" + text);
  CHECK(message.starts_with("a metric is compared with a number, found the text 'x'\n  …"));
  const std::size_t second = message.find('\n') + 1;
  const std::size_t third = message.find('\n', second) + 1;
  const std::string line = message.substr(second, third - second - 1);
  const std::string caret = message.substr(third);
  CHECK(caret.ends_with("^~~"));
  // The ellipsis is one column but three bytes.
  CHECK(line.substr(caret.find('^') + 2, 3) == "'x'");
  CHECK(line.size() < 120);
}

struct Mistake {
  std::string text;
  std::string expected;
};

TEST_CASE("each mistake is named") {
  const std::initializer_list<Mistake> cases = {
      {"acc > 0.9", "runs have no attribute 'acc'"},
      {"Metrics.acc > 1", "runs have no entity 'Metrics'"},
      {"dataset.source = 'iris'", "data sets have no attribute 'source'"},
      {"dataset.name > 'iris'", "the name of a data set cannot be compared with '>'"},
      {"dataset.name IS NULL", "the name of a data set cannot be compared with 'IS'"},
      {"metrics.acc == 1", "== is not part of this grammar"},
      {"metrics.acc <> 1", "<> is not part of this grammar"},
      {"metrics.acc => 1", "expected a comparator, found '=>'"},
      {"NOT metrics.acc = 1", "NOT is not part of this grammar"},
      {"params.a NOT LIKE 'x'", "NOT is not part of this grammar"},
      {"(metrics.acc = 1)", "( is not part of this grammar"},
      {"metrics.acc = 1)", ") is not part of this grammar"},
      {"metrics.acc BETWEEN 1 AND 2", "BETWEEN is not part of this grammar"},
      {"metrics.acc = 1, params.a = 'x'", "expected AND, found ','"},
      {"metrics.acc = 1;", "expected AND, found ';'"},
      {"metrics.acc = 1 metrics.b = 2", "expected AND, found 'metrics.b'"},
      {"AND metrics.acc = 1", "expected a name such as metrics.acc, found 'AND'"},
      {"metrics.acc = 1 AND AND metrics.b = 1", "expected a name such as metrics.acc, found 'AND'"},
      {"'acc' = 1", "expected a name such as metrics.acc, found the text 'acc'"},
      {"1 = metrics.acc", "expected a name such as metrics.acc, found '1'"},
      {"metrics.acc = +1", "a metric is compared with a number, found '+'"},
      {"metrics.acc = nan", "a metric is compared with a number, found 'nan'"},
      {"metrics.acc = 1x", "'1x' is not a number"},
      {"metrics.acc = 1.2.3", "'1.2.3' is not a number"},
      {"metrics.acc = 1e999", "the number is too large"},
      {"metrics.acc LIKE '1%'", "a metric cannot be compared with 'LIKE'"},
      {"metrics.acc IS NULL", "a metric cannot be compared with 'IS'"},
      {"params.a > '1'", "a param cannot be compared with '>'"},
      {"params.a = b", "a param is compared with a text in quotes, found 'b'"},
      {"params.a = `b`", "a param is compared with a text in quotes, found the text 'b'"},
      {"params.a IN ('x')", "a param cannot be compared with 'IN'"},
      {"params.a IS 'x'", "expected NULL, found the text 'x'"},
      {"run_name IN ('x')", "the attribute run_name cannot be compared with 'IN'"},
      {"status IS NULL", "the attribute status cannot be compared with 'IS'"},
      {"start_time LIKE '1'", "the attribute start_time cannot be compared with 'LIKE'"},
      {"start_time = '1'",
       "the attribute start_time is compared with a number, found the text '1'"},
      {"run_id IN ()", "the attribute run_id is compared with a text in quotes, found ')'"},
      {"run_id IN 'x'", "expected a list such as ('a', 'b'), found the text 'x'"},
      {"run_id IN ('x' 'y')", "expected ',' or ')', found the text 'y'"},
      {"run_id IN ('x'", "expected ',' or ')', found the end"},
      {"run_id NOT ('x')", "NOT is not part of this grammar"},
      {"params.a = 'x", "the quote ' is not closed"},
      {"params.`a = 'x'", "the quote ` is not closed"},
      {"params. = 'x'", "a key is missing behind 'params.'"},
      {"metrics.val/acc > 1", "a key with '/' must stand in backticks"},
      {"metrics.acc", "expected a comparator, found the end"},
  };
  for (const Mistake& each : cases) {
    CAPTURE(each.text);
    const Error error = error_of(each.text);
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message().substr(0, error.message().find('\n')) == each.expected);
  }
}

TEST_CASE("hints say what to write instead") {
  CHECK(first_hint("metric.acc > 1 AND paarms.x = 'y'") == "the nearest entity is 'params'");
  CHECK(first_hint("Metrics.acc > 1") == "the nearest entity is 'metrics'");
  CHECK(first_hint("foo.acc > 1") ==
        "the entities are metrics, params, tags, attributes and dataset");
  CHECK(first_hint("startime > 1") == "the nearest attribute is 'start_time'");
  CHECK(first_hint("acc > 1") ==
        "write metrics.acc, params.acc or tags.acc for a key of that kind");
  CHECK(first_hint("metrics.acc == 1") == "write =");
  CHECK(first_hint("metrics.val/acc-top:1 > 1") == "write metrics.`val/acc-top:1`");
  CHECK(first_hint("params.lr = 0.1") == "write it in quotes: '0.1'");
  CHECK(first_hint("params.lr < '1'") == "comparators of a param: = != LIKE ILIKE IS [NOT] NULL");
}

TEST_CASE("bounds") {
  CHECK(message_of(std::string(kMaxTextBytes + 1, ' ')) == "the filter is longer than 64 KiB");
  CHECK(message_of("params.a = '\xFF'") == "the filter is not valid UTF-8");
  CHECK(Filter::parse(std::string(kMaxTextBytes, ' ')).matches(example_run()));
  CHECK(message_of("params.a LIKE '" + std::string(9000, 'x') + "'")
            .starts_with("the pattern is longer than 8192 characters\n"));
  std::string many = "metrics.acc > 0";
  while (many.size() + 20 < kMaxTextBytes) {
    many += " AND metrics.acc > 0";
  }
  CHECK(Filter::parse(many).matches(example_run()));
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
  CHECK_THROWS_AS(matches("name IN ('iris')"), Error);
}

}  // namespace
}  // namespace mlt::search
