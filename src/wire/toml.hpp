#pragma once

#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

/// One TOML 1.0 document. Dates and times are strings as they are written. Bounds are those of
/// value.hpp. Throws `source.error` with file and line.
Value parse_toml(std::string_view text, const Source& source);

}  // namespace mlt::wire
