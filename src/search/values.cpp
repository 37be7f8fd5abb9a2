#include "search/values.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "search/caret.hpp"
#include "search/fields.hpp"

namespace mlt::search {
namespace {

Range just(Number number) { return {number, number}; }

/// Whether the token may be a time or a duration: `2h`, `yesterday`, or a text in quotes (but for
/// numbers, which MLflow's grammar wants without).
bool is_spelled(const Token& token) {
  const bool is_quoted = token.kind == TokenKind::text && token.quote != '`';
  return token.kind == TokenKind::measure || (token.kind == TokenKind::name && !token.has_dot) ||
         (is_quoted && !base::parse_int64(token.body));
}

}  // namespace

bool ValueReader::is_numeric(const Field& field, const Token& token) {
  switch (domain_of(field)) {
    case Domain::text:
      return false;
    case Domain::text_or_number:
      return token.kind == TokenKind::number;
    default:
      return true;
  }
}

Range ValueReader::read_range(const Field& field, const Token& token) const {
  if (token.kind == TokenKind::number) {
    return just(read_number(token));
  }
  const Domain domain = domain_of(field);
  if (domain == Domain::time) {
    if (const auto span = is_spelled(token) && now_ms_ ? base::parse_time_span(token.body, *now_ms_)
                                                       : std::nullopt) {
      return {span->first_ms, span->last_ms};
    }
    throw mismatch(field, "a time", token)
        .hint("write a time as 2d, yesterday, 2026-11-03, '2026-11-03 22:10' or in milliseconds");
  }
  if (domain == Domain::duration) {
    if (const auto duration = is_spelled(token) ? base::parse_duration(token.body) : std::nullopt) {
      return just(*duration);
    }
    throw mismatch(field, "a duration", token)
        .hint("write a duration as 90s, 2h, 1h30m or in milliseconds");
  }
  if (token.kind == TokenKind::measure) {
    throw error_at(text_, token.offset, token.length, quoted(token.source) + " is not a number");
  }
  if (domain == Domain::text_or_number && token.kind == TokenKind::text) {
    throw mismatch(field, "a number where order counts", token).hint("leave out the quotes");
  }
  throw mismatch(field, "a number", token);
}

std::string ValueReader::read_text(const Field& field, const Token& token) const {
  if (token.kind == TokenKind::text && token.quote != '`') {
    return std::string(token.body);
  }
  Error error = mismatch(field, "a text in quotes", token);
  if (token.kind == TokenKind::number || token.kind == TokenKind::measure ||
      token.kind == TokenKind::name) {
    error.add_hint("write it in quotes: '" + std::string(token.source) + "'");
  }
  throw error;
}

std::string ValueReader::read_pattern(const Field& field, const Token& token,
                                      std::size_t most) const {
  std::string pattern = read_text(field, token);
  if (base::count_code_points(pattern) > most) {
    throw error_at(text_, token.offset, token.length,
                   "the pattern is longer than " + std::to_string(most) + " characters");
  }
  return pattern;
}

Number ValueReader::read_number(const Token& token) const {
  if (const auto integer = base::parse_int64(token.source)) {
    return *integer;
  }
  if (const auto number = base::parse_double(token.source)) {
    return *number;
  }
  throw error_at(text_, token.offset, token.length, "the number is too large");
}

Error ValueReader::mismatch(const Field& field, std::string_view wanted, const Token& token) const {
  return error_at(text_, token.offset, token.length,
                  description_of(field) + " is compared with " + std::string(wanted) + ", found " +
                      shown(token));
}

}  // namespace mlt::search
