#pragma once

#include <functional>
#include <string_view>

namespace mlt::app {

/// Tells the user what goes wrong while a job runs on.
using Warn = std::function<void(std::string_view)>;

}  // namespace mlt::app
