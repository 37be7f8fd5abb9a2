#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "search/search.hpp"

namespace mlt::search {
namespace {

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

TEST_CASE("an error shows the text and a caret under the wrong token") {
  CHECK(message_of("metrics.acc > 0.9 OR params.opt == 'adam'") ==
        "== is not part of this grammar\n"
        "  metrics.acc > 0.9 OR params.opt == 'adam'\n"
        "                                  ^~");
  CHECK(message_of("metric5.acc > 1") ==
        "runs have no entity 'metric5'\n"
        "  metric5.acc > 1\n"
        "  ^~~~~~~");
  CHECK(message_of("params.größe = b") ==
        "a param is compared with a text in quotes, found 'b'\n"
        "  params.größe = b\n"
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
      {"attr.acc > 0.9", "runs have no attribute 'acc'"},
      {"acc", "expected a comparator, found the end"},
      {"status", "expected a comparator, found the end"},
      {"Metrics.acc > 1", "runs have no entity 'Metrics'"},
      {"dataset.source = 'iris'", "data sets have no attribute 'source'"},
      {"dataset.name > 'iris'", "the name of a data set cannot be compared with '>'"},
      {"metrics.acc == 1", "== is not part of this grammar"},
      {"metrics.acc <> 1", "<> is not part of this grammar"},
      {"metrics.acc => 1", "expected a comparator, found '=>'"},
      {"NOT", "expected a name such as metrics.acc, found the end"},
      {"metrics.acc = 1 OR", "expected a name such as metrics.acc, found the end"},
      {"OR metrics.acc = 1", "expected a name such as metrics.acc, found 'OR'"},
      {"()", "expected a name such as metrics.acc, found ')'"},
      {"(metrics.acc = 1 AND)", "expected a name such as metrics.acc, found ')'"},
      {"(metrics.acc = 1", "expected AND, OR or ')', found the end"},
      {"(metrics.acc = 1 params.a = 'x')", "expected AND, OR or ')', found 'params.a'"},
      {"metrics.acc = 1)", "no parenthesis is open here"},
      {"metrics.acc = 1 && metrics.b = 1", "& is not part of this grammar"},
      {"metrics.acc = 1 | metrics.b = 1", "| is not part of this grammar"},
      {"!tags.keep", "! is not part of this grammar"},
      {"metrics.acc BETWEEN 1 OR 2", "expected AND and the upper bound, found 'OR'"},
      {"metrics.acc BETWEEN 1 AND 'x'", "a metric is compared with a number, found the text 'x'"},
      {"status BETWEEN 'a' AND 'b'", "the attribute status cannot be compared with 'BETWEEN'"},
      {"metrics.acc ~ 'x'", "a metric cannot be compared with '~'"},
      {"params.a NOT ~ 'x'", "expected IN, BETWEEN, LIKE or ILIKE behind NOT, found '~'"},
      {"params.a NOT = 'x'", "expected IN, BETWEEN, LIKE or ILIKE behind NOT, found '='"},
      {"metrics.acc IN (1, 'x')", "a metric is compared with a number, found the text 'x'"},
      {"params.a IN ('x', 1)", "a param is compared with a text in quotes, found '1'"},
      {"metrics.acc:avg > 1", "there is no reducer 'avg'"},
      {"metrics.acc: > 1", "there is no reducer '>'"},
      {"metrics.acc@epoch=1 > 1", "a filter cannot use '@epoch=1'"},
      {"metrics.acc@step > 1", "expected step=NUMBER, found 'step'"},
      {"metrics.acc@nothing=1 > 1",
       "expected step=NUMBER, epoch=NUMBER or best(METRIC), found 'nothing'"},
      {"metrics.acc:best > 1", "a filter cannot use ':best'"},
      {"metrics.acc:time-to(0.9) > 1", "a filter cannot use ':time-to(0.9)'"},
      {"metrics.acc:time-to(x) > 1", "expected the value to be reached, found 'x'"},
      {"metrics.acc@best( > 1", "expected ')', found the end"},
      {"metrics.acc@best() > 1", "expected the key of a metric, found ')'"},
      {"metrics.acc@epoch=x > 1", "expected the number of an epoch, found 'x'"},
      {"metrics.acc@step=x > 1", "expected the number of a step, found 'x'"},
      {"metrics.acc@step=1.5 > 1", "expected the number of a step, found '1.5'"},
      {"params.a:min > 1", "a key with ':' must stand in backticks"},
      {"start > yesterday", "the attribute start_time is compared with a time, found 'yesterday'"},
      {"duration > 'long'",
       "the attribute duration is compared with a duration, found the text 'long'"},
      {"duration > 5x", "the attribute duration is compared with a duration, found '5x'"},
      {"duration LIKE '5'", "the attribute duration cannot be compared with 'LIKE'"},
      {"metrics.acc = 1, params.a = 'x'", "expected AND or OR, found ','"},
      {"metrics.acc = 1;", "expected AND or OR, found ';'"},
      {"metrics.acc = 1 metrics.b = 2", "expected AND or OR, found 'metrics.b'"},
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
      {"params.a > '1'",
       "a param is compared with a number where order counts, found the text '1'"},
      {"status > 'a'", "the attribute status cannot be compared with '>'"},
      {"params.a = b", "a param is compared with a text in quotes, found 'b'"},
      {"params.a = `b`", "a param is compared with a text in quotes, found the text 'b'"},
      {"params.a IS 'x'", "expected NULL, found the text 'x'"},
      {"start_time LIKE '1'", "the attribute start_time cannot be compared with 'LIKE'"},
      {"start_time = '1'", "the attribute start_time is compared with a time, found the text '1'"},
      {"run_id IN ()", "the attribute run_id is compared with a text in quotes, found ')'"},
      {"run_id IN 'x'", "expected a list such as ('a', 'b'), found the text 'x'"},
      {"run_id IN ('x' 'y')", "expected ',' or ')', found the text 'y'"},
      {"run_id IN ('x'", "expected ',' or ')', found the end"},
      {"run_id NOT ('x')", "expected IN, BETWEEN, LIKE or ILIKE behind NOT, found '('"},
      {"params.a = 'x", "the quote ' is not closed"},
      {"params.`a = 'x'", "the quote ` is not closed"},
      {"params. = 'x'", "a key is missing behind 'params.'"},
      {"metrics.val/acc > 1", "a key with '/' must stand in backticks"},
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
  CHECK(first_hint("attr.startime > 1") == "the nearest attribute is 'start_time'");
  CHECK(first_hint("metrics.acc:mni > 1") == "the nearest reducer is 'min'");
  CHECK(first_hint("metrics.acc:total > 1") ==
        "the reducers are last, min, max, first, count, mean, sd, sum, auc, best, time-to(VALUE), "
        "@step=NUMBER, @epoch=NUMBER, @best(METRIC)");
  CHECK(error_of("metrics.a:b/c > 1").hints().back() ==
        "a key with ':' stands in backticks: metrics.`a:b/c`");
  CHECK(first_hint("metrics.acc == 1") == "write =");
  CHECK(first_hint("metrics.acc betwen 1 AND 2") == "the nearest word is BETWEEN");
  CHECK(first_hint("metrics.acc = 1 adn metrics.b = 1") == "the nearest word is AND");
  CHECK(first_hint("(metrics.acc = 1 orr metrics.b = 1)") == "the nearest word is OR");
  CHECK(first_hint("metrics.acc = 1 metrics.b = 1").empty());
  CHECK(first_hint("metrics.val/acc-top:1 > 1") == "write metrics.`val/acc-top:1`");
  CHECK(first_hint("params.lr = adam") == "write it in quotes: 'adam'");
  CHECK(first_hint("status = 1") == "write it in quotes: '1'");
  CHECK(first_hint("params.lr < '1'") == "leave out the quotes");
  CHECK(first_hint("status < 'x'") ==
        "comparators of the attribute status: = != ~ [NOT] IN LIKE ILIKE, IS [NOT] NULL");
  CHECK(first_hint("metrics.acc LIKE 'x'") ==
        "comparators of a metric: = != > >= < <= [NOT] IN BETWEEN, IS [NOT] NULL");
  CHECK(first_hint("metrics.a = 1 & metrics.b = 1") == "write AND");
}

TEST_CASE("what is too deep, too long or no text at all") {
  const std::string nested = std::string(kMaxDepth + 1, '(') + "tags.team";
  CHECK(message_of(nested).starts_with("parentheses are nested deeper than 100\n"));
  CHECK(message_of("params.a LIKE '" + std::string(9000, 'x') + "'")
            .starts_with("the pattern is longer than 8192 characters\n"));
  CHECK(message_of("name ~ '" + std::string(257, '*') + "'")
            .starts_with("the pattern is longer than 256 characters\n"));
  CHECK(message_of(std::string(kMaxTextBytes + 1, ' ')) == "the filter is longer than 64 KiB");
  CHECK(message_of("params.a = '\xFF'") == "the filter is not valid UTF-8");
}

}  // namespace
}  // namespace mlt::search
