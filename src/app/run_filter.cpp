#include "app/run_filter.hpp"

#include "mlt/error.hpp"

namespace mlt::app {

std::vector<MetricPoint> read_points(Store& store, const Run& run, std::string_view key) {
  try {
    return store.metric_history(run.ref(), key);
  } catch (const Error& error) {
    // Removed since, or damaged: who brought the run has said so already.
    if (error.code() != ErrorCode::not_found && error.code() != ErrorCode::data) {
      throw;
    }
    return {};
  }
}

bool passes(Store& store, const search::Filter& filter, const Run& run) {
  return filter.matches(run, [&store](const Run& asked, std::string_view key) {
    return read_points(store, asked, key);
  });
}

search::KeyKinds kinds_among(std::span<const Run> runs, std::string_view name) {
  search::KeyKinds kinds;
  for (const Run& run : runs) {
    kinds.param = kinds.param || run.params.contains(name);
    kinds.metric = kinds.metric || run.metrics.contains(name);
  }
  return kinds;
}

}  // namespace mlt::app
