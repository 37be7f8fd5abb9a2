#include "app/metric_reader.hpp"

#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::app {
namespace {

using Kind = model::Reducer::Kind;

std::optional<double> to_number(std::optional<std::int64_t> integer) {
  return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
}

}  // namespace

model::Reducer with_goal(const model::Reducer& reducer, std::string_view metric,
                         const GoalOf& goal_of) {
  if (reducer.kind != Kind::best && reducer.kind != Kind::time_to &&
      reducer.kind != Kind::at_best) {
    return reducer;
  }
  const std::string key = reducer.kind == Kind::at_best ? reducer.key : std::string(metric);
  const auto goal = goal_of(key);
  if (!goal) {
    throw Error(ErrorCode::usage, "it is not known which way '" + base::escape_control(key) +
                                      "' is better, as " + model::spell(reducer) + " needs")
        .hint("say which: --goal " + base::quote_for_shell(key + "=max") + " or =min");
  }
  if (reducer.kind == Kind::best) {
    return {*goal == Goal::min ? Kind::min : Kind::max};
  }
  return reducer;
}

std::vector<MetricPoint> read_points(Store& store, const Run& run, std::string_view metric) {
  try {
    return store.metric_history(run.ref(), metric);
  } catch (const Error& error) {
    // Removed since, or damaged.
    if (error.code() != ErrorCode::not_found && error.code() != ErrorCode::data) {
      throw;
    }
    return {};
  }
}

std::optional<double> MetricReader::reduce(Store* store, const Run& run, std::string_view metric,
                                           const model::Reducer& reducer) {
  const auto found = run.metrics.find(metric);
  if (found == run.metrics.end()) {
    return std::nullopt;
  }
  const auto is_max = [this](std::string_view key) { return goal_of_(key) == Goal::max; };
  switch (reducer.kind) {
    case Kind::best:
      return goal_of_(metric) ? model::reduce(found->second, with_goal(reducer, metric, goal_of_))
                              : std::nullopt;
    case Kind::time_to:
      return to_number(model::time_to(points(store, run, metric), reducer.threshold, is_max(metric),
                                      run.start_time_ms));
    case Kind::at_epoch:
    case Kind::at_last_epoch: {
      const bool has_epochs = run.metrics.contains(model::kEpochMetric);
      return model::value_at_epoch(
          points(store, run, metric),
          has_epochs ? points(store, run, model::kEpochMetric) : std::vector<MetricPoint>(),
          reducer);
    }
    case Kind::at_best:
      return model::value_at_best(points(store, run, metric), points(store, run, reducer.key),
                                  is_max(reducer.key));
    default:
      return model::needs_points(found->second, reducer)
                 ? model::reduce(points(store, run, metric), reducer)
                 : model::reduce(found->second, reducer);
  }
}

const std::vector<MetricPoint>& MetricReader::points(Store* store, const Run& run,
                                                     std::string_view metric) {
  if (store != store_ || run.ref() != run_) {
    store_ = store;
    run_ = run.ref();
    points_.clear();
  }
  auto found = points_.find(metric);
  if (found == points_.end()) {
    found = points_
                .emplace(std::string(metric), store == nullptr ? std::vector<MetricPoint>()
                                                               : read_points(*store, run, metric))
                .first;
  }
  return found->second;
}

void read_order(search::Order& order, const GoalOf& goal_of, std::span<const Run> runs,
                const std::function<Store*(const Run& run)>& store_of) {
  for (const search::Order::Term& term : order.terms()) {
    with_goal(term.reducer, term.key, goal_of);
  }
  MetricReader reader(goal_of);
  for (const Run& run : runs) {
    order.read(run, [&](const Run& read, const search::Order::Term& term) {
      return reader.reduce(store_of(read), read, term.key, term.reducer);
    });
  }
}

}  // namespace mlt::app
