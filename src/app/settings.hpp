#pragma once

#include <map>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace mlt::app {

/// Which way a metric gets better.
enum class Goal { min, max };

/// What mlt.yaml says of metrics, for all experiments or for one.
struct MetricSettings {
  std::map<std::string, Goal, std::less<>> goals;
  std::string primary;  ///< key of the metric that decides what is best; empty: none
  bool operator==(const MetricSettings&) const = default;
};

/// The settings that people write into a store's mlt.yaml:
///
///     metrics: {val_loss: min}
///     primary: val_loss
///     columns: {paper: "lr,acc:max as top1"}
///     experiments:
///       iris: {metrics: {acc: max}, primary: acc}
struct Settings {
  MetricSettings all;
  std::map<std::string, MetricSettings, std::less<>> experiments;  ///< by name
  std::map<std::string, std::string, std::less<>> columns;         ///< sets for --columns, by name
  bool operator==(const Settings&) const = default;
};

/// Throws data with `path` and line for what is not as above. Other keys are left alone.
Settings parse_settings(std::string_view text, std::string_view path);
/// From mlt.yaml in the root of a store's disk; empty settings where there is none.
Settings load_settings(disk::Disk& disk);

}  // namespace mlt::app
