#pragma once

#include <string_view>

#include "wire/document_builder.hpp"
#include "wire/value.hpp"

namespace mlt::wire {

/// In what the dialects of YAML that we read differ.
struct YamlRules {
  /// Sets what a plain scalar is, and how it was written if it is no string.
  void (*resolve_plain)(std::string_view text, Value& value);
  DoubledKeys doubled_keys;
};

/// One YAML document, as parse_yaml() says, under these rules.
Value parse_yaml_document(std::string_view text, const Source& source, const YamlRules& rules);

}  // namespace mlt::wire
