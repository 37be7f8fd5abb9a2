#pragma once

#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

// Two formats without a standard, read in the sense that their common readers share. All values are
// strings; no two keys of an object are the same. Throws `source.error` with file and line.

/// An INI file as Python's configparser reads it, without interpolation and continued lines:
/// `[section]`, `key = value` or `key: value`, comments in lines of their own that begin with `#`
/// or
/// `;`. A section becomes an object; keys before the first section stand at the top.
Value parse_ini(std::string_view text, const Source& source);

/// A .env file: `KEY=value`, with `export ` before it or not, `#` comments. In single quotes a
/// value is taken as it stands; in double quotes \n, \t, \", \\ and \$ are understood; unquoted it
/// ends before ` #`. Variables are not expanded.
Value parse_dotenv(std::string_view text, const Source& source);

}  // namespace mlt::wire
