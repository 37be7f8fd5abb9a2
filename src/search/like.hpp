#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::search {

/// Longer LIKE patterns are refused: their tables would grow with the square of the length.
inline constexpr std::size_t kMaxPatternCharacters = 8192;

/// A LIKE pattern as MLflow's file store reads it (`%` as `.*`, `_` as `.` in Python's `re`): `%`
/// is any run of characters and `_` one character, neither meets a newline; there is no escape. The
/// pattern covers the whole text, but a `%` at its end takes all that is left, newlines too, and a
/// pattern without one leaves a last newline alone.
///
/// The text is read once, without backtracking: O(text · ⌈pattern / 64⌉).
class LikePattern {
 public:
  /// `pattern` is valid UTF-8 of at most kMaxPatternCharacters. With `ignore_case` (ILIKE) letters
  /// of the Latin, Greek, Cyrillic and Armenian scripts match in any case.
  LikePattern(std::string_view pattern, bool ignore_case);

  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  /// What stands between two `%`; for each character that occurs, the set of positions it fits
  /// (bit i of the row: position i). Row 0 is for all other characters.
  class Segment {
   public:
    explicit Segment(std::u32string characters);
    [[nodiscard]] std::size_t size() const { return characters_.size(); }
    [[nodiscard]] bool stands_at(std::u32string_view text, std::size_t offset) const;
    /// The end of the first occurrence at or behind `offset` with no newline between `offset` and
    /// its begin; npos if there is none.
    [[nodiscard]] std::size_t find_end(std::u32string_view text, std::size_t offset) const;

   private:
    [[nodiscard]] std::size_t row_of(char32_t character) const;

    std::u32string characters_;
    std::u32string alphabet_;
    std::size_t words_ = 0;
    std::vector<std::uint64_t> rows_;
  };

  bool ignore_case_;
  bool starts_open_ = false;
  bool ends_open_ = false;
  std::vector<Segment> segments_;
};

}  // namespace mlt::search
