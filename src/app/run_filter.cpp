#include "app/run_filter.hpp"

#include "app/metric_reader.hpp"

namespace mlt::app {

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
