#include "app/run/output_reader.hpp"

#include <doctest/doctest.h>

#include "fixed.hpp"

using mlt::RunBatch;
using mlt::app::append_without_escapes;
using mlt::app::OutputLines;
using mlt::app::OutputReader;
using mlt::app::OutputReaderOptions;
using mlt::app::Stream;

namespace {

std::vector<std::string> lines_of(const std::vector<std::string_view>& pieces) {
  std::vector<std::string> lines;
  OutputLines cutter([&lines](std::string_view line) { lines.emplace_back(line); });
  for (const std::string_view piece : pieces) {
    cutter.feed(piece);
  }
  cutter.finish();
  return lines;
}

using Lines = std::vector<std::string>;

struct Reading {
  explicit Reading(OutputReaderOptions options = {})
      : reader(options, clock, [this](std::string_view text) { warnings.emplace_back(text); }) {}

  void out(std::string_view text) { reader.feed(Stream::out, text, batch); }
  void err(std::string_view text) { reader.feed(Stream::err, text, batch); }
  /// `key=value@step` of all metrics so far.
  std::string metrics() {
    std::string text;
    for (const auto& metric : batch.metrics) {
      text += metric.key + "=" + std::to_string(static_cast<int>(metric.point.value)) + "@" +
              std::to_string(metric.point.step) + " ";
    }
    return text;
  }

  mlt::test::FixedClock clock;
  std::vector<std::string> warnings;
  RunBatch batch;
  OutputReader reader;
};

}  // namespace

TEST_CASE("output lines: every end of a line, however the bytes come") {
  CHECK(lines_of({"a\nb\rc\r\n\nd"}) == Lines{"a", "b", "c", "d"});
  CHECK(lines_of({"a", "b\n", "c", "\r", "d", ""}) == Lines{"ab", "c", "d"});
  CHECK(lines_of({"\n\r\n"}) == Lines{});
}

TEST_CASE("output lines: what is too long is left out, the next line is not") {
  const std::string limit(OutputLines::kMaxLineBytes, 'x');
  CHECK(lines_of({limit, "\nb\n"}) == Lines{limit, "b"});
  CHECK(lines_of({limit, "x\nb\n"}) == Lines{"b"});
  CHECK(lines_of({limit + "x\nb\n"}) == Lines{"b"});
  CHECK(lines_of({limit, limit, "y", "\rb"}) == Lines{"b"});
  CHECK(lines_of({limit + limit}) == Lines{});
}

TEST_CASE("output lines: escape sequences are taken out") {
  CHECK(lines_of({"\x1b[1;31mloss\x1b[0m=1\n"}) == Lines{"loss=1"});
  CHECK(lines_of({"\x1b[2K\r\x1b[?25l"}) == Lines{});
  const auto plain = [](std::string_view text) {
    std::string out;
    append_without_escapes(out, text);
    return out;
  };
  CHECK(plain("a\x1b]0;title\ab") == "ab");
  CHECK(plain("a\x1b]8;;http://x\x1b\\b") == "ab");
  CHECK(plain("a\x1b(Bb\x1b"
              "7c") == "abc");
  CHECK(plain("a\x1b") == "a");
  CHECK(plain("a\x1b[12") == "a");
  CHECK(plain("a\x1b]x") == "a");
}

TEST_CASE("output reader: a counter per key where the line has no step") {
  Reading reading({.patterns = {"kv"}});
  reading.out("a=5 b=6\na=7\n");
  reading.err("b=8 step=10\nb=9\n");
  CHECK(reading.metrics() == "a=5@0 b=6@0 a=7@1 b=8@10 b=9@11 ");
  CHECK(reading.batch.metrics[0].point.time_ms == reading.clock.now_ms());
}

TEST_CASE("output reader: one stream only, and every pattern counts") {
  Reading reading({.patterns = {"kv", "now {b}"}, .patterns_on_err = false});
  reading.out("a=1\nnow 2\n");
  reading.err("a=3\n::mlt metric c=4\n");
  CHECK(reading.metrics() == "a=1@0 b=2@0 c=4@0 ");
}

TEST_CASE("output reader: lines that speak to mlt") {
  Reading reading;
  reading.out(
      "::mlt metric loss=1 acc=2 step=5 time=1700000000.5\n::mlt param lr=0.1 api_key=secret\n");
  reading.out("::mlt tag note=\"two words\" v='a=b'\nloss=3\n ::mlt metric x=1\n::mltmetric y=1\n");
  CHECK(reading.metrics() == "loss=1@5 acc=2@5 ");
  CHECK(reading.batch.metrics[0].point.time_ms == 1'700'000'000'500);
  REQUIRE(reading.batch.params.size() == 2);
  CHECK(reading.batch.params[0] == mlt::KeyValue{"lr", "0.1"});
  CHECK(reading.batch.params[1] == mlt::KeyValue{"api_key", "***"});
  REQUIRE(reading.batch.tags.size() == 2);
  CHECK(reading.batch.tags[0] == mlt::KeyValue{"note", "two words"});
  CHECK(reading.batch.tags[1] == mlt::KeyValue{"v", "a=b"});
  CHECK(reading.warnings.empty());
}

TEST_CASE("output reader: each kind of fault is told once, the rest goes on") {
  Reading reading({.patterns = {"regex:(?<key>\\S+)=(?<value>\\S+)"}});
  reading.out("a=x\nb=y\n../c=1\n../d=2\n::mlt\n::mlt what a=1\n::mlt metric\n::mlt metric a\n");
  reading.out(
      "::mlt metric a=1 time=never\n::mlt tag ''=1\n::mlt tag a='\n::mlt param a/../b=1\nok=1\n");
  CHECK(reading.metrics() == "a=1@0 ok=1@0 ");
  CHECK(reading.warnings.size() == 5);
}

TEST_CASE("output reader: keys are bounded") {
  Reading reading({.patterns = {"kv"}});
  std::string text;
  for (int i = 0; i < 10'100; ++i) {
    text += "k" + std::to_string(i) + "=1\n";
  }
  reading.out(text);
  reading.out("k5=1\n");
  CHECK(reading.batch.metrics.size() == 10'001);
  CHECK(reading.warnings.size() == 1);
}

TEST_CASE("output reader: a last line without an end counts") {
  Reading reading({.patterns = {"kv"}});
  reading.out("a=1");
  CHECK(reading.metrics().empty());
  reading.reader.finish(reading.batch);
  CHECK(reading.metrics() == "a=1@0 ");
}
