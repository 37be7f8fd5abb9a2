#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "search/ast.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// Reads what stands right of a comparator, as the field on its left wants it.
class ValueReader {
 public:
  ValueReader(std::string_view text, std::optional<std::int64_t> now_ms)
      : text_(text), now_ms_(now_ms) {}

  /// Whether the token is a number, time or duration for the field and no text.
  [[nodiscard]] static bool is_numeric(const Field& field, const Token& token);
  /// A day where the token names one, else one number (milliseconds of a time or a duration).
  /// Throws usage.
  [[nodiscard]] Range read_range(const Field& field, const Token& token) const;
  /// A text in quotes. Throws usage.
  [[nodiscard]] std::string read_text(const Field& field, const Token& token) const;
  /// That text as a pattern of [I]LIKE or `~`, which may not be longer than `most` characters.
  [[nodiscard]] std::string read_pattern(const Field& field, const Token& token,
                                         std::size_t most) const;

 private:
  [[nodiscard]] Number read_number(const Token& token) const;
  [[nodiscard]] Error mismatch(const Field& field, std::string_view wanted,
                               const Token& token) const;

  std::string_view text_;
  std::optional<std::int64_t> now_ms_;
};

}  // namespace mlt::search
