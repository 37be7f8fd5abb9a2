#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "search/search.hpp"

namespace mlt::search {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Run make_run(const std::string& id, std::int64_t start) {
  Run run;
  run.id = {id};
  run.name = id;
  run.start_time_ms = start;
  return run;
}

Run with_metric(Run run, double value) {
  run.metrics["acc"].last.value = value;
  return run;
}

Run with_param(Run run, const std::string& value) {
  run.params["lr"] = value;
  return run;
}

std::string sorted(const std::string& order_text, std::vector<Run> runs) {
  const Order order = Order::parse(order_text);
  std::sort(runs.begin(), runs.end(),
            [&](const Run& a, const Run& b) { return order.before(a, b); });
  std::string ids;
  for (const Run& run : runs) {
    ids += run.id.value;
  }
  return ids;
}

Error error_of(const std::string& text) {
  try {
    Order::parse(text);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::system, "no error"};
}

TEST_CASE("values, then NaN, then absent, in both directions") {
  const std::vector<Run> runs = {make_run("z", 9),
                                 with_metric(make_run("n", 1), kNan),
                                 with_metric(make_run("m", 2), kNan),
                                 with_metric(make_run("i", 3), kInfinity),
                                 with_metric(make_run("j", 4), -kInfinity),
                                 with_metric(make_run("a", 5), 1),
                                 with_metric(make_run("b", 6), 2),
                                 make_run("y", 8)};
  CHECK(sorted("metrics.acc ASC", runs) == "jabimnzy");
  CHECK(sorted("metrics.acc", runs) == "jabimnzy");
  CHECK(sorted("metrics.acc desc", runs) == "ibajmnzy");
  CHECK(sorted("-metrics.acc", runs) == "ibajmnzy");
  CHECK(sorted("+metrics.acc", runs) == "jabimnzy");
}

TEST_CASE("text sorts by code point") {
  const std::vector<Run> runs = {
      with_param(make_run("a", 1), "9"),      with_param(make_run("b", 1), "10"),
      with_param(make_run("c", 1), "100"),    with_param(make_run("d", 1), "é"),
      with_param(make_run("e", 1), "Z"),      with_param(make_run("f", 1), "\U0001F680"),
      with_param(make_run("g", 1), "\uFFFD"), make_run("h", 1)};
  CHECK(sorted("params.lr", runs) == "bcaedgfh");
  CHECK(sorted("params.lr DESC", runs) == "fgdeacbh");
}

TEST_CASE("ties go to the newest, then to the smaller id") {
  const std::vector<Run> runs = {make_run("c", 5), make_run("a", 5), make_run("b", 7)};
  CHECK(sorted("", runs) == "bac");
  CHECK(sorted("status", runs) == "bac");
  CHECK(sorted("status DESC", runs) == "bac");
  CHECK(sorted("start_time", runs) == "acb");
  CHECK(sorted("-run_id", runs) == "cba");
  CHECK(Order::newest_first().before(runs[2], runs[0]));
}

TEST_CASE("several terms, quotes, aliases and absent end times") {
  Run a = with_param(make_run("a", 1), "x");
  Run b = with_param(make_run("b", 2), "x");
  Run c = with_param(make_run("c", 3), "y");
  a.end_time_ms = 10;
  c.end_time_ms = 5;
  CHECK(sorted("params.`lr` DESC, `run name` ASC", {a, b, c}) == "cab");
  CHECK(sorted("end_time", {a, b, c}) == "cab");
  CHECK(sorted("-end_time", {a, b, c}) == "acb");
  CHECK(sorted("tags.none,created", {a, b, c}) == "abc");
}

TEST_CASE("how long runs took, and what a summary tells of a metric") {
  Run a = make_run("a", 1);
  Run b = make_run("b", 2);
  const Run running = make_run("c", 3);
  a.end_time_ms = 10;
  b.end_time_ms = 5;
  CHECK(sorted("duration", {a, running, b}) == "bac");
  CHECK(sorted("-dur", {a, running, b}) == "abc");
  CHECK(sorted("name DESC", {a, running, b}) == "cba");
  a = with_metric(a, 5);
  b = with_metric(b, 1);
  a.metrics["acc"].min = MetricPoint{0, 0, 1};
  b.metrics["acc"].min = MetricPoint{0, 0, 2};
  CHECK(sorted("metrics.acc", {a, b}) == "ba");
  CHECK(sorted("metrics.acc:last", {a, b}) == "ba");
  CHECK(sorted("metrics.acc:min ASC", {a, b}) == "ab");
  CHECK(sorted("-acc:min", {a, b, running}) == "bac");
  CHECK(sorted("acc:max", {a, b}) == "ba");  // both unknown: the newer first
}

TEST_CASE("terms and keys") {
  const Order order =
      Order::parse("metrics.train/acc DESC , -params.\"a b\", tags.x.y, attr.Created ASC");
  REQUIRE(order.terms().size() == 4);
  CHECK(order.is_resolved());
  CHECK(order.terms()[0].entity == Entity::metric);
  CHECK(order.terms()[0].key == "train/acc");
  CHECK(order.terms()[0].descending);
  CHECK(order.terms()[1].key == "a b");
  CHECK(order.terms()[1].descending);
  CHECK(order.terms()[2].key == "x.y");
  CHECK(order.terms()[3].key == "start_time");
  CHECK_FALSE(order.terms()[3].descending);
  CHECK(order.used_keys() == UsedKeys{{"a b"}, {"train/acc"}, {"x.y"}});
}

TEST_CASE("a bare name is a param or a metric, as the runs tell") {
  Order order = Order::parse("-acc,lr,start_time");
  CHECK_FALSE(order.is_resolved());
  CHECK(order.used_keys() == UsedKeys{{"acc", "lr"}, {"acc", "lr"}, {}});
  order.resolve([](std::string_view name) { return KeyKinds{name == "lr", name == "acc"}; });
  CHECK(order.is_resolved());
  CHECK(order.terms()[0].entity == Entity::metric);
  CHECK(order.terms()[1].entity == Entity::param);
  CHECK(order.terms()[2].entity == Entity::attribute);

  Order both = Order::parse("lr,-acc");
  try {
    both.resolve([](std::string_view name) { return KeyKinds{true, name == "acc"}; });
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message() ==
          "'acc' is a param and a metric\n"
          "  lr,-acc\n"
          "      ^~~");
    CHECK(error.hints() == std::vector<std::string>{"write params.acc or metrics.acc"});
  }

  Order neither = Order::parse("acuracy");
  try {
    neither.resolve([](std::string_view) { return KeyKinds{}; });
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.message().starts_with("no param or metric 'acuracy'\n"));
  }
}

TEST_CASE("what summaries do not tell is read beforehand") {
  auto order = Order::parse("-acc:mean, loss@best(val_loss)");
  CHECK(order.needs_reading());
  CHECK_FALSE(Order::parse("-acc:max, loss:first").needs_reading());
  CHECK(order.used_keys().metrics == std::set<std::string, std::less<>>{"acc", "loss", "val_loss"});
  CHECK(Order::parse("acc@epoch=2").used_keys().metrics.contains("epoch"));
  std::vector<Run> runs(4);
  const std::vector<std::optional<double>> means = {1, 3, std::nullopt,
                                                    std::numeric_limits<double>::quiet_NaN()};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].id.value = std::to_string(i);
    order.read(runs[i], [&](const Run&, const Order::Term& term) {
      return term.key == "acc" ? means[i] : std::nullopt;
    });
  }
  std::ranges::sort(runs, [&order](const Run& a, const Run& b) { return order.before(a, b); });
  std::string ids;
  for (const Run& run : runs) {
    ids += run.id.value;
  }
  CHECK(ids == "1032");
}

struct Mistake {
  std::string text;
  std::string expected;
};

TEST_CASE("mistakes in an order") {
  const std::initializer_list<Mistake> cases = {
      {"metrics.acc DOWN",
       "expected ASC, DESC or ',', found 'DOWN'\n  metrics.acc DOWN\n              ^~~~"},
      {"-acc DESC", "the direction is given twice, by '-' and by 'DESC'\n  -acc DESC\n       ^~~~"},
      {"acc,", "a name is missing behind the comma\n  acc,\n     ^"},
      {"acc,,lr", "expected a name such as metrics.acc, found ','\n  acc,,lr\n      ^"},
      {"-", "expected a name such as metrics.acc, found the end\n  -\n   ^"},
      {"'acc'", "expected a name such as metrics.acc, found the text 'acc'\n  'acc'\n  ^~~~~"},
      {"foo.bar", "runs have no entity 'foo'\n  foo.bar\n  ^~~"},
      {"attributes.stat", "runs have no attribute 'stat'\n  attributes.stat\n             ^~~~"},
      {"metrics.", "a key is missing behind 'metrics.'\n  metrics.\n  ^~~~~~~~"},
      {"`acc", "the quote ` is not closed\n  `acc\n  ^"},
      {"-acc:avg", "there is no reducer 'avg'\n  -acc:avg\n       ^~~"},
      {"acc:", "there is no reducer the end\n  acc:\n      ^"},
      {"acc@step", "expected step=NUMBER, found 'step'\n  acc@step\n      ^~~~"},
      {"params.lr:min", "expected ASC, DESC or ',', found ':'\n  params.lr:min\n           ^"},
  };
  for (const Mistake& each : cases) {
    CAPTURE(each.text);
    const Error error = error_of(each.text);
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message() == each.expected);
  }
}

// Runs whose every field collides often; a fixed sequence of numbers makes them.
std::vector<Run> colliding_runs() {
  std::vector<Run> runs;
  std::uint32_t seed = 1;
  const auto next = [&seed](std::uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % below;
  };
  const double values[] = {kNan, kInfinity, -kInfinity, 0.0, -0.0, 1.0};
  for (int i = 0; i < 40; ++i) {
    Run run = make_run(std::string(1, static_cast<char>('A' + i)), next(3));
    if (next(3) > 0) {
      run = with_metric(std::move(run), values[next(6)]);
    }
    if (next(3) > 0) {
      run = with_param(std::move(run), std::to_string(next(3)));
    }
    if (next(2) > 0) {
      run.end_time_ms = next(2);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

TEST_CASE("every order is strict, transitive and total") {
  const std::vector<Run> runs = colliding_runs();
  for (const std::string text :
       {"", "metrics.acc", "-metrics.acc,params.lr", "params.lr DESC,end_time",
        "end_time DESC, metrics.acc ASC", "status,-user_id"}) {
    CAPTURE(text);
    const Order order = Order::parse(text);
    int violations = 0;
    for (const Run& a : runs) {
      for (const Run& b : runs) {
        const bool is_same = a.id == b.id;
        violations += order.before(a, b) == (order.before(b, a) || is_same) ? 1 : 0;
        for (const Run& c : runs) {
          violations += order.before(a, b) && order.before(b, c) && !order.before(a, c) ? 1 : 0;
        }
      }
    }
    CHECK(violations == 0);
  }
}

TEST_CASE("experiments are sorted by their attributes") {
  const auto experiment = [](const char* id, const char* name, std::int64_t created) {
    Experiment made;
    made.id = {id};
    made.name = name;
    made.created_ms = created;
    return made;
  };
  const Experiment a = experiment("1", "a", 5);
  const Experiment b = experiment("2", "b", 5);
  const Experiment c = experiment("3", "a", 9);
  const auto parse = [](std::string_view text) { return Order::parse(text, Subject::experiments); };
  CHECK(parse("").before(c, a));
  CHECK(parse("").before(a, b));
  CHECK(parse("name DESC").before(b, a));
  CHECK(parse("name").before(c, a));  // ties fall by id, as in MLflow
  CHECK(parse("creation_time, name DESC").before(b, a));
  CHECK_THROWS_AS(parse("tags.team"), Error);
  CHECK_THROWS_AS(parse("acc"), Error);
  CHECK_THROWS_AS(Order::parse("dataset.name"), Error);
}

}  // namespace
}  // namespace mlt::search
