#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "model/reducer.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// The reducer (reducer_text.hpp) where one stands right behind the name of a metric, which was the
/// last token taken; nothing else is taken. Throws usage with a caret and the nearest reducer.
std::optional<model::Reducer> take_reducer(Lexer& lexer, const Token& name);

/// The same where no goals are known: throws usage for a reducer that the points of the metric
/// alone do not tell. `who` takes none of those: "a filter".
std::optional<model::Reducer> take_plain_reducer(Lexer& lexer, const Token& name,
                                                 std::string_view who);

/// The name with its key, up to what cannot belong to it, as it would have to be written: the text
/// goes on with an odd character at `offset`.
std::string in_backticks(const Lexer& lexer, const Token& name, std::size_t offset);

/// "expected …, found …" under the token.
Error expected_error(const Lexer& lexer, const std::string& what, const Token& token);

}  // namespace mlt::search
