#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/compare_columns.hpp"

namespace mlt::app {

// What columns a set of runs offers, and what it has in common. choose_columns() picks among them.

/// `run_id`, `start_time`, … by the name in machine formats, the heading, or the name in filters.
std::optional<CompareColumn::Kind> find_column_attribute(std::string_view word);
CompareColumn attribute_column(CompareColumn::Kind kind);

/// "params.", "metrics.", "tags."; empty for an attribute.
std::string_view prefix_of(CompareColumn::Kind kind);

/// Whether somebody chose the key, not a tool of the trade.
bool is_user_tag(std::string_view key);

/// A column as it was first thought of.
struct OfferedColumn {
  CompareColumn column;
  bool by_default = false;
  bool varies = false;  ///< -A would tell something new by showing it
};

/// In the order in which -A shows them: attributes, params, metrics, the user's tags. Of params
/// that vary in step the first names all in its title, unless `request.all`.
std::vector<OfferedColumn> offered_columns(std::span<const Run> runs, const ColumnRequest& request);

/// What is the same in all runs and stands in no column.
std::vector<KeyValue> constants_of(std::span<const Run> runs,
                                   const std::vector<CompareColumn>& columns);

}  // namespace mlt::app
