#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

#include "app/column_spec.hpp"
#include "model/reducer.hpp"

namespace mlt::app {

/// One column of a comparison.
struct CompareColumn {
  enum class Kind {
    run_id,
    run_name,
    experiment,
    start_time,
    duration,
    status,
    user,
    end_time,
    param,
    metric,
    tag,
  };
  Kind kind = Kind::run_id;
  std::string key;    ///< of a param, metric or tag
  std::string title;  ///< for people: `lr`, `acc:max`, or `depth⇔model` where one follows the other
  // Of a metric:
  model::Reducer reducer{};
  ColumnForm form = ColumnForm::value;
  std::string alias{};  ///< the name given by `as`

  /// For machines: `run_id`, `params.lr`, `metrics.acc:max` (the last value: `metrics.acc`),
  /// `delta.metrics.acc`, or the alias. --columns reads it back.
  [[nodiscard]] std::string field() const;
  bool operator==(const CompareColumn&) const = default;
};

/// What the user wants to see.
struct ColumnRequest {
  bool all = false;  ///< every param, metric and tag, whether it varies or not
  /// What --columns takes (column_spec.hpp); where all terms begin with + or -, they change the
  /// default.
  std::string spec{};
  std::vector<std::string> keep{};           ///< globs: of params, metrics and tags only these
  std::vector<std::string> drop{};           ///< globs: and not these
  std::vector<std::string> first_metrics{};  ///< shown before others, in this order
  bool several_experiments = false;
  const ColumnSets* sets = nullptr;  ///< null: there are none
  /// What makes a number of a metric for which the spec names no reducer. Absent: the last value.
  std::function<model::Reducer(const std::string& metric)> default_reducer{};
  /// Puts what the goal of a metric says in the place of `:best`. Absent: it stays.
  std::function<model::Reducer(const model::Reducer& reducer, const std::string& metric)> resolve{};
  /// Whether the first run is a base, with which a column behind each metric compares the others,
  /// unless the spec asks for such columns itself.
  bool has_base = false;
};

struct ColumnChoice {
  std::vector<CompareColumn> columns;
  /// What all runs have in common, by field: params, user's tags, `commit`, `host`, `user`.
  std::vector<KeyValue> constants;
  std::size_t hidden = 0;  ///< columns that -A would add
};

/// Chooses columns by what the runs hold. Values are compared as numbers where both are numbers
/// (`1e-3` is `0.001`), and having none differs from having any. Throws not_found for a term of the
/// spec that names nothing, usage for one that is malformed, ambiguous or asks too much, both with
/// a caret.
ColumnChoice choose_columns(std::span<const Run> runs, const ColumnRequest& request);

/// The keys that the spec names, where it names every one: a scan can read just these.
struct NamedKeys {
  bool is_complete = false;
  std::vector<std::string> params;
  std::vector<std::string> metrics;
  std::vector<std::string> tags;
};
NamedKeys named_keys(const ColumnRequest& request);

}  // namespace mlt::app
