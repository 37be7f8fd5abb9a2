#pragma once

#include "store/findings.hpp"

namespace mlt::app::finding {

inline constexpr FindingKind kSecret{"MLT201", "something that looks like a secret stands in it",
                                     ""};
inline constexpr FindingKind kBigFile{"MLT202", "git would take a file of more than 5 MiB", ""};
inline constexpr FindingKind kHomePath{"MLT203", "git would take a path into a home directory", ""};
inline constexpr FindingKind kChangedContent{
    "MLT204", "an artifact has another content than was recorded", ""};

}  // namespace mlt::app::finding
