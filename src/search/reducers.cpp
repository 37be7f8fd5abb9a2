#include "search/reducers.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "search/caret.hpp"

namespace mlt::search {
namespace {

std::int64_t read_step(Lexer& lexer, const Token& word) {
  if (!word.is_word("STEP") || !lexer.peek().is_symbol("=")) {
    throw expected_error(lexer, "step=NUMBER", word);
  }
  lexer.take();
  const Token number = lexer.take();
  const auto step = base::parse_int64(number.source);
  if (number.kind != TokenKind::number || !step) {
    throw expected_error(lexer, "the number of a step", number);
  }
  return *step;
}

Error unknown_reducer(const Lexer& lexer, const Token& name, const Token& word) {
  const auto names = model::reducer_names();
  const std::vector<std::string> all(names.begin(), names.end());
  Error error =
      error_at(lexer.text(), word.offset, word.length, "there is no reducer " + shown(word));
  const auto nearest = base::nearest(word.source, all);
  error.add_hint(nearest ? "the nearest reducer is " + quoted(*nearest)
                         : "the reducers are " + base::join(all, ", ") + " and @step=NUMBER");
  error.add_hint("a key with ':' stands in backticks: " +
                 in_backticks(lexer, name, name.end_offset()));
  return error;
}

}  // namespace

std::optional<model::Reducer> read_reducer(Lexer& lexer, const Token& name) {
  const Token mark = lexer.peek();
  const bool is_step = mark.is_symbol("@");
  if (mark.offset != name.end_offset() || (!is_step && !mark.is_symbol(":"))) {
    return std::nullopt;
  }
  lexer.take();
  const Token word = lexer.take();
  if (is_step) {
    return model::Reducer{model::Reducer::Kind::at_step, read_step(lexer, word)};
  }
  if (const auto kind = model::parse_reducer(word.source)) {
    return model::Reducer{*kind};
  }
  throw unknown_reducer(lexer, name, word);
}

std::string in_backticks(const Lexer& lexer, const Token& name, std::size_t offset) {
  const std::string_view text = lexer.text();
  const std::size_t end = std::min(text.find_first_of(" \t\r\n=!<>'\"`(),", offset), text.size());
  const std::size_t key = name.end_offset() - name.body.size();
  return std::string(text.substr(name.offset, key - name.offset)) + "`" +
         std::string(text.substr(key, end - key)) + "`";
}

Error expected_error(const Lexer& lexer, const std::string& what, const Token& token) {
  return error_at(lexer.text(), token.offset, token.length,
                  "expected " + what + ", found " + shown(token));
}

}  // namespace mlt::search
