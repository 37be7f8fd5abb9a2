#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "render/numbers.hpp"
#include "render/style.hpp"

namespace mlt::render {

/// A moment, ms UTC since 1970: local and short for people, RFC 3339 for machines.
struct Time {
  std::int64_t ms = 0;
};
/// A span in ms: `3h12m` for people, the integer for machines.
struct Duration {
  std::int64_t ms = 0;
};
/// A size: `1.5 MiB` for people, the integer for machines.
struct Bytes {
  std::uint64_t count = 0;
};
/// An id of which people see the first `shown` characters and machines all.
struct Id {
  std::string full;
  std::size_t shown = 8;
};

/// The course of something: a sparkline for people (sparkline.hpp), the numbers with blanks between
/// them for machines.
struct Curve {
  std::shared_ptr<const std::vector<double>> cells;  ///< never null
  double least = 0;                                  ///< what the scale begins and ends with
  double greatest = 0;
};

/// What stands in a cell; monostate: there is nothing.
using Value = std::variant<std::monostate, std::string, std::int64_t, double, Time, Duration, Bytes,
                           Id, Curve>;

struct Cell {
  Value value;
  Tone tone = Tone::plain;
  std::string marks;  ///< behind the text, for people only: `★`, `+`, `!`

  Cell() = default;
  Cell(Value v, Tone t = Tone::plain, std::string m = {})  // NOLINT: a value is a cell
      : value(std::move(v)), tone(t), marks(std::move(m)) {}
};

struct Column {
  std::string key;    ///< heading for machines: `params.lr`
  std::string title;  ///< heading for people: `lr`
  /// Texts that are all numbers are shown as numbers: aligned, and in one notation if they differ.
  bool numeric_text = false;
  /// Numbers above zero bear a `+` for people: they are changes.
  bool with_sign = false;
  /// Stays when a narrow terminal makes other columns go.
  bool keep = false;
  /// Whether its texts may be shortened there; numbers, times and ids never are.
  bool can_shorten = true;
};

/// Rows of cells; every row has as many as there are columns.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

struct TableOptions {
  Style style;
  int width = 0;  ///< cells of the terminal; 0: no limit, nothing shortened or left out
  std::int64_t now_ms = 0;
  Precision precision;
  bool header = true;
  bool transpose = false;  ///< one line a column, one column a row
};

struct RenderedTable {
  std::string text;
  std::size_t left_out = 0;  ///< columns (transposed: rows) for which there was no room
};

/// The table for people. Where it is wider than the terminal, texts give way down to 12 cells and
/// headings to 16, then columns go from the right, then texts and headings give way further;
/// numbers never do.
RenderedTable render_table(const Table& table, const TableOptions& options);

/// Each cell of one column as people see it, without marks, padding and escape sequences.
std::vector<std::string> people_texts(const Table& table, std::size_t column,
                                      const TableOptions& options);

/// A value as machines read it: raw numbers, full ids, RFC 3339; empty where there is none.
std::string machine_text(const Value& value);

}  // namespace mlt::render
