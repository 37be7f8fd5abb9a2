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

/// Puts a statement in its place if it is newer than what stands there; ties by content.
template <typename Slot, typename Value>
void keep_newest(std::optional<Slot>& slot, std::int64_t at, Value&& value) {
  if (!slot || std::tie(slot->at, slot->value) < std::tie(at, value)) {
    slot = Slot{at, std::forward<Value>(value)};
  }
}

auto artifact_order(std::int64_t at, const ArtifactFact& fact) {
  return std::make_tuple(at, std::string_view(fact.sha256), fact.size);
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
      start_time_ms_(start.run.start_time_ms) {
  const std::int64_t at = start.newest_at;
  name_ = {at, std::move(start.run.name)};
  status_ = {at, {start.run.status, start.run.end_time_ms}};
  lifecycle_ = {at, start.run.lifecycle};
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
      content(line.at, line.start_time_ms, line.run_id, line.experiment_id, line.user, line.host) <
          content(created_at_, start_time_ms_, id_.value, experiment_id_.value, user_, host_)) {
    created_at_ = line.at;
    id_.value = line.run_id;
    experiment_id_.value = line.experiment_id;
    user_ = line.user;
    host_ = line.host;
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
  std::optional<std::string> value;
  if (line.value) {
    value = std::string(*line.value);
  }
  const auto [it, is_new] =
      tags_.try_emplace(std::string(line.key), Stamped<std::optional<std::string>>{line.at, value});
  if (!is_new && std::tie(it->second.at, it->second.value) < std::tie(line.at, value)) {
    it->second = {line.at, std::move(value)};
  }
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
  const ArtifactFact fact{line.size, std::string(line.sha256)};
  const auto [it, is_new] =
      artifacts_.try_emplace(std::string(line.path), Stamped<ArtifactFact>{line.at, fact});
  if (!is_new && artifact_order(it->second.at, it->second.value) < artifact_order(line.at, fact)) {
    it->second = {line.at, fact};
  }
}

void RunFold::apply(const StatusLine& line) {
  see(line.at);
  keep_newest(status_, line.at, std::make_pair(line.status, line.end_time_ms));
}

void RunFold::apply(const LifecycleLine& line) {
  see(line.at);
  keep_newest(lifecycle_, line.at, Lifecycle{line.lifecycle});
}

void RunFold::apply(const NameLine& line) {
  see(line.at);
  keep_newest(name_, line.at, std::string(line.name));
}

void RunFold::MetricFold::settle() {
  const auto tail = points.begin() + static_cast<std::ptrdiff_t>(settled);
  if (tail == points.end()) {
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
  for (const auto& [key, param] : params_) {
    run.params.emplace(key, param.value);
  }
  for (const auto& [key, tag] : tags_) {
    if (tag.value) {
      run.tags.emplace(key, *tag.value);
    }
  }
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
  for (const auto& [path, artifact] : artifacts_) {
    run.artifacts.emplace(path, artifact.value);
  }
  return snapshot;
}

}  // namespace mlt::store
