#include "cli/tag_words.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using mlt::Error;
using mlt::cli::describe;
using mlt::cli::parse_tag_words;

TEST_CASE("things come first, then tags") {
  const auto words = parse_tag_words({"a=b", "two", "k=v", "k2=x=y", "e="}, {"old"}, "runs", "RUN");
  CHECK(words.selectors == std::vector<std::string>{"a=b", "two"});
  CHECK(words.change.set == mlt::KeyValueMap{{"k", "v"}, {"k2", "x=y"}, {"e", ""}});
  CHECK(words.change.removed == std::vector<std::string>{"old"});
  CHECK(describe(words.change) == "e=, k=v, k2=x=y, -old");
}

TEST_CASE("a change of nothing and a thing behind a tag are errors") {
  CHECK_THROWS_AS(parse_tag_words({"one", "two"}, {}, "runs", "RUN"), Error);
  CHECK_THROWS_AS(parse_tag_words({"one", "k=v", "two"}, {}, "runs", "RUN"), Error);
  CHECK(parse_tag_words({"one"}, {"old"}, "runs", "RUN").selectors.size() == 1);
}
