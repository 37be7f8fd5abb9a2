#include "wire/log_csv.hpp"

#include <algorithm>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::wire {
namespace {

std::string quoted(std::string_view text) {
  return "'" + base::escape_control(text.substr(0, 60)) + "'";
}

}  // namespace

CsvResult read_csv_row(std::string_view text, bool at_end, CsvRow& row) {
  row.cells.clear();
  row.lines = 1;
  std::string cell;
  bool in_quotes = false;
  bool was_quoted = false;
  const auto finish = [&](std::size_t size) {
    if (!was_quoted && cell.ends_with('\r')) cell.pop_back();
    row.cells.push_back(std::move(cell));
    row.size = size;
    return CsvResult::row;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_quotes) {
      if (c == '\n') ++row.lines;
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else if (i + 1 == text.size() && !at_end) {
        return CsvResult::incomplete;  // the next piece tells whether the quote is doubled
      } else {
        in_quotes = false;
      }
    } else if (c == ',') {
      row.cells.push_back(std::move(cell));
      cell.clear();
      was_quoted = false;
    } else if (c == '\n') {
      return finish(i + 1);
    } else if (c == '"' && cell.empty() && !was_quoted) {
      in_quotes = was_quoted = true;
    } else if (was_quoted && c != '\r') {
      const std::size_t end = text.find('\n', i);
      row.size = end == std::string_view::npos ? text.size() : end + 1;
      return CsvResult::bad_quote;
    } else if (!was_quoted) {
      cell += c;
    }
  }
  if (!at_end || in_quotes || text.empty()) return CsvResult::incomplete;
  return finish(text.size());
}

std::optional<LineError> LogCsvParser::read_header(const std::vector<std::string>& cells) {
  if (cells.size() < 2) {
    return LineError{"the header needs a step column and a metric's", 0};
  }
  std::vector<std::string> columns;
  columns.reserve(cells.size());
  for (const std::string& cell : cells) {
    columns.emplace_back(base::trim(cell));
  }
  std::vector<std::string_view> sorted(columns.begin() + 1, columns.end());
  std::sort(sorted.begin(), sorted.end());
  const auto doubled = std::adjacent_find(sorted.begin(), sorted.end());
  if (doubled != sorted.end()) {
    return LineError{"two columns are called " + quoted(*doubled), 0};
  }
  columns_ = std::move(columns);
  return {};
}

std::optional<LineError> LogCsvParser::parse(const std::vector<std::string>& cells,
                                             LogLine& out) const {
  out.clear();
  if (cells.size() != columns_.size()) {
    return LineError{std::to_string(cells.size()) + " cells in a table of " +
                         std::to_string(columns_.size()) + " columns",
                     0};
  }
  const std::optional<std::int64_t> step = base::parse_int64(base::trim(cells.front()));
  if (!step) {
    return LineError{"the step " + quoted(cells.front()) + " is not an integer", 0};
  }
  for (std::size_t i = 1; i < cells.size(); ++i) {
    const std::string_view cell = base::trim(cells[i]);
    if (cell.empty()) {
      continue;
    }
    const std::optional<double> value = base::parse_double(cell);
    if (!value) {
      return LineError{
          "the value " + quoted(cell) + " of " + quoted(columns_[i]) + " is not a number", 0};
    }
    out.metrics.push_back({columns_[i], *value, step, {}});
  }
  return {};
}

}  // namespace mlt::wire
