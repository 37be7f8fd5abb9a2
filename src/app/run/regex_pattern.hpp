#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/run/patterns.hpp"

namespace mlt::app {

/// What a capture group of a regular expression means.
enum class GroupRole { none, key, value, step, time, metric };

struct RegexGroup {
  GroupRole role = GroupRole::none;
  std::string metric;  ///< for GroupRole::metric
};

/// A pattern with the roles of its groups given by number, from 1. Throws usage with the offset of
/// the mistake. `what` names the option's value in that error.
std::unique_ptr<MetricPattern> make_regex_pattern(const std::string& pattern,
                                                  std::vector<RegexGroup> groups,
                                                  std::string_view what);
/// A pattern whose named groups tell their roles; a group or key called `step_key` gives the step.
std::unique_ptr<MetricPattern> make_named_regex_pattern(const std::string& pattern,
                                                        std::string_view step_key,
                                                        std::string_view what);

}  // namespace mlt::app
