#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "wire/log_csv.hpp"

// Tables: every row takes at least a byte, and a table cut anywhere reads as it does whole.

namespace {

using Rows = std::vector<std::vector<std::string>>;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// Reads rows off the front of `text`. False after the last one that is complete.
bool take_row(std::string_view& text, bool at_end, Rows& rows) {
  mlt::wire::CsvRow row;
  if (text.empty()) {
    return false;
  }
  switch (mlt::wire::read_csv_row(text, at_end, row)) {
    case mlt::wire::CsvResult::incomplete:
      return false;
    case mlt::wire::CsvResult::bad_quote:
      rows.push_back({"bad quote"});
      break;
    case mlt::wire::CsvResult::row:
      rows.push_back(row.cells);
      break;
  }
  require(row.size > 0 && row.size <= text.size());
  text.remove_prefix(row.size);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Rows whole;
  std::string_view left = text;
  while (take_row(left, true, whole)) {
  }

  mlt::wire::LogCsvParser parser;
  mlt::wire::LogLine line;
  for (const auto& cells : whole) {
    const auto error = parser.has_header() ? parser.parse(cells, line) : parser.read_header(cells);
    require(!error || !error->reason.empty());
  }

  // A row with a stray quote is only known to end once its line break is there, so such tables are
  // not compared.
  for (const auto& cells : whole) {
    if (cells == std::vector<std::string>{"bad quote"}) {
      return 0;
    }
  }
  const std::size_t cut = size / 2;
  Rows pieces;
  left = std::string_view(text).substr(0, cut);
  while (take_row(left, false, pieces)) {
  }
  left = std::string_view(text).substr(cut - left.size());
  while (take_row(left, true, pieces)) {
  }
  require(pieces == whole);
  return 0;
}
