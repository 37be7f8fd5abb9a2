#pragma once

#include "store/findings.hpp"

namespace mlt::store::finding {

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

inline constexpr FindingKind kGitFile{"MLT043", "a line that git needs is missing",
                                      "the line is added"};
inline constexpr FindingKind kConflictInSettings{"MLT044", "a conflict marker stands in the file",
                                                 ""};
inline constexpr FindingKind kNoLocks{"MLT045", "the file system has no locks", ""};

}  // namespace mlt::store::finding
