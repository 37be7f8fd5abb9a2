#include "app/config_text.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using mlt::Error;
using mlt::ErrorCode;
using namespace mlt::app;

namespace {

constexpr std::string_view kText =
    "# mine\n"
    "format: tsv  # for scripts\n"
    "\n"
    "compare:\n"
    "    # the best only\n"
    "    top: 5\n"
    "    columns:\n"
    "    - lr\n"
    "    - acc\n"
    "# below\n"
    "runs-list: {top: 3}\n";

std::string set(std::string_view text, const std::string& key, const std::string& value) {
  return with_config(text, "c.yaml", key, {value}, ConfigShape::scalar);
}

ErrorCode code_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("no error");
  return {};
}

}  // namespace

TEST_CASE("config: entries are scalars and lists, one or two levels deep") {
  CHECK(parse_config(kText, "c.yaml") ==
        std::vector<ConfigEntry>{{"format", {"tsv"}, 2},
                                 {"compare.top", {"5"}, 6},
                                 {"compare.columns", {"lr", "acc"}, 8},
                                 {"runs-list.top", {"3"}, 11}});
  CHECK(parse_config("", "c.yaml").empty());
  CHECK(parse_config("a:\nb: ~\nc: {d: {e: 1}}\n", "c.yaml").empty());
  CHECK(code_of([] { parse_config("- a\n", "c.yaml"); }) == ErrorCode::data);
  CHECK(code_of([] { parse_config("a: [\n", "c.yaml"); }) == ErrorCode::data);
}

TEST_CASE("config: a text without a section of ours need not be parsed") {
  CHECK(may_have_config("layout: native\n'compare': {top: 1}\n", {"compare"}));
  CHECK_FALSE(may_have_config("layout: native\n# compare:\n  compare: 1\n", {"compare"}));
  CHECK_FALSE(may_have_config("", {"compare"}));
}

TEST_CASE("config: setting a value leaves every other line as it is") {
  const auto replaced = [](std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string text(kText);
  CHECK(set(text, "format", "json") == replaced(text, "format: tsv", "format: json"));
  CHECK(set(text, "compare.top", "7") == replaced(text, "top: 5", "top: 7"));
  CHECK(set(text, "compare.since", "2d") ==
        replaced(text, "    - acc\n", "    - acc\n    since: 2d\n"));
  CHECK(set(text, "log.step", "1") == text + "log:\n  step: 1\n");
  CHECK(set(text, "strict", "true") == text + "strict: true\n");
  CHECK(with_config(text, "c.yaml", "compare.columns", {"a b", "c"}, ConfigShape::list) ==
        replaced(text, "columns:\n    - lr\n    - acc\n", "columns: [\"a b\", c]\n"));
  CHECK(set("", "compare.top", "1") == "compare:\n  top: 1\n");
  CHECK(set("compare:\n", "compare.top", "1") == "compare:\n  top: 1\n");
  CHECK(set("format: a", "strict", "true") == "format: a\nstrict: true\n");
}

TEST_CASE("config: a value is quoted where it would be read as another") {
  for (const std::string value :
       {"", "null", "~", "a: b", "a #b", "1e3", "yes", "\"", "- x", "é"}) {
    CAPTURE(value);
    const auto entries = parse_config(set("", "format", value), "c.yaml");
    REQUIRE(entries.size() == 1);
    CHECK(entries.front().values == std::vector<std::string>{value});
  }
}

TEST_CASE("config: taking a setting out takes an empty section with it, never a comment") {
  CHECK(without_config("a: 1\ncompare:\n  top: 5\nb: 2\n", "c.yaml", "compare.top") ==
        "a: 1\nb: 2\n");
  CHECK(without_config("# one\nformat: tsv\n# two\n", "c.yaml", "format") == "# one\n# two\n");
  CHECK(without_config("compare:\n  # why\n  top: 5\n", "c.yaml", "compare.top") ==
        "compare:\n  # why\n");
}

TEST_CASE("config: what is not one setting a line is left to its author") {
  CHECK(code_of([] { set(kText, "runs-list.top", "4"); }) == ErrorCode::refused);
  CHECK(code_of([] { without_config(kText, "c.yaml", "runs-list.top"); }) == ErrorCode::refused);
  CHECK(code_of([] { set("a: 'x\nformat: y\n  z'\n", "format", "json"); }) != ErrorCode::usage);
}
