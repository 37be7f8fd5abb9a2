#include "store/refusals.hpp"

namespace mlt::store {

Error param_differs(const std::string& key, std::string_view has, const std::string& given) {
  return Error(ErrorCode::refused, "param '" + key + "' is '" + std::string(has) +
                                       "' already and cannot become '" + given + "'")
      .hint("params are written once; a changing value is a metric or a tag");
}

}  // namespace mlt::store
