#include "cli/error_text.hpp"

#include <doctest/doctest.h>

using mlt::Error;
using mlt::ErrorCode;
using mlt::cli::error_text;

namespace {

Error example() {
  Error error(ErrorCode::data, "run.json:3: expected a comma");
  error.add_context("cannot read the snapshot");
  error.add_context("cannot show run 7f3a2c1");
  error.add_hint("mend the store with: mlt doctor --fix");
  return error;
}

}  // namespace

TEST_CASE("an error is told from the outside in, then what to type") {
  CHECK(error_text(example(), {}) ==
        "error: cannot show run 7f3a2c1\n"
        "caused by: cannot read the snapshot\n"
        "caused by: run.json:3: expected a comma\n"
        "hint: mend the store with: mlt doctor --fix\n");
  CHECK(error_text({ErrorCode::usage, "KEY is missing"}, {}) == "error: KEY is missing\n");
}

TEST_CASE("an error as JSON is one line") {
  CHECK(error_text(example(), {.json = true}) ==
        "{\"error\":{\"code\":\"data\",\"exit\":5,\"message\":\"run.json:3: expected a comma\","
        "\"context\":[\"cannot read the snapshot\",\"cannot show run 7f3a2c1\"],"
        "\"hints\":[\"mend the store with: mlt doctor --fix\"]}}\n");
  const Error error(ErrorCode::usage, "two\nlines and a \"quote\"");
  CHECK(error_text(error, {.json = true}) ==
        "{\"error\":{\"code\":\"usage\",\"exit\":2,\"message\":\"two\\nlines and a "
        "\\\"quote\\\"\",\"hints\":[]}}\n");
}

TEST_CASE("colour and origin are added on demand") {
  const Error error(ErrorCode::usage, "KEY is missing");
  CHECK(error_text(error, {.colour = true}) == "\x1b[1;31merror:\x1b[0m KEY is missing\n");
  CHECK(error_text(error, {.origin = true}).find("unit/cli/error_text_test.cpp:") !=
        std::string::npos);
}
