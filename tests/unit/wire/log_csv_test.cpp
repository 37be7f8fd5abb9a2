#include "wire/log_csv.hpp"

#include <string>

#include <doctest/doctest.h>

namespace mlt::wire {
namespace {

/// The rows of `text`, cells in brackets, with the lines that a row took where they are not one.
std::string rows_of(std::string_view text) {
  std::string out;
  CsvRow row;
  while (!text.empty()) {
    switch (read_csv_row(text, true, row)) {
      case CsvResult::incomplete:
        return out + "incomplete";
      case CsvResult::bad_quote:
        out += "bad|";
        break;
      case CsvResult::row:
        for (const std::string& cell : row.cells) out += "[" + cell + "]";
        if (row.lines != 1) out += std::to_string(row.lines);
        out += "|";
        break;
    }
    text.remove_prefix(row.size);
  }
  return out;
}

TEST_CASE("rows are read as RFC 4180 says") {
  CHECK(rows_of("a,b\n1,2\n") == "[a][b]|[1][2]|");
  CHECK(rows_of("a,b\r\n1,2") == "[a][b]|[1][2]|");
  CHECK(rows_of("a,,\n\n") == "[a][][]|[]|");
  CHECK(rows_of("\"a,b\",\"c\"\"d\"\n") == "[a,b][c\"d]|");
  CHECK(rows_of("\"a\nb\",c\r\nd\n") == "[a\nb][c]2|[d]|");
  CHECK(rows_of("\"a\r\n\",\"\"\r\n") == "[a\r\n][]2|");
  CHECK(rows_of("a\"b,c\n") == "[a\"b][c]|");
  CHECK(rows_of("\"a\"b,c\nd\n") == "bad|[d]|");
  CHECK(rows_of("\"a") == "incomplete");
}

TEST_CASE("a row that is still coming is incomplete") {
  CsvRow row;
  for (const char* text : {"", "a", "a,b", "\"a\n", "\"a\"", "a\r"}) {
    CAPTURE(text);
    CHECK(read_csv_row(text, false, row) == CsvResult::incomplete);
  }
  CHECK(read_csv_row("\"a\"\"b\"\nrest", false, row) == CsvResult::row);
  CHECK(row.size == 7);
}

std::string reason(const std::optional<LineError>& error) { return error ? error->reason : ""; }

TEST_CASE("cells become points of the metrics that the header names") {
  LogCsvParser parser;
  LogLine line;
  CHECK_FALSE(parser.has_header());
  REQUIRE(reason(parser.read_header({"epoch", " loss", "acc "})).empty());
  CHECK(parser.columns() == std::vector<std::string>{"epoch", "loss", "acc"});
  REQUIRE(reason(parser.parse({" 3", "0.5", " nan "}, line)).empty());
  REQUIRE(line.metrics.size() == 2);
  CHECK(line.metrics[0].key == "loss");
  CHECK(line.metrics[0].value == 0.5);
  CHECK(line.metrics[0].step == 3);
  CHECK_FALSE(line.metrics[0].time_ms);
  CHECK(line.metrics[1].key == "acc");
  CHECK(line.metrics[1].value != line.metrics[1].value);
  REQUIRE(reason(parser.parse({"4", "", "1"}, line)).empty());
  REQUIRE(line.metrics.size() == 1);
  CHECK(line.metrics[0].key == "acc");
}

TEST_CASE("tables that do not fit are refused") {
  LogCsvParser parser;
  CHECK(reason(parser.read_header({"step"})) == "the header needs a step column and a metric's");
  CHECK(reason(parser.read_header({"step", "a", "b", " a"})) == "two columns are called 'a'");
  CHECK_FALSE(parser.has_header());
  REQUIRE(reason(parser.read_header({"step", "a"})).empty());
  LogLine line;
  CHECK(reason(parser.parse({"1"}, line)) == "1 cells in a table of 2 columns");
  CHECK(reason(parser.parse({"1", "2", "3"}, line)) == "3 cells in a table of 2 columns");
  CHECK(reason(parser.parse({"x", "2"}, line)) == "the step 'x' is not an integer");
  CHECK(reason(parser.parse({"", "2"}, line)) == "the step '' is not an integer");
  CHECK(reason(parser.parse({"1", "two"}, line)) == "the value 'two' of 'a' is not a number");
}

}  // namespace
}  // namespace mlt::wire
