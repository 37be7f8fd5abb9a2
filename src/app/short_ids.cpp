#include "app/short_ids.hpp"

#include <algorithm>

namespace mlt::app {
namespace {

constexpr std::size_t kMinShortId = 7;

std::size_t common_length(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(differ.first - a.begin());
}

}  // namespace

ShortIds::ShortIds(const std::vector<RunRef>& all_runs) {
  sorted_.reserve(all_runs.size());
  for (const RunRef& ref : all_runs) {
    sorted_.push_back(ref.run_id.value);
  }
  std::sort(sorted_.begin(), sorted_.end());
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
}

std::string ShortIds::of(const RunId& id) const {
  // Only the neighbours in sorted order can share the longest prefix.
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), id.value);
  std::size_t shared = 0;
  if (at != sorted_.begin()) {
    shared = common_length(*std::prev(at), id.value);
  }
  const auto next = at != sorted_.end() && *at == id.value ? std::next(at) : at;
  if (next != sorted_.end()) {
    shared = std::max(shared, common_length(*next, id.value));
  }
  return id.value.substr(0, std::max(kMinShortId, shared + 1));
}

}  // namespace mlt::app
