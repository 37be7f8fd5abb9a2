#pragma once

#include <string>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::app {

/// Reads the params in a file whose name ends in .yaml, .yml, .json, .toml, .ini, .cfg or .env (or
/// is
/// `.env`). Nested keys are joined by `.`, a list is one value in JSON; a number, bool or null
/// keeps its spelling. Throws not_found, or usage with file and line.
std::vector<KeyValue> read_params_file(const std::string& path);

}  // namespace mlt::app
