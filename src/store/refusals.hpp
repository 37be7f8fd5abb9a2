#pragma once

#include <string>
#include <string_view>

#include "mlt/error.hpp"

namespace mlt::store {

/// The refusal of a param that has another value already.
Error param_differs(const std::string& key, std::string_view has, const std::string& given);

}  // namespace mlt::store
