#include "cli/live_values.hpp"

#include <doctest/doctest.h>

#include "fake_store.hpp"
#include "fixed.hpp"

using mlt::Run;
using mlt::RunStatus;
using mlt::cli::Candidate;
using mlt::cli::Completion;
using mlt::cli::Globals;
using mlt::cli::live_values;

namespace {

/// A clock on which each look takes a while.
class SlowClock final : public mlt::base::Clock {
 public:
  explicit SlowClock(std::int64_t step_ms) : step_ms_(step_ms) {}
  std::int64_t now_ms() override { return now_ += step_ms_; }

 private:
  std::int64_t step_ms_;
  std::int64_t now_ = 0;
};

struct Fixture {
  mlt::test::FakeStore store;
  mlt::test::FixedClock clock;
  Globals globals;

  Fixture() {
    store.experiments.resize(2);
    store.experiments[0].id = {"0"};
    store.experiments[0].name = "Default";
    store.experiments[1].id = {"iris"};
    store.experiments[1].name = "Iris";
    store.add("aaaa111122223333", "rose", clock.now_ms() - 60'000).metrics["acc"] = {};
    Run& tulip = store.add("bbbb111122223333", "tulip", clock.now_ms() - 5'000, "iris");
    tulip.status = RunStatus::running;
    tulip.metrics["loss"] = {};
    tulip.params["lr"] = "1";
  }

  std::vector<std::string> ask(Completion kind, std::string_view prefix = "") {
    std::vector<std::string> values;
    for (const Candidate& each : live_values(kind, prefix, store, globals, clock)) {
      values.push_back(each.value);
    }
    return values;
  }
};

using Values = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "runs are offered by name and id, the newest first") {
  CHECK(ask(Completion::run) == Values{"tulip", "bbbb1111", "rose", "aaaa1111"});
  CHECK(ask(Completion::run, "ro") == Values{"rose", "aaaa1111"});
  CHECK(ask(Completion::run, "bbb") == Values{"tulip", "bbbb1111"});
  const auto runs = live_values(Completion::run, "tu", store, globals, clock);
  CHECK(runs.front().description == "bbbb1111, 5s ago, RUNNING");
  CHECK(runs.back().description == "tulip, 5s ago, RUNNING");
}

TEST_CASE_FIXTURE(Fixture, "a name that two runs share is offered once") {
  store.add("cccc111122223333", "rose", 1);
  CHECK(ask(Completion::run, "rose") == Values{"rose", "aaaa1111", "cccc1111"});
}

TEST_CASE_FIXTURE(Fixture, "selectors are offered after an @") {
  CHECK(ask(Completion::run, "@") == Values{"@last", "@best:metrics.acc", "@best:metrics.loss",
                                            "@max:metrics.acc", "@max:metrics.loss",
                                            "@min:metrics.acc", "@min:metrics.loss"});
  globals.run = "aaaa111122223333";
  CHECK(ask(Completion::run, "@").at(1) == "@current");
}

TEST_CASE_FIXTURE(Fixture, "keys and runs are those of the experiment") {
  CHECK(ask(Completion::metric_key) == Values{"acc", "loss"});
  globals.experiment = "Iris";
  CHECK(ask(Completion::metric_key) == Values{"loss"});
  CHECK(ask(Completion::param_key) == Values{"lr"});
  CHECK(ask(Completion::tag_key).empty());
  CHECK(ask(Completion::run) == Values{"tulip", "bbbb1111"});
  CHECK(ask(Completion::experiment) == Values{"Default", "Iris"});
}

TEST_CASE_FIXTURE(Fixture, "what is not read in time is left out") {
  SlowClock quick(1);
  CHECK(live_values(Completion::run, "", store, globals, quick).size() == 4);
  SlowClock slow(1000);
  CHECK(live_values(Completion::run, "", store, globals, slow).empty());
}
