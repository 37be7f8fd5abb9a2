#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "wire/json.hpp"
#include "wire/meta_yaml.hpp"

// MLflow's YAML: a document is refused with an Error or comes back from its own text as what it
// was. What the reader of flat files takes, the general one reads alike.

namespace {

using mlt::wire::parse_meta_yaml;

bool reads_alike(std::string_view flat, const std::string& as_json) {
  try {
    // A document marker keeps away the readers of ours.
    return mlt::wire::to_json(parse_meta_yaml("---\n" + std::string(flat), {"fuzz"})) == as_json;
  } catch (const mlt::Error&) {
    return false;
  }
}

/// LS and PS are line breaks in YAML 1.1 but not in 1.2, which the general reader follows.
bool has_breaks_of_yaml11(std::string_view text) {
  return text.find("\u2028") != std::string_view::npos ||
         text.find("\u2029") != std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string as_json;
  std::string written;
  try {
    const mlt::wire::Value value = parse_meta_yaml(text, {"fuzz"});
    as_json = mlt::wire::to_json(value);
    written = mlt::wire::to_meta_yaml(value);
  } catch (const mlt::Error&) {
    return 0;
  }
  if (written.size() > mlt::wire::kMaxDocumentBytes) return 0;
  const mlt::wire::Value again = parse_meta_yaml(written, {"fuzz"});
  if (mlt::wire::to_meta_yaml(again) != written) std::abort();
  if (mlt::wire::FlatYaml().parse(text) && !has_breaks_of_yaml11(text) &&
      !reads_alike(text, as_json)) {
    std::abort();
  }
  return 0;
}
