#pragma once

#include <memory>
#include <string_view>

#include "app/run/patterns.hpp"

namespace mlt::app {

/// Lines that are one JSON object each.
std::unique_ptr<MetricPattern> make_json_pattern(std::string_view step_key);

}  // namespace mlt::app
