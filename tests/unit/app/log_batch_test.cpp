#include "app/log_batch.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"

namespace mlt::app {

namespace {

/// A native store in memory with the runs "a" (the current one) and "b".
struct Fixture {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  test::FixedClock clock{1'000};
  test::FixedRandom random;
  std::unique_ptr<Store> store;
  std::map<std::string, RunRef, std::less<>> runs;
  std::vector<std::string> bad_lines;

  Fixture() {
    store::init_native_store(*disk, random, {});
    store = store::open_native_store({.disk = disk,
                                      .clock = clock,
                                      .random = random,
                                      .on_issue = {},
                                      .policy = {},
                                      .host = "here",
                                      .scan_threads = 1});
    for (const char* name : {"a", "b"}) {
      NewRun run;
      run.experiment_id = store->ensure_default_experiment().id;
      run.name = name;
      runs[name] = store->create_run(run);
    }
    (void)disk->take_record();
  }

  BatchLog batch(BatchOptions options = {}) {
    const auto find_run = [this](std::optional<std::string_view> id) {
      const auto found = runs.find(id.value_or("a"));
      if (found == runs.end()) {
        throw Error(ErrorCode::not_found, "no run '" + std::string(*id) + "'");
      }
      return found->second;
    };
    return BatchLog(*store, clock, find_run, std::move(options),
                    [this](const Error& error) { bad_lines.push_back(error.message()); });
  }

  static void feed(BatchLog& batch, std::string_view text) {
    while (!text.empty()) {
      const std::span<char> room = batch.room();
      const std::size_t size = std::min(room.size(), text.size());
      std::memcpy(room.data(), text.data(), size);
      text.remove_prefix(size);
      batch.received(size);
    }
  }

  BatchCounts log(std::string_view text, BatchOptions options = {}) {
    BatchLog stream = batch(std::move(options));
    feed(stream, text);
    stream.finish();
    return stream.counts();
  }

  Error error_of(std::string_view text, BatchOptions options = {}) {
    try {
      log(text, std::move(options));
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::system, "nothing was thrown"};
  }

  Run run(std::string_view name = "a") { return store->get_run(runs.find(name)->second); }
  std::vector<MetricPoint> history(std::string_view key, std::string_view name = "a") {
    return store->metric_history(runs.find(name)->second, key);
  }
  /// How often a journal was written to since the last call.
  std::size_t appends() {
    const std::vector<std::string> record = disk->take_record();
    return static_cast<std::size_t>(
        std::count_if(record.begin(), record.end(), [](const std::string& call) {
          return call.starts_with("write") && call.find("journal.jsonl") != std::string::npos;
        }));
  }
};

std::string many_lines(int count, int from = 0) {
  std::string text;
  for (int i = from; i < from + count; ++i) {
    text += R"({"metric":"loss","value":0.5,"step":)" + std::to_string(i) + "}\n";
  }
  return text;
}

TEST_CASE_FIXTURE(Fixture, "a mix of lines is logged and counted") {
  const BatchCounts counts =
      log("{\"param\":\"lr\",\"value\":0.10}\n"
          "\n"
          "  \r\n"
          "{\"metrics\":{\"loss\":0.5,\"acc\":\"NaN\"},\"step\":3}\r\n"
          "{\"tag\":\"stage\",\"value\":\"one\"}\n"
          "{\"metric\":\"loss\",\"value\":0.25,\"step\":4,\"time\":77}");
  CHECK(counts.lines == 4);
  CHECK(counts.metrics == 3);
  CHECK(counts.params == 1);
  CHECK(counts.tags == 1);
  CHECK(counts.bad_lines == 0);
  const Run now = run();
  CHECK(now.params.at("lr") == "0.10");
  CHECK(now.tags.at("stage") == "one");
  const auto points = history("loss");
  REQUIRE(points.size() == 2);
  CHECK(points[0].time_ms == 1'000);
  CHECK(points[1].time_ms == 77);
}

TEST_CASE_FIXTURE(Fixture, "a stream cut anywhere reads the same") {
  const std::string text = "\xEF\xBB\xBF" + many_lines(3) + "{\"tag\":\"t\",\"value\":\"\\u00e9\"}";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    CAPTURE(cut);
    Fixture other;
    BatchLog stream = other.batch();
    feed(stream, std::string_view(text).substr(0, cut));
    stream.flush();
    feed(stream, std::string_view(text).substr(cut));
    stream.finish();
    CHECK(stream.counts().lines == 4);
    CHECK(other.history("loss").size() == 3);
    CHECK(other.run().tags.at("t") == "é");
  }
}

TEST_CASE_FIXTURE(Fixture, "lines that arrive together are one write, at most 1000 of them") {
  BatchLog stream = batch();
  feed(stream, many_lines(999));
  CHECK(appends() == 0);
  feed(stream, many_lines(1, 999));
  CHECK(appends() == 1);
  feed(stream, many_lines(2, 1000));
  CHECK(appends() == 0);
  stream.flush();
  CHECK(appends() == 1);
  stream.flush();
  stream.finish();
  CHECK(appends() == 0);
  CHECK(history("loss").size() == 1002);
}

TEST_CASE_FIXTURE(Fixture, "a bad line refuses its chunk, earlier ones stay") {
  const std::string good = many_lines(1500);
  const Error error = error_of(good + "{\"metric\":\"loss\",\"value\":\"x\"}\n" + many_lines(5));
  CHECK(error.code() == ErrorCode::usage);
  CHECK(error.message().find("stdin:1501: a metric's value must be a number") == 0);
  CHECK(error.message().find("(column 26)") != std::string::npos);
  CHECK(history("loss").size() == 1000);
}

TEST_CASE_FIXTURE(Fixture, "--atomic writes nothing unless all is good") {
  BatchOptions options;
  options.atomic = true;
  CHECK(error_of(many_lines(1500) + "oops\n", options).message().find("stdin:1501: ") == 0);
  CHECK(history("loss").empty());
  CHECK(log(many_lines(1500), options).metrics == 1500);
  CHECK(history("loss").size() == 1500);
}

TEST_CASE_FIXTURE(Fixture, "--keep-going leaves bad lines out, whole") {
  BatchOptions options;
  options.keep_going = true;
  options.source = "old.jsonl";
  const BatchCounts counts =
      log("{\"metrics\":{\"fine\":1,\"bad=key\":2}}\n"
          "nonsense\n"
          "{\"params\":{\"p\":1,\"q=\":2}}\n"
          "{\"run\":\"nobody\"}\n"
          "{\"metric\":\"loss\",\"value\":1}\n"
          "{\"param\":\"p\",\"value\":\"other\"}\n",
          options);
  CHECK(counts.lines == 2);
  CHECK(counts.bad_lines == 4);
  REQUIRE(bad_lines.size() == 4);
  CHECK(bad_lines[0].find("old.jsonl:1: bad metric key 'bad=key'") == 0);
  CHECK(bad_lines[1].find("old.jsonl:2: a line must be an object") == 0);
  CHECK(bad_lines[3] == "old.jsonl:4: no run 'nobody'");
  CHECK(run().metrics.size() == 1);
  CHECK(run().params.at("p") == "other");
}

TEST_CASE_FIXTURE(Fixture, "a param that differs is refused where it stands, showing both values") {
  log("{\"param\":\"lr\",\"value\":0.1}\n");
  CHECK(log("{\"param\":\"lr\",\"value\":\"0.1\"}\n{\"params\":{\"lr\":0.1}}\n").params == 2);
  const Error stored =
      error_of("{\"metric\":\"m\",\"value\":1}\n{\"param\":\"lr\",\"value\":0.2}\n");
  CHECK(stored.code() == ErrorCode::refused);
  CHECK(stored.message() == "stdin:2: param 'lr' is '0.1' already and cannot become '0.2'");
  CHECK(history("m").empty());
  const Error within =
      error_of("{\"param\":\"new\",\"value\":1}\n{\"param\":\"new\",\"value\":2}\n");
  CHECK(within.message() == "stdin:2: param 'new' is '1' already and cannot become '2'");
  CHECK(run().params.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "lines may speak of other runs") {
  const BatchCounts counts = log(
      "{\"metric\":\"m\",\"value\":1}\n"
      "{\"run_id\":\"b\",\"metrics\":[{\"key\":\"m\",\"value\":2,\"timestamp\":5,\"step\":1}]}\n"
      "{\"metric\":\"m\",\"value\":3,\"step\":2}\n"
      "{\"run\":\"b\"}\n"
      "{\"metric\":\"m\",\"value\":4,\"step\":3}\n");
  CHECK(counts.metrics == 4);
  CHECK(history("m", "a").size() == 2);
  CHECK(history("m", "b").size() == 2);
  CHECK(error_of("{\"run\":\"c\"}\n").code() == ErrorCode::not_found);
}

TEST_CASE_FIXTURE(Fixture, "many runs in one stream keep few files open") {
  for (int i = 0; i < 40; ++i) {
    NewRun run;
    run.experiment_id = {"0"};
    run.name = "more";
    runs["r" + std::to_string(i)] = store->create_run(run);
  }
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    const std::string name = "r" + std::to_string(i % 40);
    text += "{\"run_id\":\"" + name +
            "\",\"metric\":\"m\",\"value\":1,\"step\":" + std::to_string(i) + "}\n";
  }
  CHECK(log(text).metrics == 4000);
  CHECK(history("m", "r7").size() == 100);
}

TEST_CASE_FIXTURE(Fixture, "a run that has ended takes tags, and metrics by force") {
  store->open_run(runs["a"])->set_status(RunStatus::failed, 5);
  CHECK(log("{\"tag\":\"late\",\"value\":\"yes\"}\n").tags == 1);
  const Error error = error_of("\n{\"metric\":\"m\",\"value\":1}\n");
  CHECK(error.code() == ErrorCode::refused);
  CHECK(error.message().find("stdin:2: run ") == 0);
  CHECK_FALSE(error.hints().empty());
  BatchOptions options;
  options.log.force = true;
  CHECK(log("{\"metric\":\"m\",\"value\":1}\n", options).metrics == 1);
}

TEST_CASE_FIXTURE(Fixture, "a later tag wins over an earlier one of the same chunk") {
  log("{\"tag\":\"t\",\"value\":\"z\"}\n{\"tag\":\"t\",\"value\":\"a\"}\n");
  CHECK(run().tags.at("t") == "a");
}

TEST_CASE_FIXTURE(Fixture, "steps count on from what is stored and what is given") {
  BatchOptions options;
  options.auto_step = true;
  log("{\"metric\":\"m\",\"value\":1}\n{\"metrics\":{\"m\":2,\"n\":1}}\n", options);
  log("{\"metric\":\"m\",\"value\":3}\n{\"metric\":\"m\",\"value\":4,\"step\":10}\n"
      "{\"metric\":\"m\",\"value\":5}\n",
      options);
  std::vector<std::int64_t> steps;
  for (const MetricPoint& point : history("m")) {
    steps.push_back(point.step);
  }
  CHECK(steps == std::vector<std::int64_t>{0, 1, 2, 10, 11});
  CHECK(history("n").front().step == 0);
}

TEST_CASE_FIXTURE(Fixture, "step and time of the command stand in for those of lines") {
  BatchOptions options;
  options.step = 9;
  options.time_ms = 55;
  log("{\"metric\":\"m\",\"value\":1}\n{\"metric\":\"m\",\"value\":2,\"step\":1,\"time\":2}\n",
      options);
  const auto points = history("m");
  REQUIRE(points.size() == 2);
  CHECK(points[0].step == 1);
  CHECK(points[0].time_ms == 2);
  CHECK(points[1].step == 9);
  CHECK(points[1].time_ms == 55);
}

TEST_CASE_FIXTURE(Fixture, "a table is logged by its header") {
  BatchOptions options;
  options.csv = true;
  const BatchCounts counts =
      log("step,loss,\"val acc\"\r\n1,0.5,\r\n\r\n2,0.25,nan\n3,,1", options);
  CHECK(counts.metrics == 4);
  CHECK(history("loss").size() == 2);
  CHECK(history("val acc").size() == 2);
  CHECK(error_of("step,a\n1,2\n2,x\n", options).message() ==
        "stdin:3: the value 'x' of 'a' is not a number");
  options.keep_going = true;
  CHECK(error_of("step,\"a\nb\"\n1,2\n", options).message().find("stdin:1: bad metric key") == 0);
  CHECK(error_of("step\n1\n", options).message().find("stdin:1: the header needs") == 0);
  CHECK(log("step,a\n1,2\n2,x\n3,\"4\"5\n", options).bad_lines == 2);
  options.keep_going = false;
  CHECK(error_of("step,a\n1,\"2", options).message() == "stdin:2: a quoted cell is not closed");
  CHECK(error_of("step,a\n1,\"2\"3\n", options).message() ==
        "stdin:2: text behind the closing quote of a cell");
}

TEST_CASE_FIXTURE(Fixture, "long lines are taken up to a bound") {
  const std::string value(300'000, 'v');
  log("{\"tag\":\"t\",\"value\":\"" + value + "\"}\n");
  CHECK(run().tags.at("t") == value);
  const Error error =
      error_of("{\"tag\":\"t\",\"value\":\"" + std::string(17u << 20, 'v') + "\"}\n");
  CHECK(error.message() == "stdin:1: a line of more than 16 MiB");
}

TEST_CASE_FIXTURE(Fixture, "a dry run counts and writes nothing") {
  BatchOptions options;
  options.log.dry_run = true;
  const BatchCounts counts = log("{\"params\":{\"a\":1},\"metrics\":{\"b\":2}}\n", options);
  CHECK(counts.params == 1);
  CHECK(counts.metrics == 1);
  CHECK(run().params.empty());
  CHECK(run().metrics.empty());
}

}  // namespace

}  // namespace mlt::app
