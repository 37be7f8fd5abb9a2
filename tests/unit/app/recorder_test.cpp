#include "app/run/recorder.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using mlt::ArtifactFact;
using mlt::Error;
using mlt::ErrorCode;
using mlt::KeyValue;
using mlt::Metric;
using mlt::RunBatch;
using mlt::RunStatus;
using mlt::app::Recorder;

namespace {

/// Keeps what is appended; fails where it is told to.
class FakeWriter final : public mlt::RunWriter {
 public:
  const mlt::RunRef& ref() const override { return ref_; }
  RunStatus status() const override { return RunStatus::running; }
  void append(const RunBatch& batch) override {
    if (broken) {
      throw Error(ErrorCode::system, "writing journal.jsonl: No space left on device");
    }
    for (const KeyValue& param : batch.params) {
      if (param.value == "other") {
        throw Error(ErrorCode::refused, "param " + param.key + " differs");
      }
      done += param.key + "=" + param.value + " ";
    }
    for (const Metric& metric : batch.metrics) {
      done += metric.key + " ";
    }
    for (const KeyValue& tag : batch.tags) {
      done += "#" + tag.key + " ";
    }
  }
  ArtifactFact put_artifact(std::string_view, const std::string&) override { return {}; }
  ArtifactFact put_artifact_bytes(std::string_view, std::string_view) override { return {}; }
  ArtifactFact record_artifact(std::string_view) override { return {}; }
  void put_code(std::string_view, std::string_view) override {}
  void set_status(RunStatus, std::optional<std::int64_t>) override {}
  void set_lifecycle(mlt::Lifecycle) override {}
  std::string run_dir() const override { return "/run"; }
  std::string artifacts_dir() const override { return "/run/artifacts"; }

  bool broken = false;
  std::string done;

 private:
  mlt::RunRef ref_;
};

struct Fixture {
  FakeWriter writer;
  std::vector<std::string> warnings;
  Recorder recorder{writer, [this](std::string_view text) { warnings.emplace_back(text); }};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "recorder: a param that differs does not take the rest with it") {
  recorder.waiting().params = {{"a", "1"}, {"b", "other"}, {"c", "3"}};
  recorder.waiting().tags = {{"t", "x"}};
  recorder.waiting().metrics = {{"m", {}}};
  recorder.flush();
  CHECK(writer.done == "a=1 c=3 #t m ");
  CHECK(warnings == std::vector<std::string>{"output: param b differs"});
  CHECK(recorder.waiting().empty());
  CHECK_FALSE(recorder.has_lost());
}

TEST_CASE_FIXTURE(Fixture, "recorder: what a failing store did not take is tried again") {
  writer.broken = true;
  recorder.waiting().params = {{"a", "1"}};
  recorder.waiting().metrics = {{"m", {}}};
  recorder.flush();
  recorder.waiting().metrics.push_back({"n", {}});
  recorder.flush();
  CHECK(recorder.is_failing());
  CHECK(warnings.size() == 1);
  CHECK(warnings.front().find("journal.jsonl") != std::string::npos);

  writer.broken = false;
  recorder.flush();
  CHECK(writer.done == "a=1 m n ");
  CHECK_FALSE(recorder.is_failing());
  CHECK_FALSE(recorder.has_lost());
}

TEST_CASE_FIXTURE(Fixture, "recorder: what waits is bounded, and the loss is known") {
  recorder.waiting().metrics.resize(500'001);
  recorder.bound_waiting();
  CHECK(recorder.waiting().metrics.size() == 500'000);
  CHECK(recorder.has_lost());
}

TEST_CASE_FIXTURE(Fixture, "recorder: another step that fails is a loss, said once") {
  const auto fail = [](mlt::RunWriter&) {
    throw Error(ErrorCode::system, "closing stdout.log: EIO");
  };
  CHECK_FALSE(recorder.attempt(fail));
  CHECK_FALSE(recorder.attempt(fail));
  CHECK(recorder.attempt([](mlt::RunWriter&) {}));
  CHECK(recorder.has_lost());
  CHECK(warnings.size() == 1);
}
