#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "wire/json.hpp"

// A JSON document is refused with an Error or comes back as what it was.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string once = mlt::wire::to_json(mlt::wire::parse_json(text, {"fuzz"}));
    if (once.size() <= mlt::wire::kMaxDocumentBytes &&
        mlt::wire::to_json(mlt::wire::parse_json(once, {"fuzz"})) != once) {
      std::abort();
    }
  } catch (const mlt::Error&) {
    return 0;
  }
  return 0;
}
