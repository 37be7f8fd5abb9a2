#include "wire/flat_files.hpp"

#include <doctest/doctest.h>

#include "wire/json.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::wire::parse_dotenv;
using mlt::wire::parse_ini;
using mlt::wire::Source;
using mlt::wire::to_json;
using mlt::wire::Value;

namespace {

std::string error_of(Value (*parse)(std::string_view, const Source&), std::string_view text) {
  try {
    parse(text, Source{"f", ErrorCode::usage});
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("ini: sections become objects, values stay text") {
  const Value value = parse_ini(
      "; about\nseed = 7\n\n[optim]\r\nlr=1e-3\nname : sgd # not a comment\nempty =\n# end\n",
      Source{"f"});
  CHECK(to_json(value) ==
        R"({"seed":"7","optim":{"lr":"1e-3","name":"sgd # not a comment","empty":""}})");
}

TEST_CASE("ini: mistakes are told with their line") {
  CHECK(error_of(parse_ini, "a = 1\nnothing\n") == "f:2: not 'key = value'");
  CHECK(error_of(parse_ini, "[open\n") == "f:1: a section's name is not closed");
  CHECK(error_of(parse_ini, "a=1\na=2\n") == "f:2: the key 'a' stands there twice");
  CHECK(error_of(parse_ini, "[s]\n[s]\n") == "f:2: the key 's' stands there twice");
  CHECK(error_of(parse_ini, "a = \xff\n") == "f: not valid UTF-8");
}

TEST_CASE("dotenv: quotes, comments and export") {
  const Value value = parse_dotenv(
      "# settings\nexport A=1\nB = two words # said\nC='$HOME # \"x\"'\nD=\"a\\nb \\$ \\\"q\\\" "
      "\\d\" "
      "# said\nE=\nF=a#b\n",
      Source{"f"});
  CHECK(*value.find("A")->as_string() == "1");
  CHECK(*value.find("B")->as_string() == "two words");
  CHECK(*value.find("C")->as_string() == "$HOME # \"x\"");
  CHECK(*value.find("D")->as_string() == "a\nb $ \"q\" \\d");
  CHECK(*value.find("E")->as_string() == "");
  CHECK(*value.find("F")->as_string() == "a#b");
}

TEST_CASE("dotenv: mistakes are told with their line") {
  CHECK(error_of(parse_dotenv, "A=1\nB\n") == "f:2: not 'KEY=value'");
  CHECK(error_of(parse_dotenv, "A=\"x\n") == "f:1: a quote is not closed");
  CHECK(error_of(parse_dotenv, "A='x' y\n") == "f:1: something follows the closing quote");
}
