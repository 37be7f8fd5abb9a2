#include "wire/log_lines.hpp"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "base/numbers.hpp"

namespace mlt::wire {
namespace {

/// A parsed line as one readable text: `metric loss=0.3@5 t=7; param lr=0.1`.
std::string describe(const LogLine& line) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (line.run_id) add((line.switches_run ? "from here " : "run ") + std::string(*line.run_id));
  for (const LogLine::Point& point : line.metrics) {
    std::string part = "metric " + std::string(point.key) + "=" + base::format_double(point.value);
    if (point.step) part += "@" + std::to_string(*point.step);
    if (point.time_ms) part += " t=" + std::to_string(*point.time_ms);
    add(part);
  }
  for (const auto& pair : line.params) {
    add("param " + std::string(pair.key) + "=" + std::string(pair.value));
  }
  for (const auto& pair : line.tags) {
    add("tag " + std::string(pair.key) + "=" + std::string(pair.value));
  }
  if (line.artifact) {
    add("artifact " + std::string(line.artifact->path) + " to '" + std::string(line.artifact->to) +
        "'");
  }
  return text;
}

std::string read(std::string text) {
  LogLineParser parser;
  LogLine line;
  const std::size_t size = text.size();
  text += '\n';
  if (const auto error = parser.parse(text.data(), size, line)) {
    return std::to_string(error->column) + ": " + error->reason;
  }
  return describe(line);
}

struct Row {
  std::string text;
  std::string expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.expected);
  }
}

TEST_CASE("every form of a line is read") {
  check({
      {R"({"metric":"loss","value":0.3,"step":5,"time":7})", "metric loss=0.3@5 t=7"},
      {R"( { "step" : -5 , "value" : 3 , "metric" : "a/b" } )", "metric a/b=3@-5"},
      {R"({"metrics":{"loss":0.3,"acc":1},"step":5})", "metric loss=0.3@5; metric acc=1@5"},
      {R"({"time":9,"step":1,"metrics":{"loss":0.3}})", "metric loss=0.3@1 t=9"},
      {R"({"param":"lr","value":"0.1"})", "param lr=0.1"},
      {R"({"params":{"lr":0.10,"n":3,"on":true,"name":"é"}})",
       "param lr=0.10; param n=3; param on=true; param name=é"},
      {R"({"tag":"note","value":"a \"b\"\n\u00e9"})", "tag note=a \"b\"\né"},
      {R"({"tags":{"k":false}})", "tag k=false"},
      {R"({"metrics":{"a":1},"params":{"b":2},"tags":{"c":""},"step":3})",
       "metric a=1@3; param b=2; tag c="},
      {R"({"artifact":"out/model.bin","to":"models"})", "artifact out/model.bin to 'models'"},
      {R"({"artifact":"x"})", "artifact x to ''"},
      {R"({"run":"abc"})", "from here abc"},
      {R"({"run_id":"abc","metric":"x","value":1})", "run abc; metric x=1"},
      {R"({"metrics":{}})", ""},
  });
}

TEST_CASE("MLflow's log-batch body is read") {
  check({
      {R"({"run_id":"r","metrics":[{"key":"loss","value":0.3,"timestamp":7,"step":5},)"
       R"({"key":"loss","value":"NaN","timestamp":"8","step":"6"}],)"
       R"("params":[{"key":"lr","value":"0.1"}],"tags":[{"key":"k","value":"v"}]})",
       "run r; metric loss=0.3@5 t=7; metric loss=NaN@6 t=8; param lr=0.1; tag k=v"},
      {R"({"metrics":[]})", ""},
      {R"({"metrics":[{"key":"a","value":1}]})", "metric a=1"},
      {R"({"metrics":[{"key":"a"}]})", "23: an entry of 'metrics' needs 'key' and 'value'"},
      {R"({"metrics":[{"key":"a","value":1,"time":1}]})", "34: unknown member 'time'"},
      {R"({"params":[{"key":"a","value":1,"step":1}]})", "33: unknown member 'step'"},
      {R"({"metrics":[1]})", "13: the list of 'metrics' must hold objects"},
      {R"({"metrics":[[]]})", "13: a list where a plain value must stand"},
      {R"({"tags":[{"key":1,"value":"x"}]})", "17: 'key' must be a string, not a number"},
  });
}

TEST_CASE("numbers are read as their author meant them") {
  check({
      {R"({"metric":"x","value":NaN})", "metric x=NaN"},
      {R"({"metric":"x","value":-Infinity})", "metric x=-Infinity"},
      {R"({"metric":"x","value":"Infinity"})", "metric x=Infinity"},
      {R"({"metric":"x","value":"-inf"})", "metric x=-Infinity"},
      {R"({"metric":"x","value":1e308})", "metric x=1e+308"},
      {R"({"metric":"x","value":1e-400})", "metric x=0"},
      {R"({"metric":"x","value":12345678901234567890})", "metric x=1.2345678901234567e+19"},
      {R"({"metric":"x","value":1,"step":9223372036854775807})", "metric x=1@9223372036854775807"},
      {R"({"metric":"x","value":1,"step":-9223372036854775808})",
       "metric x=1@-9223372036854775808"},
      {R"({"param":"x","value":12345678901234567890123})", "param x=12345678901234567890123"},
      {R"({"param":"x","value":NaN})", "param x=NaN"},
      {R"({"metric":"x","value":1e400})", "23: not valid JSON: a number too big for a double"},
      {R"({"metric":"x","value":1,"step":9223372036854775808})",
       "32: 'step' must be an integer of 64 bits, not '9223372036854775808'"},
      {R"({"metric":"x","value":1,"step":1.5})",
       "32: 'step' must be an integer of 64 bits, not '1.5'"},
      {R"({"metric":"x","value":1,"step":"5"})",
       "32: 'step' must be an integer of 64 bits, not the string '5'"},
      {R"({"metric":"x","value":1,"time":null})",
       "32: 'time' must be an integer of 64 bits, not 'null'"},
      {R"({"metric":"x","value":"0.3"})",
       "23: a metric's value must be a number (or \"NaN\", \"Infinity\", \"-Infinity\"), not the "
       "string '0.3'"},
      {R"({"metric":"x","value":true})",
       "23: a metric's value must be a number (or \"NaN\", \"Infinity\", \"-Infinity\"), not true"},
      {R"({"metrics":{"x":null}})",
       "17: a metric's value must be a number (or \"NaN\", \"Infinity\", \"-Infinity\"), not null"},
      {R"({"metric":"x","value":0x10})", "24: not valid JSON: ',' or '}' is missing"},
      {R"({"metric":"x","value":01})", "24: not valid JSON: ',' or '}' is missing"},
  });
}

TEST_CASE("a line that means nothing, or two things, is refused") {
  const std::string several =
      "0: more than one of metric, param, tag, artifact, run; write a line for each";
  check({
      {"{}", "0: nothing to log: no metric, param, tag, artifact or run"},
      {R"({"step":1})", "0: nothing to log: no metric, param, tag, artifact or run"},
      {R"({"run_id":"x"})", "0: nothing to log: no metric, param, tag, artifact or run"},
      {R"({"metric":"x"})", "0: 'value' is missing"},
      {R"({"metrics":{"x":1},"value":1})", "0: 'value' without a metric, param or tag"},
      {R"({"metric":"x","param":"y","value":1})", several},
      {R"({"metric":"x","value":1,"params":{"y":1}})", several},
      {R"({"run":"x","metric":"y","value":1})", several},
      {R"({"run":"x","step":1})", "0: 'run' stands on a line of its own"},
      {R"({"param":"x","value":1,"step":1})", "0: 'step' and 'time' belong to metrics"},
      {R"({"metric":"x","value":1,"to":"d"})", "0: 'to' without an artifact"},
      {R"({"metric":"x","value":1,"value":2})", "25: member 'value' stands there twice"},
      {R"({"metrics":{"x":1,"y":2,"x":3}})", "30: key 'x' stands twice in 'metrics'"},
      {R"({"params":{"x":1,"x":1}})", "23: key 'x' stands twice in 'params'"},
      {R"({"metrik":"x","value":1})", "2: unknown member 'metrik'"},
      {R"({"metric":"x","value":1,"dataset":"d"})", "25: unknown member 'dataset'"},
      {R"({"metric":1,"value":1})", "11: 'metric' must be a string, not a number"},
      {R"({"artifact":null})", "13: 'artifact' must be a string, not null"},
      {R"({"run":false})", "8: 'run' must be a string, not a bool"},
      {R"({"params":{"x":null}})", "16: null is no value of a param or tag"},
      {R"({"metrics":1})", "12: 'metrics' must be an object or a list"},
      {R"({"params":{"x":{"y":1}}})", "16: an object where a plain value must stand"},
      {R"({"params":{"x":[1]}})", "16: a list where a plain value must stand"},
      {R"({"metric":["x"],"value":1})", "11: a list where a plain value must stand"},
  });
}

TEST_CASE("malformed and hostile text is refused with its column") {
  const std::string no_object =
      "1: a line must be an object, such as {\"metric\":\"loss\",\"value\":0.3}";
  check({
      {"loss=0.3", no_object},
      {"[]", no_object},
      {"3", no_object},
      {R"({"metric":"x","value":1)", "24: not valid JSON: ',' or '}' is missing"},
      {R"({"metric":"x)", "13: not valid JSON: a string is not closed"},
      {R"({"metric" "x"})", "11: not valid JSON: ':' is missing behind a member's name"},
      {R"({metric:"x"})", "2: not valid JSON: a member's name in double quotes is missing"},
      {R"({"metric":"x","value":1} {"metric":"y","value":2})",
       "26: not valid JSON: text behind the object"},
      {R"({"metric":"x","value":1.})",
       "25: not valid JSON: digits are missing behind the decimal point"},
      {R"({"metric":"x\q","value":1})", "13: not valid JSON: an unknown escape in a string"},
      {R"({"metric":"\ud800","value":1})", "12: not valid JSON: a malformed \\u escape"},
      {"<<<<<<< HEAD", no_object},
      {"\x1b[31m", no_object},
      {std::string(1'000'000, '['), no_object},
      {R"({"a":)" + std::string(1'000'000, '['), "2: unknown member 'a'"},
      {R"({"metrics":)" + std::string(1'000'000, '['), "13: a list where a plain value must stand"},
      {R"({"\u001b[31m":1})", "2: unknown member '\\x1b[31m'"},
  });
  const std::string head = R"({"metric":"x","value":1})";
  CHECK(read(head + std::string(1, '\0') + "x") == "25: not valid JSON: a NUL byte");
  CHECK(read(std::string("{\"metric\":\"a\0b\"}", 16)) ==
        "13: not valid JSON: a string is not closed");
  // NUL by escape and malformed UTF-8 are a matter of the rules for keys, not of the grammar.
  CHECK(read(R"({"tag":"a\u0000b","value":""})") == std::string("tag a\0b=", 8));
  CHECK(read("{\"tag\":\"\xff\",\"value\":1}") == "tag \xff=1");
}

TEST_CASE("one parser reads line after line") {
  LogLineParser parser;
  LogLine line;
  std::string bad = "{\"metrics\":{\"a\":1,\"b\":oops}}\n";
  CHECK(parser.parse(bad.data(), bad.size() - 1, line));
  std::string good = "{\"param\":\"p\",\"value\":1}\n";
  CHECK_FALSE(parser.parse(good.data(), good.size() - 1, line));
  CHECK(describe(line) == "param p=1");
}

}  // namespace
}  // namespace mlt::wire
