#pragma once

#include <string_view>

#include "cli/globals.hpp"

namespace mlt::cli {

/// Shows the text in MLT_PAGER, PAGER or `less` and waits for it to end. False, with nothing shown,
/// where the pager cannot be started or is `cat`.
bool show_in_pager(std::string_view text, const Environment& env,
                   const std::optional<std::string>& configured);

}  // namespace mlt::cli
