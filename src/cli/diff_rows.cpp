#include "cli/diff_rows.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "render/numbers.hpp"
#include "render/text_width.hpp"

namespace mlt::cli {

namespace {

using render::Tone;

constexpr int kSectionWidth = 11;  // "artifacts" and a gap
constexpr int kNarrow = 60;        // below that the name of a section has a line of its own
constexpr int kIndent = 2;
constexpr int kShortestText = 8;
constexpr int kContext = 6;  // cells before the first place where two texts differ
constexpr render::Precision kTwoDigits{.mode = render::Precision::Mode::digits, .digits = 2};

std::string pad(std::string text, int width, int cells) {
  return text.append(static_cast<std::size_t>(std::max(width - cells, 0)), ' ');
}

std::string blanks(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

/// With the sign that is as wide as a plus.
std::string change_words(double value, const render::Precision& precision) {
  std::string text = render::format_change(value, precision);
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

/// Both texts without most of a long beginning that they share, so that where they differ is seen.
std::pair<std::string, std::string> without_shared_beginning(const std::string& a,
                                                             const std::string& b,
                                                             std::string_view ellipsis) {
  const auto [end_a, end_b] = std::ranges::mismatch(a, b);
  const auto shared = static_cast<std::size_t>(end_a - a.begin());
  const int cells = render::display_width(std::string_view(a).substr(0, shared)) - kContext;
  const std::size_t cut =
      render::prefix_of_width(std::string_view(a).substr(0, shared), cells).size();
  if (cells <= render::display_width(ellipsis)) {
    return {a, b};
  }
  return {std::string(ellipsis) + a.substr(cut), std::string(ellipsis) + b.substr(cut)};
}

}  // namespace

std::string DiffRows::ours(std::string_view text) const { return render::marks(text, style_); }

int DiffRows::cells(std::string_view text) const { return render::display_width(text); }

bool DiffRows::fits(int cells, const Widths& widths) const {
  return widths.room == 0 || cells <= widths.room;
}

void DiffRows::head(std::string_view from, std::string_view to, std::string_view words) {
  const std::string arrow = ours("→");
  const std::string first = render::printable(from);
  const std::string second = render::printable(to) + ours(words);
  if (width_ == 0 || cells(first) + cells(second) + cells(arrow) + 4 <= width_) {
    out_ += first + "  " + arrow + "  " + second + "\n";
    return;
  }
  const std::string ellipsis = ours("…");
  out_ += render::shorten_middle(first, width_, ellipsis) + "\n";
  out_ += arrow + " " + render::shorten_middle(second, width_ - cells(arrow) - 1, ellipsis) + "\n";
}

void DiffRows::section(std::string_view name) {
  flush();
  name_ = name;
}

void DiffRows::difference(const app::RunDifference& difference) {
  if (difference.section != "metrics") {
    texts(difference.key, difference.from, difference.to);
    return;
  }
  Row row{.key = render::printable(difference.key), .has_values = true, .is_number = true};
  if (difference.goal) {
    row.mark = ours(*difference.goal == app::Goal::min ? "↓" : "↑");
  }
  std::vector<double> values;
  for (const auto& value : {difference.from_value, difference.to_value}) {
    if (value) {
      values.push_back(*value);
    }
  }
  std::vector<std::string> shown = render::format_numbers(values, {});
  const std::string none = ours("(none)");
  row.to = difference.to_value ? shown.back() : none;
  row.from = difference.from_value ? shown.front() : none;
  if (const auto change = difference.change()) {
    row.change = ours(change_words(*change, {}));
  }
  if (const auto percent = difference.percent()) {
    row.percent = ours("(" + change_words(*percent, kTwoDigits) + " %)");
  }
  row.verdict = difference.verdict();
  row.tone = row.verdict == "better" ? Tone::good : (row.verdict.empty() ? Tone::plain : Tone::bad);
  rows_.push_back(std::move(row));
}

void DiffRows::texts(std::string_view key, const std::optional<std::string>& from,
                     const std::optional<std::string>& to, std::string_view words) {
  const auto shown = [](const std::optional<std::string>& text) {
    return text ? render::printable(*text) : std::string("(none)");
  };
  rows_.push_back({.key = render::printable(key),
                   .from = shown(from),
                   .to = shown(to),
                   .words = ours(words),
                   .has_values = true});
}

void DiffRows::entry(std::string_view key, std::string_view words) {
  rows_.push_back({.key = render::printable(key), .words = ours(words)});
}

void DiffRows::words(std::string_view words, Tone tone) {
  rows_.push_back({.words = ours(words), .tone = tone});
}

std::string DiffRows::take() {
  flush();
  return std::exchange(out_, {});
}

DiffRows::Widths DiffRows::measure(int room) const {
  Widths widths{.room = room};
  for (const Row& row : rows_) {
    widths.key = std::max(widths.key, cells(row.key));
    widths.mark = std::max(widths.mark, cells(row.mark));
    widths.change = std::max(widths.change, cells(row.change));
    widths.percent = std::max(widths.percent, cells(row.percent));
    if (row.is_number) {
      widths.before_point = std::max(widths.before_point, render::width_before_point(row.from));
      widths.to = std::max(widths.to, cells(row.to));
    }
  }
  for (const Row& row : rows_) {
    if (row.is_number) {
      const int lead = widths.before_point - render::width_before_point(row.from);
      widths.from = std::max(widths.from, lead + cells(row.from));
    }
  }
  if (room > 0) {
    widths.key = std::min(widths.key, std::max(room / 2, kShortestText));
  }
  return widths;
}

void DiffRows::flush() {
  if (rows_.empty()) {
    return;
  }
  const bool is_narrow = width_ > 0 && width_ < kNarrow;
  const int indent = is_narrow ? kIndent : kSectionWidth;
  const Widths widths = measure(width_ == 0 ? 0 : std::max(width_ - indent, 2 * kShortestText));
  const std::string name = render::paint(name_, Tone::strong, style_);
  if (is_narrow) {
    out_ += name + "\n";
  }
  bool is_first = !is_narrow;
  for (const Row& row : rows_) {
    for (const std::string& line : lines_of(row, widths)) {
      out_ += is_first ? pad(name, kSectionWidth, cells(name_)) : blanks(indent);
      out_ += line + "\n";
      is_first = false;
    }
  }
  rows_.clear();
}

std::vector<std::string> DiffRows::lines_of_words(const Row& row, const Widths& widths) const {
  std::vector<std::string> lines;
  const std::string text = render::wrap_words(row.words, widths.room, "  ");
  for (const std::string_view line : base::split(text, '\n')) {
    const int room = widths.room == 0 ? cells(line) : widths.room;
    lines.push_back(render::paint(render::shorten_middle(line, room, ours("…")), row.tone, style_));
  }
  return lines;
}

std::vector<std::string> DiffRows::lines_of(const Row& row, const Widths& widths) const {
  const std::string ellipsis = ours("…");
  if (row.key.empty() && !row.has_values) {
    return lines_of_words(row, widths);
  }
  const std::string key =
      render::shorten_middle(row.key, widths.room == 0 ? cells(row.key) : widths.key, ellipsis);
  std::string lead;
  int used = 0;
  if (widths.key > 0) {
    lead = pad(key, widths.key, cells(key)) + "  ";
    used = widths.key + 2;
  }
  if (!row.has_values) {
    return {lead + row.words};
  }
  if (!row.is_number) {
    return lines_of_texts(row, widths, lead, used);
  }
  return lines_of_number(row, widths, lead, used);
}

std::vector<std::string> DiffRows::lines_of_number(const Row& row, const Widths& widths,
                                                   std::string lead, int used) const {
  if (widths.mark > 0) {
    lead += pad(row.mark, widths.mark, cells(row.mark)) + " ";
    used += widths.mark + 1;
  }
  const int before = widths.before_point - render::width_before_point(row.from);
  const std::string from = pad(blanks(before) + row.from, widths.from, before + cells(row.from));
  const std::string arrow = " " + ours("→") + " ";
  const int values = widths.from + cells(arrow) + widths.to;
  const bool is_judged = !row.change.empty();
  const std::string behind = row.verdict.empty() ? "" : " " + row.verdict;
  const int gap = widths.change - cells(row.change);
  const int inner_gap = widths.percent == 0 ? 0 : 1 + widths.percent - cells(row.percent);
  const std::string aligned = blanks(gap) + row.change + blanks(inner_gap) + row.percent + behind;
  if (fits(used + values + (is_judged ? 2 + cells(aligned) : 0), widths)) {
    std::string line = lead + from + arrow;
    line += is_judged ? pad(row.to, widths.to, cells(row.to)) + "  " +
                            render::paint(aligned, row.tone, style_)
                      : row.to;
    return {line};
  }
  std::vector<std::string> lines;
  if (fits(used + values, widths)) {
    lines.push_back(lead + from + arrow + row.to);
  } else {
    lines = {lead.substr(0, lead.find_last_not_of(' ') + 1),
             blanks(kIndent) + row.from + arrow + row.to};
  }
  if (is_judged) {
    const std::string percent = row.percent.empty() ? "" : " " + row.percent;
    lines.push_back(blanks(kIndent) +
                    render::paint(row.change + percent + behind, row.tone, style_));
  }
  return lines;
}

std::vector<std::string> DiffRows::lines_of_texts(const Row& row, const Widths& widths,
                                                  const std::string& lead, int used) const {
  const std::string arrow = ours("→") + " ";
  // Below metrics the values of other rows begin where theirs do.
  const std::string mark = widths.mark > 0 ? blanks(widths.mark + 1) : std::string();
  const std::string start = lead + mark;
  used += cells(mark);
  const int before =
      widths.from > 0 && cells(row.from) < widths.from ? widths.from : cells(row.from);
  const std::string line = start + pad(row.from, before, cells(row.from)) + " " + arrow + row.to;
  const int line_cells = used + before + 1 + cells(arrow) + cells(row.to);
  if (fits(line_cells + cells(row.words), widths)) {
    return {line + row.words};
  }
  std::vector<std::string> lines = {line};
  if (!fits(line_cells, widths)) {
    const std::string ellipsis = ours("…");
    const int room = widths.room - used - cells(arrow);
    const auto [from, to] = cells(row.from) > room || cells(row.to) > room
                                ? without_shared_beginning(row.from, row.to, ellipsis)
                                : std::pair(row.from, row.to);
    lines = {start + blanks(cells(arrow)) + render::shorten_middle(from, room, ellipsis),
             blanks(used) + arrow + render::shorten_middle(to, room, ellipsis)};
  }
  if (!row.words.empty()) {
    lines.push_back(blanks(used) + std::string(base::trim(row.words)));
  }
  return lines;
}

}  // namespace mlt::cli
