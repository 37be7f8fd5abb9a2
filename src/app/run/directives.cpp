#include "app/run/directives.hpp"

namespace mlt::app {
namespace {

/// Splits at blanks outside of quotes; nothing if a quote is left open.
std::optional<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) {
        words.push_back(std::move(word));
        word.clear();
      }
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return quote == '\0' ? std::optional(std::move(words)) : std::nullopt;
}

std::optional<Directive::Kind> parse_kind(std::string_view word) {
  if (word == "metric") {
    return Directive::Kind::metric;
  }
  if (word == "param") {
    return Directive::Kind::param;
  }
  return word == "tag" ? std::optional(Directive::Kind::tag) : std::nullopt;
}

}  // namespace

std::optional<Directive> parse_directive(std::string_view line, std::string& fault) {
  const auto words = split_words(line.substr(kDirectivePrefix.size()));
  if (!words) {
    fault = "a quote is not closed";
    return std::nullopt;
  }
  const auto kind = words->empty() ? std::nullopt : parse_kind(words->front());
  if (!kind) {
    fault = "metric, param or tag must follow";
    return std::nullopt;
  }
  Directive directive{*kind, {}};
  for (std::size_t i = 1; i < words->size(); ++i) {
    const std::string& word = (*words)[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      fault = "'" + word + "' is not KEY=VALUE";
      return std::nullopt;
    }
    directive.pairs.push_back({word.substr(0, equals), word.substr(equals + 1)});
  }
  if (directive.pairs.empty()) {
    fault = "KEY=VALUE is missing";
    return std::nullopt;
  }
  return directive;
}

}  // namespace mlt::app
