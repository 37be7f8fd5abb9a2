#include "mlt/error.hpp"

#include <doctest/doctest.h>

using mlt::Error;
using mlt::ErrorCode;

TEST_CASE("every kind of error has its exit code and its name") {
  struct Row {
    ErrorCode code;
    int exit;
    std::string_view name;
  };
  const Row table[] = {
      {ErrorCode::usage, 2, "usage"},     {ErrorCode::not_found, 3, "not_found"},
      {ErrorCode::refused, 4, "refused"}, {ErrorCode::data, 5, "data"},
      {ErrorCode::system, 6, "system"},   {ErrorCode::remote, 7, "remote"},
  };
  for (const Row& row : table) {
    CAPTURE(row.name);
    CHECK(mlt::exit_code(row.code) == row.exit);
    CHECK(mlt::name_of(row.code) == row.name);
  }
}

TEST_CASE("an error gathers hints and context in the order in which they come") {
  Error error = Error(ErrorCode::data, "line 3 is no JSON").hint("mlt doctor").hint("git diff");
  error.add_context("reading journal");
  error.add_context("run 7f3a");
  CHECK(std::string_view(error.what()) == "line 3 is no JSON");
  CHECK(error.hints() == std::vector<std::string>{"mlt doctor", "git diff"});
  CHECK(error.context() == std::vector<std::string>{"reading journal", "run 7f3a"});
}
