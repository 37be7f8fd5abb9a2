#include "store/journal/model_fold.hpp"

#include <algorithm>
#include <tuple>

namespace mlt::store {

namespace {

bool same_metric(const ModelMetric& a, const ModelMetric& b) {
  return a.key == b.key && a.run_id == b.run_id && same_point(a.point, b.point);
}

}  // namespace

void ModelFold::add(const Line& line) {
  std::visit([this](const auto& kind) { apply(kind); }, line);
}

void ModelFold::see(std::int64_t at) {
  newest_at_ = has_seen_ ? std::max(newest_at_, at) : at;
  has_seen_ = true;
}

void ModelFold::apply(const CreatedModelLine& line) {
  see(line.at);
  Creation creation{std::string(line.model_id), std::string(line.experiment_id),
                    std::string(line.name),     std::string(line.run_id),
                    std::string(line.type),     std::string(line.artifact_uri)};
  if (!created_ || std::tie(line.at, creation) < std::tie(created_->at, created_->value)) {
    created_ = Stamped<Creation>{line.at, std::move(creation)};
  }
  keep_newest(status_, line.at, std::pair(line.status, std::string()));
}

void ModelFold::apply(const ModelStatusLine& line) {
  see(line.at);
  keep_newest(status_, line.at, std::pair(line.status, std::string(line.message)));
}

void ModelFold::apply(const ParamLine& line) {
  see(line.at);
  keep_newest(params_, line.key, line.at, std::string(line.value));
}

void ModelFold::apply(const TagLine& line) {
  see(line.at);
  fold_tag(tags_, line);
}

void ModelFold::apply(const MetricLine& line) {
  metrics_.push_back({std::string(line.key), {std::string(line.run_id)}, line.point});
}

void ModelFold::apply(const ArtifactLine& line) {
  see(line.at);
  fold_artifact(artifacts_, line);
}

void ModelFold::apply(const LifecycleLine& line) {
  see(line.at);
  keep_newest(lifecycle_, line.at, Lifecycle{line.lifecycle});
}

ModelSnapshot ModelFold::result() const {
  ModelSnapshot snapshot;
  LoggedModel& model = snapshot.model;
  if (created_) {
    const Creation& creation = created_->value;
    model.id.value = creation.model_id;
    model.experiment_id.value = creation.experiment_id;
    model.name = creation.name;
    model.source_run_id = creation.run_id;
    model.model_type = creation.type;
    model.artifact_uri = creation.artifact_uri;
    model.created_ms = created_->at;
  }
  if (status_) {
    std::tie(model.status, model.status_message) = status_->value;
  }
  model.lifecycle = lifecycle_ ? lifecycle_->value : Lifecycle::active;
  model.updated_ms = newest_at_;
  model.params = values_of(params_);
  model.tags = tags_of(tags_);
  model.metrics = metrics_;
  std::ranges::sort(model.metrics, is_before);
  model.metrics.erase(std::unique(model.metrics.begin(), model.metrics.end(), same_metric),
                      model.metrics.end());
  snapshot.artifacts = values_of(artifacts_);
  snapshot.newest_at = newest_at_;
  return snapshot;
}

}  // namespace mlt::store
