#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

namespace mlt::app {

/// How ids are printed for people: the shortest prefix, of at least seven digits, that no other id
/// of the store has.
class ShortIds {
 public:
  explicit ShortIds(const std::vector<RunRef>& all_runs);

  /// For an id of the store, or any other: then short enough to be told from all of them.
  [[nodiscard]] std::string of(const RunId& id) const;

 private:
  std::vector<std::string> sorted_;
};

}  // namespace mlt::app
