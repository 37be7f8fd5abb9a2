#pragma once

#include <string_view>

namespace mlt::store {

/// A kind of thing that `mlt doctor` finds; docs/doctor.md has a section for each, and a test
/// compares the two.
struct FindingKind {
  std::string_view code;
  std::string_view title;
  std::string_view fix;  ///< what --fix does; empty: nothing that is safe can be done
};

namespace finding {

inline constexpr FindingKind kBadLine{"MLT001", "the line is torn or no journal line",
                                      "the line moves to lost-and-found"};
inline constexpr FindingKind kConflictInJournal{"MLT002", "a conflict marker stands in the journal",
                                                "the line moves to lost-and-found"};
inline constexpr FindingKind kNoJournal{"MLT003", "the journal is missing", ""};
inline constexpr FindingKind kUnreadableJournal{"MLT004", "the journal cannot be read", ""};
inline constexpr FindingKind kForeignJournal{"MLT005", "the journal does not tell of this run", ""};
inline constexpr FindingKind kLaterLine{"MLT006", "the line comes from a later version of mlt", ""};

inline constexpr FindingKind kNoSnapshot{"MLT010", "the snapshot is missing",
                                         "it is written from the journal"};
inline constexpr FindingKind kDamagedSnapshot{
    "MLT011", "the snapshot is damaged",
    "it is kept in lost-and-found and written anew from the journal"};
inline constexpr FindingKind kForeignSnapshot{
    "MLT012", "the snapshot belongs to another run",
    "it is kept in lost-and-found and written anew from the journal"};
inline constexpr FindingKind kStaleSnapshot{"MLT013", "the snapshot is behind its journal",
                                            "it is written anew from the journal"};
inline constexpr FindingKind kWrongSnapshot{
    "MLT014", "the snapshot disagrees with its journal",
    "it is kept in lost-and-found and written anew from the journal"};

inline constexpr FindingKind kDeadRun{"MLT020", "the run is RUNNING but its process is gone",
                                      "the run ends as KILLED"};
inline constexpr FindingKind kDifferingParam{"MLT021", "a param has several values", ""};
inline constexpr FindingKind kChangedArtifact{"MLT022", "an artifact is not as it was recorded",
                                              ""};
inline constexpr FindingKind kOrphanJournal{
    "MLT023", "a journal of another machine has no run to belong to", ""};

inline constexpr FindingKind kPurged{"MLT024", "it was purged and is there again", "it is removed"};

inline constexpr FindingKind kDoubledName{"MLT030", "two experiments have one name", ""};
inline constexpr FindingKind kEditedEvent{"MLT031", "an event was edited after it was written", ""};
inline constexpr FindingKind kDamagedEvent{"MLT032", "an event cannot be understood", ""};
inline constexpr FindingKind kNotCreated{"MLT033", "no event created the experiment", ""};
inline constexpr FindingKind kLaterEvent{"MLT034", "the event comes from a later version of mlt",
                                         ""};

inline constexpr FindingKind kInPurged{"MLT035", "it lies in an experiment that was purged",
                                       "it moves to lost-and-found"};

inline constexpr FindingKind kStray{"MLT040", "it does not belong where it stands", ""};
inline constexpr FindingKind kSpecialFile{
    "MLT041", "a link, pipe or device stands where a file or folder should", ""};
inline constexpr FindingKind kLeftover{"MLT042", "a process that is gone left it behind",
                                       "it is removed"};
inline constexpr FindingKind kGitFile{"MLT043", "a line that git needs is missing",
                                      "the line is added"};
inline constexpr FindingKind kConflictInSettings{"MLT044", "a conflict marker stands in the file",
                                                 ""};
inline constexpr FindingKind kNoLocks{"MLT045", "the file system has no locks", ""};
inline constexpr FindingKind kUnreadable{"MLT046", "it cannot be read", ""};

}  // namespace finding
}  // namespace mlt::store
