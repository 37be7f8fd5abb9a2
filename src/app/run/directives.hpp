#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::app {

/// What a line of output that begins with `::mlt ` asks for:
///
///   ::mlt metric KEY=NUMBER... [step=N] [time=T]
///   ::mlt param KEY=VALUE...
///   ::mlt tag KEY=VALUE...
///
/// Words are parted by blanks; single and double quotes keep blanks together.
struct Directive {
  enum class Kind { metric, param, tag };
  Kind kind = Kind::metric;
  std::vector<KeyValue> pairs;
};

inline constexpr std::string_view kDirectivePrefix = "::mlt ";

/// Nothing, with the reason in `fault`, for a line that is not understood. `line` begins with
/// kDirectivePrefix.
std::optional<Directive> parse_directive(std::string_view line, std::string& fault);

}  // namespace mlt::app
