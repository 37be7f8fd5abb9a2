#include "app/experiment_search.hpp"

#include <algorithm>

#include "search/search.hpp"

namespace mlt::app {

std::vector<Experiment> search_experiments(Store& store, const ExperimentQuery& query) {
  const auto filter =
      search::Filter::parse(query.filter, search::Subject::experiments, query.now_ms);
  const auto order = search::Order::parse(query.order_by, search::Subject::experiments);
  std::vector<Experiment> found = store.list_experiments();
  std::erase_if(found, [&](const Experiment& experiment) {
    const bool is_deleted = experiment.lifecycle == Lifecycle::deleted;
    return (query.lifecycle == LifecycleFilter::active && is_deleted) ||
           (query.lifecycle == LifecycleFilter::deleted && !is_deleted) ||
           !filter.matches(experiment);
  });
  std::ranges::sort(
      found, [&order](const Experiment& a, const Experiment& b) { return order.before(a, b); });
  if (query.top > 0 && found.size() > query.top) {
    found.resize(query.top);
  }
  return found;
}

}  // namespace mlt::app
