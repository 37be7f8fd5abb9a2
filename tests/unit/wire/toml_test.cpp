#include "wire/toml.hpp"

#include <doctest/doctest.h>

#include "wire/json.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::wire::parse_toml;
using mlt::wire::Source;

namespace {

std::string error_of(std::string_view text) {
  try {
    parse_toml(text, Source{"c.toml", ErrorCode::usage});
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("toml: tables, arrays and scalars") {
  const auto value =
      parse_toml("epochs = 3\n[optim]\nname = \"adam\"\nbetas = [0.9, 0.999]\n", Source{"c.toml"});
  CHECK(mlt::wire::to_json(*value.find("optim")->find("betas")) == "[0.9,0.999]");
  CHECK(value.find("epochs")->text() == "3");
  CHECK(value.find("optim")->find("name")->text() == "adam");
}

TEST_CASE("toml: a number, bool or date keeps its spelling") {
  const auto value = parse_toml(
      "\"é\" = 1\na = 1e-3 # small\nb = 1_000\nc = true\nd = 2024-01-02\n"
      "e = {x = 0x10, \"ß\" = 0.10}\nf = +inf",
      Source{"c.toml"});
  CHECK(value.find("a")->text() == "1e-3");
  CHECK(*value.find("a")->as_double() == 1e-3);
  CHECK(value.find("b")->text() == "1_000");
  CHECK(*value.find("b")->as_integer() == 1000);
  CHECK(value.find("c")->text() == "true");
  CHECK(value.find("d")->text() == "2024-01-02");
  CHECK(value.find("e")->find("x")->text() == "0x10");
  CHECK(value.find("e")->find("ß")->text() == "0.10");
  CHECK(value.find("f")->text() == "+inf");
}

TEST_CASE("toml: a mistake is told with its line") {
  CHECK(error_of("a = 1\nb = = 2\n").starts_with("c.toml:2: not valid TOML: "));
  CHECK(error_of("a = 1\na = 2\n").starts_with("c.toml:2: "));
  CHECK(error_of(std::string((1u << 20) + 1, '#')) == "c.toml: larger than 1 MiB");
  CHECK(error_of(std::string("a = ") + std::string(10'000, '[')) != "");
}
