#include "app/gc.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "fake_store.hpp"

using namespace mlt;

namespace {

/// `id: reason` of what stays, `id` of what goes.
std::vector<std::string> summary(const std::vector<app::GcItem>& items) {
  std::vector<std::string> lines;
  for (const app::GcItem& item : items) {
    lines.push_back(item.id + (item.kept.empty() ? "" : ": " + item.kept));
  }
  std::ranges::sort(lines);
  return lines;
}

Run& add(test::FakeStore& store, const char* id, std::int64_t end_ms, double acc, bool deleted) {
  Run& run = store.add(id, id);
  run.end_time_ms = end_ms;
  run.metrics["acc"].last.value = acc;
  run.lifecycle = deleted ? Lifecycle::deleted : Lifecycle::active;
  return run;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("gc finds what is deleted, and what is old, but for what is to be kept") {
  test::FakeStore store;
  store.experiments = {{.id = {"0"}, .name = "Default", .tags = {}},
                       {.id = {"x"}, .name = "x", .lifecycle = Lifecycle::deleted, .tags = {}}};
  add(store, "a", 100, 0.1, true);
  add(store, "b", 200, 0.9, true).tags = {{"mlt.keep", "no"}};
  add(store, "c", 100, 0.5, false);
  add(store, "d", 100, 0.7, false).params = {{"lr", "1"}};
  add(store, "e", 100, 0.6, false).status = RunStatus::running;

  app::GcOptions options;
  options.deleted = true;
  auto items = app::plan_gc(store, options);
  CHECK(summary(items) == Lines{"a", "b: tag mlt.keep", "x"});
  CHECK(std::ranges::count_if(items, &app::GcItem::is_protected) == 1);

  options.before_ms = 50;
  CHECK(summary(app::plan_gc(store, options)) == Lines{"x"});

  options.deleted = false;
  options.before_ms = 150;
  CHECK(summary(app::plan_gc(store, options)) == Lines{"a", "c", "d", "e: running"});
  options.keep = "params.lr = '1'";
  CHECK(summary(app::plan_gc(store, options)) == Lines{"a", "c", "d: --keep", "e: running"});
  options.keep = "";
  options.keep_best = app::KeepBest{2, "acc"};
  CHECK(summary(app::plan_gc(store, options)) ==
        Lines{"a", "c", "d: among the best", "e: running"});
  options.keep_best->metric = "unknown";
  CHECK(summary(app::plan_gc(store, options)) == Lines{"a", "c", "d", "e: running"});

  options.keep_best.reset();
  app::prune(store, app::plan_gc(store, options));
  Lines left;
  std::ranges::transform(store.runs, std::back_inserter(left),
                         [](const Run& run) { return run.id.value; });
  CHECK(left == Lines{"b", "e"});
}

TEST_CASE("gc does not guess whether more of a metric is better") {
  test::FakeStore store;
  Run& run = store.add("a", "a");
  run.end_time_ms = 1;
  run.metrics["zig"].last.value = 1;
  app::GcOptions options;
  options.before_ms = 5;
  options.keep_best = app::KeepBest{1, "zig"};
  CHECK_THROWS_AS(app::plan_gc(store, options), Error);
  options.settings.all.goals["zig"] = app::Goal::min;
  CHECK(summary(app::plan_gc(store, options)) == Lines{"a: among the best"});
}

TEST_CASE("a deleted experiment stays where one of its runs does") {
  test::FakeStore store;
  store.experiments = {{.id = {"x"}, .name = "x", .lifecycle = Lifecycle::deleted, .tags = {}}};
  Run& run = store.add("a", "a", 0, "x");
  run.lifecycle = Lifecycle::deleted;
  run.tags = {{"mlt.keep", ""}};
  app::GcOptions options;
  options.deleted = true;
  CHECK(summary(app::plan_gc(store, options)) ==
        Lines{"a: tag mlt.keep", "x: holds a run that stays"});
}
