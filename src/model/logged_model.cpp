#include "mlt/logged_model.hpp"

#include <memory>
#include <utility>

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

MetricPoint point_of_model(MetricPoint point, const ModelId& model) {
  MetricContext context = point.context ? *point.context : MetricContext{};
  if (context.model_id != model.value) {
    context.model_id = model.value;
    point.context = std::make_shared<const MetricContext>(std::move(context));
  }
  return point;
}

bool is_before(const ModelMetric& a, const ModelMetric& b) {
  if (a.key != b.key) {
    return a.key < b.key;
  }
  return same_point(a.point, b.point) ? a.run_id < b.run_id : comes_before(a.point, b.point);
}

}  // namespace mlt
