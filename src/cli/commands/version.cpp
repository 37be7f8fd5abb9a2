#include <memory>

#include "mlt/build_info.hpp"

#include "base/json_text.hpp"
#include "cli/command.hpp"

namespace mlt::cli {

namespace {

// What programs ask for before they rely on it. A name is never taken back within a major version.
constexpr const char* kFeatures[] = {"run", "log", "compare", "doctor", "native-store"};
constexpr int kStoreSchema = 1;

int run_version(Context& context) {
  if (context.globals().format != "json") {
    context.out(std::string("mlt ") + kVersion + "\n");
    return 0;
  }
  base::JsonWriter json;
  json.begin_object();
  json.member("schema", "mlt.version/1");
  json.member("version", kVersion);
  json.key("schemas");
  json.begin_object();
  json.member("store", kStoreSchema);
  json.end_object();
  json.key("features");
  json.begin_array();
  for (const char* feature : kFeatures) {
    json.string(feature);
  }
  json.end_array();
  json.end_object();
  context.out(json.take());
  return 0;
}

Action declare_version(OptionTable& table) {
  table.description(
      "With --json also the versions of the formats that this mlt writes and the features "
      "that programs may rely on.");
  table.example("mlt version --json", "what this mlt can do, for programs");
  return run_version;
}

}  // namespace

constexpr Command kVersionRows[] = {{"version", "print the version", declare_version, false, true}};
const CommandFamily kVersionCommands = kVersionRows;

}  // namespace mlt::cli
