#include "search/lexer.hpp"

#include <string>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "search/caret.hpp"
#include "search/search.hpp"

namespace mlt::search {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' ||
         byte == '\v';
}

bool is_quote(char byte) { return byte == '\'' || byte == '"' || byte == '`'; }

bool is_comparator_byte(char byte) {
  return byte == '=' || byte == '!' || byte == '<' || byte == '>';
}

}  // namespace

bool Token::is_word(std::string_view upper) const {
  if (kind != TokenKind::name || has_dot || quote != 0 || source.size() != upper.size()) {
    return false;
  }
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const char byte = source[i];
    const char capital = byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    if (capital != upper[i]) {
      return false;
    }
  }
  return true;
}

std::string shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end";
    case TokenKind::text:
      return "the text " + quoted(token.body);
    default:
      return quoted(token.source);
  }
}

Lexer::Lexer(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {
  const std::string what = dialect == Dialect::filter  ? "the filter"
                           : dialect == Dialect::order ? "the order"
                                                       : "the gate";
  if (text.size() > kMaxTextBytes) {
    throw Error(ErrorCode::usage, what + " is longer than 64 KiB");
  }
  if (!base::is_valid_utf8(text)) {
    throw Error(ErrorCode::usage, what + " is not valid UTF-8");
  }
  read();
}

Token Lexer::take() {
  const Token taken = token_;
  end_of_taken_ = taken.end_offset();
  read();
  return taken;
}

void Lexer::skip_to(std::size_t offset) {
  end_of_taken_ = offset;
  token_.offset = offset;
  token_.length = 0;
  read();
}

bool Lexer::is_word_byte(std::size_t offset) const {
  if (offset >= text_.size()) {
    return false;
  }
  const char byte = text_[offset];
  if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte) ||
      byte == '_' || static_cast<unsigned char>(byte) >= 0x80) {
    return true;
  }
  return dialect_ == Dialect::order && (byte == '/' || byte == '-');
}

bool Lexer::starts_number(std::size_t offset) const {
  if (dialect_ == Dialect::order) {
    return false;
  }
  if (dialect_ == Dialect::filter && offset < text_.size() && text_[offset] == '-') {
    ++offset;
  }
  if (offset < text_.size() && text_[offset] == '.') {
    ++offset;
  }
  return offset < text_.size() && is_digit(text_[offset]);
}

void Lexer::read() {
  std::size_t offset = token_.end_offset();
  while (offset < text_.size() && is_space(text_[offset])) {
    ++offset;
  }
  token_ = Token{};
  token_.offset = offset;
  if (offset == text_.size()) {
    return;
  }
  const char byte = text_[offset];
  const bool is_sign = byte == '-' || byte == '+';
  if (starts_number(offset)) {
    read_number();
  } else if (is_quote(byte)) {
    read_quoted();
  } else if (is_word_byte(offset) && !is_sign) {
    read_name();
  } else {
    read_symbol();
  }
}

void Lexer::read_name() {
  std::size_t end = token_.offset;
  while (is_word_byte(end)) {
    ++end;
  }
  if (end < text_.size() && text_[end] == '.') {
    return read_key(text_.substr(token_.offset, end - token_.offset), end);
  }
  finish(TokenKind::name, end);
  token_.body = token_.source;
}

void Lexer::read_key(std::string_view entity, std::size_t dot) {
  token_.has_dot = true;
  token_.entity = entity;
  const std::size_t key = dot + 1;
  std::size_t end = key;
  if (key < text_.size() && (text_[key] == '`' || text_[key] == '"')) {
    token_.quote = text_[key];
    end = end_of_quoted(key);
    token_.body = text_.substr(key + 1, end - key - 2);
  } else {
    while (is_word_byte(end) || (end < text_.size() && text_[end] == '.')) {
      ++end;
    }
    token_.body = text_.substr(key, end - key);
  }
  finish(TokenKind::name, end);
}

void Lexer::read_quoted() {
  const std::size_t end = end_of_quoted(token_.offset);
  const std::string_view body = text_.substr(token_.offset + 1, end - token_.offset - 2);
  if (text_[token_.offset] == '`' && end < text_.size() && text_[end] == '.') {
    return read_key(body, end);
  }
  token_.quote = text_[token_.offset];
  token_.body = body;
  finish(TokenKind::text, end);
}

void Lexer::read_number() {
  std::size_t end = token_.offset;
  if (text_[end] == '-') {
    ++end;
  }
  const auto skip_digits = [&] {
    while (end < text_.size() && is_digit(text_[end])) {
      ++end;
    }
  };
  skip_digits();
  if (end < text_.size() && text_[end] == '.') {
    ++end;
    skip_digits();
  }
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text_.size() && (text_[exponent] == '-' || text_[exponent] == '+')) {
      ++exponent;
    }
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      end = exponent;
      skip_digits();
    }
  }
  const bool is_number = !is_measure_byte(end);
  while (is_measure_byte(end)) {
    ++end;
  }
  finish(is_number ? TokenKind::number : TokenKind::measure, end);
  token_.body = token_.source;
}

bool Lexer::is_measure_byte(std::size_t offset) const {
  const std::string_view marks = dialect_ == Dialect::gate ? "." : ".:-+";
  return is_word_byte(offset) ||
         (offset < text_.size() && marks.find(text_[offset]) != std::string_view::npos);
}

void Lexer::read_symbol() {
  std::size_t end = token_.offset + 1;
  if (is_comparator_byte(text_[token_.offset])) {
    while (end < text_.size() && is_comparator_byte(text_[end])) {
      ++end;
    }
  }
  finish(TokenKind::symbol, end);
  token_.body = token_.source;
}

std::size_t Lexer::end_of_quoted(std::size_t offset) const {
  // A doubled quote stays in the text as two quotes: MLflow's grammar knows no escape.
  const char quote = text_[offset];
  std::size_t end = offset + 1;
  while (end < text_.size()) {
    if (text_[end] != quote) {
      ++end;
    } else if (end + 1 < text_.size() && text_[end + 1] == quote) {
      end += 2;
    } else {
      return end + 1;
    }
  }
  throw error_at(text_, offset, 1, std::string("the quote ") + quote + " is not closed");
}

void Lexer::finish(TokenKind kind, std::size_t end) {
  token_.kind = kind;
  token_.length = end - token_.offset;
  token_.source = text_.substr(token_.offset, token_.length);
}

}  // namespace mlt::search
