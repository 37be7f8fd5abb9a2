#include "search/gate_keys.hpp"

#include <utility>

#include "search/caret.hpp"
#include "search/fields.hpp"
#include "search/reducers.hpp"

namespace mlt::search {
namespace {

Field field_of(const Lexer& lexer, const Token& name) {
  Field field;
  if (!name.has_dot) {
    field.entity = Entity::metric;
    field.key = name.body;
    return field;
  }
  field = read_field(lexer.text(), name, Subject::runs);
  if (field.entity == Entity::attribute || field.entity == Entity::dataset) {
    throw error_at(lexer.text(), name.offset, name.length,
                   "gates look at metrics, params and tags, not at " + description_of(field));
  }
  return field;
}

}  // namespace

std::size_t GateKeys::read(const Token& name) {
  Field field = field_of(lexer_, name);
  std::string spelling = spell(field.entity, field.key);
  if (field.entity == Entity::metric) {
    if (auto reducer = take_plain_reducer(lexer_, name, "a gate")) {
      spelling += reducer->kind == model::Reducer::Kind::last ? "" : model::spell(*reducer);
      field.reducer = *std::move(reducer);
    }
  }
  const auto [known, is_new] = indices_.emplace(spelling, keys_.size());
  if (is_new) {
    keys_.push_back({std::move(field), std::move(spelling)});
  }
  return known->second;
}

Token GateKeys::behind_baseline(const Token& name) {
  const std::string_view body = name.body;
  const std::size_t dot = name.quote == 0 ? body.find('.') : std::string_view::npos;
  Token inner = name;
  inner.offset = name.end_offset() - body.size() - (name.quote == 0 ? 0 : 2);
  inner.has_dot = dot != std::string_view::npos;
  if (inner.has_dot) {
    inner.entity = body.substr(0, dot);
    inner.body = body.substr(dot + 1);
  }
  const Token next = lexer_.peek();
  if (inner.body.empty() && !inner.has_dot) {
    throw expected_error(lexer_, "a key behind 'baseline.'", next);
  }
  // The lexer ends a name where a quote begins, but for that behind its first dot.
  if (inner.body.empty() && next.offset == name.end_offset() && next.kind == TokenKind::text &&
      next.quote != '\'') {
    lexer_.take();
    inner.body = next.body;
    inner.quote = next.quote;
  }
  inner.length = lexer_.end_of_taken() - inner.offset;
  inner.source = lexer_.text().substr(inner.offset, inner.length);
  return inner;
}

}  // namespace mlt::search
