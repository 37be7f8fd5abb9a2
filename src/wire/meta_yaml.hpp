#pragma once

#include <string>
#include <string_view>

#include "wire/flat_yaml.hpp"
#include "wire/value.hpp"

namespace mlt::wire {

// The YAML of MLflow's own files: YAML 1.1 as PyYAML reads and writes it.

/// The map that PyYAML's safe loader reads, as far as MLflow's files use its language: maps and
/// lists of any style, scalars of every style, the types of yaml11.hpp; of a key that stands there
/// twice the last wins. Refused: what is no map, conflict markers, anchors, aliases, tags, a second
/// document, malformed UTF-8, control characters, and what is over the bounds of value.hpp. Throws
/// `source.error` with file and line.
Value parse_meta_yaml(std::string_view text, const Source& source);

/// The text that MLflow writes for a map (libyaml through PyYAML's safe_dump in block style), byte
/// for byte: keys sorted, 80 columns, plain scalars wherever YAML 1.1 allows, characters above
/// U+FFFF escaped. What `object` holds must be valid UTF-8; malformed bytes become U+FFFD.
std::string to_meta_yaml(const Value& object);

}  // namespace mlt::wire
