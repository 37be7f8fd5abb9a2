#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

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
  std::string title;  ///< for people: `lr`, or `depth⇔model` where one follows the other

  /// For machines: `run_id`, `params.lr`, `metrics.acc`.
  [[nodiscard]] std::string field() const;
  bool operator==(const CompareColumn&) const = default;
};

/// What the user wants to see.
struct ColumnRequest {
  bool all = false;  ///< every param, metric and tag, whether it varies or not
  /// Comma separated: keys, globs and kinds in the order wanted (`lr,metrics.val_*,tags`), or,
  /// where all begin with + or -, changes to the default. Backquotes hold a name together.
  std::string spec;
  std::vector<std::string> keep;           ///< globs: of params, metrics and tags only these
  std::vector<std::string> drop;           ///< globs: and not these
  std::vector<std::string> first_metrics;  ///< shown before others, in this order
  bool several_experiments = false;
};

struct ColumnChoice {
  std::vector<CompareColumn> columns;
  /// What all runs have in common, by field: params, user's tags, `commit`, `host`, `user`.
  std::vector<KeyValue> constants;
  std::size_t hidden = 0;  ///< columns that -A would add
};

/// Chooses columns by what the runs hold. Values are compared as numbers where both are numbers
/// (`1e-3` is `0.001`), and having none differs from having any. Throws usage for a word of the
/// spec that names nothing or is ambiguous.
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
