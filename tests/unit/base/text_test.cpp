#include "base/text.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace mlt::base;
using namespace std::string_literals;
using namespace std::string_view_literals;

TEST_CASE("trim takes ASCII white space from both ends") {
  CHECK(trim(" \t a b\r\n\v\f") == "a b");
  CHECK(trim("a") == "a");
  CHECK(trim(" \n ").empty());
  CHECK(trim("").empty());
  CHECK(trim("\u00A0a") == "\u00A0a");
}

TEST_CASE("split keeps empty parts") {
  using Parts = std::vector<std::string_view>;
  CHECK(split("a,b", ',') == Parts{"a", "b"});
  CHECK(split("", ',') == Parts{""});
  CHECK(split(",", ',') == Parts{"", ""});
  CHECK(split("a,,b,", ',') == Parts{"a", "", "b", ""});
}

TEST_CASE("join is the reverse of split") {
  CHECK(join({}, ", ").empty());
  CHECK(join({"a"}, ", ") == "a");
  CHECK(join({"a", "", "b"}, ", ") == "a, , b");
}

TEST_CASE("to_lower changes ASCII letters alone") {
  CHECK(to_lower("AbZ[`{09") == "abz[`{09");
  CHECK(to_lower("ÄÖ") == "ÄÖ");
}

TEST_CASE("append_utf8 writes what first_code_point reads") {
  for (const char32_t point :
       {0x00, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
    std::string text = "x";
    append_utf8(text, point);
    CHECK(first_code_point(text.substr(1)).value == point);
    CHECK(first_code_point(text.substr(1)).size == text.size() - 1);
  }
}

TEST_CASE("first_code_point reads every length of UTF-8 at its limits") {
  struct Row {
    std::string_view text;
    char32_t value;
    std::size_t size;
  };
  const Row table[] = {
      {"\0"sv, 0x0, 1},
      {"\x7F", 0x7F, 1},
      {"\xC2\x80", 0x80, 2},
      {"\xDF\xBF", 0x7FF, 2},
      {"\xE0\xA0\x80", 0x800, 3},
      {"\xED\x9F\xBF", 0xD7FF, 3},
      {"\xEE\x80\x80", 0xE000, 3},
      {"\xEF\xBF\xBF", 0xFFFF, 3},
      {"\xF0\x90\x80\x80", 0x10000, 4},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4},
  };
  for (const Row& row : table) {
    CAPTURE(row.size);
    const CodePoint point = first_code_point(row.text);
    CHECK(point.value == row.value);
    CHECK(point.size == row.size);
    CHECK(is_valid_utf8(row.text));
    CHECK(first_code_point(std::string(row.text) + "tail").size == row.size);
  }
}

TEST_CASE("malformed UTF-8 is not valid, wherever it stands") {
  const std::string_view malformed[] = {
      "\x80",              // continuation without a lead
      "\xBF",              //
      "\xC0\x80",          // overlong NUL
      "\xC1\xBF",          // overlong U+007F
      "\xE0\x80\x80",      // overlong
      "\xE0\x9F\xBF",      // overlong U+07FF
      "\xF0\x80\x80\x80",  // overlong
      "\xF0\x8F\xBF\xBF",  // overlong U+FFFF
      "\xED\xA0\x80",      // surrogate U+D800
      "\xED\xBF\xBF",      // surrogate U+DFFF
      "\xF4\x90\x80\x80",  // U+110000
      "\xF5\x80\x80\x80",  // beyond Unicode
      "\xF8\x88\x80\x80\x80",
      "\xFE",
      "\xFF",
      "\xC2",          // cut
      "\xE2\x82",      // cut
      "\xF0\x9F\x98",  // cut
      "\xC2\x41",      // lead without continuation
      "\xE2\x28\xA1",
      "\xE2\x82\x28",
  };
  for (const std::string_view bytes : malformed) {
    CAPTURE(escape_control(bytes));
    CHECK(first_code_point(bytes).size == 0);
    CHECK_FALSE(is_valid_utf8(bytes));
    CHECK_FALSE(is_valid_utf8("ok" + std::string(bytes)));
    CHECK_FALSE(is_valid_utf8(std::string(bytes) + "ok"));
  }
  CHECK(first_code_point("").size == 0);
  CHECK(is_valid_utf8(""));
}

TEST_CASE("count_code_points counts characters, not bytes") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("abc") == 3);
  CHECK(count_code_points("größe") == 5);
  CHECK(count_code_points("実験😀") == 3);
}

TEST_CASE("control characters are C0, DEL and C1") {
  for (const std::string_view text :
       {"\0"sv, "a\nb"sv, "\x1F"sv, "\x7F"sv, "x\u0080"sv, "\u009F"sv}) {
    CHECK(has_control_character(text));
  }
  // A lone byte 0x9B is no character at all in UTF-8; nor is the second byte of one a control.
  for (const std::string_view text : {""sv, " ~"sv, "\u00A0"sv, "\u015B"sv, "\x9B"sv}) {
    CHECK_FALSE(has_control_character(text));
  }
}

TEST_CASE("quote_shortened cuts behind a whole character") {
  CHECK(quote_shortened("loss", 4) == "'loss'");
  CHECK(quote_shortened("losses", 4) == "'loss…'");
  CHECK(quote_shortened("größe", 3) == "'gr…'");
  CHECK(quote_shortened("größe", 4) == "'grö…'");
  CHECK(quote_shortened("a\nb", 3) == "'a\\nb'");
}

TEST_CASE("escape_control makes a text safe for a terminal") {
  CHECK(escape_control("plain größe 😀 \\") == "plain größe 😀 \\");
  CHECK(escape_control("a\nb\tc\r") == "a\\nb\\tc\\r");
  CHECK(escape_control("\x1B[31mred") == "\\x1b[31mred");
  CHECK(escape_control("\0\x7F"sv) == "\\x00\\x7f");
  CHECK(escape_control("\u009B31m") == "\\u009b31m");
  CHECK(escape_control("\x9B\xC3") == "\\x9b\\xc3");
  CHECK(escape_control("\xED\xA0\x80") == "\\xed\\xa0\\x80");
}

TEST_CASE("matches_glob") {
  struct Row {
    std::string_view pattern;
    std::string_view text;
    bool matches;
  };
  const Row table[] = {
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"*", "anything/at all", true},
      {"**", "", true},
      {"a", "a", true},
      {"a", "A", false},
      {"a", "ab", false},
      {"a*", "a", true},
      {"a*c", "abbbc", true},
      {"a*c", "abbbcd", false},
      {"*a*b", "xaxbxb", true},
      {"*.acc", "val.acc", true},
      {"?", "", false},
      {"?", "a", true},
      {"?", "ö", true},
      {"??", "ö", false},
      {"gr??e", "größe", true},
      {"[abc]", "b", true},
      {"[abc]", "d", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]", "b", false},
      {"[!a-c]", "d", true},
      {"[^a-c]", "d", true},
      {"[!a]", "", false},
      {"[]]", "]", true},
      {"[!]]", "]", false},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[*]", "*", true},
      {"[*]", "x", false},
      {"[ä-ü]", "ö", true},
      {"[", "[", true},
      {"[ab", "[ab", true},
      {"[ab", "a", false},
      {"a[", "a[", true},
      {"\\*", "\\x", true},  // no escapes: the backslash is itself
      {"\xFF?", "\xFF\xFE", true},
      {"\xFF", "ÿ", false},
  };
  for (const Row& row : table) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK(matches_glob(row.pattern, row.text) == row.matches);
  }
}

TEST_CASE("a glob full of stars is not exponential") {
  // With backtracking into every star this would take longer than the universe is old.
  std::string pattern;
  for (int i = 0; i < 100; ++i) {
    pattern += "*a";
  }
  const std::string text(1000, 'a');
  CHECK(matches_glob(pattern, text));
  CHECK_FALSE(matches_glob(pattern + "b", text));
}

TEST_CASE("has_glob_characters") {
  CHECK(has_glob_characters("a*"));
  CHECK(has_glob_characters("a?"));
  CHECK(has_glob_characters("[a]"));
  CHECK_FALSE(has_glob_characters("a]!-^\\"));
}

TEST_CASE("nearest finds what was meant, and nothing when nothing is near") {
  const std::vector<std::string> keys = {"accuracy", "loss", "lr", "größe", "val_loss"};
  CHECK(nearest("acuracy", keys) == "accuracy");
  CHECK(nearest("accuracyy", keys) == "accuracy");
  CHECK(nearest("acucracy", keys) == "accuracy");  // a swap is one edit
  CHECK(nearest("lsos", keys) == "loss");
  CHECK(nearest("LR", keys) == "lr");
  CHECK(nearest("große", keys) == "größe");  // one character, though two bytes
  CHECK(nearest("val_lss", keys) == "val_loss");
  CHECK_FALSE(nearest("precision", keys));
  CHECK_FALSE(nearest("x", {"y"}));  // all of it would be edited
  CHECK_FALSE(nearest("", {"a"}));
  CHECK_FALSE(nearest("a", {}));
  CHECK(nearest("ab", {"ac", "ad"}) == "ac");  // the first of equals
  CHECK(nearest("abc", {"abd", "abc"}) == "abc");
  // Optimal string alignment: no part is edited twice, so CA → ABC is 3, not 2.
  CHECK_FALSE(nearest("cacaca", {"abcaca..."}));
}

TEST_CASE("quote_for_shell quotes what a shell would read otherwise") {
  CHECK(quote_for_shell("run-1/a.b:c=d,e%f+g@h_i") == "run-1/a.b:c=d,e%f+g@h_i");
  CHECK(quote_for_shell("") == "''");
  CHECK(quote_for_shell("a b") == "'a b'");
  CHECK(quote_for_shell("it's") == "'it'\\''s'");
  CHECK(quote_for_shell("$(rm)") == "'$(rm)'");
  CHECK(quote_for_shell("~") == "'~'");
  CHECK(quote_for_shell("größe") == "'größe'");
}
