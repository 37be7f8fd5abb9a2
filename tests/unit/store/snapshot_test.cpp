#include "store/journal/snapshot.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace mlt::store {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Snapshot rich_snapshot() {
  Snapshot snapshot;
  snapshot.host = "here";
  snapshot.newest_at = INT64_MAX;
  snapshot.covers["journal.jsonl"] = {100, 10, std::string(64, 'a')};
  snapshot.covers["hosts/other"] = {7, 7, std::string(64, 'b')};
  Run& run = snapshot.run;
  run.id = {"r"};
  run.experiment_id = {"e"};
  run.name = "naïve \"name\"\n";
  run.user = "me";
  run.status = RunStatus::killed;
  run.lifecycle = Lifecycle::deleted;
  run.start_time_ms = INT64_MIN;
  run.end_time_ms = -1;
  run.params = {{"a/b c", "1"}, {"empty", ""}};
  run.tags = {{"日本", "\x01"}};
  run.artifacts["model/weights.bin"] = {std::uint64_t{1} << 40, std::string(64, 'c')};
  run.metrics["one"] = summary_of({0, 5, 1.5});
  run.metrics["one"].count = 1;
  run.metrics["nan"] = summary_of({INT64_MAX, INT64_MIN, kNan});
  run.metrics["nan"].count = 1;
  MetricSummary many = summary_of({0, 1, 2});
  add_point(many, {1, 2, 3});
  add_point(many, {2, 3, -std::numeric_limits<double>::infinity()});
  add_point(many, {3, 4, kNan});
  many.count = 4;
  run.metrics["many"] = many;
  return snapshot;
}

std::optional<Snapshot> parse(std::string text, std::string& reason,
                              const FoldSelection& selection = {}) {
  wire::JsonDocument document;
  return parse_snapshot(document, text, selection, reason);
}

TEST_CASE("a snapshot comes back as it went") {
  const Snapshot snapshot = rich_snapshot();
  const std::string text = snapshot_text(snapshot);
  std::string reason;
  const auto back = parse(text, reason);
  REQUIRE_MESSAGE(back, reason);
  CHECK(snapshot_text(*back) == text);
  CHECK(back->covers == snapshot.covers);
  CHECK(back->host == "here");
  CHECK(back->run.params == snapshot.run.params);
  CHECK(back->run.tags == snapshot.run.tags);
  CHECK(back->run.artifacts == snapshot.run.artifacts);
  CHECK(back->run.name == snapshot.run.name);
  const MetricSummary& many = back->run.metrics.at("many");
  CHECK(same_point(many.first, {0, 1, 2}));
  CHECK(same_point(many.last, {3, 4, kNan}));
  CHECK(same_point(*many.max, {1, 2, 3}));
  CHECK(many.min->step == 2);
  CHECK_FALSE(back->run.metrics.at("nan").min);
}

TEST_CASE("the text: keys sorted, one a line, nothing said twice") {
  Snapshot snapshot;
  snapshot.run.id = {"r"};
  snapshot.run.experiment_id = {"0"};
  snapshot.run.name = "n";
  snapshot.run.params["lr"] = "0.1";
  snapshot.run.metrics["loss"] = summary_of({1, 5, 0.5});
  snapshot.run.metrics["loss"].count = 1;
  snapshot.covers["journal.jsonl"] = {9, 4, "d"};
  CHECK(snapshot_text(snapshot) == R"({
  "artifacts": {},
  "covers": {
    "journal.jsonl": {
      "bytes": 9,
      "last_line_bytes": 4,
      "last_line_sha256": "d"
    }
  },
  "end_time": null,
  "experiment_id": "0",
  "host": "",
  "lifecycle": "active",
  "metrics": {
    "loss": {
      "count": 1,
      "last": {"step": 1, "time": 5, "value": 0.5}
    }
  },
  "name": "n",
  "newest_at": 0,
  "params": {
    "lr": "0.1"
  },
  "run_id": "r",
  "schema": 1,
  "start_time": 0,
  "status": "RUNNING",
  "tags": {},
  "user": ""
}
)");
}

TEST_CASE("only what is asked for is kept") {
  std::string reason;
  const FoldSelection selection{{false, {"empty"}}, {false, {"one"}}, {}, false, false};
  const auto some = parse(snapshot_text(rich_snapshot()), reason, selection);
  REQUIRE(some);
  CHECK(some->run.params.size() == 1);
  CHECK(some->run.metrics.size() == 1);
  CHECK(some->run.tags.empty());
  CHECK(some->run.artifacts.empty());
}

TEST_CASE("a snapshot without one of its members, or with one of a wrong type, is damaged") {
  const std::string text = snapshot_text(rich_snapshot());
  for (const std::string name :
       {"artifacts", "covers", "end_time", "experiment_id", "host", "lifecycle", "metrics", "name",
        "newest_at", "params", "run_id", "schema", "start_time", "status", "tags", "user"}) {
    CAPTURE(name);
    std::string reason;
    std::string without = text;
    const std::size_t at = without.find("\n  \"" + name + "\"");
    REQUIRE(at != std::string::npos);
    without.replace(at + 4, name.size(), "another");
    CHECK_FALSE(parse(without, reason));
    CHECK_FALSE(reason.empty());

    std::string wrong = text;
    const std::size_t value = at + name.size() + 7;
    wrong.insert(value, "[],\n  \"another\": ");
    reason.clear();
    CHECK_FALSE(parse(wrong, reason));
    CHECK_FALSE(reason.empty());
  }
}

TEST_CASE("damaged texts have a reason") {
  struct Case {
    const char* text;
    const char* reason;
  };
  const Case cases[] = {
      {"", "is not JSON"},
      {"{", "is not JSON"},
      {"<<<<<<< HEAD\n{}", "has a conflict marker"},
      {"[]", "is not a JSON object"},
      {"{\"schema\": 2}", "has another schema than 1"},
      {"{}", "has another schema than 1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    std::string reason;
    CHECK_FALSE(parse(c.text, reason));
    CHECK(reason.find(c.reason) != std::string::npos);
  }
  const std::string text = snapshot_text(rich_snapshot());
  for (std::size_t size = 0; size + 2 < text.size(); size += 7) {
    std::string reason;
    CHECK_FALSE(parse(text.substr(0, size), reason));
  }
}

TEST_CASE("members of later versions are passed over") {
  std::string text = snapshot_text(rich_snapshot());
  text.insert(2, "  \"aliases\": {\"x\": [1, 2]},\n");
  std::string reason;
  CHECK(parse(text, reason));
}

}  // namespace
}  // namespace mlt::store
