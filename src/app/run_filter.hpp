#pragma once

#include <span>
#include <string_view>

#include "mlt/store.hpp"

#include "search/search.hpp"

namespace mlt::app {

/// Whether a run passes. Points are read from the store where a reducer of the filter needs them
/// (`metrics.loss:mean`); of metrics that cannot be read there are none. Several threads may call.
bool passes(Store& store, const search::Filter& filter, const Run& run);

/// What a bare name of a filter or an order is among these runs.
search::KeyKinds kinds_among(std::span<const Run> runs, std::string_view name);

}  // namespace mlt::app
