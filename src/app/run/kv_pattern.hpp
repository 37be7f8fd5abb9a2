#pragma once

#include <memory>
#include <string_view>

#include "app/run/patterns.hpp"

namespace mlt::app {

/// `key=number`, `key: number`, `"key": number`, `key = number`. A key begins with a letter or `_`
/// at the begin of a word and goes on with letters, digits, `_ - . /`; the number ends at a blank,
/// a bracket, `, ; | %`, a quote or the line's end (so `eta=3s`, `at 12:30:05` and `host:8080/x`
/// are none).
std::unique_ptr<MetricPattern> make_kv_pattern(std::string_view step_key);

}  // namespace mlt::app
