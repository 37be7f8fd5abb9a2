#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/run_diff.hpp"
#include "render/style.hpp"

namespace mlt::cli {

/// The lines of `mlt diff` for people, laid out section by section: keys, values and changes of one
/// section stand below each other. Texts of others may be given as they are, words of ours hold
/// marks such as `→`, which the style may write in ASCII.
class DiffRows {
 public:
  /// Lines of at most `width` cells; 0: no limit.
  DiffRows(const render::Style& style, int width) : style_(style), width_(width) {}

  void head(std::string_view from, std::string_view to, std::string_view words);
  /// What follows belongs to it. One without a line is not shown.
  void section(std::string_view name);
  /// A number with its change and verdict, or a text.
  void difference(const app::RunDifference& difference);
  /// `key from → to`, and words of ours behind it.
  void texts(std::string_view key, const std::optional<std::string>& from,
             const std::optional<std::string>& to, std::string_view words = {});
  /// A key with words of ours that follow it.
  void entry(std::string_view key, std::string_view words);
  void words(std::string_view words, render::Tone tone = render::Tone::plain);

  std::string take();

 private:
  struct Row {
    std::string key{};   ///< empty: a row of words
    std::string mark{};  ///< which way is better
    std::string from{};  ///< as shown; an absent side in words of ours
    std::string to{};
    std::string words{};  ///< behind the values, or all of the row
    std::string change{};
    std::string percent{};
    std::string verdict{};
    render::Tone tone = render::Tone::plain;
    bool has_values = false;
    bool is_number = false;
  };
  /// How wide the columns of a section are.
  struct Widths {
    int room = 0;  ///< for a row; 0: no limit
    int key = 0;
    int mark = 0;
    int before_point = 0;
    int from = 0;
    int to = 0;
    int change = 0;
    int percent = 0;
  };

  void flush();
  [[nodiscard]] Widths measure(int room) const;
  [[nodiscard]] std::vector<std::string> lines_of(const Row& row, const Widths& widths) const;
  [[nodiscard]] std::vector<std::string> lines_of_words(const Row& row, const Widths& widths) const;
  [[nodiscard]] std::vector<std::string> lines_of_number(const Row& row, const Widths& widths,
                                                         std::string lead, int used) const;
  [[nodiscard]] std::vector<std::string> lines_of_texts(const Row& row, const Widths& widths,
                                                        const std::string& lead, int used) const;
  [[nodiscard]] std::string ours(std::string_view text) const;
  [[nodiscard]] int cells(std::string_view text) const;
  [[nodiscard]] bool fits(int cells, const Widths& widths) const;

  render::Style style_;
  int width_;
  std::string name_;
  std::vector<Row> rows_;
  std::string out_;
};

}  // namespace mlt::cli
