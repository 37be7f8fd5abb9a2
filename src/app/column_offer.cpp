#include "app/column_offer.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/numbers.hpp"

namespace mlt::app {
namespace {

using Kind = CompareColumn::Kind;

constexpr std::size_t kMostMetrics = 6;

struct AttributeName {
  Kind kind;
  std::string_view field;
  std::string_view title;
  std::string_view in_filters;
};
constexpr std::array<AttributeName, 8> kAttributes{{
    {Kind::run_id, "run_id", "run", "id"},
    {Kind::run_name, "run_name", "name", "name"},
    {Kind::experiment, "experiment", "experiment", "experiment"},
    {Kind::start_time, "start_time", "when", "start"},
    {Kind::duration, "duration_ms", "dur", "duration"},
    {Kind::status, "status", "status", "status"},
    {Kind::user, "user", "user", "user"},
    {Kind::end_time, "end_time", "end", "end"},
}};

/// Two values of a param are the same if this is.
std::string value_class(const std::string* value) {
  if (value == nullptr) {
    return {};
  }
  const auto number = base::parse_double(*value);
  return number ? "number " + base::format_double(*number) : "text " + *value;
}

const std::string* find_value(const KeyValueMap& map, std::string_view key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}

/// For each run the number of its value's class, classes numbered as they first occur.
struct Partition {
  std::vector<std::size_t> classes;
  std::size_t count = 0;
  bool operator==(const Partition&) const = default;
};

template <typename MapOf>
Partition partition(std::span<const Run> runs, std::string_view key, MapOf map_of) {
  std::map<std::string, std::size_t> known;
  Partition result;
  for (const Run& run : runs) {
    const auto at = known.try_emplace(value_class(find_value(map_of(run), key)), known.size());
    result.classes.push_back(at.first->second);
  }
  result.count = known.size();
  return result;
}

const KeyValueMap& params_of(const Run& run) { return run.params; }
const KeyValueMap& tags_of(const Run& run) { return run.tags; }

template <typename MapOf>
std::set<std::string, std::less<>> keys_in(std::span<const Run> runs, MapOf map_of) {
  std::set<std::string, std::less<>> keys;
  for (const Run& run : runs) {
    for (const auto& entry : map_of(run)) {
      keys.insert(entry.first);
    }
  }
  return keys;
}

class Offer {
 public:
  Offer(std::span<const Run> runs, const ColumnRequest& request) : runs_(runs), request_(request) {}

  std::vector<OfferedColumn> make() {
    add_attributes();
    add_params();
    add_metrics();
    add_tags();
    return std::move(offered_);
  }

 private:
  void add(CompareColumn column, bool by_default, bool varies = false) {
    offered_.push_back({std::move(column), by_default, varies});
  }

  void add_attributes() {
    const bool all_finished = std::ranges::all_of(
        runs_, [](const Run& run) { return run.status == RunStatus::finished; });
    for (const auto& [kind, by_default] :
         {std::pair{Kind::run_id, true}, std::pair{Kind::run_name, true},
          std::pair{Kind::experiment, request_.several_experiments},
          std::pair{Kind::start_time, true}, std::pair{Kind::duration, true},
          std::pair{Kind::status, !all_finished}, std::pair{Kind::user, false},
          std::pair{Kind::end_time, false}}) {
      add(attribute_column(kind), by_default);
    }
  }

  /// Params that vary are columns. Of several that vary in step, each value of one with one of the
  /// other, the first stands for all; but with few runs to a value that is mere chance.
  void add_params() {
    std::vector<std::pair<std::size_t, Partition>> leaders;  // index into offered_
    for (const auto& key : keys_in(runs_, params_of)) {
      Partition split = partition(runs_, key, params_of);
      const bool varies = split.count > 1;
      CompareColumn column{.kind = Kind::param, .key = key, .title = key};
      const bool can_follow = varies && split.count * 2 <= runs_.size();
      const auto leader =
          std::ranges::find_if(leaders, [&](const auto& other) { return other.second == split; });
      if (can_follow && leader != leaders.end() && !request_.all) {
        offered_[leader->first].column.title += "⇔" + key;
        add(std::move(column), false, varies);
        continue;
      }
      add(std::move(column), varies || runs_.size() == 1, varies);
      if (can_follow) {
        leaders.emplace_back(offered_.size() - 1, std::move(split));
      }
    }
  }

  void add_metrics() {
    std::map<std::string, std::size_t> runs_with;
    for (const Run& run : runs_) {
      for (const auto& metric : run.metrics) {
        ++runs_with[metric.first];
      }
    }
    std::vector<std::string> by_rank;
    by_rank.reserve(runs_with.size());
    for (const auto& entry : runs_with) {
      by_rank.push_back(entry.first);
    }
    const auto first_rank = [&](const std::string& key) {
      return std::ranges::find(request_.first_metrics, key) - request_.first_metrics.begin();
    };
    // What machines log about themselves goes behind what somebody wanted to know.
    const auto is_system = [](const std::string& key) { return key.starts_with("system/"); };
    std::ranges::stable_sort(by_rank, [&](const std::string& a, const std::string& b) {
      return std::tuple(first_rank(a), is_system(a), runs_with[b]) <
             std::tuple(first_rank(b), is_system(b), runs_with[a]);
    });
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < by_rank.size(); ++i) {
      const std::string& key = by_rank[i];
      const bool is_first = first_rank(key) < std::ssize(request_.first_metrics);
      if (is_first || (i < kMostMetrics && !is_system(key))) {
        add({.kind = Kind::metric, .key = key, .title = key}, true, true);
      } else {
        rest.push_back(key);
      }
    }
    std::ranges::sort(rest);
    for (const auto& key : rest) {
      add({.kind = Kind::metric, .key = key, .title = key}, false, true);
    }
  }

  void add_tags() {
    for (const auto& key : keys_in(runs_, tags_of)) {
      if (is_user_tag(key)) {
        add({.kind = Kind::tag, .key = key, .title = key}, false,
            partition(runs_, key, tags_of).count > 1);
      }
    }
  }

  std::span<const Run> runs_;
  const ColumnRequest& request_;
  std::vector<OfferedColumn> offered_;
};

}  // namespace

std::optional<Kind> find_column_attribute(std::string_view word) {
  for (const auto& name : kAttributes) {
    if (word == name.field || word == name.title || word == name.in_filters) {
      return name.kind;
    }
  }
  return std::nullopt;
}

CompareColumn attribute_column(Kind kind) {
  const auto* name = std::ranges::find(kAttributes, kind, &AttributeName::kind);
  return {.kind = kind, .key = {}, .title = std::string(name->title)};
}

std::string_view prefix_of(Kind kind) {
  switch (kind) {
    case Kind::param:
      return "params.";
    case Kind::metric:
      return "metrics.";
    case Kind::tag:
      return "tags.";
    default:
      return "";
  }
}

bool is_user_tag(std::string_view key) {
  return !key.starts_with("mlflow.") && !key.starts_with("mlt.");
}

std::string CompareColumn::field() const {
  const auto* attribute = std::ranges::find(kAttributes, kind, &AttributeName::kind);
  if (attribute != kAttributes.end()) {
    return std::string(attribute->field);
  }
  const bool is_reduced = kind == Kind::metric && form != ColumnForm::curve &&
                          reducer.kind != model::Reducer::Kind::last;
  const std::string source = !alias.empty() ? alias
                                            : std::string(prefix_of(kind)) + key +
                                                  (is_reduced ? model::spell(reducer) : "");
  return form == ColumnForm::value ? source : std::string(name_of(form)) + "." + source;
}

std::vector<OfferedColumn> offered_columns(std::span<const Run> runs,
                                           const ColumnRequest& request) {
  return Offer(runs, request).make();
}

std::vector<KeyValue> constants_of(std::span<const Run> runs,
                                   const std::vector<CompareColumn>& columns) {
  std::vector<KeyValue> constants;
  if (runs.size() < 2) {
    return constants;
  }
  const auto is_shown = [&](Kind kind, std::string_view key) {
    return std::ranges::any_of(columns, [&](const CompareColumn& column) {
      return column.kind == kind && column.key == key;
    });
  };
  const Run& first = runs.front();
  for (const auto& [key, value] : first.params) {
    if (partition(runs, key, params_of).count == 1 && !is_shown(Kind::param, key)) {
      constants.push_back({"params." + key, value});
    }
  }
  for (const auto& [key, value] : first.tags) {
    if (is_user_tag(key) && partition(runs, key, tags_of).count == 1 && !is_shown(Kind::tag, key)) {
      constants.push_back({"tags." + key, value});
    }
  }
  const auto add_tag = [&](std::string_view key, std::string_view name) {
    const auto* value = find_value(first.tags, key);
    if (value != nullptr && partition(runs, key, tags_of).count == 1 && !is_shown(Kind::tag, key)) {
      constants.push_back({std::string(name), *value});
    }
  };
  add_tag(tag::kGitCommit, "commit");
  add_tag(tag::kHost, "host");
  if (!first.user.empty() && !is_shown(Kind::user, "") &&
      std::ranges::all_of(runs, [&](const Run& run) { return run.user == first.user; })) {
    constants.push_back({"user", first.user});
  }
  return constants;
}

}  // namespace mlt::app
