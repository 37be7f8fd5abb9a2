#pragma once

#include <string_view>

namespace mlt {

/// A kind of thing that `mlt doctor` finds; docs/doctor.md has a section for each, and a test
/// compares the two. 0xx are of the native layout and of all, 1xx of MLflow's, 2xx of what must not
/// be in any store.
struct FindingKind {
  std::string_view code;
  std::string_view title;
  std::string_view fix;           ///< what --fix does; empty: nothing that is safe can be done
  std::string_view refused = {};  ///< what MLflow cannot do because of it; empty: it does not care
};

namespace store::finding {

inline constexpr FindingKind kDeadRun{"MLT020", "the run is RUNNING but its process is gone",
                                      "the run ends as KILLED"};
inline constexpr FindingKind kStray{"MLT040", "it does not belong where it stands",
                                    "it moves to lost-and-found"};
inline constexpr FindingKind kSpecialFile{
    "MLT041", "a link, pipe or device stands where a file or folder should",
    "it moves to lost-and-found"};
inline constexpr FindingKind kLeftover{"MLT042", "a process that is gone left it behind",
                                       "it is removed"};
inline constexpr FindingKind kUnreadable{"MLT046", "it cannot be read", ""};

}  // namespace store::finding
}  // namespace mlt
