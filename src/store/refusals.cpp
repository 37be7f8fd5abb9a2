#include "store/refusals.hpp"

#include "base/text.hpp"

namespace mlt::store {

Error param_differs(std::string_view key, std::string_view has, std::string_view given) {
  const auto shown = [](std::string_view text) { return base::quote_shortened(text, 200); };
  return Error(ErrorCode::refused, "param " + shown(key) + " is " + shown(has) +
                                       " already and cannot become " + shown(given))
      .hint("params are written once; a changing value is a metric or a tag");
}

}  // namespace mlt::store
