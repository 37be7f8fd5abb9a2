#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "search/ast.hpp"

namespace mlt::search {

struct ParsedFilter {
  Filter::Node root;
  std::vector<Filter::BareName> bare_names;
  UsedKeys used_keys;
  UsedKeys compared_keys;
};

/// Throws usage with a caret under the wrong token.
ParsedFilter parse_filter(std::string_view text, Subject subject,
                          std::optional<std::int64_t> now_ms);

}  // namespace mlt::search
