#include "wire/meta_yaml.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "wire/json.hpp"

// tests/store/meta_yaml.py holds all of this against PyYAML; here are the cases to remember.

namespace mlt::wire {
namespace {

Value meta(std::string_view text) { return parse_meta_yaml(text, {"meta.yaml"}); }

std::string refusal(std::string_view text) {
  try {
    const Value value = meta(text);
    return "taken as " + to_json(value);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    return error.message();
  }
}

std::string written(Value value) {
  Value object;
  object.data = Value::Object{{"k", std::move(value)}};
  return to_meta_yaml(object);
}
std::string written(std::string text) { return written(Value{std::move(text), "", 0}); }

constexpr std::string_view kRun =
    "artifact_uri: file:///s/0/12345678901234567890123456789012/artifacts\n"
    "end_time: null\n"
    "experiment_id: '0'\n"
    "run_id: '12345678901234567890123456789012'\n"
    "run_name: \"\\U0001F680 it's\"\n"
    "source_name: ''\n"
    "start_time: 1700000000000\n"
    "status: 1\n"
    "tags: []\n"
    "user_id: ': it''s'\n";

TEST_CASE("a plain scalar is what YAML 1.1 makes of it") {
  struct Row {
    const char* text;
    const char* json;
  };
  const Row rows[] = {
      {"yes", "true"},
      {"Off", "false"},
      {"y", "\"y\""},
      {"tRue", "\"tRue\""},
      {"~", "null"},
      {"", "null"},
      {"1_000", "1000"},
      {"017", "15"},
      {"0o17", "\"0o17\""},
      {"09", "\"09\""},
      {"0x1F", "31"},
      {"-0b101", "-5"},
      {"0_", "0"},
      {"12:30:45", "45045"},
      {"-1:30", "-90"},
      {"1:60", "\"1:60\""},
      {"1:30.5", "90.5"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"1e3", "\"1e3\""},
      {"1.5e3", "\"1.5e3\""},
      {"1.5e+3", "1500"},
      {"1.0e+400", "\"Infinity\""},
      {"1.", "1"},
      {"1_0.5", "10.5"},
      {".5", "0.5"},
      {"-.5", "\"-.5\""},
      {"-.Inf", "\"-Infinity\""},
      {".nan", "\"NaN\""},
      {"inf", "\"inf\""},
      {"2001-01-01", "\"2001-01-01\""},
      {"=", "\"=\""},
      {"'yes'", "\"yes\""},
      {"a:b # not c", "\"a:b\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(to_json(meta(std::string("k: ") + row.text)) == std::string("{\"k\":") + row.json + "}");
    // Not flat: the other ways to read come to the same.
    CHECK(to_json(meta(std::string("m:\n  k: ") + row.text)) ==
          std::string("{\"m\":{\"k\":") + row.json + "}}");
    CHECK(to_json(meta(std::string("---\nk: ") + row.text)) ==
          std::string("{\"k\":") + row.json + "}");
  }
}

TEST_CASE("integers beyond an int64 and timestamps come back as they were written") {
  for (const char* text : {"9223372036854775808", "-18446744073709551616", "2001-01-01",
                           "2001-12-14 21:59:43.10 -5:00", "1_000000000000000000000",
                           "0x1FFFFFFFFFFFFFFFFF", "100:00:00:00:00:00:00:00:00:00:00:00"}) {
    CAPTURE(text);
    const std::string file = std::string("k: ") + text + "\n";
    CHECK(to_meta_yaml(meta(file)) == file);
    CHECK(meta(file).find("k")->text() == text);
  }
  CHECK(*meta("k: 9223372036854775808").find("k")->as_double() == 9223372036854775808.0);
  CHECK(*meta("k: 0x8000000000000000").find("k")->as_double() == 9223372036854775808.0);
  CHECK(*meta("k: '2001-01-01'").find("k")->as_string() == "2001-01-01");
  CHECK(to_meta_yaml(meta("k: '2001-01-01'\n")) == "k: '2001-01-01'\n");
}

TEST_CASE("nested maps, lists, and scalars over several lines") {
  const Value value = meta(
      "description: 'a\n\n  b\n\n  '\n"
      "folded: some words\n  and more\n"
      "quoted: \"some \\\n  words\"\n"
      "tags:\n  a/b: '1'\n  '5': x\n  empty: {}\n"
      "list:\n- 1\n- k: v\n  w:\n  - - x\n");
  CHECK(to_json(value) ==
        R"({"description":"a\nb\n","folded":"some words and more","quoted":"some words",)"
        R"("tags":{"a/b":"1","5":"x","empty":{}},"list":[1,{"k":"v","w":[["x"]]}]})");
  CHECK(value.find("tags")->find("5")->line == 12);
  CHECK(to_json(meta("a: |\n  x\n  y\nb: [1, {c: yes}]\n")) ==
        R"({"a":"x\ny\n","b":[1,{"c":true}]})");
  CHECK(to_json(meta("? 'long\n\n  key'\n: v\n")) == R"({"long\nkey":"v"})");
  // yaml-cpp alone makes malformed UTF-8 of these two escapes.
  CHECK(*meta("---\na: \"\\N\\_\"\n").find("a")->as_string() == "\u0085\u00a0");
}

TEST_CASE("of doubled keys the last wins, and CR LF is a line break") {
  CHECK(to_json(meta("a: 1\nb: 2\na: 3\n")) == R"({"a":3,"b":2})");
  CHECK(to_json(meta("a: {x: 1}\na: 3\n")) == R"({"a":3})");
  CHECK(to_json(meta("a: 1\r\nb: 'x'\r\nc: d\r\n  e\r\n")) == R"({"a":1,"b":"x","c":"d e"})");
}

TEST_CASE("what is no such document is refused with its line") {
  CHECK(refusal("") == "meta.yaml: empty");
  CHECK(refusal("- a\n") == "meta.yaml:1: not a map of keys and values");
  CHECK(refusal("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n") ==
        "meta.yaml:2: conflict markers");
  CHECK(refusal("<<<<<<< HEAD\na: 1\n") == "meta.yaml:1: conflict markers");
  CHECK(refusal("a: 1\nb: 'torn") ==
        "meta.yaml:2: a quoted text that does not end or has a wrong escape");
  CHECK(refusal("a: 1\nb\n") == "meta.yaml:2: a line without a key");
  CHECK(refusal("a: 1\nb: x: y\n").starts_with("meta.yaml:2: "));
  CHECK(refusal("a: 1\nb: \x01\n").starts_with("meta.yaml:2: a control character"));
  CHECK(refusal("a: \xFF\n") == "meta.yaml: not valid UTF-8");
  CHECK(refusal("a: &x 1\n") == "meta.yaml:1: anchors are not taken");
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += std::string(2 * static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(refusal(deep) == "meta.yaml:65: nested deeper than 64 levels");
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "k" + std::to_string(i) + ": 1\n";
  CHECK(refusal(many) == "meta.yaml:10001: more than 10000 keys");
}

TEST_CASE("a map is written as MLflow writes it") {
  CHECK(to_meta_yaml(meta(kRun)) == kRun);
  CHECK(to_meta_yaml(meta("b: 1\na: {}\nA: []\n")) == "A: []\na: {}\nb: 1\n");
  CHECK(to_meta_yaml({Value::Object(), "", 0}) == "{}\n");
  CHECK(written("") == "k: ''\n");
  CHECK(written("plain: no") == "k: 'plain: no'\n");
  CHECK(written("1e3") == "k: 1e3\n");
  CHECK(written("1_000") == "k: '1_000'\n");
  CHECK(written("y") == "k: y\n");
  CHECK(written("tab\t") == "k: \"tab\\t\"\n");
  CHECK(written("a\nb") == "k: 'a\n\n  b'\n");
  CHECK(written("# Title\n") == "k: '# Title\n\n  '\n");
  CHECK(written("\U0001F680\u00e9\u00a0") == "k: \"\\U0001F680\u00e9\u00a0\"\n");
  CHECK(written("\x7f\u0085\ufeff") == "k: \"\\x7F\\N\\uFEFF\"\n");
  CHECK(written("bad \xFF") == "k: bad \ufffd\n");
  CHECK(written({1e16, "", 0}) == "k: 1.0e+16\n");
  CHECK(written({-0.0, "", 0}) == "k: -0.0\n");
  CHECK(written({3.0, "", 0}) == "k: 3.0\n");
  CHECK(written({-std::numeric_limits<double>::infinity(), "", 0}) == "k: -.inf\n");
  CHECK(written({std::numeric_limits<double>::quiet_NaN(), "", 0}) == "k: .nan\n");
  CHECK(written({true, "", 0}) == "k: true\n");
  CHECK(written({std::monostate(), "", 0}) == "k: null\n");
}

TEST_CASE("long scalars are folded at single spaces beyond column 80") {
  const std::string word(39, 'w');
  const std::string line = word + " " + word;  // from column 3 to 81
  CHECK(written(line + " end") == "k: " + line + "\n  end\n");
  CHECK(written(line + "  end") == "k: " + line + "  end\n");
  CHECK(written(line + "\t end") == "k: \"" + line + "\\t\n  end\"\n");
  CHECK(written(line + "\t  end") == "k: \"" + line + "\\t\n  \\ end\"\n");
  Value object;
  object.data = Value::Object{{std::string(129, 'k'), {std::string("v"), "", 0}}};
  CHECK(to_meta_yaml(object) == "? " + std::string(129, 'k') + "\n: v\n");
}

TEST_CASE("a flat file is read in place") {
  FlatYaml flat;
  REQUIRE(flat.parse(kRun));
  std::string scratch;
  CHECK(flat.find("end_time")->is_null());
  CHECK(flat.find("start_time")->int64() == 1700000000000);
  CHECK(flat.find("run_name")->string(scratch) == "\U0001F680 it's");
  CHECK(flat.find("user_id")->string(scratch) == ": it's");
  CHECK(flat.find("experiment_id")->string(scratch) == "0");
  CHECK_FALSE(flat.find("experiment_id")->int64());
  CHECK_FALSE(flat.find("source_name")->is_null());
  CHECK(flat.find("source_name")->string(scratch).empty());
  CHECK(flat.find("tags")->form == FlatYaml::Form::empty_list);
  CHECK(flat.find("tags")->line == 9);
  CHECK_FALSE(flat.find("run_uuid"));

  REQUIRE(flat.parse("a: 1\r\na: 99999999999999999999\nb:\n"));
  CHECK_FALSE(flat.find("a")->int64());
  CHECK(flat.find("a")->string(scratch) == "99999999999999999999");
  CHECK(flat.find("b")->is_null());
}

TEST_CASE("what is not flat is left to the other readers") {
  FlatYaml flat;
  for (const char* text : {"",
                           "\n",
                           "a",
                           "a:b",
                           "a: 1\n\nb: 2\n",
                           "# a\nb: 1\n",
                           "a:\n  b: 1\n",
                           "a: [1]\n",
                           "a: {b: 1}\n",
                           "a: |\n  x\n",
                           "a: 'x\n\n  y'\n",
                           "a: 'x' # y\n",
                           "a: x # y\n",
                           "a: &x 1\n",
                           "a: b: c\n",
                           "a: b:\n",
                           "- a\n",
                           "a: - b\n",
                           "a: \"\\q\"\n",
                           "a: \"\\uD800\"\n",
                           "a: 'x''\n",
                           "a: \tx\n",
                           "a: \x7f\n",
                           "a: \xFF\n",
                           "a: x\u2028y\n",
                           "<<<<<<< HEAD\na: 1\n",
                           "---\na: 1\n",
                           "a: 1\nb",
                           "a b: 1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(flat.parse(text));
  }
}

}  // namespace
}  // namespace mlt::wire
