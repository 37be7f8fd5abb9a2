#include "search/like.hpp"

#include <string>

#include <doctest/doctest.h>

namespace mlt::search {
namespace {

bool like(const std::string& text, const std::string& pattern) {
  return LikePattern(pattern, false).matches(text);
}
bool ilike(const std::string& text, const std::string& pattern) {
  return LikePattern(pattern, true).matches(text);
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

struct Case {
  std::string text;
  std::string pattern;
  bool expected;
};

// The expectations are those of mlflow 3.17.2, mlflow.utils.search_utils._like.
TEST_CASE("LIKE as MLflow's file store has it") {
  const Case cases[] = {
      {"", "", true},
      {"a", "", false},
      {"", "%", true},
      {"", "_", false},
      {"abc", "abc", true},
      {"abc", "ABC", false},
      {"abc", "ab", false},
      {"abc", "bc", false},
      {"abc", "a%", true},
      {"abc", "%c", true},
      {"abc", "%b%", true},
      {"abc", "%d%", false},
      {"abc", "a%c", true},
      {"abc", "a%b%c", true},
      {"abc", "a%%c", true},
      {"abc", "a_c", true},
      {"abc", "___", true},
      {"abc", "____", false},
      {"abc", "_%_", true},
      {"a", "_%_", false},
      {"aab", "%ab", true},
      {"aXbXc", "a%b_c", true},
      {"abab", "%ab", true},
      {"ababa", "ab%ba", true},
      {"aba", "ab%ba", false},
      {"100%", "100%", true},
      {"a.c", "a.c", true},
      {"axc", "a.c", false},
      {"a\\%c", "a\\%c", true},
      // characters, not bytes
      {"größe", "gr__e", true},
      {"größe", "gr_e", false},
      {"🚀", "_", true},
      {"日本語", "%本%", true},
      // newlines
      {"a\nb", "a_b", false},
      {"a\nb", "a%b", false},
      {"a\nb", "%b", false},
      {"a\nb", "%b%", false},
      {"a\nb", "a%", true},
      {"a\nb", "%a%", true},
      {"a\nb", "a\nb", true},
      {"xa\nby", "%a\nb%", true},
      {"a\na\nb", "%a\n%b", false},
      {"\n\nb", "%\n%b", false},
      {"a\n", "a", true},
      {"a\n", "%a", true},
      {"a\n", "a_", false},
      {"a\n\n", "a", false},
      {"\n", "", true},
      {"\n", "_", false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CAPTURE(each.pattern);
    CHECK(like(each.text, each.pattern) == each.expected);
  }
}

TEST_CASE("ILIKE takes letters in any case") {
  CHECK(ilike("Adam", "aDAM"));
  CHECK(ilike("GRÖSSER", "%größ%") == false);  // ß is one letter, SS are two
  CHECK(ilike("ÄRGER", "ärg%"));
  CHECK(ilike("ΣΟΦΊΑ", "σοφία"));
  CHECK(ilike("МОСКВА", "%сква"));
  CHECK(ilike("Ÿ", "ÿ"));
  CHECK(ilike("ŽLUŤ", "žluť"));
  CHECK_FALSE(ilike("adam", "adams"));
  CHECK_FALSE(like("ÄRGER", "ärg%"));
}

TEST_CASE("malformed bytes are characters of their own") {
  CHECK(like("a\xFFz", "a_z"));
  CHECK(like("a\xE2\x82", "a__"));
  CHECK_FALSE(like("\xFF", "ÿ"));
}

TEST_CASE("segments longer than a machine word") {
  const std::string x200(200, 'x');
  CHECK(like("abc" + x200 + "y", "%" + x200 + "y"));
  CHECK(like(x200 + x200 + "y", "%" + x200 + "y%"));
  CHECK_FALSE(like(std::string(199, 'x') + "y", "%" + x200 + "y%"));
  CHECK(like("q" + x200 + "\n" + x200, "%" + x200 + "\n%"));
  CHECK(like(repeat("ab", 100) + "c", "%" + repeat("_b", 80) + "c%"));
}

// Each of these takes a backtracking matcher the square, the cube or 2^n of its length.
TEST_CASE("the worst patterns take time in proportion to the text") {
  const std::string text(200'000, 'a');
  CHECK_FALSE(like(text, repeat("%a", 40) + "b"));
  CHECK_FALSE(like(text, "%" + std::string(4000, 'a') + "b%"));
  CHECK_FALSE(like(text, "%" + std::string(4000, '_') + "b%"));
  CHECK_FALSE(like(text, repeat("%a_", 1000) + "b"));
  CHECK(like(text, repeat("%a_", 1000)));
}

}  // namespace
}  // namespace mlt::search
