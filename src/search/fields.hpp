#pragma once

#include <string>
#include <string_view>

#include "search/ast.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// What a name means in the grammar. A name of a run's filter without an entity that is no
/// attribute is bare. Throws usage with a caret and the nearest name for an entity or attribute
/// that does not exist. `text` is what the token was read from.
Field read_field(std::string_view text, const Token& token, Subject subject);

/// The attribute of this name or alias (`created`, `run name`), if it is one.
bool find_attribute(std::string_view name, Subject subject, Attribute& attribute);

/// What a field is compared with.
enum class Domain {
  text,
  number,
  time,
  duration,
  text_or_number,  ///< params, tags and bare names: as the right side is
};
Domain domain_of(const Field& field);
/// "a param", "the attribute start_time": for messages.
std::string description_of(const Field& field);
/// Adds the field's key where it is one; that of a bare name as a param and as a metric.
void note_key(const Field& field, UsedKeys& keys);

}  // namespace mlt::search
