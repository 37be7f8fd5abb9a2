#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// Something of a store that another layout does not get.
struct LeftOut {
  std::string path;    ///< beside the store: `mlruns/1/traces`
  std::string reason;  ///< what it is, or why it stays
  auto operator<=>(const LeftOut&) const = default;
};

struct MigrationReport {
  bool changed = false;  ///< false: it has the layout already
  std::size_t experiments = 0;
  std::size_t runs = 0;
  std::size_t models = 0;
  std::string kept_as;              ///< the folder of the old store
  std::string file;                 ///< where this report lies; empty: it was not written
  std::vector<LeftOut> left_out{};  ///< by path
};

/// The report as JSON, `mlt.migration/1`.
std::string report_text(const MigrationReport& report, std::string_view path,
                        std::string_view layout);

/// What was left out in a line for each reason: how often, and where for example.
std::vector<std::string> short_lines(const std::vector<LeftOut>& left_out);

}  // namespace mlt::app
