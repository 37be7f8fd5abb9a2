#pragma once

#include <string_view>

#include "search/ast.hpp"

namespace mlt::search {

struct ParsedFilter {
  Filter::Node root;
  UsedKeys used_keys;
  UsedKeys compared_keys;
};

/// Throws usage with a caret under the wrong token.
ParsedFilter parse_filter(std::string_view text, Subject subject);

}  // namespace mlt::search
