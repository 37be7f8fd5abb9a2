#include "wire/json.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

namespace mlt::wire {
namespace {

Value json(std::string_view text) { return parse_json(text, {"a.json"}); }

std::string refusal(std::string_view text) {
  try {
    return "taken as " + to_json(json(text));
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    return error.message();
  }
}

TEST_CASE("a document comes back as it was") {
  for (const char* text :
       {"null", "true", "[]", "{}", "[1,-2,0.5]", R"({"b":[{"c":null}],"a":"é\n\u0001"})",
        "9223372036854775807", "-9223372036854775808"}) {
    CAPTURE(text);
    CHECK(to_json(json(text)) == text);
  }
}

TEST_CASE("numbers keep their spelling") {
  CHECK(json("0.10").text() == "0.10");
  CHECK(json("1e-3").text() == "1e-3");
  const Value big = json("9223372036854775808");
  CHECK(big.text() == "9223372036854775808");
  CHECK(*big.as_double() == 9223372036854775808.0);
  CHECK(json("123456789012345678901234567890").text() == "123456789012345678901234567890");
  CHECK(json("true").text() == "true");
  CHECK(json("null").text() == "null");
}

TEST_CASE("values that were not read are spelt canonically") {
  Value value;
  CHECK(value.text() == "null");
  value.data = 0.1;
  CHECK(value.text() == "0.1");
  value.data = std::numeric_limits<double>::infinity();
  CHECK(to_json(value) == "\"Infinity\"");
  value.data = std::int64_t{-3};
  CHECK(value.text() == "-3");
  value.data = Value::Array{};
  CHECK(value.text().empty());
}

TEST_CASE("values know their lines") {
  const Value value = json("{\n  \"a\": 1,\n  \"b\": [\n    true\n  ],\n  \"c\": 2\n}\n");
  CHECK(value.find("a")->line == 2);
  CHECK(value.find("b")->line == 3);
  CHECK(value.find("b")->as_array()->front().line == 4);
  CHECK(value.find("c")->line == 6);
}

TEST_CASE("malformed documents are refused with their line") {
  CHECK(refusal("{\"a\": 1,\n \"a\": 2}") == "a.json:2: the key 'a' stands there twice");
  CHECK(refusal("{\"a\":\n1,\n}").find("a.json:3: not valid JSON: ") == 0);
  CHECK(refusal("").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal("{} {}").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal("NaN").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal("1e400").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal("\"\xff\"").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal("\"\\ud800\"").find("a.json:1: not valid JSON: ") == 0);
  CHECK(refusal(std::string_view("{}\n\0{}", 6)) == "a.json:2: not valid JSON: a NUL byte");
  CHECK(refusal(std::string(100'000, '[')) == "a.json:1: nested deeper than 64 levels");
  CHECK(refusal("\"" + std::string(1u << 20, 'x') + "\"") ==
        "a.json: larger than 1 MiB, its bound");
}

}  // namespace
}  // namespace mlt::wire
