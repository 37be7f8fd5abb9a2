#include "app/compare.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/key_check.hpp"
#include "app/metric_reader.hpp"
#include "app/run_filter.hpp"
#include "app/run_query.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

std::optional<Goal> parse_direction(std::string_view word) {
  if (word == "min") {
    return Goal::min;
  }
  if (word == "max") {
    return Goal::max;
  }
  return std::nullopt;
}

std::string quoted_metric(const std::string& key) { return "metrics.`" + key + "`"; }

/// The rows with the best value; none where all have the same.
std::vector<std::size_t> best_of(const std::vector<std::optional<double>>& values, Goal goal) {
  std::vector<std::size_t> best;
  bool all_same = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    if (!value || std::isnan(*value)) {
      all_same = false;
      continue;
    }
    all_same = all_same && (best.empty() || *value == *values[best.front()]);
    if (best.empty() || is_better(*value, *values[best.front()], goal)) {
      best = {i};
    } else if (*value == *values[best.front()]) {
      best.push_back(i);
    }
  }
  return all_same ? std::vector<std::size_t>() : best;
}

class Comparer {
 public:
  Comparer(Store& store, const Settings& settings, const CompareOptions& options)
      : store_(store), settings_(settings), options_(options) {}

  Comparison compare() {
    all_experiments_ = store_.list_experiments();
    if (options_.candidate) {
      result_.runs = {*options_.candidate};
      result_.stores = {options_.candidate_store};
      result_.total = result_.matched = 1;
    } else if (options_.runs.empty()) {
      query();
    } else {
      read_named();
    }
    add_base();
    check_goals();
    find_experiments();
    choose_primary();
    ColumnRequest request = options_.columns;
    request.several_experiments = result_.experiments.size() > 1;
    request.first_metrics = first_metrics();
    request.has_base = result_.has_base;
    request.sets = &settings_.columns;
    request.default_reducer = [this](const std::string& key) { return default_reducer(key); };
    request.resolve = [this](const model::Reducer& reducer, const std::string& key) {
      return with_goal(reducer, key, goal_function());
    };
    result_.choice = choose(request);
    result_.values = read_column_values(result_.runs, result_.choice.columns,
                                        {.goal_of = goal_function(),
                                         .store_of = [this](std::size_t i) { return store_of(i); },
                                         .has_base = result_.has_base,
                                         .own_curves = options_.own_curves});
    find_best();
    find_best_runs();
    return std::move(result_);
  }

 private:
  /// For the nearest name of a column that does not exist, all must have been read.
  ColumnChoice choose(const ColumnRequest& request) {
    try {
      return choose_columns(result_.runs, request);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::not_found || !options_.runs.empty() || options_.base) {
        throw;
      }
      for (Run& run : result_.runs) {
        run = store_.get_run(run.ref());
      }
      return choose_columns(result_.runs, request);
    }
  }

  /// A metric that the command line gives a direction and that no run has is misspelt.
  void check_goals() {
    std::set<std::string, std::less<>> keys;
    for (const auto& given : options_.goals) {
      keys.insert(given.first);
    }
    if (!options_.primary.empty()) {
      keys.insert(options_.primary);
    }
    for (const Run& run : result_.runs) {
      std::erase_if(keys, [&run](const std::string& key) { return run.metrics.contains(key); });
    }
    if (keys.empty()) {
      return;
    }
    std::set<ExperimentId> experiments;
    if (const auto sole = sole_experiment()) {
      experiments.insert(*sole);
    } else if (options_.experiments) {
      experiments.insert(options_.experiments->begin(), options_.experiments->end());
    }
    for (const RunRef& ref : options_.runs) {
      experiments.insert(ref.experiment_id);
    }
    require_metrics(store_, {experiments.begin(), experiments.end()}, keys);
  }

  void query() {
    RunQuery query;
    query.newest_experiment = !options_.experiments.has_value();
    query.experiments = options_.experiments.value_or(std::vector<ExperimentId>{});
    query.filter = options_.filter;
    query.now_ms = options_.now_ms;
    query.order_by = options_.order_by;
    query.since_ms = options_.since_ms;
    query.without = options_.without;
    query.top = options_.top;
    query.default_order = [this](const ExperimentId& id) { return default_order(id); };
    query.goal_of = [this](std::string_view metric, const ExperimentId& id) {
      return goal_of(metric, options_.goals, settings_, name_of_pool(id));
    };
    ColumnRequest columns = options_.columns;
    columns.sets = &settings_.columns;
    const NamedKeys named = named_keys(columns);
    if (named.is_complete && options_.top == 0) {
      query.params.names.insert(named.params.begin(), named.params.end());
      query.metrics.names.insert(named.metrics.begin(), named.metrics.end());
      query.tags.names.insert(named.tags.begin(), named.tags.end());
      query.tags.names.insert(std::string(tag::kGitDirty));
      if (!options_.primary.empty()) {
        query.metrics.names.insert(options_.primary);
      }
    } else {
      query.params = query.metrics = query.tags = KeySelection::everything();
    }
    RunPage page = query_runs(store_, query);
    result_.runs = std::move(page.runs);
    result_.total = page.total;
    result_.matched = page.matched;
    result_.hints = std::move(page.hints);
    chosen_ = page.experiment;
    if (options_.order_by.empty()) {
      const bool is_best_first =
          !default_order_metric(name_of_experiment(sole_experiment())).empty();
      result_.ordered_by = is_best_first ? "best" : "newest";
    }
  }

  [[nodiscard]] search::Filter read_filter() const {
    return search::Filter::parse(options_.filter, search::Subject::runs, options_.now_ms);
  }

  void read_named() {
    std::vector<Run> runs;
    std::vector<Store*> stores;
    for (std::size_t i = 0; i < options_.runs.size(); ++i) {
      stores.push_back(i < options_.stores.size() ? options_.stores[i] : &store_);
      runs.push_back(stores.back()->get_run(options_.runs[i]));
    }
    std::vector<std::size_t> places(runs.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::erase_if(places, [&](std::size_t at) { return options_.without.contains(runs[at].id); });
    result_.total = places.size();
    const auto filter = read_filter();
    const auto kinds_of = [&runs](std::string_view name) { return kinds_among(runs, name); };
    filter.check_bare_names(kinds_of);
    std::erase_if(places, [&](std::size_t at) {
      return !passes(*stores[at], filter, runs[at]) ||
             (options_.since_ms && runs[at].start_time_ms < *options_.since_ms);
    });
    result_.matched = places.size();
    if (!options_.order_by.empty()) {
      auto order = search::Order::parse(options_.order_by);
      order.resolve(kinds_of);
      const auto store_of = [&](const Run& run) {
        return stores[static_cast<std::size_t>(&run - runs.data())];
      };
      read_order(order, goal_function(), runs, store_of);
      std::ranges::sort(places, [&](std::size_t a, std::size_t b) {
        return order.before(runs[a], runs[b]) || (!order.before(runs[b], runs[a]) && a < b);
      });
    }
    for (const std::size_t at : places) {
      result_.runs.push_back(std::move(runs[at]));
      result_.stores.push_back(stores[at]);
    }
  }

  /// Null: it has no points.
  [[nodiscard]] Store* store_of(std::size_t row) const {
    return row < result_.stores.size() ? result_.stores[row] : &store_;
  }

  void add_base() {
    if (options_.base) {
      result_.runs.insert(result_.runs.begin(), *options_.base);
      result_.stores.resize(result_.runs.size() - 1, &store_);
      result_.stores.insert(result_.stores.begin(), options_.base_store);
      result_.has_base = true;
    }
  }

  /// The one experiment in question, if it is one.
  [[nodiscard]] std::optional<ExperimentId> sole_experiment() const {
    if (chosen_) {
      return chosen_;
    }
    if (options_.experiments && options_.experiments->size() == 1) {
      return options_.experiments->front();
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string name_of_experiment(const std::optional<ExperimentId>& id) const {
    const auto found = std::ranges::find_if(
        all_experiments_, [&](const Experiment& experiment) { return id == experiment.id; });
    return found == all_experiments_.end() ? std::string() : found->name;
  }

  /// The metric by which runs are ordered if nothing else is said: declared, and of known
  /// direction.
  [[nodiscard]] std::string default_order_metric(const std::string& experiment) const {
    std::string metric =
        !options_.primary.empty() ? options_.primary : primary_metric(settings_, experiment);
    return goal_of(metric, options_.goals, settings_, experiment) ? metric : std::string();
  }

  /// Of the runs that are ordered together: those of an experiment, or of all that were asked for.
  [[nodiscard]] std::string name_of_pool(const ExperimentId& id) const {
    return name_of_experiment(id.value.empty() ? sole_experiment() : std::optional(id));
  }

  [[nodiscard]] search::Order default_order(const ExperimentId& id) const {
    const std::string experiment = name_of_pool(id);
    const std::string metric = default_order_metric(experiment);
    if (metric.empty()) {
      return search::Order::newest_first();
    }
    const model::Reducer reducer = default_reducer(metric, experiment);
    const auto better =
        goal_of_reduced(reducer, goal_of(metric, options_.goals, settings_, experiment));
    return search::Order::parse(quoted_metric(metric) + model::spell(reducer) +
                                (better == Goal::max ? " DESC" : " ASC"));
  }

  /// What stands for a metric where nothing is said: what the runs are ordered by; else what was
  /// asked for all; else its best, if somebody declared which way is better; else its last value.
  [[nodiscard]] model::Reducer default_reducer(const std::string& metric) const {
    for (const auto& [key, reducer] : ordering_metrics()) {
      if (key == metric) {
        return with_goal(reducer, metric, goal_function());
      }
    }
    return default_reducer(metric, experiment_);
  }

  [[nodiscard]] model::Reducer default_reducer(const std::string& metric,
                                               const std::string& experiment) const {
    using Kind = model::Reducer::Kind;
    const auto declared = declared_goal_of(metric, options_.goals, settings_, experiment);
    if (options_.aggregate && options_.aggregate->kind != Kind::best) {
      return *options_.aggregate;
    }
    const auto better =
        options_.aggregate ? goal_of(metric, options_.goals, settings_, experiment) : declared;
    return {!better ? Kind::last : better == Goal::min ? Kind::min : Kind::max};
  }

  void find_experiments() {
    for (const auto& experiment : all_experiments_) {
      const bool has_run = std::ranges::any_of(
          result_.runs, [&](const Run& run) { return run.experiment_id == experiment.id; });
      if (has_run || sole_experiment() == experiment.id) {
        result_.experiments.push_back(experiment);
      }
    }
    if (result_.experiments.size() == 1) {
      experiment_ = result_.experiments.front().name;
    }
  }

  [[nodiscard]] std::optional<Goal> goal(std::string_view metric) const {
    return goal_of(metric, options_.goals, settings_, experiment_);
  }

  [[nodiscard]] GoalOf goal_function() const {
    return [this](std::string_view metric) { return goal(metric); };
  }

  struct OrderedBy {
    std::string metric;
    model::Reducer reducer;
  };

  [[nodiscard]] std::vector<OrderedBy> ordering_metrics() const {
    std::vector<OrderedBy> metrics;
    if (options_.order_by.empty()) {
      return metrics;
    }
    const auto order = search::Order::parse(options_.order_by);
    for (const auto& term : order.terms()) {
      const bool is_metric =
          term.entity == search::Entity::metric ||
          (term.is_bare && std::ranges::any_of(result_.runs, [&](const Run& run) {
             return run.metrics.contains(term.key);
           }));
      if (is_metric) {
        metrics.push_back({term.key, term.reducer});
      }
    }
    return metrics;
  }

  /// Which metric says what the best run is: asked for, declared, ordered by, or the only one with
  /// a direction.
  void choose_primary() {
    if (!options_.primary.empty() && !goal(options_.primary)) {
      throw Error(ErrorCode::usage,
                  "it is not known which way '" + options_.primary + "' is better")
          .hint("say which: --best max:" + options_.primary + " or min:" + options_.primary);
    }
    const std::string declared = default_order_metric(experiment_);
    if (!declared.empty()) {
      result_.primary = declared;
      return;
    }
    for (const auto& [metric, reducer] : ordering_metrics()) {
      if (goal(metric)) {
        result_.primary = metric;
        return;
      }
    }
    std::set<std::string> directed;
    for (const Run& run : result_.runs) {
      for (const auto& metric : run.metrics) {
        if (goal(metric.first)) {
          directed.insert(metric.first);
        }
      }
    }
    if (directed.size() == 1) {
      result_.primary = *directed.begin();
    }
  }

  [[nodiscard]] std::vector<std::string> first_metrics() const {
    std::vector<std::string> metrics;
    const auto add = [&](const std::string& metric) {
      if (!metric.empty() && std::ranges::find(metrics, metric) == metrics.end()) {
        metrics.push_back(metric);
      }
    };
    add(result_.primary);
    for (const auto& ordered_by : ordering_metrics()) {
      add(ordered_by.metric);
    }
    for (const auto& given : options_.goals) {
      add(given.first);
    }
    const auto filter = read_filter();
    std::ranges::for_each(filter.used_keys().metrics, add);
    return metrics;
  }

  void find_best() {
    const auto& columns = result_.choice.columns;
    result_.best.resize(columns.size());
    for (std::size_t c = 0; c < columns.size() && result_.runs.size() > 1; ++c) {
      const ColumnValues& values = result_.values[c];
      if (columns[c].kind != CompareColumn::Kind::metric) {
        continue;
      }
      auto& unknown = result_.without_goal;
      if (lacks_goal(columns[c], values) &&
          std::ranges::find(unknown, columns[c].key) == unknown.end()) {
        unknown.push_back(columns[c].key);
      }
      if (columns[c].form == ColumnForm::value && values.better) {
        result_.best[c] = best_of(values.numbers, *values.better);
      }
    }
  }

  /// The column whose best runs are the best: of the primary metric, as it is reduced by default.
  [[nodiscard]] std::optional<std::size_t> deciding_column() const {
    const auto& columns = result_.choice.columns;
    std::optional<std::size_t> deciding;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool is_primary = columns[c].kind == CompareColumn::Kind::metric &&
                              columns[c].form == ColumnForm::value &&
                              columns[c].key == result_.primary;
      if (is_primary && columns[c].reducer == default_reducer(result_.primary)) {
        return c;
      }
      deciding = is_primary && !deciding ? c : deciding;
    }
    return deciding;
  }

  void find_best_runs() {
    if (!result_.primary.empty()) {
      result_.deciding = deciding_column();
      if (result_.deciding) {
        result_.best_runs = result_.best[*result_.deciding];
      }
      return;
    }
    std::optional<std::vector<std::size_t>> common;
    for (const auto& best : result_.best) {
      if (!best.empty() && !common) {
        common = best;
      } else if (!best.empty()) {
        std::erase_if(*common,
                      [&](std::size_t row) { return std::ranges::find(best, row) == best.end(); });
      }
    }
    if (common && common->size() == 1) {
      result_.best_runs = *common;
    }
  }

  Store& store_;
  const Settings& settings_;
  const CompareOptions& options_;
  std::vector<Experiment> all_experiments_;
  std::optional<ExperimentId> chosen_;
  std::string experiment_;  // name of the only one shown; empty: several
  Comparison result_;
};

}  // namespace

std::pair<std::string, std::optional<Goal>> parse_best(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto goal = parse_direction(text.substr(0, colon));
  const std::string_view key =
      goal && colon != std::string_view::npos ? text.substr(colon + 1) : text;
  if (key.empty()) {
    throw Error(ErrorCode::usage,
                "--best wants max:METRIC, min:METRIC or METRIC, not '" + std::string(text) + "'");
  }
  return {metric_key(key), goal};
}

std::pair<std::string, Goal> parse_goal(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  const auto goal =
      equals == std::string_view::npos ? std::nullopt : parse_direction(text.substr(equals + 1));
  if (!goal || equals == 0) {
    throw Error(ErrorCode::usage,
                "--goal wants METRIC=max or METRIC=min, not '" + std::string(text) + "'");
  }
  return {metric_key(text.substr(0, equals)), *goal};
}

const Experiment* Comparison::experiment_of(const Run& run) const {
  const auto found = std::ranges::find_if(experiments, [&](const Experiment& experiment) {
    return experiment.id == run.experiment_id;
  });
  return found == experiments.end() ? nullptr : &*found;
}

Comparison compare_runs(Store& store, const Settings& settings, const CompareOptions& options) {
  return Comparer(store, settings, options).compare();
}

std::optional<double> last_value(const Run& run, std::string_view key) {
  const auto found = run.metrics.find(key);
  return found == run.metrics.end() ? std::nullopt : std::optional(found->second.last.value);
}

bool has_uncommitted_code(const Run& run) {
  const auto found = run.tags.find(tag::kGitDirty);
  return found != run.tags.end() && base::to_lower(found->second) == "true";
}

}  // namespace mlt::app
