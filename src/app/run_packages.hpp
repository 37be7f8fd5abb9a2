#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mlt/store.hpp"

namespace mlt::app {

/// Versions by the names of packages, `python` among them. Names are as PEP 503 normalizes them.
using Packages = std::map<std::string, std::string, std::less<>>;

/// What a run keeps of the environment it ran in.
struct RunPackages {
  bool is_recorded = false;  ///< it keeps a file that tells packages, which may not be here
  Packages packages{};
};

/// Reads the packages from the files that the run keeps: below its `code/`, among its artifacts, or
/// with the models it logged, the first of these places that has one; there the lock files of uv
/// and Poetry, the requirements of pip, and conda's and MLflow's YAML, all that are there.
RunPackages read_packages(Store& store, const Run& run);

// Exposed for tests.

/// Whether a file of this name tells packages.
bool tells_packages(std::string_view file_name);
/// The packages with a version that the text of such a file tells: the `name==version` of
/// requirements, the `name=version` and `python: version` of YAML, the `[[package]]` of lock files.
/// Lines of another kind are passed over.
Packages parse_packages(std::string_view file_name, std::string_view text);

}  // namespace mlt::app
