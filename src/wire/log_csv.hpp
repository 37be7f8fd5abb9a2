#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/log_lines.hpp"

namespace mlt::wire {

/// One row of comma-separated text (RFC 4180).
struct CsvRow {
  std::vector<std::string> cells;
  std::size_t size = 0;   ///< bytes that it took, its line break included
  std::size_t lines = 0;  ///< lines that it took: more than one where a quoted cell holds breaks
};

enum class CsvResult { row, incomplete, bad_quote };

/// Reads the first row of `text` into `row`. A cell in double quotes may hold commas, line breaks
/// and doubled quotes; rows end in LF or CRLF. `incomplete`: the text ends within the row, and with
/// `at_end` within a quoted cell. `bad_quote`: text behind a closing quote; `row` has the size of
/// the broken line.
CsvResult read_csv_row(std::string_view text, bool at_end, CsvRow& row);

/// Reads rows whose first column is the step and whose header names the metrics. An empty cell is
/// no point; blanks around a cell are dropped.
class LogCsvParser {
 public:
  /// Takes the first row. Keys are not checked but for being distinct.
  std::optional<LineError> read_header(const std::vector<std::string>& cells);
  [[nodiscard]] bool has_header() const { return !columns_.empty(); }
  /// The names of all columns, the step's first.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

  /// Takes a later row. The keys in `out` point into this parser, which must have a header.
  std::optional<LineError> parse(const std::vector<std::string>& cells, LogLine& out) const;

 private:
  std::vector<std::string> columns_;
};

}  // namespace mlt::wire
