#pragma once

#include <string>
#include <string_view>

#include "search/ast.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// What a name means in the grammar. Throws usage with a caret and the nearest name for an entity
/// or attribute that does not exist. `text` is what the token was read from.
Field read_field(std::string_view text, const Token& token, Subject subject);

/// The attribute of this name or alias (`created`, `run name`), if it is one.
bool find_attribute(std::string_view name, Subject subject, Attribute& attribute);

bool is_numeric(const Field& field);
/// Whether it may be compared with IN.
bool takes_list(const Field& field);
/// "a param", "the attribute start_time": for messages.
std::string description_of(const Field& field);
/// Adds the field's key where it is one.
void note_key(const Field& field, UsedKeys& keys);

}  // namespace mlt::search
