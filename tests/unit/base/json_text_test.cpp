#include "base/json_text.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace mlt::base;
using namespace std::string_view_literals;

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string number(double value) {
  std::string out;
  append_json_double(out, value);
  return out;
}

}  // namespace

TEST_CASE("append_json_string escapes what JSON and a terminal need") {
  CHECK(quoted("") == R"("")");
  CHECK(quoted("plain größe 実験 😀") == R"("plain größe 実験 😀")");
  CHECK(quoted(R"(a"b\c/d)") == R"("a\"b\\c/d")");
  CHECK(quoted("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(quoted("\0\x01\x1B\x1F"sv) == R"("\u0000\u0001\u001b\u001f")");
  CHECK(quoted("\x7F\u0080\u009F") == R"("\u007f\u0080\u009f")");
  CHECK(quoted("\u2028") == "\"\u2028\"");
}

TEST_CASE("append_json_string replaces malformed bytes one by one") {
  CHECK(quoted("a\xFF"
               "b") ==
        "\"a\uFFFD"
        "b\"");
  CHECK(quoted("\xE2\x82") == "\"\uFFFD\uFFFD\"");
  CHECK(quoted("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST_CASE("append_json_double quotes what is not finite") {
  CHECK(number(0.1) == "0.1");
  CHECK(number(-0.0) == "-0.0");
  CHECK(number(1e-5) == "1e-05");
  CHECK(number(std::numeric_limits<double>::quiet_NaN()) == R"("NaN")");
  CHECK(number(std::numeric_limits<double>::infinity()) == R"("Infinity")");
  CHECK(number(-std::numeric_limits<double>::infinity()) == R"("-Infinity")");
}

TEST_CASE("JsonWriter puts one member on a line and inline containers on one") {
  JsonWriter writer;
  writer.begin_object();
  writer.member("text", "a\nb");
  writer.member("view", "x"sv);
  writer.member("zero", 0);
  writer.member("large", INT64_MAX);
  writer.member("size", std::size_t{7});
  writer.member("flag", true);
  writer.member("half", 0.5);
  writer.key("point");
  writer.begin_inline_object();
  writer.member("step", 3);
  writer.key("all");
  writer.begin_array();  // inline too, because what it stands in is
  writer.integer(1);
  writer.null();
  writer.end_array();
  writer.end_object();
  writer.key("block");
  writer.begin_array();
  writer.string("one");
  writer.begin_object();
  writer.member("k", "v");
  writer.end_object();
  writer.begin_inline_array();
  writer.boolean(false);
  writer.number(1e300);
  writer.end_array();
  writer.end_array();
  writer.key("empty");
  writer.begin_object();
  writer.end_object();
  writer.key("none");
  writer.begin_inline_array();
  writer.end_array();
  writer.end_object();
  CHECK(writer.take() == R"({
  "text": "a\nb",
  "view": "x",
  "zero": 0,
  "large": 9223372036854775807,
  "size": 7,
  "flag": true,
  "half": 0.5,
  "point": {"step": 3, "all": [1, null]},
  "block": [
    "one",
    {
      "k": "v"
    },
    [false, 1e+300]
  ],
  "empty": {},
  "none": []
}
)");
}

TEST_CASE("a JsonWriter can be used again after take") {
  JsonWriter writer;
  writer.begin_array();
  writer.integer(1);
  writer.end_array();
  CHECK(writer.take() == "[\n  1\n]\n");
  writer.string("alone");
  CHECK(writer.take() == "\"alone\"\n");
}
