#include "render/template.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using namespace mlt::render;

namespace {

std::string expand(std::string_view text) {
  return Template::parse(text).expand([](std::string_view key) -> Value {
    if (key == "run_id") {
      return Id{"7f3a000000000000", 4};
    }
    if (key == "metrics.acc") {
      return 0.93124;
    }
    if (key == "params.lr") {
      return "1e-3";
    }
    if (key == "name") {
      return "実験one";
    }
    if (key == "metrics.a:b") {
      return 0.5;
    }
    return {};
  });
}

}  // namespace

TEST_CASE("fields are filled in and formatted") {
  CHECK(expand("{run_id:.8} {metrics.acc:.4f}") == "7f3a0000 0.9312");
  CHECK(expand("{metrics.acc}") == "0.93124");
  CHECK(expand("{metrics.acc:.2}") == "0.93");
  CHECK(expand("{metrics.acc:.1e}") == "9.3e-01");
  CHECK(expand("[{metrics.acc:8.2f}] [{metrics.acc:<8.2f}]") == "[    0.93] [0.93    ]");
  CHECK(expand("{params.lr} {params.lr:.4f}") == "1e-3 0.0010");
  CHECK(expand("[{name:.4}] [{name:9}] [{name:>9}]") == "[実験] [実験one  ] [  実験one]");
  CHECK(expand("[{params.none}] [{params.none:4}]") == "[] [    ]");
  CHECK(expand("{metrics.a:b} {metrics.a:b:.2f}") == "0.5 0.50");
}

TEST_CASE("braces, tabs and newlines are written by escapes") {
  CHECK(expand("{{}}\\t{params.lr}\\n\\\\") == "{}\t1e-3\n\\");
  CHECK(Template::parse("{a} x {b:.3}").keys() == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a broken template is refused with its place") {
  CHECK_THROWS_WITH(Template::parse("{run_id"), "template '{run_id': '{' without '}' at column 1");
  CHECK_THROWS_WITH(Template::parse("a } b"), "template 'a } b': '}' without '{' at column 3");
  CHECK_THROWS_WITH(Template::parse("{}"), "template '{}': a field without a key at column 1");
}
