#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "wire/json.hpp"
#include "wire/yaml.hpp"

// Settings and params: a document is refused with an Error or means something that JSON can say.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string as_json;
  try {
    as_json = mlt::wire::to_json(mlt::wire::parse_yaml(text, {"fuzz"}));
  } catch (const mlt::Error&) {
    return 0;
  }
  if (as_json.size() <= mlt::wire::kMaxDocumentBytes &&
      mlt::wire::to_json(mlt::wire::parse_json(as_json, {"fuzz"})) != as_json) {
    std::abort();
  }
  return 0;
}
