#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "base/random.hpp"
#include "disk/files.hpp"

// A folder of events holds the state of a thing that people govern. An event is one small JSON
// file,
//
//   <ms UTC>-<first 12 hex digits of the SHA-256 of its bytes>.json
//
// pretty-printed with sorted keys, written aside, renamed in and never changed. Every event has
// "at" (the ms of its name), "event" (what happened), "prev" (the names, without ".json", of the
// events that nothing followed when it was written, sorted) and "schema". Events are folded in the
// order of their names, so two branches that only ever add files merge without a conflict.

namespace mlt::store {

inline constexpr std::int64_t kEventSchema = 1;
inline constexpr std::size_t kMaxEvent = 1u << 20;  ///< bytes of one event

struct EventFile {
  std::string name;  ///< without ".json"
  std::int64_t at = 0;
  std::string text;
};

/// The events of a folder in the order of their names. A file that is no event, or cannot be read,
/// goes to the sink. Empty if the folder is absent.
std::vector<EventFile> read_events(disk::Disk& disk, std::string_view folder,
                                   const IssueSink& on_issue);

/// True for `<digits>-<12 hex digits>`.
bool is_event_name(std::string_view name);
/// The name that `text` must have: `at` and the digest of its bytes.
std::string event_name(std::int64_t at, std::string_view text);

/// Writes `text` into `folder`, which exists; a file of that name is the same event.
void write_event(disk::Disk& disk, std::string_view folder, std::int64_t at, std::string_view text,
                 std::string_view temp_dir, base::Random& random, const disk::WritePolicy& policy);

}  // namespace mlt::store
