// The commands that read a store: what each prints in every format.

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <memory>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "buffered_context.hpp"
#include "cli/command.hpp"
#include "fake_store.hpp"

namespace mlt::cli {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kNow = 1'795'447'320'123;  // where the fixed clock stands

std::string full_id(const std::string& prefix) {
  return prefix + std::string(32 - prefix.size(), '0');
}

struct Fixture {
  std::unique_ptr<test::FakeStore> owned = std::make_unique<test::FakeStore>();
  test::FakeStore& store = *owned;
  test::BufferedContext context{std::move(owned)};

  Fixture() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    context.given_globals.directory = "/";
    store.experiments = {{{"i1"}, "iris", Lifecycle::active, kNow - 90 * kMinute, 0, {}}};
    add("aaaa111", "wide-lion", 60, 0.9312).params = {{"lr", "3e-4"}, {"batch", "128"}};
    add("bbbb222", "実験", 30, 0.9295).params = {{"lr", "1e-3"}, {"batch", "128"}};
  }
  Run& add(const std::string& id, const std::string& name, std::int64_t minutes_ago, double acc) {
    Run& run = store.add(full_id(id), name, kNow - minutes_ago * kMinute, "i1");
    run.end_time_ms = run.start_time_ms + 10 * kMinute;
    run.user = "ann";
    MetricSummary& summary = run.metrics["acc"];
    summary.first = summary.last = {.step = 3, .time_ms = run.start_time_ms, .value = acc};
    summary.count = 1;
    return run;
  }
  void on_terminal(int columns) {
    context.given_terminal = {
        .is_terminal = true, .columns = columns, .rows = 24, .colour = false, .utf8 = true};
  }
  int run(const std::string& command, const std::vector<std::string>& words = {}) {
    OptionTable table;
    const Action action = find_command(command)->declare(table);
    table.parse(words);
    context.out_text.clear();
    context.err_text.clear();
    return action(context);
  }
  const std::string& out(const std::string& command, const std::vector<std::string>& words = {}) {
    run(command, words);
    return context.out_text;
  }
  void format(const std::string& name, std::vector<std::string> fields = {}) {
    context.given_globals.format = name;
    context.given_globals.json_fields = std::move(fields);
  }
};

TEST_CASE_FIXTURE(Fixture, "compare on a terminal: what varies, the best marked, constants once") {
  on_terminal(80);
  CHECK(out("compare") ==
        "iris · 2 runs · same in all: batch=128 user=ann\n"
        "run       name       when   dur    lr     acc\n"
        "bbbb222   実験       14:52  10m  1e-3  0.9295\n"
        "aaaa111★  wide-lion  14:22  10m  3e-4  0.9312\n"
        "(★ best)\n");
  CHECK(context.err_text.empty());
}

TEST_CASE_FIXTURE(Fixture, "compare off a terminal: raw values, full ids, one row a line") {
  CHECK(out("compare") ==
        "run_id\trun_name\tstart_time\tduration_ms\tparams.lr\tmetrics.acc\n" + full_id("bbbb222") +
            "\t実験\t2026-11-23T14:52:00.123Z\t600000\t1e-3\t0.9295\n" + full_id("aaaa111") +
            "\twide-lion\t2026-11-23T14:22:00.123Z\t600000\t3e-4\t0.9312\n");
}

TEST_CASE_FIXTURE(Fixture, "compare as JSON: columns, what is constant, items") {
  format("json", {"run_id", "metrics.acc", "best"});
  CHECK(out("compare", {"-N", "1"}) == R"({
  "schema": "mlt.compare/1",
  "total": 2,
  "matched": 2,
  "columns": [
    {
      "field": "run_id",
      "title": "run"
    },
    {
      "field": "run_name",
      "title": "name"
    },
    {
      "field": "start_time",
      "title": "when"
    },
    {
      "field": "duration_ms",
      "title": "dur"
    },
    {
      "field": "params.batch",
      "title": "batch"
    },
    {
      "field": "params.lr",
      "title": "lr"
    },
    {
      "field": "metrics.acc",
      "title": "acc",
      "metric": "acc",
      "reducer": "last",
      "form": "value"
    }
  ],
  "constant": {},
  "items": [
    {
      "run_id": ")" + full_id("bbbb222") +
                                           R"(",
      "metrics": {
        "acc": 0.9295
      },
      "best": []
    }
  ],
  "next": null
}
)");
  format("jsonl", {"run_name", "params", "uncommitted_code"});
  CHECK(out("compare") ==
        "{\"run_name\":\"実験\",\"params\":{\"lr\":\"1e-3\"},\"uncommitted_code\":false}\n"
        "{\"run_name\":\"wide-lion\",\"params\":{\"lr\":\"3e-4\"},\"uncommitted_code\":false}\n");
}

TEST_CASE_FIXTURE(Fixture, "compare in Markdown, as names, and by a pattern") {
  format("md");
  CHECK(out("compare", {"--columns", "lr,acc"}) ==
        "| run | lr | acc |\n"
        "| --- | --- | ---: |\n"
        "| bbbb222 | 1e-3 | 0.9295 |\n"
        "| aaaa111★ | 3e-4 | **0.9312** |\n");
  format("name");
  CHECK(out("compare") == full_id("bbbb222") + "\n" + full_id("aaaa111") + "\n");
  format("{run_id:.4} {metrics.acc:.2f} {params.lr}");
  CHECK(out("compare") == "bbbb 0.93 1e-3\naaaa 0.93 3e-4\n");
  format("{runid}");
  CHECK_THROWS_WITH(run("compare"), "no field 'runid'");
  format("xml");
  CHECK_THROWS_WITH(run("compare"), "no format 'xml'");
}

TEST_CASE_FIXTURE(Fixture, "compare marks the best in the text, with and without colour") {
  for (Run& run : store.runs) {
    run.metrics["loss"] = run.metrics["acc"];
  }
  on_terminal(80);
  CHECK(out("compare", {"--columns", "acc,loss"}) ==
        "iris · 2 runs · same in all: batch=128 user=ann\n"
        "run          acc     loss\n"
        "bbbb222  0.9295   0.9295★\n"
        "aaaa111  0.9312★  0.9312\n"
        "(★ best)\n");
  context.given_terminal.colour = true;
  CHECK(out("compare", {"--columns", "acc,loss"}).find("\x1b[1;32m0.9312★\x1b[0m") !=
        std::string::npos);
  CHECK(context.out_text.find("\x1b[1;32m0.9295★\x1b[0m") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "compare says so where nothing matches") {
  CHECK(run("compare", {"--filter", "metrics.acc > 1"}) == 0);
  CHECK(context.out_text == "run_id\trun_name\tstart_time\tduration_ms\n");
  CHECK(context.err_text == "hint: 0 of 2 runs match\n");
  CHECK(run("compare", {"--filter", "metrics.acc > 1", "--fail-empty"}) == 1);
  CHECK(run("compare", {"--fail-empty"}) == 0);
}

TEST_CASE_FIXTURE(Fixture, "compare asks for a direction once where a name does not tell") {
  store.runs[0].metrics["speed"].last.value = 1;
  store.runs[1].metrics["speed"].last.value = 2;
  on_terminal(80);
  run("compare");
  CHECK(context.err_text ==
        "hint: no direction is known for speed; say which with --goal METRIC=max or =min\n");
  run("compare", {"--goal", "speed=max"});
  CHECK(context.err_text.empty());
  CHECK(context.out_text.find("0.9312★") != std::string::npos);
  CHECK(context.out_text.find("2★") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "compare marks uncommitted code and damage, and explains its marks") {
  store.runs[0].tags["mlflow.source.git.dirty"] = "true";
  store.runs[1].damaged = true;
  on_terminal(80);
  const std::string text = out("compare");
  CHECK(text.find("aaaa111★+ ") != std::string::npos);
  CHECK(text.find("bbbb222! ") != std::string::npos);
  CHECK(text.find("(+ uncommitted code · ! damaged · ★ best)\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "compare on a narrow terminal keeps the metric and says what is missing") {
  on_terminal(30);
  CHECK(out("compare") ==
        "iris · 2 runs · same in all:\n"
        "  batch=128 user=ann\n"
        "run       name          acc\n"
        "bbbb222   実験       0.9295\n"
        "aaaa111★  wide-lion  0.9312\n"
        "(★ best) (+3 columns, -A to\n"
        "  show)\n");
}

TEST_CASE_FIXTURE(Fixture, "runs list: every column for machines, those that matter for people") {
  CHECK(out("runs list") ==
        "run_id\trun_name\texperiment\tstatus\tstart_time\tduration_ms\tuser\n" +
            full_id("bbbb222") + "\t実験\tiris\tFINISHED\t2026-11-23T14:52:00.123Z\t600000\tann\n" +
            full_id("aaaa111") +
            "\twide-lion\tiris\tFINISHED\t2026-11-23T14:22:00.123Z\t600000\tann\n");
  on_terminal(80);
  CHECK(out("ls") ==
        "iris · 2 runs\n"
        "run      name       status    when   dur  user\n"
        "bbbb222  実験       FINISHED  14:52  10m  ann\n"
        "aaaa111  wide-lion  FINISHED  14:22  10m  ann\n");
}

TEST_CASE_FIXTURE(Fixture, "runs list lists all off a terminal, twenty on one") {
  for (int i = 0; i < 30; ++i) {
    add("cccc" + std::to_string(100 + i), "run", 20, 0.5);
  }
  format("name");
  CHECK(std::ranges::count(out("runs list"), '\n') == 32);
  CHECK(std::ranges::count(out("runs list", {"-N", "3"}), '\n') == 3);
  context.given_globals.format.reset();
  on_terminal(80);
  CHECK(out("runs list").starts_with("iris · newest 20 of 32 runs\n"));
  CHECK(std::ranges::count(context.out_text, '\n') == 22);
}

TEST_CASE_FIXTURE(Fixture, "runs list by status, lifecycle and filter") {
  store.runs[0].status = RunStatus::failed;
  add("dddd444", "gone", 5, 0.1).lifecycle = Lifecycle::deleted;
  format("{run_name}");
  CHECK(out("runs list", {"--status", "failed"}) == "wide-lion\n");
  CHECK(out("runs list", {"--deleted"}) == "gone\n");
  CHECK(out("runs list", {"--all"}) == "gone\n実験\nwide-lion\n");
  CHECK(out("runs list", {"--filter", "metrics.acc > 0.93"}) == "wide-lion\n");
  CHECK(out("runs list", {"--order-by", "metrics.acc"}) == "実験\nwide-lion\n");
  CHECK(out("runs list", {"--since", "45m"}) == "実験\n");
  CHECK_THROWS_WITH(run("runs list", {"--status", "done"}), "no status 'done'");
  CHECK_THROWS_AS(run("runs list", {"--since", "soon"}), Error);
  CHECK_THROWS_AS(run("runs list", {"-N", "-1"}), Error);
}

TEST_CASE_FIXTURE(Fixture, "runs list reads only the keys that are printed") {
  format("json", {"run_id", "params.lr"});
  const std::string text = out("runs list", {"-N", "1"});
  CHECK(text.find("\"lr\": \"1e-3\"") != std::string::npos);
  CHECK(text.find("batch") == std::string::npos);
  CHECK(store.full_reads == 0);
}

TEST_CASE_FIXTURE(Fixture, "show tells all of a run") {
  Run& run = store.runs[0];
  run.tags = {{"team", "ads"},
              {"mlflow.source.git.commit", "4bc1d2e9aa0b1c2d"},
              {"mlflow.source.git.branch", "main"},
              {"mlflow.source.git.dirty", "true"},
              {"mlt.command", R"(["python","train.py","--note","two words"])"},
              {"mlt.host", "a100"},
              {"mlt.exit_code", "0"}};
  run.artifacts = {{"logs/stdout.log", {.size = 2048, .sha256 = {}}}};
  on_terminal(60);
  CHECK(out("show", {"wide-lion"}) ==
        "wide-lion\n"
        "id          " +
            full_id("aaaa111") +
            "\n"
            "experiment  iris\n"
            "status      FINISHED, exit code 0\n"
            "started     14:22 (1h ago), took 10m\n"
            "by          ann on a100\n"
            "command     python train.py --note 'two words'\n"
            "code        4bc1d2e on main + uncommitted changes\n"
            "\n"
            "params (2)\n"
            "  batch  128\n"
            "  lr     3e-4\n"
            "\n"
            "metrics (1)\n"
            "  metric  last    min  max  first   points  last step\n"
            "  acc     0.9312  -    -    0.9312  1       3\n"
            "\n"
            "tags (1)\n"
            "  team  ads\n"
            "\n"
            "artifacts (1)\n"
            "  logs/stdout.log  2 KiB\n");
}

TEST_CASE_FIXTURE(Fixture, "show off a terminal is a line a field, and one object as JSON") {
  const std::string text = out("runs show", {"bbbb222"});
  CHECK(text.starts_with("field\tvalue\nrun_id\t" + full_id("bbbb222") + "\n"));
  CHECK(text.find("\nparams.lr\t1e-3\n") != std::string::npos);
  CHECK(text.find("\nmetrics.acc\t0.9295\n") != std::string::npos);
  format("json", {"metrics.acc"});
  CHECK(out("show", {"bbbb222"}) ==
        "{\n  \"schema\": \"mlt.run/1\",\n  \"metrics\": {\n    \"acc\": 0.9295\n  }\n}\n");
  format("name");
  CHECK(out("show", {"bbbb222"}) == full_id("bbbb222") + "\n");
}

TEST_CASE_FIXTURE(Fixture, "show of an experiment tells which keys there are") {
  on_terminal(60);
  CHECK(out("show", {"iris"}) ==
        "iris\n"
        "id       i1\n"
        "created  1h ago\n"
        "runs     2: 2 finished\n"
        "newest   bbbb222 実験, 30m ago\n"
        "\n"
        "params (2)\n"
        "  param  runs  values\n"
        "  batch     2  128\n"
        "  lr        2  1e-3, 3e-4\n"
        "\n"
        "metrics (1)\n"
        "  metric  runs  lowest  highest\n"
        "  acc     2     0.9295  0.9312\n");
  CHECK_THROWS_AS(run("show", {"nothing"}), Error);
  CHECK_THROWS_AS(run("runs show", {"iris"}), Error);
}

TEST_CASE_FIXTURE(Fixture, "experiments list: the one worked on last stands first") {
  store.experiments.push_back({{"e2"}, "empty", Lifecycle::active, kNow - 400 * kMinute, 0, {}});
  store.experiments.push_back({{"d3"}, "gone", Lifecycle::deleted, kNow, 0, {}});
  on_terminal(80);
  CHECK(out("experiments list") ==
        "id  name   runs  last run  created\n"
        "i1  iris      2  14:52     13:52\n"
        "e2  empty     0  -         08:42\n");
  CHECK(out("experiments list", {"--deleted"}) ==
        "id  name  runs  last run  created  lifecycle\n"
        "d3  gone     0  -         15:22    deleted\n");
}

TEST_CASE_FIXTURE(Fixture, "status tells of the store and of what runs") {
  add("eeee555", "busy", 12, 0.2).status = RunStatus::running;
  store.runs.back().end_time_ms.reset();
  on_terminal(80);
  CHECK(out("status") ==
        "fake\n"
        "layout       fake\n"
        "experiments  1\n"
        "runs         3: 1 running, 2 finished\n"
        "current run  none\n"
        "git          the store is in no git repository\n"
        "\n"
        "running (1)\n"
        "  run      name  experiment  when   dur\n"
        "  eeee555  busy  iris        15:10  12m\n");
  format("json", {"running_runs", "dead_runs"});
  CHECK(out("status").find("\"running_runs\": [\n    \"" + full_id("eeee555")) !=
        std::string::npos);
}

}  // namespace
}  // namespace mlt::cli
