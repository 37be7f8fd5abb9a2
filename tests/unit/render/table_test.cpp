#include "render/table.hpp"

#include <limits>

#include <doctest/doctest.h>

#include "render/text_width.hpp"

using namespace mlt::render;

namespace {

TableOptions options(int width = 0) {
  TableOptions result;
  result.style.utf8 = true;
  result.width = width;
  return result;
}

Table runs() {
  Table table;
  table.columns = {{.key = "run_id", .title = "run", .keep = true},
                   {.key = "name", .title = "name"},
                   {.key = "duration_ms", .title = "dur"},
                   {.key = "params.lr", .title = "lr", .numeric_text = true},
                   {.key = "params.opt", .title = "opt"},
                   {.key = "metrics.acc", .title = "acc", .keep = true}};
  table.rows = {
      {Value(Id{"7f3a000000000000", 7}), Value("wide-lion-with-a-very-long-name"),
       Value(Duration{2460000}), Value("3e-4"), Value("lion"), Cell(0.9312, Tone::good, "★")},
      {Value(Id{"91be000000000000", 7}), Value("実験🚀"), Value(Duration{2580000}), Value("1e-3"),
       Value("adam"), Value(std::numeric_limits<double>::quiet_NaN())},
      {Value(Id{"c02d000000000000", 7}), Value("tab\there"), Value(), Value(), Value("sgd"),
       Value(12.5)},
  };
  return table;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    result.push_back(text.substr(begin, end - begin));
  }
  CHECK(begin == text.size());
  return result;
}

}  // namespace

TEST_CASE("a table without a limit shows everything, numbers at their points") {
  const auto rendered = render_table(runs(), options());
  CHECK(rendered.left_out == 0);
  CHECK(rendered.text ==
        "run      name                             dur    lr  opt         acc\n"
        "7f3a000  wide-lion-with-a-very-long-name  41m  3e-4  lion    0.9312★\n"
        "91be000  実験🚀                           43m  1e-3  adam  nan\n"
        "c02d000  tab\\there                          -     -  sgd    12.50\n");
}

TEST_CASE("a narrow terminal loses columns from the right but those to keep") {
  const auto rendered = render_table(runs(), options(40));
  CHECK(rendered.left_out == 2);
  CHECK(rendered.text ==
        "run      name             dur        acc\n"
        "7f3a000  wide-lion-with…  41m    0.9312★\n"
        "91be000  実験🚀           43m  nan\n"
        "c02d000  tab\\there          -   12.50\n");
}

TEST_CASE("no line is wider than the terminal, and numbers are never cut") {
  for (int width = 7; width <= 120; ++width) {
    CAPTURE(width);
    const auto rendered = render_table(runs(), options(width));
    for (const auto& line : lines(rendered.text)) {
      CHECK(display_width(line) <= width);
    }
    if (rendered.text.find("acc") != std::string::npos) {
      CHECK(rendered.text.find("0.9312★") != std::string::npos);
      CHECK(rendered.text.find("12.50") != std::string::npos);
    }
  }
}

TEST_CASE("numbers typed in several notations are shown in one") {
  Table table;
  table.columns = {{.key = "params.lr", .title = "lr", .numeric_text = true}};
  table.rows = {{Value("1e-3")}, {Value("0.01")}, {Value("0.25")}};
  CHECK(render_table(table, options()).text == "   lr\n0.001\n0.01\n0.25\n");
  table.rows.push_back({Value("auto")});
  CHECK(render_table(table, options()).text == "lr\n1e-3\n0.01\n0.25\nauto\n");
}

TEST_CASE("marks have an ASCII form, colour is the style's choice alone") {
  Table table;
  table.columns = {{.key = "a", .title = "depth⇔model"}};
  table.rows = {{Cell(0.5, Tone::good, "★")}};
  TableOptions plain;
  CHECK(render_table(table, plain).text == "depth=model\n       0.5*\n");
  TableOptions coloured = options();
  coloured.style.colour = true;
  CHECK(render_table(table, coloured).text ==
        "\x1b[1mdepth⇔model\x1b[0m\n       \x1b[1;32m0.5★\x1b[0m\n");
}

TEST_CASE("a transposed table has a line for each column") {
  auto turned = options();
  turned.transpose = true;
  const auto rendered = render_table(runs(), turned);
  const auto all = lines(rendered.text);
  REQUIRE(all.size() == 6);
  CHECK(all[0] == "run   7f3a000                          91be000  c02d000");
  CHECK(all[5] == "acc   0.9312★                          nan      12.50");
  turned.width = 30;
  const auto narrow = render_table(runs(), turned);
  CHECK(narrow.left_out == 2);
  CHECK(lines(narrow.text)[3] == "lr    3e-4");
}

TEST_CASE("a header alone is a table, and so are rows alone") {
  Table table = runs();
  table.rows.clear();
  CHECK(render_table(table, options()).text == "run  name  dur  lr  opt  acc\n");
  auto bare = options();
  bare.header = false;
  CHECK(render_table(table, bare).text.empty());
}

TEST_CASE("machines read raw values") {
  CHECK(machine_text(Value()).empty());
  CHECK(machine_text(Value("a\tb")) == "a\tb");
  CHECK(machine_text(Value(0.1)) == "0.1");
  CHECK(machine_text(Value(Duration{61500})) == "61500");
  CHECK(machine_text(Value(Bytes{2048})) == "2048");
  CHECK(machine_text(Value(Time{0})) == "1970-01-01T00:00:00.000Z");
  CHECK(machine_text(Value(Id{"7f3a000000000000", 4})) == "7f3a000000000000");
  CHECK(machine_text(Value(std::numeric_limits<double>::infinity())) == "Infinity");
}
