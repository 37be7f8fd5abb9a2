#pragma once

#include <optional>
#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

/// A map in YAML's block style, which is all that MLflow writes, read as libyaml reads it: nested
/// maps and lists, plain and quoted scalars over several lines, `[]`, `{}`, long keys after `?`;
/// besides that comments and empty lines. Nothing for what has anything else in it, which a general
/// parser decides. Of doubled keys the last wins. Throws `source.error` with file and line for a
/// quote that is not closed, for a line without a key where one must stand, as a torn file has
/// them, and over the bounds of value.hpp.
std::optional<Value> parse_block_yaml(std::string_view text, const Source& source);

}  // namespace mlt::wire
