#pragma once

#include <optional>
#include <string>

#include "store/journal/model_fold.hpp"
#include "wire/json_reader.hpp"

namespace mlt::store {

/// The text of model.json: one JSON object, keys sorted, one a line, a metric's point a line each.
std::string model_snapshot_text(const ModelSnapshot& snapshot);

/// Reads model.json; `text` is changed in place. Nothing, with `reason` set, if it is damaged or of
/// a schema that this version cannot read.
std::optional<ModelSnapshot> parse_model_snapshot(wire::JsonDocument& document, std::string& text,
                                                  std::string& reason);

}  // namespace mlt::store
