#include "render/canvas.hpp"

#include <doctest/doctest.h>

namespace mlt::render {
namespace {

constexpr Style kBraille{.colour = false, .utf8 = true};
constexpr Style kAscii{.colour = false, .utf8 = false};
constexpr Style kColour{.colour = true, .utf8 = true};

}  // namespace

TEST_CASE("a braille cell holds two dots across and four down") {
  Canvas canvas(2, 1, kBraille);
  CHECK(canvas.dots_across() == 4);
  CHECK(canvas.dots_down() == 4);
  CHECK(canvas.rows() == std::vector<std::string>{"  "});
  canvas.dot(0, 0, {});
  CHECK(canvas.rows().front() == "⠁ ");
  canvas.dot(1, 3, {});
  CHECK(canvas.rows().front() == "⢁ ");
  for (int x = 2; x < 4; ++x) {
    for (int y = 0; y < 4; ++y) {
      canvas.dot(x, y, {});
    }
  }
  CHECK(canvas.rows().front() == "⢁⣿");
}

TEST_CASE("what lies outside is not drawn") {
  Canvas canvas(1, 1, kBraille);
  canvas.dot(-1, 0, {});
  canvas.dot(2, 0, {});
  canvas.dot(0, -1, {});
  canvas.dot(0, 4, {});
  CHECK(canvas.rows().front() == " ");
}

TEST_CASE("a line joins its ends in every direction") {
  for (const bool backwards : {false, true}) {
    Canvas canvas(3, 3, kAscii);
    backwards ? canvas.line(2, 2, 0, 0, {}) : canvas.line(0, 0, 2, 2, {});
    CHECK(canvas.rows() == std::vector<std::string>{"*  ", " * ", "  *"});
  }
  Canvas canvas(3, 2, kAscii);
  canvas.line(0, 1, 2, 1, {.number = 1});
  canvas.line(1, 0, 1, 0, {.number = 2});
  CHECK(canvas.rows() == std::vector<std::string>{" o ", "+++"});
}

TEST_CASE("each ink has a mark and a colour, a faint one stays behind") {
  CHECK(ascii_mark({.number = 0}) == '*');
  CHECK(ascii_mark({.number = 3}) == 'x');
  CHECK(ascii_mark({.number = 8}) == '*');
  CHECK(ascii_mark({.number = 3, .faint = true}) == '.');
  CHECK(paint("A", Ink{.number = 0}, kColour) == "\x1b[36mA\x1b[0m");
  CHECK(paint("A", Ink{.number = 1, .faint = true}, kColour) == "\x1b[2;33mA\x1b[0m");
  CHECK(paint("A", Ink{.number = 1}, kBraille) == "A");

  Canvas canvas(2, 1, kAscii);
  canvas.dot(0, 0, {.number = 1});
  canvas.dot(0, 0, {.number = 0, .faint = true});
  canvas.dot(1, 0, {.number = 0, .faint = true});
  canvas.dot(1, 0, {.number = 2});
  CHECK(canvas.rows().front() == "+o");
}

TEST_CASE("faint dots do not thicken a curve in their cell") {
  Canvas canvas(2, 1, kBraille);
  canvas.dot(0, 3, {.number = 1, .faint = true});
  canvas.dot(0, 0, {.number = 1});
  canvas.dot(1, 3, {.number = 1, .faint = true});
  canvas.dot(2, 3, {.number = 1, .faint = true});
  CHECK(canvas.rows().front() == "⠁⡀");
}

TEST_CASE("neighbours of one ink share their escape sequences") {
  Canvas canvas(4, 1, kColour);
  canvas.line(0, 0, 3, 0, {.number = 0});
  canvas.line(6, 0, 7, 0, {.number = 1});
  CHECK(canvas.rows().front() == "\x1b[36m⠉⠉\x1b[0m \x1b[33m⠉\x1b[0m");
}

TEST_CASE("a letter takes a free cell next to its dot, or the dot's own") {
  Canvas canvas(3, 1, kAscii);
  canvas.dot(0, 0, {});
  canvas.letter(0, 0, 'A', {});
  CHECK(canvas.rows().front() == "*A ");
  canvas.letter(0, 0, 'B', {});
  CHECK(canvas.rows().front() == "*AB");
  canvas.letter(0, 0, 'C', {});
  CHECK(canvas.rows().front() == "CAB");
}

}  // namespace mlt::render
