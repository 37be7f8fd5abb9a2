#include "store/journal/lines.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace mlt::store {
namespace {

constexpr const char* kDigest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A line as text, read; keeps what the views point into.
class Read {
 public:
  explicit Read(std::string text) : text_(std::move(text)) {
    if (text_.ends_with('\n')) {
      text_.pop_back();
    }
    line_ = parse_line(document_, text_.data());
  }
  template <typename Kind>
  const Kind& as() const {
    REQUIRE(std::holds_alternative<Kind>(line_));
    return std::get<Kind>(line_);
  }
  [[nodiscard]] std::string reason() const { return as<DamagedLine>().reason; }
  [[nodiscard]] bool is_unknown() const { return std::holds_alternative<UnknownLine>(line_); }

 private:
  std::string text_;
  wire::JsonDocument document_;
  Line line_ = UnknownLine{};
};

template <typename Kind>
std::string written(const Kind& line) {
  std::string out;
  append_line(out, line);
  return out;
}

TEST_CASE("each kind of line, as it is written") {
  CHECK(
      written(CreatedLine{5, "r", "e", "n", "u", "h", 4, RunStatus::running}) ==
      R"({"at":5,"created":"r","experiment":"e","host":"h","name":"n","schema":1,"start_time":4,"status":"RUNNING","user":"u"})"
      "\n");
  CHECK(written(ParamLine{5, "lr", "0.1"}) == R"({"at":5,"param":"lr","value":"0.1"})"
                                              "\n");
  CHECK(written(TagLine{5, "k", "v"}) == R"({"at":5,"tag":"k","value":"v"})"
                                         "\n");
  CHECK(written(TagLine{5, "k", std::nullopt}) == R"({"at":5,"tag":"k","value":null})"
                                                  "\n");
  CHECK(written(MetricLine{"loss", {3, 5, 0.25}}) ==
        R"({"metric":"loss","step":3,"time":5,"value":0.25})"
        "\n");
  CHECK(written(ArtifactLine{5, "a/b", 7, kDigest}) ==
        R"({"artifact":"a/b","at":5,"sha256":")" + std::string(kDigest) + "\",\"size\":7}\n");
  CHECK(written(StatusLine{5, RunStatus::killed, 9}) == R"({"at":5,"end_time":9,"status":"KILLED"})"
                                                        "\n");
  CHECK(written(StatusLine{5, RunStatus::running, std::nullopt}) ==
        R"({"at":5,"end_time":null,"status":"RUNNING"})"
        "\n");
  CHECK(written(LifecycleLine{5, Lifecycle::deleted}) == R"({"at":5,"lifecycle":"deleted"})"
                                                         "\n");
  CHECK(written(NameLine{5, "n"}) == R"({"at":5,"name":"n"})"
                                     "\n");
}

TEST_CASE("each kind of line comes back as it went") {
  const Read created(written(CreatedLine{5, "r", "e", "n", "u", "h", 4, RunStatus::scheduled}));
  const auto& c = created.as<CreatedLine>();
  CHECK(c.at == 5);
  CHECK(c.run_id == "r");
  CHECK(c.experiment_id == "e");
  CHECK(c.name == "n");
  CHECK(c.user == "u");
  CHECK(c.host == "h");
  CHECK(c.start_time_ms == 4);
  CHECK(c.status == RunStatus::scheduled);

  const std::string odd = "naïve \"q\" \\ /\n\t\x01 \xF0\x9F\x90\x8C 日本";
  const Read param(written(ParamLine{5, odd, odd}));
  CHECK(param.as<ParamLine>().key == odd);
  CHECK(param.as<ParamLine>().value == odd);
  const Read empty(written(ParamLine{0, "k", ""}));
  CHECK(empty.as<ParamLine>().value.empty());

  const Read tag(written(TagLine{-5, odd, odd}));
  CHECK(tag.as<TagLine>().at == -5);
  CHECK(tag.as<TagLine>().key == odd);
  CHECK(tag.as<TagLine>().value == odd);
  const Read removed(written(TagLine{5, "k", std::nullopt}));
  CHECK_FALSE(removed.as<TagLine>().value);

  const Read artifact(written(ArtifactLine{5, "a/b", std::uint64_t{1} << 62, kDigest}));
  CHECK(artifact.as<ArtifactLine>().path == "a/b");
  CHECK(artifact.as<ArtifactLine>().size == std::uint64_t{1} << 62);
  CHECK(artifact.as<ArtifactLine>().sha256 == kDigest);

  const Read ended(written(StatusLine{5, RunStatus::failed, 9}));
  CHECK(ended.as<StatusLine>().status == RunStatus::failed);
  CHECK(ended.as<StatusLine>().end_time_ms == 9);
  const Read begun(written(StatusLine{5, RunStatus::running, std::nullopt}));
  CHECK_FALSE(begun.as<StatusLine>().end_time_ms);

  CHECK(Read(written(LifecycleLine{5, Lifecycle::active})).as<LifecycleLine>().lifecycle ==
        Lifecycle::active);
  const Read name(written(NameLine{5, odd}));
  CHECK(name.as<NameLine>().name == odd);
}

TEST_CASE("every number comes back as the same number") {
  using Limits = std::numeric_limits<double>;
  for (const double value :
       {0.0, -0.0, 1.0, -1.0, 0.1, 1.0 / 3, 1e300, -1e-300, 5e-324, Limits::max(), Limits::min(),
        Limits::lowest(), Limits::epsilon(), 9007199254740993.0, 1e22, 1e23, Limits::infinity(),
        -Limits::infinity()}) {
    CAPTURE(value);
    const Read line(written(MetricLine{"m", {0, 0, value}}));
    const double back = line.as<MetricLine>().point.value;
    CHECK(back == value);
    CHECK(std::signbit(back) == std::signbit(value));
  }
  const Read nan(written(MetricLine{"m", {0, 0, Limits::quiet_NaN()}}));
  CHECK(std::isnan(nan.as<MetricLine>().point.value));
  for (const std::int64_t number : {INT64_MIN, INT64_MIN + 1, std::int64_t{-1}, INT64_MAX}) {
    const Read line(written(MetricLine{"m", {number, number, 0}}));
    CHECK(line.as<MetricLine>().point.step == number);
    CHECK(line.as<MetricLine>().point.time_ms == number);
  }
}

TEST_CASE("members may stand in any order, and unknown ones are passed over") {
  const Read line(
      R"({ "value" : 2, "extra": [1, {"metric": "x"}], "time":5, "step":1, "metric":"m"})");
  CHECK(line.as<MetricLine>().key == "m");
  CHECK(line.as<MetricLine>().point.value == 2);
}

TEST_CASE("lines of later versions are known as such") {
  CHECK(Read("{}").is_unknown());
  CHECK(Read(R"({"at":5,"linked":"x"})").is_unknown());
  CHECK(Read(R"({"at":5,"created":"r","schema":2})").is_unknown());
  CHECK(Read(R"({"metric":5})").is_unknown());
}

/// What a line means, as text.
std::string meaning(std::string text) {
  wire::JsonDocument document;
  const Line line = parse_line(document, text.data());
  if (const auto* metric = std::get_if<MetricLine>(&line)) {
    return written(*metric);
  }
  return std::holds_alternative<DamagedLine>(line) ? "damaged" : "another kind";
}

TEST_CASE("metrics mean the same in the plain spelling and in any other") {
  const std::string head = R"({"metric":"loss","step":3,"time":5,"value":)";
  for (const char* value : {"0.25",
                            "1",
                            "-1",
                            "0",
                            "-0",
                            "-0.0",
                            "0.0",
                            "00",
                            "01",
                            "-01",
                            "1.",
                            ".5",
                            "-.5",
                            "1e5",
                            "1E+5",
                            "1e",
                            "1e-400",
                            "1e400",
                            "0x1",
                            "inf",
                            "nan",
                            "-",
                            "+1",
                            "1 ",
                            "\"NaN\"",
                            "null",
                            "12345678901234567890",
                            "5e-324",
                            "1.7976931348623157e308",
                            "0.1000000000000000055"}) {
    CAPTURE(value);
    CHECK(meaning(head + value + "}") == meaning(" " + head + value + "}"));
    CHECK(meaning(head + value) == "damaged");
  }
  for (const char* line :
       {R"({"metric":"loss","step":03,"time":5,"value":1})",
        R"({"metric":"loss","step":-3,"time":-5,"value":1})",
        R"({"metric":"loss","step":3.0,"time":5,"value":1})",
        R"({"metric":"loss","step":9223372036854775808,"time":5,"value":1})",
        R"({"metric":"loss","step":-9223372036854775808,"time":5,"value":1})",
        R"({"metric":"loss","step":3,"time":5,"value":1,"model":"m"})",
        R"({"metric":"loss","step":3,"time":5,"value":1}})",
        R"({"metric":"a\u0062","step":3,"time":5,"value":1})",
        R"({"metric":"é/\"q\"","step":3,"time":5,"value":1})",
        R"({"metric":"","step":3,"time":5,"value":1})", R"({"metric":"loss","step":3})",
        "{\"metric\":\"a\xff\",\"step\":3,\"time\":5,\"value\":1}",
        "{\"metric\":\"a\tb\",\"step\":3,\"time\":5,\"value\":1}", R"({"metric":"loss)",
        R"({"metric":")"}) {
    CAPTURE(line);
    CHECK(meaning(line) == meaning(" " + std::string(line)));
  }
  CHECK(meaning(head + "0.25}") == head + "0.25}\n");
}

TEST_CASE("a damaged line says what is wrong with it") {
  struct Case {
    std::string text;
    std::string reason;
  };
  const Case cases[] = {
      {"", "is not JSON: "},
      {"{\"metric\":\"lo", "is not JSON: "},
      {"<<<<<<< HEAD", "is a conflict marker"},
      {"=======", "is a conflict marker"},
      {std::string("\0\0\0", 3), "is not JSON: "},
      {"\xFF\xFE{}", "is not JSON: "},
      {"{\"tag\":\"\xC3\x28\"}", "is not JSON: "},
      {"{} {}", "is not JSON: "},
      {"{\"a\":1}x", "is not JSON: "},
      {R"({"metric":"m","step":0,"time":0,"value":1e999})", "is not JSON: "},
      {R"({"metric":"m","step":0,"time":0,"value":NaN})", "is not JSON: "},
      {"[1]", "is not a JSON object"},
      {"\"text\"", "is not a JSON object"},
      {"null", "is not a JSON object"},
      {R"({"metric":"m","time":0,"value":1})", "'step' is missing or of the wrong type"},
      {R"({"metric":"m","step":1.5,"time":0,"value":1})", "'step'"},
      {R"({"metric":"m","step":9223372036854775808,"time":0,"value":1})", "'step'"},
      {R"({"metric":"m","step":0,"time":"0","value":1})", "'time'"},
      {R"({"metric":"m","step":0,"time":0})", "'value'"},
      {R"({"metric":"m","step":0,"time":0,"value":"nan"})", "'value'"},
      {R"({"metric":"m","step":0,"time":0,"value":true})", "'value'"},
      {R"({"param":"p","value":"v"})", "'at'"},
      {R"({"at":1.5,"param":"p","value":"v"})", "'at'"},
      {R"({"at":1,"param":"p"})", "'value'"},
      {R"({"at":1,"param":"p","value":1})", "'value'"},
      {R"({"tag":"t","value":"v"})", "'at'"},
      {R"({"at":1,"tag":"t"})", "'value'"},
      {R"({"at":1,"tag":"t","value":5})", "'value'"},
      {R"({"artifact":"a","sha256":"x","size":1})", "'at'"},
      {R"({"artifact":"a","at":1,"sha256":"x","size":1})", "'sha256'"},
      {R"({"artifact":"a","at":1,"sha256":"x","size":-1})", "'size'"},
      {R"({"status":"FINISHED","end_time":1})", "'at'"},
      {R"({"at":1,"status":"DONE","end_time":1})", "'status'"},
      {R"({"at":1,"status":"FINISHED"})", "'end_time'"},
      {R"({"at":1,"status":"FINISHED","end_time":"1"})", "'end_time'"},
      {R"({"lifecycle":"deleted"})", "'at'"},
      {R"({"at":1,"lifecycle":"gone"})", "'lifecycle'"},
      {R"({"name":"n"})", "'at'"},
      {R"({"created":"r","schema":1})", "'at'"},
      {R"({"at":1,"created":"r"})", "'schema'"},
      {R"({"at":1,"created":"r","schema":1})", "'experiment'"},
      {R"({"at":1,"created":"r","schema":1,"experiment":"e","host":"h","name":"n","start_time":1,"status":"x","user":"u"})",
       "'status'"},
      {R"({"at":1,"created":"r","schema":1,"experiment":"e","host":"h","name":"n","start_time":1,"status":"RUNNING"})",
       "'user'"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(Read(c.text).reason().find(c.reason) != std::string::npos);
  }
}

TEST_CASE("nesting cannot exhaust the stack") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(Read(deep).reason().find("nested") != std::string::npos);
  std::string allowed = "{\"x\":" + std::string(60, '[') + std::string(60, ']') + "}";
  CHECK(Read(allowed).is_unknown());
}

}  // namespace
}  // namespace mlt::store
