#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlt::search {

enum class TokenKind {
  name,     ///< `acc`, `metrics.acc`, `` params.`s/t` ``
  text,     ///< '…' or "…" or `…`, standing alone
  number,   ///< `1`, `-1.5`, `.5`, `1e-3`
  measure,  ///< what begins as a number and is none: `2h`, `2026-11-03T22:10:00Z`
  symbol,   ///< comparators, signs, brackets, commas and whatever else is no other token
  end,
};

/// A token; the views point into the text that was read.
struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string_view source;  ///< as written
  std::string_view entity;  ///< name: what stands before the first dot
  std::string_view body;    ///< name: the key; text: what stands between the quotes; else `source`
  char quote = 0;           ///< of text, or of a name's key: ' " ` or 0
  bool has_dot = false;     ///< name: an entity was given

  [[nodiscard]] std::size_t end_offset() const { return offset + length; }
  [[nodiscard]] bool is_symbol(std::string_view spelling) const {
    return kind == TokenKind::symbol && source == spelling;
  }
  /// A bare word in any letter case; `upper` is in capitals.
  [[nodiscard]] bool is_word(std::string_view upper) const;
};

/// The token as a message names it: "'acc'", "the end".
std::string shown(const Token& token);

/// In an order a word may hold `/` and `-`, signs stand for themselves and there are no numbers. In
/// a gate signs stand for themselves too, for it may calculate.
enum class Dialect { filter, order, gate };

/// Cuts a filter, an order or a gate into tokens in one pass. Throws usage for a quote that is not
/// closed and for a text that is too long or not UTF-8.
class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect);

  [[nodiscard]] const Token& peek() const { return token_; }
  /// The current token; the next one becomes current.
  Token take();
  /// The first token at or behind `offset` becomes current: what stands before it was read apart.
  void skip_to(std::size_t offset);
  [[nodiscard]] std::string_view text() const { return text_; }
  /// Where the token that was taken last ends.
  [[nodiscard]] std::size_t end_of_taken() const { return end_of_taken_; }

 private:
  [[nodiscard]] bool is_word_byte(std::size_t offset) const;
  [[nodiscard]] bool starts_number(std::size_t offset) const;
  void read();
  void read_name();
  /// `entity` was read, and a dot stands at `dot`.
  void read_key(std::string_view entity, std::size_t dot);
  void read_quoted();
  void read_number();
  [[nodiscard]] bool is_measure_byte(std::size_t offset) const;
  void read_symbol();
  /// The offset behind the quoted text that begins at `offset`.
  [[nodiscard]] std::size_t end_of_quoted(std::size_t offset) const;
  void finish(TokenKind kind, std::size_t end);

  std::string_view text_;
  Dialect dialect_;
  Token token_;
  std::size_t end_of_taken_ = 0;
};

}  // namespace mlt::search
