#include "store/journal/fold.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace mlt::store {

namespace {

/// True if `point` takes the place of `best` as the least (sign > 0) or greatest (sign < 0) value.
/// Equal values: the earlier point.
bool is_better(const MetricPoint& point, const MetricPoint& best, int sign) {
  if (point.value != best.value) {
    return sign > 0 ? point.value < best.value : point.value > best.value;
  }
  return comes_before(point, best);
}

template <typename Map, typename Value>
void copy_values(const Map& map, std::vector<Value>& into) {
  for (const auto& [key, stamped] : map) {
    into.push_back(stamped.value);
  }
}

std::pair<std::string, std::string> identity_of(const Dataset& data) {
  return {data.name, data.digest};
}

}  // namespace

MetricSummary summary_of(const MetricPoint& point) {
  MetricSummary summary{point, point, {}, {}, {}};
  if (!std::isnan(point.value)) {
    summary.min = summary.max = point;
  }
  return summary;
}

void add_point(MetricSummary& summary, const MetricPoint& point) {
  if (comes_before(point, summary.first)) {
    summary.first = point;
  }
  if (comes_before(summary.last, point)) {
    summary.last = point;
  }
  if (std::isnan(point.value)) {
    return;
  }
  if (!summary.min || is_better(point, *summary.min, 1)) {
    summary.min = point;
  }
  if (!summary.max || is_better(point, *summary.max, -1)) {
    summary.max = point;
  }
}

RunFold::RunFold(FoldSelection selection) : selection_(std::move(selection)) {}

RunFold::RunFold(Snapshot start, FoldSelection selection)
    : selection_(std::move(selection)),
      placed_after_(start.newest_at),
      created_(true),
      newest_at_(start.newest_at),
      id_(std::move(start.run.id)),
      experiment_id_(std::move(start.run.experiment_id)),
      user_(std::move(start.run.user)),
      host_(std::move(start.host)),
      artifact_uri_(std::move(start.run.artifact_uri)),
      start_time_ms_(start.run.start_time_ms) {
  const std::int64_t at = start.newest_at;
  name_ = {at, std::move(start.run.name)};
  status_ = {at, {start.run.status, start.run.end_time_ms}};
  lifecycle_ = {at, start.run.lifecycle};
  deleted_at_ = start.run.deleted_time_ms;
  for (auto& [key, value] : start.run.params) {
    params_[key] = {at, std::move(value)};
  }
  for (auto& [key, value] : start.run.tags) {
    tags_[key] = {at, std::move(value)};
  }
  for (auto& [key, summary] : start.run.metrics) {
    metrics_[key].summary = summary;
  }
  for (auto& [path, fact] : start.run.artifacts) {
    artifacts_[path] = {at, std::move(fact)};
  }
  for (DatasetInput& input : start.run.dataset_inputs) {
    auto identity = identity_of(input.dataset);
    data_[std::move(identity)] = {at, std::move(input)};
  }
  for (ModelInput& input : start.run.model_inputs) {
    inputs_[input.model_id] = {at, input};
  }
  for (ModelOutput& output : start.run.model_outputs) {
    outputs_[output.model_id] = {at, output};
  }
}

void RunFold::add(const Line& line) {
  std::visit([this](const auto& kind) { apply(kind); }, line);
}

void RunFold::see(std::int64_t at) {
  newest_at_ = std::max(newest_at_, at);
  if (placed_after_ && at <= *placed_after_) {
    can_place_ = false;
  }
}

void RunFold::apply(const CreatedLine& line) {
  see(line.at);
  // After a merge of two histories of one run both lines are the same; where they are not, the
  // earlier one counts, ties by content.
  const auto content = [](std::int64_t at, std::int64_t start, const auto&... texts) {
    return std::make_tuple(at, start, std::string_view(texts)...);
  };
  if (!created_ ||
      content(line.at, line.start_time_ms, line.run_id, line.experiment_id, line.user, line.host,
              line.artifact_uri) < content(created_at_, start_time_ms_, id_.value,
                                           experiment_id_.value, user_, host_, artifact_uri_)) {
    created_at_ = line.at;
    id_.value = line.run_id;
    experiment_id_.value = line.experiment_id;
    user_ = line.user;
    host_ = line.host;
    artifact_uri_ = line.artifact_uri;
    start_time_ms_ = line.start_time_ms;
  }
  created_ = true;
  keep_newest(name_, line.at, std::string(line.name));
  apply(StatusLine{line.at, line.status, std::nullopt});
}

void RunFold::apply(const ParamLine& line) {
  see(line.at);
  if (!selection_.params.wants(line.key)) {
    return;
  }
  const auto it = params_.find(line.key);
  if (it == params_.end()) {
    params_.emplace(line.key, Stamped<std::string>{line.at, std::string(line.value)});
    return;
  }
  Stamped<std::string>& param = it->second;
  if (param.value != line.value) {
    differing_params_.emplace(line.key);
  }
  if (std::tie(line.at, line.value) < std::make_tuple(param.at, std::string_view(param.value))) {
    param = {line.at, std::string(line.value)};
  }
}

void RunFold::apply(const TagLine& line) {
  see(line.at);
  if (!selection_.tags.wants(line.key)) {
    return;
  }
  fold_tag(tags_, line);
}

void RunFold::apply(const MetricLine& line) {
  if (!selection_.metrics.wants(line.key)) {
    return;
  }
  const auto it = metrics_.find(line.key);
  if (it == metrics_.end()) {
    MetricFold metric{summary_of(line.point), 1, keep_points_.contains(line.key), {}, 0};
    if (metric.keeps_points) {
      metric.points.push_back(line.point);
    }
    metrics_.emplace(line.key, std::move(metric));
    return;
  }
  MetricFold& metric = it->second;
  if (metric.keeps_points) {
    metric.points.push_back(line.point);
  } else if (comes_before(metric.summary.last, line.point)) {
    ++metric.count;
  } else if (!same_point(metric.summary.last, line.point)) {
    unordered_.emplace(line.key);
  }
  add_point(metric.summary, line.point);
}

void RunFold::apply(const ArtifactLine& line) {
  see(line.at);
  if (!selection_.artifacts) {
    return;
  }
  fold_artifact(artifacts_, line);
}

void RunFold::apply(const StatusLine& line) {
  see(line.at);
  keep_newest(status_, line.at, std::pair(line.status, line.end_time_ms));
}

void RunFold::apply(const LifecycleLine& line) {
  see(line.at);
  keep_newest(lifecycle_, line.at, Lifecycle{line.lifecycle});
  if (lifecycle_->at == line.at && lifecycle_->value == line.lifecycle) {
    deleted_at_ = line.lifecycle == Lifecycle::deleted ? std::optional(line.at) : std::nullopt;
  }
}

void RunFold::apply(const NameLine& line) {
  see(line.at);
  keep_newest(name_, line.at, std::string(line.name));
}

void RunFold::apply(const DataLine& line) {
  see(line.at);
  if (selection_.inputs) {
    keep_oldest(data_, identity_of(line.input.dataset), line.at, line.input);
  }
}

void RunFold::apply(const InputLine& line) {
  see(line.at);
  if (selection_.inputs) {
    keep_oldest(inputs_, line.input.model_id, line.at, line.input);
  }
}

void RunFold::apply(const OutputLine& line) {
  see(line.at);
  if (selection_.inputs) {
    keep_oldest(outputs_, line.output.model_id, line.at, line.output);
  }
}

void RunFold::MetricFold::settle() {
  const auto tail = points.begin() + static_cast<std::ptrdiff_t>(settled);
  if (tail == points.end()) {
    return;
  }
  // As nearly all points come: one after the other.
  const auto before = tail == points.begin() ? tail : std::prev(tail);
  const auto breaks_order = [](const MetricPoint& a, const MetricPoint& b) {
    return !comes_before(a, b);
  };
  if (std::adjacent_find(before, points.end(), breaks_order) == points.end()) {
    settled = points.size();
    return;
  }
  std::sort(tail, points.end(), comes_before);
  const auto from = std::lower_bound(points.begin(), tail, *tail, comes_before);
  std::inplace_merge(from, tail, points.end(), comes_before);
  points.erase(std::unique(from, points.end(), same_point), points.end());
  settled = points.size();
}

Snapshot RunFold::result() {
  Snapshot snapshot;
  snapshot.newest_at = newest_at_;
  snapshot.host = host_;
  Run& run = snapshot.run;
  run.id = id_;
  run.experiment_id = experiment_id_;
  run.user = user_;
  run.start_time_ms = start_time_ms_;
  run.name = name_ ? name_->value : std::string();
  if (status_) {
    std::tie(run.status, run.end_time_ms) = status_->value;
  }
  run.lifecycle = lifecycle_ ? lifecycle_->value : Lifecycle::active;
  run.deleted_time_ms = deleted_at_;
  run.artifact_uri = artifact_uri_;
  run.params = values_of(params_);
  run.tags = tags_of(tags_);
  for (auto& [key, metric] : metrics_) {
    MetricSummary summary = metric.summary;
    if (metric.keeps_points) {
      metric.settle();
      summary.count = metric.points.size();
    } else if (!placed_after_ && !unordered_.contains(key)) {
      summary.count = metric.count;
    } else {
      summary.count.reset();
    }
    run.metrics.emplace(key, summary);
  }
  run.artifacts = values_of(artifacts_);
  copy_values(data_, run.dataset_inputs);
  copy_values(inputs_, run.model_inputs);
  copy_values(outputs_, run.model_outputs);
  return snapshot;
}

}  // namespace mlt::store
