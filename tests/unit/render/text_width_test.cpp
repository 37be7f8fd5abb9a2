#include "render/text_width.hpp"

#include <doctest/doctest.h>

using namespace mlt::render;

TEST_CASE("display_width counts cells, not bytes or code points") {
  CHECK(display_width("") == 0);
  CHECK(display_width("run") == 3);
  CHECK(display_width("naïve") == 5);
  CHECK(display_width("nai\u0308ve") == 5);
  CHECK(display_width("実験") == 4);
  CHECK(display_width("ｱｲｳ") == 3);
  CHECK(display_width("한글") == 4);
  CHECK(display_width("🚀") == 2);
  CHECK(display_width("👩‍🔬") == 2);
  CHECK(display_width("❤️") == 2);
  CHECK(display_width("🇩🇪🇫🇷") == 4);
  CHECK(display_width("★") == 1);
}

TEST_CASE("a text shortened in the middle keeps both ends") {
  CHECK(shorten_middle("wide-lion", 9, "…") == "wide-lion");
  CHECK(shorten_middle("wide-lion", 6, "…") == "wid…on");
  CHECK(shorten_middle("wide-lion", 7, "...") == "wi...on");
  CHECK(shorten_middle("wide-lion", 2, "…") == "w…");
  CHECK(shorten_middle("実験番号実験", 8, "…") == "実験…験");
  CHECK(shorten_middle("a👩‍🔬👩‍🔬👩‍🔬z", 6, "…") == "a👩‍🔬…z");
}

TEST_CASE("shorten cuts between clusters and never exceeds its cells") {
  CHECK(shorten("wide-lion", 9, "…") == "wide-lion");
  CHECK(shorten("wide-lion", 8, "…") == "wide-li…");
  CHECK(shorten("wide-lion", 8, "...") == "wide-...");
  CHECK(shorten("実験番号", 8, "…") == "実験番号");
  CHECK(shorten("実験番号", 7, "…") == "実験番…");
  CHECK(shorten("実験番号", 6, "…") == "実験…");
  CHECK(shorten("👩‍🔬👩‍🔬👩‍🔬", 5, "…") == "👩‍🔬👩‍🔬…");
  CHECK(shorten("ae\u0301z", 2, "…") == "a…");
  CHECK(shorten("abc", 2, "...") == "..");
  CHECK(shorten("abc", 0, "…").empty());
  for (int cells = 0; cells < 12; ++cells) {
    CHECK(display_width(shorten("a実🚀e\u0301b験c🇩🇪d", cells, "…")) <= cells);
  }
}

TEST_CASE("printable leaves nothing that could move the cursor or turn the line") {
  CHECK(printable("plain name") == "plain name");
  CHECK(printable("a\nb\tc") == "a\\nb\\tc");
  CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
  CHECK(printable("x\u202Ey") == "x\\u202ey");
  CHECK(printable("x\u2066y") == "x\\u2066y");
  CHECK(printable("実験🚀") == "実験🚀");
}

TEST_CASE("wrap_words breaks at blanks only") {
  CHECK(wrap_words("a bb ccc", 0, "  ") == "a bb ccc");
  CHECK(wrap_words("a bb ccc", 8, "  ") == "a bb ccc");
  CHECK(wrap_words("a bb ccc", 7, "  ") == "a bb\n  ccc");
  CHECK(wrap_words("longer-than-this x", 5, "") == "longer-than-this\nx");
  CHECK(wrap_words("実験 実験 x", 7, "") == "実験\n実験 x");
}
