#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "model/reducer.hpp"

namespace mlt::app {

// What --columns takes; docs/compare.md explains it:
//
//   spec   = [ term { "," term } ] ;
//   term   = [ "+" | "-" ] ( "@" set | name [ reducer ] { form } [ "as" title ] ) ;
//   name   = a key or glob, with or without its kind: `lr`, `metrics.val_*`, `attr.start` ;
//   form   = "~" | "%" | "Δ" | "#" ;
//
// reducer as in search/reducer_text.hpp. A key that holds one of `,:@~%#` or ` as ` stands in
// backticks, and is then no glob.

/// How a column shows a metric.
enum class ColumnForm {
  value,    ///< the number
  curve,    ///< `~`: its course, as a sparkline
  percent,  ///< `%`: the change against the base, relative to it
  delta,    ///< `Δ`: the difference to the base
  rank,     ///< `#`: 1 for the best
};
/// "value", "curve", "percent", "delta", "rank".
std::string_view name_of(ColumnForm form);

/// One term of a spec.
struct ColumnTerm {
  enum class Sign { none, add, remove };
  Sign sign = Sign::none;
  std::string name;         ///< without backticks
  bool is_literal = false;  ///< it stood in backticks
  std::optional<model::Reducer> reducer;
  std::vector<ColumnForm> forms;  ///< what to show; value is among them where a reducer is written
  std::string title;              ///< behind `as`; empty: none

  std::string text;  ///< the spec that it stands in
  std::size_t offset = 0;
  std::size_t length = 0;

  /// An error with a caret under the name.
  [[nodiscard]] Error error(std::string message, ErrorCode code = ErrorCode::usage) const;
};

/// Named specs: `columns: {paper: "lr,acc:max as top1"}` in mlt.yaml.
using ColumnSets = std::map<std::string, std::string, std::less<>>;

/// The terms of a spec, those of a set in its place; a set cannot hold another. Throws usage with a
/// caret under what is wrong.
std::vector<ColumnTerm> parse_column_spec(std::string_view text, const ColumnSets& sets);
/// The same of the text of a set.
std::vector<ColumnTerm> parse_column_set(std::string_view text);

}  // namespace mlt::app
