#include "cli/completion.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using mlt::cli::Candidate;
using mlt::cli::complete_line;
using mlt::cli::Completion;
using mlt::cli::Completions;
using mlt::cli::GlobalOptions;
using Words = std::vector<std::string>;

namespace {

/// Completes the last word.
Completions complete(Words words) {
  words.insert(words.begin(), "mlt");
  return complete_line(
      words, words.size() - 1, [](Completion kind, std::string_view, const GlobalOptions& options) {
        return kind == Completion::experiment
                   ? std::vector<Candidate>{{"iris", ""}, {options.store.value_or("Default"), ""}}
                   : std::vector<Candidate>();
      });
}

Words values(const Completions& completions) {
  Words result;
  for (const Candidate& candidate : completions.candidates) {
    result.push_back(candidate.value);
  }
  return result;
}

bool offers(const Words& words, const std::string& value) {
  const Words offered = values(complete(words));
  return std::ranges::find(offered, value) != offered.end();
}

}  // namespace

TEST_CASE("the first word is a command, never a hidden one") {
  CHECK(offers({""}, "init"));
  CHECK(offers({"--store", "x", "ver"}, "version"));
  CHECK(values(complete({"__"})).empty());
  CHECK(values(complete({"versi"})) == Words{"version"});
}

TEST_CASE("options come with their help and not twice") {
  const Completions completions = complete({"init", "--layo"});
  REQUIRE(completions.candidates.size() == 1);
  CHECK(completions.candidates[0].value == "--layout");
  CHECK_FALSE(completions.candidates[0].description.empty());
  CHECK_FALSE(offers({"init", "--layout", "native", "--"}, "--layout"));
  CHECK(offers({"init", "-v", "-"}, "-v"));
  CHECK(offers({"--"}, "--version"));
  CHECK_FALSE(offers({"init", "--"}, "--version"));
}

TEST_CASE("values follow their option, attached or not") {
  CHECK(values(complete({"init", "--layout", ""})) == Words{"native", "mlflow"});
  CHECK(values(complete({"init", "--layout=n"})) == Words{"--layout=native"});
  CHECK(values(complete({"init", "-x", ""})) == Words{"iris", "Default"});
  CHECK(values(complete({"init", "--store", "here", "--experiment=h"})) ==
        Words{"--experiment=here"});
  CHECK(complete({"init", "--store", ""}).directories);
  CHECK(complete({"init", ""}).directories);
  CHECK(complete({"--trace", ""}).files);
}

TEST_CASE("after -- no option is offered") {
  CHECK(values(complete({"init", "--", "-"})).empty());
  CHECK(complete({"init", "--", "x"}).directories);
}

TEST_CASE("operands are counted past options and their values") {
  CHECK(values(complete({"completions", "--as", "me", "f"})) == Words{"fish"});
  CHECK(values(complete({"completions", "fish", "f"})).empty());
}

TEST_CASE("the answer is lines and a directive") {
  Completions completions;
  completions.candidates = {{"a", "first"}, {"b", ""}, {"bad\nname", ""}};
  CHECK(completions_text(completions) == "a\tfirst\nb\t\n:values\n");
  completions.no_space = true;
  completions.files = true;
  CHECK(completions_text(completions) == "a\tfirst\nb\t\n:files nospace\n");
  completions.command_at = 4;
  CHECK(completions_text(completions) == "a\tfirst\nb\t\n:command 4 nospace\n");
}

TEST_CASE("words are taken out of their quotes") {
  using mlt::cli::unquoted_word;
  CHECK(unquoted_word("a\\ b") == "a b");
  CHECK(unquoted_word("'my exp") == "my exp");
  CHECK(unquoted_word("\"a\\\"b\"c") == "a\"bc");
  CHECK(unquoted_word("'a\\b'") == "a\\b");
  CHECK(unquoted_word("x\\") == "x\\");
}
