#pragma once

#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

/// One YAML document; an empty text is null. Plain scalars are resolved by the core schema of YAML
/// 1.2 (so `yes`, `1:30` and `2001-01-01` are strings), quoted ones are strings. Refused: anchors,
/// aliases, tags, keys that are not scalars, a second document, malformed UTF-8, control
/// characters, and what is over the bounds of value.hpp. Throws `source.error` with file and line.
Value parse_yaml(std::string_view text, const Source& source);

}  // namespace mlt::wire
