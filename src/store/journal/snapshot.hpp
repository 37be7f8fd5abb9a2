#pragma once

#include <optional>
#include <string>

#include "store/journal/fold.hpp"
#include "wire/json_reader.hpp"

namespace mlt::store {

inline constexpr std::int64_t kSnapshotSchema = 1;

/// The text of run.json: one JSON object, keys sorted, one a line. Of a metric's `first`, `max` and
/// `min`, those that are the same point as `last` are left out, and those that do not exist (all
/// values NaN) are null.
std::string snapshot_text(const Snapshot& snapshot);

/// Reads run.json, keeping the keys that `selection` wants. `text` is changed in place. Nothing,
/// with `reason` set, if it is damaged or of a schema that this version cannot read.
std::optional<Snapshot> parse_snapshot(wire::JsonDocument& document, std::string& text,
                                       const FoldSelection& selection, std::string& reason);

}  // namespace mlt::store
