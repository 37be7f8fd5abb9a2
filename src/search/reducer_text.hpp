#pragma once

#include <cstddef>
#include <string_view>

#include "model/reducer.hpp"

namespace mlt::search {

// The grammar of filters, orders and columns alike, right behind the name of a metric:
//
//   reducer = ":" ( "last" | "min" | "max" | "first" | "count" | "mean" | "sd" | "sum" | "auc"
//                 | "best" | "time-to" "(" number ")" )
//           | "@" ( "step" "=" ( integer | "last" ) | "epoch" "=" ( integer | "last" )
//                 | "best" "(" key ")" ) ;
//
// Words after "@" may be in any letter case; a key that holds ")" stands in backticks.

/// A reducer and the offset behind it.
struct ReducerText {
  model::Reducer reducer;
  std::size_t end = 0;
};

/// The name that a reducer stands behind: where it begins and where its key does.
struct NamePlace {
  std::size_t begin = 0;
  std::size_t key = 0;
};

/// Reads the reducer that begins with the `:` or `@` at `offset` of a text in valid UTF-8. Throws
/// usage with a caret, the nearest reducer and, for a key that holds such a sign, how to write it.
ReducerText read_reducer(std::string_view text, std::size_t offset, const NamePlace& name);

/// The name with its key in backticks, as it would have to be written where the key went on at
/// `offset`: up to what cannot belong to it.
std::string in_backticks(std::string_view text, const NamePlace& name, std::size_t offset);

}  // namespace mlt::search
