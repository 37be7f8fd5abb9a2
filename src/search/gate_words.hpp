#pragma once

#include <optional>
#include <string_view>

#include "search/gate_program.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// What the token compares by; nothing for any other one.
std::optional<Relation> find_relation(const Token& token);

/// The function of that name. Throws usage with a caret and the nearest one. `text` is what the
/// token was read from.
GateStep::Kind gate_function(std::string_view text, const Token& name);

/// Throws usage for what other languages have and gates have not, with what to write instead.
void refuse_foreign_words(std::string_view text, const Token& token);

}  // namespace mlt::search
