#pragma once

#include <string_view>

#include "mlt/error.hpp"

namespace mlt::store {

/// The refusal of a param that has another value already, showing both.
Error param_differs(std::string_view key, std::string_view has, std::string_view given);

}  // namespace mlt::store
