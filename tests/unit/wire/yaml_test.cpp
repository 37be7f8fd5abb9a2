#include "wire/yaml.hpp"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "wire/json.hpp"

namespace mlt::wire {
namespace {

Value yaml(std::string_view text) { return parse_yaml(text, {"a.yaml"}); }

/// The message with which `text` is refused.
std::string refusal(std::string_view text) {
  try {
    const Value value = yaml(text);
    return "taken as " + to_json(value);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    return error.message();
  }
}

TEST_CASE("plain scalars follow the core schema of YAML 1.2") {
  struct Row {
    const char* text;
    const char* json;
  };
  const Row rows[] = {
      {"true", "true"},
      {"False", "false"},
      {"yes", "\"yes\""},
      {"on", "\"on\""},
      {"~", "null"},
      {"Null", "null"},
      {"", "null"},
      {"12", "12"},
      {"+12", "12"},
      {"-7", "-7"},
      {"010", "10"},
      {"0o17", "15"},
      {"0x1F", "31"},
      {"0x-1", "\"0x-1\""},
      {"1_000", "\"1_000\""},
      {"1:30", "\"1:30\""},
      {"2001-01-01", "\"2001-01-01\""},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"1e-3", "0.001"},
      {".5", "0.5"},
      {"1e400", "\"1e400\""},
      {".inf", "\"Infinity\""},
      {"-.INF", "\"-Infinity\""},
      {".nan", "\"NaN\""},
      {"nan", "\"nan\""},
      {"inf", "\"inf\""},
      {"'12'", "\"12\""},
      {"\"true\"", "\"true\""},
      {"[1, a, {b: c}]", "[1,\"a\",{\"b\":\"c\"}]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(to_json(yaml(row.text)) == row.json);
  }
}

TEST_CASE("a scalar keeps its spelling") {
  const Value value = yaml("lr: 1e-3\nbig: 1_0\nflag: True\nquoted: '0.10'\nfloat: 0.10\n");
  CHECK(value.find("lr")->text() == "1e-3");
  CHECK(*value.find("lr")->as_double() == 0.001);
  CHECK(value.find("big")->text() == "1_0");
  CHECK(value.find("flag")->text() == "True");
  CHECK(value.find("quoted")->text() == "0.10");
  CHECK(value.find("float")->text() == "0.10");
  CHECK(value.find("nothing") == nullptr);
  CHECK(value.find("lr")->find("deeper") == nullptr);
}

TEST_CASE("members keep their order and know their lines") {
  const Value value = yaml("\n# a comment\nb: 1\na:\n  - x\n  - y: 2\n");
  const Value::Object& members = *value.as_object();
  REQUIRE(members.size() == 2);
  CHECK(members[0].first == "b");
  CHECK(members[0].second.line == 3);
  const Value::Array& items = *members[1].second.as_array();
  CHECK(items[1].line == 6);
  CHECK(to_json(value) == R"({"b":1,"a":["x",{"y":2}]})");
}

TEST_CASE("what a settings file has no use for is refused with its line") {
  CHECK(refusal("a: &x 1\n") == "a.yaml:1: anchors are not taken");
  CHECK(refusal("a: 1\nb: *x\n").find("a.yaml:2: ") == 0);
  CHECK(refusal("a: &x 1\nb: *x\n") == "a.yaml:1: anchors are not taken");
  CHECK(refusal("a: !!str 1\n") == "a.yaml:1: tags are not taken");
  CHECK(refusal("a:\n  !set {b: c}\n") == "a.yaml:2: tags are not taken");
  CHECK(refusal("a: 1\na: 2\n") == "a.yaml:2: the key 'a' stands there twice");
  CHECK(refusal("x: {b: 1, 'b': 2}") == "a.yaml:1: the key 'b' stands there twice");
  CHECK(refusal("[a, b]: 1\n") == "a.yaml:1: a list or map where a name must stand");
  CHECK(refusal("~: 1\n") == "a.yaml:1: an empty key where a name must stand");
  CHECK(refusal("a: 1\n---\nb: 2\n").find("a second document begins") != std::string::npos);
}

TEST_CASE("malformed and hostile text is refused") {
  CHECK(refusal("a: [1, 2\nb: 3\n").find("a.yaml:") == 0);
  CHECK(refusal("<<<<<<< HEAD\nlr: 1\n=======\nlr: 2\n>>>>>>> other\n").find("a.yaml:") == 0);
  CHECK(refusal(std::string_view("a: 1\nb: \0\n", 10)) == "a.yaml:2: a control character (\\x00)");
  CHECK(refusal("a: 1\x04 b") == "a.yaml:1: a control character (\\x04)");
  CHECK(refusal("a: \xff\xfe") == "a.yaml: not valid UTF-8");
  CHECK(refusal(std::string((1u << 20) + 1, 'x')) == "a.yaml: larger than 1 MiB, its bound");
}

TEST_CASE("nesting and the number of keys are bounded") {
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).find("taken as") == 0);
  CHECK(refusal(std::string(65, '[') + std::string(65, ']')) ==
        "a.yaml:1: nested deeper than 64 levels");
  CHECK(refusal(std::string(500'000, '[')).find("a.yaml:1: ") == 0);
  CHECK(refusal(std::string(500'000, '{')).find("a.yaml:1: ") == 0);
  std::string dashes;
  for (int i = 0; i < 2000; ++i) dashes += "- ";
  CHECK(refusal(dashes) == "a.yaml:1: nested deeper than 64 levels");

  std::string keys;
  for (int i = 0; i < 10'000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  CHECK(yaml(keys).as_object()->size() == 10'000);
  CHECK(refusal(keys + "one: more\n") == "a.yaml:10001: more than 10000 keys");
}

TEST_CASE("the kind of error is the caller's") {
  try {
    parse_yaml("a: [", {"mine.yaml", ErrorCode::usage});
    FAIL("taken");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    CHECK(error.message().find("mine.yaml:1: ") == 0);
  }
}

}  // namespace
}  // namespace mlt::wire
