#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mlt/run.hpp"

namespace mlt {

/// One version of a registered model. Empty texts: none.
struct ModelVersion {
  std::int64_t version = 0;
  std::string stage;  ///< "None", "Staging", "Production", "Archived"
  std::string description;
  std::string status;  ///< "READY", …
  std::string status_message;
  std::string run_id;
  std::string run_link;
  std::string model_id;
  std::string source;            ///< as given: a path or a URI
  std::string storage_location;  ///< where the bytes are, if not at `source`
  std::string user;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  KeyValueMap tags;
};

/// A name under which versions of models are kept.
struct RegisteredModel {
  std::string name;
  std::string description;
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  KeyValueMap tags;
  std::map<std::string, std::int64_t, std::less<>> aliases;  ///< alias → version
  std::vector<ModelVersion> versions;                        ///< by number, deleted ones left out
};

}  // namespace mlt
