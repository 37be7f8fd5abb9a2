#include "render/delimited.hpp"

#include <doctest/doctest.h>

using namespace mlt::render;

namespace {

Table odd_texts() {
  Table table;
  table.columns = {{.key = "name", .title = "name"}, {.key = "metrics.acc", .title = "acc"}};
  table.rows = {{Value("a,b"), Cell(0.5, Tone::good, "★")},
                {Value("say \"hi\"\nthere\tC:\\x"), Value(0.25)},
                {Value("<script>|__init__ a_b"), Value()}};
  return table;
}

}  // namespace

TEST_CASE("tsv is one line a row whatever the values hold") {
  std::string out;
  append_tsv(out, odd_texts(), true);
  CHECK(out ==
        "name\tmetrics.acc\n"
        "a,b\t0.5\n"
        "say \"hi\"\\nthere\\tC:\\\\x\t0.25\n"
        "<script>|__init__ a_b\t\n");
  out.clear();
  append_tsv(out, odd_texts(), false);
  CHECK(out.starts_with("a,b\t0.5\n"));
}

TEST_CASE("csv quotes as RFC 4180 has it") {
  std::string out;
  append_csv(out, odd_texts(), true);
  CHECK(out ==
        "name,metrics.acc\r\n"
        "\"a,b\",0.5\r\n"
        "\"say \"\"hi\"\"\nthere\tC:\\x\",0.25\r\n"
        "<script>|__init__ a_b,\r\n");
}

TEST_CASE("markdown escapes markup and marks the best") {
  std::string out;
  TableOptions options;
  options.style.utf8 = true;
  append_markdown(out, odd_texts(), options);
  CHECK(out ==
        "| name | acc |\n"
        "| --- | ---: |\n"
        "| a,b | **0.50★** |\n"
        "| say \"hi\"<br>there\\\\tC:\\\\x | 0.25 |\n"
        "| &lt;script>\\|\\_\\_init\\_\\_ a_b |  |\n");
}
