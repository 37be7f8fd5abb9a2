#include "search/reducers.hpp"

#include <utility>

#include "search/caret.hpp"
#include "search/reducer_text.hpp"

namespace mlt::search {
namespace {

NamePlace place_of(const Token& name) {
  return {name.offset, name.end_offset() - name.body.size()};
}

}  // namespace

std::optional<model::Reducer> take_reducer(Lexer& lexer, const Token& name) {
  const Token mark = lexer.peek();
  if (mark.offset != name.end_offset() || (!mark.is_symbol("@") && !mark.is_symbol(":"))) {
    return std::nullopt;
  }
  ReducerText read = read_reducer(lexer.text(), mark.offset, place_of(name));
  lexer.skip_to(read.end);
  return std::move(read.reducer);
}

std::optional<model::Reducer> take_plain_reducer(Lexer& lexer, const Token& name,
                                                 std::string_view who) {
  const std::size_t begin = lexer.peek().offset;
  auto reducer = take_reducer(lexer, name);
  if (reducer && !model::is_self_contained(*reducer)) {
    throw error_at(lexer.text(), begin, lexer.end_of_taken() - begin,
                   std::string(who) + " cannot use " + quoted(model::spell(*reducer)))
        .hint("it is for --columns and --order-by");
  }
  return reducer;
}

std::string in_backticks(const Lexer& lexer, const Token& name, std::size_t offset) {
  return in_backticks(lexer.text(), place_of(name), offset);
}

Error expected_error(const Lexer& lexer, const std::string& what, const Token& token) {
  return error_at(lexer.text(), token.offset, token.length,
                  "expected " + what + ", found " + shown(token));
}

}  // namespace mlt::search
