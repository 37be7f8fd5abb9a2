#include "mlt/logged_model.hpp"

namespace mlt {

std::string_view name_of(ModelStatus status) {
  switch (status) {
    case ModelStatus::unspecified:
      return "UNSPECIFIED";
    case ModelStatus::pending:
      return "PENDING";
    case ModelStatus::ready:
      return "READY";
    case ModelStatus::failed:
      return "FAILED";
  }
  return "UNSPECIFIED";
}

std::optional<ModelStatus> parse_model_status(std::string_view name) {
  for (const ModelStatus status :
       {ModelStatus::unspecified, ModelStatus::pending, ModelStatus::ready, ModelStatus::failed}) {
    if (name == name_of(status)) {
      return status;
    }
  }
  return std::nullopt;
}

}  // namespace mlt
