#pragma once

#include <string>
#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

/// One JSON document (RFC 8259). Refused besides what the grammar refuses: a name that stands twice
/// in an object, numbers over a double, and what is over the bounds of value.hpp. An integer over
/// int64 becomes a double; its spelling is kept. Throws `source.error` with file and line.
Value parse_json(std::string_view text, const Source& source);

/// The value as one line of JSON; NaN and the infinities as the strings "NaN", "Infinity",
/// "-Infinity".
std::string to_json(const Value& value);

}  // namespace mlt::wire
