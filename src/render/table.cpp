#include "render/table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "base/numbers.hpp"
#include "base/time.hpp"
#include "render/sparkline.hpp"
#include "render/text_width.hpp"

namespace mlt::render {
namespace {

constexpr int kGap = 2;
constexpr int kComfortableText = 24;
constexpr int kReadableText = 12;
constexpr int kComfortableTitle = 16;
constexpr int kLeastText = 6;
constexpr std::size_t kLongestRawNumber = 9;
constexpr std::string_view kNothing = "-";

template <typename T>
const T* get(const Cell& cell) {
  return std::get_if<T>(&cell.value);
}

bool is_number(const Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::string_view ellipsis(const Style& style) { return style.utf8 ? "…" : "..."; }

/// The column's texts as numbers, if all that are there are numbers.
std::optional<std::vector<double>> parse_numbers(const Table& table, std::size_t column) {
  std::vector<double> numbers;
  for (const auto& row : table.rows) {
    if (const auto* text = get<std::string>(row[column])) {
      const auto number = base::parse_double(*text);
      if (!number) {
        return std::nullopt;
      }
      numbers.push_back(*number);
    }
  }
  if (numbers.empty()) {
    return std::nullopt;
  }
  return numbers;
}

/// True if numbers can stay as they were typed: short, and all or none with an exponent.
bool reads_well_as_typed(const Table& table, std::size_t column) {
  std::size_t with_exponent = 0;
  std::size_t count = 0;
  for (const auto& row : table.rows) {
    if (const auto* text = get<std::string>(row[column])) {
      if (text->size() > kLongestRawNumber) {
        return false;
      }
      with_exponent += text->find_first_of("eE") != std::string::npos ? 1 : 0;
      ++count;
    }
  }
  return with_exponent == 0 || with_exponent == count;
}

/// Numbers that people chose: written out in full where that is short, without zeros at the end.
std::vector<std::string> format_typed_numbers(const std::vector<double>& numbers,
                                              const Precision& precision) {
  std::vector<std::string> texts;
  for (const double number : numbers) {
    texts.push_back(base::format_double(number));
    if (texts.back().size() > kLongestRawNumber || texts.back().find('e') != std::string::npos ||
        !std::isfinite(number)) {
      return format_numbers(numbers, precision);
    }
  }
  return texts;
}

std::string people_text(const Value& value, const TableOptions& options) {
  struct Visitor {
    const TableOptions& options;
    std::string operator()(std::monostate) const { return std::string(kNothing); }
    std::string operator()(const std::string& text) const { return printable(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const {
      return format_numbers(std::span(&number, 1), options.precision).front();
    }
    std::string operator()(Time time) const {
      return base::format_local_short(time.ms, options.now_ms);
    }
    std::string operator()(Duration duration) const { return base::format_duration(duration.ms); }
    std::string operator()(Bytes bytes) const { return base::format_bytes(bytes.count); }
    std::string operator()(const Id& id) const { return printable(id.full.substr(0, id.shown)); }
    std::string operator()(const Curve& curve) const {
      return sparkline(*curve.cells, curve.least, curve.greatest, options.style);
    }
  };
  return std::visit(Visitor{options}, value);
}

enum class Alignment { left, right, point };

/// One column of the table on its way to the terminal.
struct Strip {
  std::string title;
  std::vector<std::string> texts;  // without marks
  Alignment alignment = Alignment::left;
  bool can_shorten = false;
  bool keep = false;
  int mark_width = 0;  // of the widest marks, where they stand behind aligned numbers
  int text_width = 0;  // of the widest text with its marks
  int width = 0;       // of the column, without the gap
};

Tone tone_of(const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell.value) ? Tone::dim : cell.tone;
}

std::string marks_of(const Cell& cell, const Style& style) {
  return cell.marks.empty() ? std::string() : marks(cell.marks, style);
}

Alignment alignment_of(const Table& table, std::size_t column) {
  bool any = false;
  bool all_numbers = true;
  bool all_sizes = true;
  for (const auto& row : table.rows) {
    const Value& value = row[column].value;
    if (std::holds_alternative<std::monostate>(value)) {
      continue;
    }
    any = true;
    all_numbers = all_numbers && is_number(value);
    all_sizes = all_sizes &&
                (std::holds_alternative<Duration>(value) || std::holds_alternative<Bytes>(value));
  }
  if (any && all_numbers) {
    return Alignment::point;
  }
  if (any && all_sizes) {
    return Alignment::right;
  }
  const bool is_numeric_text =
      table.columns[column].numeric_text && parse_numbers(table, column).has_value();
  return is_numeric_text ? Alignment::point : Alignment::left;
}

/// Pads numbers behind the point, so that aligning to the right aligns the points.
void pad_behind_point(Strip& strip) {
  int behind = 0;
  for (const auto& text : strip.texts) {
    if (text != kNothing) {
      behind = std::max(behind, display_width(text) - width_before_point(text));
    }
  }
  for (auto& text : strip.texts) {
    if (text == kNothing) {
      continue;
    }
    const int own = display_width(text) - width_before_point(text);
    text.append(static_cast<std::size_t>(behind - own), ' ');
  }
}

void measure(Strip& strip, const Table& table, std::size_t column, const TableOptions& options) {
  if (strip.alignment != Alignment::left) {
    for (const auto& row : table.rows) {
      strip.mark_width =
          std::max(strip.mark_width, display_width(marks_of(row[column], options.style)));
    }
  }
  for (std::size_t i = 0; i < strip.texts.size(); ++i) {
    const int mark_width = strip.alignment != Alignment::left
                               ? strip.mark_width
                               : display_width(marks_of(table.rows[i][column], options.style));
    strip.text_width = std::max(strip.text_width, display_width(strip.texts[i]) + mark_width);
  }
  strip.width = std::max(strip.text_width, options.header ? display_width(strip.title) : 0);
}

Strip make_strip(const Table& table, std::size_t column, const TableOptions& options) {
  Strip strip;
  strip.title = printable(marks(table.columns[column].title, options.style));
  strip.texts = people_texts(table, column, options);
  strip.alignment = alignment_of(table, column);
  strip.keep = table.columns[column].keep;
  strip.can_shorten =
      table.columns[column].can_shorten && strip.alignment == Alignment::left &&
      std::any_of(table.rows.begin(), table.rows.end(), [&](const std::vector<Cell>& row) {
        return get<std::string>(row[column]) != nullptr;
      });
  if (strip.alignment == Alignment::point) {
    pad_behind_point(strip);
  }
  measure(strip, table, column, options);
  return strip;
}

int total_width(const std::vector<Strip>& strips, const std::vector<std::size_t>& shown) {
  int total = 0;
  for (const std::size_t i : shown) {
    total += strips[i].width + (total == 0 ? 0 : kGap);
  }
  return total;
}

/// Which columns are shown, and how wide: `width` 0 shows all as they are.
std::vector<std::size_t> fit(std::vector<Strip>& strips, int width) {
  std::vector<std::size_t> shown(strips.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  if (width <= 0) {
    return shown;
  }
  const auto excess = [&] { return total_width(strips, shown) - width; };
  if (excess() <= 0) {
    return shown;
  }
  // What texts could give is taken into account before columns go. The first names the row and
  // stays.
  const auto narrow = [&](int text_width, int title_width) {
    for (auto& strip : strips) {
      const int least = strip.can_shorten ? text_width : std::max(strip.text_width, title_width);
      strip.width = std::min(strip.width, least);
    }
  };
  std::vector<int> wishes;
  wishes.reserve(strips.size());
  for (const auto& strip : strips) {
    wishes.push_back(strip.width);
  }
  narrow(kReadableText, kComfortableTitle);
  for (std::size_t i = shown.size(); i-- > 1 && excess() > 0;) {
    if (!strips[shown[i]].keep) {
      shown.erase(shown.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  if (excess() > 0) {
    narrow(kLeastText, kLeastText);
  }
  while (shown.size() > 1 && excess() > 0) {
    shown.pop_back();
  }
  for (const std::size_t i : shown) {
    strips[i].width += std::clamp(-excess(), 0, wishes[i] - strips[i].width);
  }
  return shown;
}

void append_padded(std::string& line, const std::string& painted, int painted_width,
                   const Strip& strip) {
  const auto padding = static_cast<std::size_t>(std::max(0, strip.width - painted_width));
  if (strip.alignment != Alignment::left) {
    line.append(padding, ' ').append(painted);
  } else {
    line.append(painted).append(padding, ' ');
  }
}

void end_line(std::string& out, std::string& line) {
  while (!line.empty() && line.back() == ' ') {
    line.pop_back();
  }
  out += line;
  out += '\n';
  line.clear();
}

void append_header(std::string& out, const std::vector<Strip>& strips,
                   const std::vector<std::size_t>& shown, const TableOptions& options) {
  std::string line;
  for (const std::size_t i : shown) {
    const Strip& strip = strips[i];
    line.append(line.empty() ? 0 : kGap, ' ');
    const std::string title = shorten(strip.title, strip.width, ellipsis(options.style));
    append_padded(line, paint(title, Tone::strong, options.style), display_width(title), strip);
  }
  end_line(out, line);
}

void append_row(std::string& out, const std::vector<Cell>& row, std::size_t row_number,
                const std::vector<Strip>& strips, const std::vector<std::size_t>& shown,
                const TableOptions& options) {
  std::string line;
  for (const std::size_t i : shown) {
    const Strip& strip = strips[i];
    line.append(line.empty() ? 0 : kGap, ' ');
    const std::string marked = marks_of(row[i], options.style);
    const int mark_width = display_width(marked);
    std::string text = strip.texts[row_number];
    if (strip.can_shorten) {
      text = shorten(text, strip.width - mark_width, ellipsis(options.style));
    }
    const int blanks_behind = std::max(0, strip.mark_width - mark_width);
    std::string painted = paint(text + marked, tone_of(row[i]), options.style);
    painted.append(static_cast<std::size_t>(blanks_behind), ' ');
    append_padded(line, painted, display_width(text) + mark_width + blanks_behind, strip);
  }
  end_line(out, line);
}

RenderedTable render_rows(const Table& table, const TableOptions& options) {
  std::vector<Strip> strips;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    strips.push_back(make_strip(table, i, options));
  }
  const auto shown = fit(strips, options.width);
  RenderedTable result;
  result.left_out = strips.size() - shown.size();
  if (options.header) {
    append_header(result.text, strips, shown, options);
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    append_row(result.text, table.rows[r], r, strips, shown, options);
  }
  return result;
}

/// One line a column: the heading, then the cells of that column.
RenderedTable render_transposed(const Table& table, const TableOptions& options) {
  Table turned;
  turned.columns.push_back({.key = {}, .title = {}, .keep = true, .can_shorten = false});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    turned.columns.push_back({.key = {}, .title = {}, .can_shorten = false});
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto texts = people_texts(table, i, options);
    std::vector<Cell> line;
    line.emplace_back(marks(table.columns[i].title, options.style), Tone::strong);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const Cell& cell = table.rows[r][i];
      std::string text = texts[r];
      if (options.width > 0 && get<std::string>(cell) != nullptr &&
          !base::parse_double(text).has_value()) {
        text = shorten(text, kComfortableText, ellipsis(options.style));
      }
      line.emplace_back(std::move(text), tone_of(cell), cell.marks);
    }
    turned.rows.push_back(std::move(line));
  }
  TableOptions inner = options;
  inner.header = false;
  return render_rows(turned, inner);
}

}  // namespace

std::vector<std::string> people_texts(const Table& table, std::size_t column,
                                      const TableOptions& options) {
  std::vector<std::string> texts;
  texts.reserve(table.rows.size());
  std::vector<double> numbers;
  for (const auto& row : table.rows) {
    if (const auto* number = get<double>(row[column])) {
      numbers.push_back(*number);
    }
  }
  if (numbers.empty() && table.columns[column].numeric_text &&
      !reads_well_as_typed(table, column)) {
    if (auto parsed = parse_numbers(table, column)) {
      numbers = std::move(*parsed);
    }
  }
  const bool are_numbers = !numbers.empty();
  const auto formatted = table.columns[column].numeric_text
                             ? format_typed_numbers(numbers, options.precision)
                             : format_numbers(numbers, options.precision);
  std::size_t next = 0;
  for (const auto& row : table.rows) {
    const Cell& cell = row[column];
    const bool is_column_number =
        are_numbers && (get<double>(cell) != nullptr ||
                        (table.columns[column].numeric_text && get<std::string>(cell) != nullptr));
    texts.push_back(is_column_number ? formatted[next++] : people_text(cell.value, options));
    const auto* number = get<double>(cell);
    if (table.columns[column].with_sign && number != nullptr && *number > 0) {
      texts.back().insert(0, 1, '+');
    }
  }
  return texts;
}

std::string machine_text(const Value& value) {
  struct Visitor {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return base::format_double(number); }
    std::string operator()(Time time) const { return base::format_rfc3339(time.ms); }
    std::string operator()(Duration duration) const { return std::to_string(duration.ms); }
    std::string operator()(Bytes bytes) const { return std::to_string(bytes.count); }
    std::string operator()(const Id& id) const { return id.full; }
    std::string operator()(const Curve& curve) const {
      std::string numbers;
      for (const double number : *curve.cells) {
        numbers += (numbers.empty() ? "" : " ") + base::format_double(number);
      }
      return numbers;
    }
  };
  return std::visit(Visitor{}, value);
}

RenderedTable render_table(const Table& table, const TableOptions& options) {
  return options.transpose ? render_transposed(table, options) : render_rows(table, options);
}

}  // namespace mlt::render
