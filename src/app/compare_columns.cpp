#include "app/compare_columns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

using Kind = CompareColumn::Kind;

constexpr std::size_t kMostMetrics = 6;

struct AttributeName {
  Kind kind;
  std::string_view field;
  std::string_view title;
};
constexpr std::array<AttributeName, 8> kAttributes{{
    {Kind::run_id, "run_id", "run"},
    {Kind::run_name, "run_name", "name"},
    {Kind::experiment, "experiment", "experiment"},
    {Kind::start_time, "start_time", "when"},
    {Kind::duration, "duration_ms", "dur"},
    {Kind::status, "status", "status"},
    {Kind::user, "user", "user"},
    {Kind::end_time, "end_time", "end"},
}};

CompareColumn attribute(Kind kind) {
  for (const auto& name : kAttributes) {
    if (name.kind == kind) {
      return {.kind = kind, .key = {}, .title = std::string(name.title)};
    }
  }
  return {};
}

std::optional<Kind> find_attribute(std::string_view word) {
  for (const auto& name : kAttributes) {
    if (word == name.field || word == name.title) {
      return name.kind;
    }
  }
  return std::nullopt;
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

/// A column as it was first thought of.
struct Candidate {
  CompareColumn column;
  bool by_default = false;
};

class Chooser {
 public:
  Chooser(std::span<const Run> runs, const ColumnRequest& request)
      : runs_(runs), request_(request) {
    add_attributes();
    add_params();
    add_metrics();
    add_tags();
  }

  ColumnChoice choose() {
    ColumnChoice choice;
    const auto words = split_spec(request_.spec);
    const bool changes_default =
        !words.empty() && std::ranges::all_of(words, [](const std::string& word) {
          return word.starts_with('+') || word.starts_with('-');
        });
    if (words.empty() || changes_default) {
      for (const auto& candidate : candidates_) {
        const bool is_wanted =
            candidate.by_default ||
            (request_.all && candidate.column.kind != Kind::user &&
             candidate.column.kind != Kind::end_time && candidate.column.kind != Kind::experiment);
        if (is_wanted && passes_globs(candidate.column)) {
          choice.columns.push_back(candidate.column);
        } else if (!candidate.by_default && varies(candidate.column)) {
          ++choice.hidden;
        }
      }
      for (const auto& word : words) {
        const auto named = find(std::string_view(word).substr(1));
        std::erase_if(choice.columns, [&](const CompareColumn& column) {
          return std::ranges::any_of(
              named, [&](const CompareColumn& other) { return same(column, other); });
        });
        if (word.front() == '+') {
          choice.columns.insert(choice.columns.end(), named.begin(), named.end());
        }
      }
    } else {
      choice.columns.push_back(attribute(Kind::run_id));
      for (const auto& word : words) {
        for (auto& column : find(word)) {
          if (std::ranges::none_of(choice.columns, [&](const CompareColumn& other) {
                return same(column, other);
              })) {
            choice.columns.push_back(std::move(column));
          }
        }
      }
    }
    add_constants(choice);
    return choice;
  }

  static std::vector<std::string> split_spec(std::string_view spec) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    for (const char c : spec) {
      if (c == '`') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        words.push_back(std::exchange(word, {}));
      } else {
        word += c;
      }
    }
    words.push_back(word);
    for (auto& text : words) {
      text = std::string(base::trim(text));
    }
    std::erase(words, std::string());
    return words;
  }

 private:
  static bool same(const CompareColumn& a, const CompareColumn& b) {
    return a.kind == b.kind && a.key == b.key;
  }

  void add(CompareColumn column, bool by_default) {
    candidates_.push_back({std::move(column), by_default});
  }

  void add_attributes() {
    add(attribute(Kind::run_id), true);
    add(attribute(Kind::run_name), true);
    add(attribute(Kind::experiment), request_.several_experiments);
    add(attribute(Kind::start_time), true);
    add(attribute(Kind::duration), true);
    const bool all_finished = std::ranges::all_of(
        runs_, [](const Run& run) { return run.status == RunStatus::finished; });
    add(attribute(Kind::status), !all_finished);
    add(attribute(Kind::user), false);
    add(attribute(Kind::end_time), false);
  }

  /// Params that vary are columns. Of several that vary in step, each value of one with one of the
  /// other, the first stands for all; but with few runs to a value that is mere chance.
  void add_params() {
    std::vector<std::pair<std::size_t, Partition>> leaders;  // index into candidates_
    for (const auto& key : keys_in(runs_, params_of)) {
      Partition split = partition(runs_, key, params_of);
      const bool varies = split.count > 1 || runs_.size() == 1;
      CompareColumn column{.kind = Kind::param, .key = key, .title = key};
      const bool can_follow = split.count > 1 && split.count * 2 <= runs_.size();
      const auto leader =
          std::ranges::find_if(leaders, [&](const auto& other) { return other.second == split; });
      if (can_follow && leader != leaders.end() && !request_.all) {
        candidates_[leader->first].column.title += "⇔" + key;
        add(std::move(column), false);
        continue;
      }
      add(std::move(column), varies);
      if (can_follow) {
        leaders.emplace_back(candidates_.size() - 1, std::move(split));
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
      const bool by_default = is_first || (i < kMostMetrics && !is_system(key));
      (by_default ? shown_metrics_ : rest).push_back(key);
    }
    std::ranges::sort(rest);
    for (const auto& key : shown_metrics_) {
      add({.kind = Kind::metric, .key = key, .title = key}, true);
    }
    for (const auto& key : rest) {
      add({.kind = Kind::metric, .key = key, .title = key}, false);
    }
  }

  void add_tags() {
    for (const auto& key : keys_in(runs_, tags_of)) {
      if (is_user_tag(key)) {
        add({.kind = Kind::tag, .key = key, .title = key}, false);
      }
    }
  }

  /// Whether -A would tell something new by showing this column.
  [[nodiscard]] bool varies(const CompareColumn& column) const {
    switch (column.kind) {
      case Kind::metric:
        return true;
      case Kind::param:
        return partition(runs_, column.key, params_of).count > 1;
      case Kind::tag:
        return partition(runs_, column.key, tags_of).count > 1;
      default:
        return false;
    }
  }

  [[nodiscard]] bool passes_globs(const CompareColumn& column) const {
    if (prefix_of(column.kind).empty()) {
      return true;
    }
    const auto matches = [&](const std::string& glob) {
      return base::matches_glob(glob, column.key) || base::matches_glob(glob, column.field());
    };
    return (request_.keep.empty() || std::ranges::any_of(request_.keep, matches)) &&
           std::ranges::none_of(request_.drop, matches);
  }

  /// The columns that a word of the spec names.
  [[nodiscard]] std::vector<CompareColumn> find(std::string_view word) const {
    std::vector<CompareColumn> found;
    for (const Kind kind : {Kind::param, Kind::metric, Kind::tag}) {
      if (word == prefix_of(kind).substr(0, prefix_of(kind).size() - 1)) {
        collect(found, [kind](const CompareColumn& column) { return column.kind == kind; });
        return found;
      }
    }
    for (const std::string_view prefix : {"attributes.", "attribute.", "attr."}) {
      if (word.starts_with(prefix)) {
        const auto kind = find_attribute(word.substr(prefix.size()));
        if (!kind) {
          throw unknown(word);
        }
        return {attribute(*kind)};
      }
    }
    if (const auto kind = find_attribute(word)) {
      return {attribute(*kind)};
    }
    collect(found, [word](const CompareColumn& column) { return column.field() == word; });
    if (found.empty() && word.starts_with("tags.")) {
      // Also what the tools of this trade write: tags.mlflow.source.name.
      found.push_back({.kind = Kind::tag,
                       .key = std::string(word.substr(5)),
                       .title = std::string(word.substr(5))});
      if (keys_in(runs_, tags_of).contains(found.front().key)) {
        return found;
      }
      found.clear();
    }
    if (found.empty()) {
      collect(found, [word](const CompareColumn& column) {
        return column.key == word && column.kind != Kind::tag;
      });
      if (found.size() > 1) {
        throw Error(ErrorCode::usage, "'" + std::string(word) + "' is a param and a metric")
            .hint("say which: params." + std::string(word) + " or metrics." + std::string(word));
      }
    }
    if (found.empty() && base::has_glob_characters(word)) {
      collect(found, [word](const CompareColumn& column) {
        return base::matches_glob(word, column.field()) ||
               (column.kind != Kind::tag && base::matches_glob(word, column.key));
      });
    }
    if (found.empty() && !runs_.empty()) {
      throw unknown(word);
    }
    return found;
  }

  template <typename Predicate>
  void collect(std::vector<CompareColumn>& found, Predicate predicate) const {
    for (const auto& candidate : candidates_) {
      if (!prefix_of(candidate.column.kind).empty() && predicate(candidate.column)) {
        CompareColumn column = candidate.column;
        column.title = column.key;
        found.push_back(std::move(column));
      }
    }
  }

  [[nodiscard]] Error unknown(std::string_view word) const {
    Error error(ErrorCode::not_found, "no column '" + std::string(word) + "' in " +
                                          std::to_string(runs_.size()) +
                                          (runs_.size() == 1 ? " run" : " runs"));
    std::vector<std::string> names;
    for (const auto& candidate : candidates_) {
      names.push_back(candidate.column.field());
      if (!candidate.column.key.empty()) {
        names.push_back(candidate.column.key);
      }
    }
    if (const auto near = base::nearest(word, names)) {
      error.add_hint("the nearest name is '" + *near + "'");
    } else {
      error.add_hint("see all columns with: mlt compare -A");
    }
    return error;
  }

  /// What is the same in all runs and stands in no column.
  void add_constants(ColumnChoice& choice) const {
    if (runs_.size() < 2) {
      return;
    }
    const auto is_shown = [&](Kind kind, std::string_view key) {
      return std::ranges::any_of(choice.columns, [&](const CompareColumn& column) {
        return column.kind == kind && column.key == key;
      });
    };
    const Run& first = runs_.front();
    for (const auto& [key, value] : first.params) {
      if (partition(runs_, key, params_of).count == 1 && !is_shown(Kind::param, key)) {
        choice.constants.push_back({"params." + key, value});
      }
    }
    for (const auto& [key, value] : first.tags) {
      if (is_user_tag(key) && partition(runs_, key, tags_of).count == 1 &&
          !is_shown(Kind::tag, key)) {
        choice.constants.push_back({"tags." + key, value});
      }
    }
    const auto add_tag = [&](std::string_view key, std::string_view name) {
      const auto* value = find_value(first.tags, key);
      if (value != nullptr && partition(runs_, key, tags_of).count == 1 &&
          !is_shown(Kind::tag, key)) {
        choice.constants.push_back({std::string(name), *value});
      }
    };
    add_tag(tag::kGitCommit, "commit");
    add_tag(tag::kHost, "host");
    if (!first.user.empty() && !is_shown(Kind::user, "") &&
        std::ranges::all_of(runs_, [&](const Run& run) { return run.user == first.user; })) {
      choice.constants.push_back({"user", first.user});
    }
  }

  std::span<const Run> runs_;
  const ColumnRequest& request_;
  std::vector<Candidate> candidates_;
  std::vector<std::string> shown_metrics_;
};

}  // namespace

std::string CompareColumn::field() const {
  for (const auto& name : kAttributes) {
    if (name.kind == kind) {
      return std::string(name.field);
    }
  }
  return std::string(prefix_of(kind)) + key;
}

ColumnChoice choose_columns(std::span<const Run> runs, const ColumnRequest& request) {
  return Chooser(runs, request).choose();
}

NamedKeys named_keys(const ColumnRequest& request) {
  const auto words = Chooser::split_spec(request.spec);
  NamedKeys keys;
  keys.is_complete = !words.empty() && !request.all;
  for (const auto& word : words) {
    if (find_attribute(word)) {
      continue;
    }
    if (base::has_glob_characters(word) || word.starts_with('+') || word.starts_with('-')) {
      return {};
    }
    if (word.starts_with("params.")) {
      keys.params.push_back(word.substr(7));
    } else if (word.starts_with("metrics.")) {
      keys.metrics.push_back(word.substr(8));
    } else if (word.starts_with("tags.")) {
      keys.tags.push_back(word.substr(5));
    } else if (word == "params" || word == "metrics" || word == "tags") {
      return {};
    } else {
      keys.params.push_back(word);  // which of the two it is the runs tell
      keys.metrics.push_back(word);
    }
  }
  return keys;
}

}  // namespace mlt::app
