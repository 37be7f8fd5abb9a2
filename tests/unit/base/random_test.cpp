#include "base/random.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "fixed.hpp"

using namespace mlt::base;

TEST_CASE("random_hex has the digits asked for and spends all bits") {
  mlt::test::FixedRandom random;
  for (const std::size_t digits : {0u, 1u, 12u, 16u, 17u, 32u}) {
    const std::string text = random_hex(random, digits);
    CHECK(text.size() == digits);
    CHECK(text.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
  std::set<char> met;
  for (const char digit : random_hex(random, 1000)) {
    met.insert(digit);
  }
  CHECK(met.size() == 16);
  // The two halves of an id come from different numbers.
  const std::string id = random_hex(random, 32);
  CHECK(id.substr(0, 16) != id.substr(16));
}

TEST_CASE("a run's name is adjective-noun-number") {
  mlt::test::FixedRandom random;
  std::set<std::string, std::less<>> adjectives;
  std::set<std::string, std::less<>> nouns;
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = random_run_name(random);
    const auto parts = split(name, '-');
    REQUIRE(parts.size() == 3);
    REQUIRE(name.size() <= 20);
    REQUIRE(parts[2].size() <= 3);
    REQUIRE(parts[2].find_first_not_of("0123456789") == std::string_view::npos);
    adjectives.emplace(parts[0]);
    nouns.emplace(parts[1]);
  }
  CHECK(adjectives.size() >= 100);
  CHECK(nouns.size() >= 100);
  for (const auto& words : {adjectives, nouns}) {
    for (const std::string& word : words) {
      CAPTURE(word);
      CHECK(word.size() >= 3);
      CHECK(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
    }
  }
}

TEST_CASE("SystemRandom does not repeat itself") {
  SystemRandom a;
  SystemRandom b;
  std::set<std::uint64_t> met;
  for (int i = 0; i < 100; ++i) {
    met.insert(a.next());
    met.insert(b.next());
  }
  CHECK(met.size() == 200);
}
