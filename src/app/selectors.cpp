#include "app/selectors.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "mlt/error.hpp"

#include "app/goals.hpp"
#include "app/key_check.hpp"
#include "app/short_ids.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "model/rules.hpp"
#include "search/search.hpp"

namespace mlt::app {
namespace {

constexpr std::size_t kMinPrefix = 4;
/// As many hex digits as mlt prints of an id at least: a name that is also such a prefix of another
/// run's id does not happen by chance.
constexpr std::size_t kSurePrefix = 7;
constexpr std::size_t kMaxListed = 10;

std::string quoted(std::string_view text) { return "'" + base::escape_control(text) + "'"; }

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// `text` filled up with blanks to `columns` characters.
std::string padded(std::string text, std::size_t columns) {
  const std::size_t used = base::count_code_points(text);
  return used < columns ? text.append(columns - used, ' ') : text;
}

/// The name of the only experiment in scope; empty for several or all.
std::string name_of_scope(Store& store, const std::vector<ExperimentId>& experiments) {
  if (experiments.size() == 1) {
    for (const Experiment& experiment : store.list_experiments()) {
      if (experiment.id == experiments.front()) {
        return experiment.name;
      }
    }
  }
  return "";
}

/// The error for a scope (empty: the whole store) without runs.
Error no_runs_error(Store& store, const std::vector<ExperimentId>& experiments) {
  const std::string name = name_of_scope(store, experiments);
  return Error(ErrorCode::not_found, name.empty()
                                         ? "there are no runs yet"
                                         : "there are no runs in experiment " + quoted(name))
      .hint("start one with: mlt run -- COMMAND");
}

}  // namespace

RunSelectors::RunSelectors(Store& store, SelectorContext context)
    : store_(store), context_(std::move(context)) {}

RunRef RunSelectors::get(std::string_view selector) {
  if (selector.empty()) {
    throw Error(ErrorCode::usage, "the selector of a run is empty");
  }
  if (selector.front() == '@') {
    return get_special(selector);
  }
  if (model::is_run_id(selector)) {
    if (auto ref = store_.locate_run({std::string(selector)})) {
      return *ref;
    }
  }
  const bool is_sure_prefix = selector.size() >= kSurePrefix && is_hex(selector);
  if (is_sure_prefix) {
    if (auto ref = find_by_prefix(selector)) {
      return *ref;
    }
  }
  if (auto ref = find_by_name(selector)) {
    return *ref;
  }
  if (!is_sure_prefix && selector.size() >= kMinPrefix && model::is_run_id(selector)) {
    if (auto ref = find_by_prefix(selector)) {
      return *ref;
    }
  }
  throw not_found(selector);
}

RunRef RunSelectors::get_special(std::string_view selector) {
  if (selector == "@current") {
    return get_current();
  }
  if (selector == "@last" || selector.starts_with("@last~")) {
    return get_last(selector);
  }
  const std::size_t colon = selector.find(':');
  const std::string_view kind = selector.substr(0, colon);
  if (kind == "@best" || kind == "@min" || kind == "@max") {
    std::string_view metric = colon == std::string_view::npos ? "" : selector.substr(colon + 1);
    for (const std::string_view entity : {"metrics.", "metric."}) {
      if (metric.starts_with(entity)) {
        metric.remove_prefix(entity.size());
        break;
      }
    }
    if (metric.empty()) {
      throw Error(ErrorCode::usage, quoted(selector) + " needs a metric")
          .hint("write " + std::string(kind) + ":metrics.KEY");
    }
    return get_extreme(kind, metric);
  }
  Error error(ErrorCode::usage, "there is no selector " + quoted(selector));
  const auto nearest = base::nearest(kind, {"@current", "@last", "@best", "@min", "@max"});
  error.add_hint(nearest ? "the nearest is " + *nearest
                         : "selectors: @current @last @last~N @best:metrics.KEY @min:metrics.KEY "
                           "@max:metrics.KEY");
  throw error;
}

RunRef RunSelectors::get_current() {
  if (!context_.current) {
    throw Error(ErrorCode::not_found, "there is no current run")
        .hint("start one with: eval \"$(mlt run start)\"")
        .hint("or name one with: --run RUN");
  }
  if (context_.current->starts_with("@current")) {
    throw Error(ErrorCode::usage, "@current cannot stand for itself");
  }
  return get(*context_.current);
}

RunRef RunSelectors::get_last(std::string_view selector) {
  constexpr std::string_view kPrefix = "@last~";
  std::size_t back = 0;
  if (selector.size() >= kPrefix.size()) {
    const auto steps = base::parse_int64(selector.substr(kPrefix.size()));
    if (!steps || *steps < 0) {
      throw Error(ErrorCode::usage,
                  quoted(selector) + " needs a number of steps back, as in @last~2");
    }
    back = static_cast<std::size_t>(*steps);
  }
  const std::vector<const Head*> runs = newest();
  if (runs.empty()) {
    throw no_runs_error(store_, context_.experiments.value_or(std::vector<ExperimentId>{}));
  }
  if (back >= runs.size()) {
    throw Error(ErrorCode::not_found, "there is no run " + quoted(selector) + ": there are only " +
                                          std::to_string(runs.size()) +
                                          (runs.size() == 1 ? " run" : " runs"))
        .hint("the oldest is @last~" + std::to_string(runs.size() - 1));
  }
  return runs[back]->ref;
}

RunRef RunSelectors::get_extreme(std::string_view kind, std::string_view metric) {
  RunScan scan;
  if (context_.experiments) {
    scan.experiments = *context_.experiments;
  } else {
    const auto newest_id = newest_experiment(store_);
    if (!newest_id) {
      throw no_runs_error(store_, {});
    }
    scan.experiments = {*newest_id};
  }
  std::optional<Goal> goal = kind == "@min" ? Goal::min : Goal::max;
  if (kind == "@best") {
    goal = goal_of(metric, {}, context_.settings, name_of_scope(store_, scan.experiments));
    if (!goal) {
      const std::string key(metric);
      throw Error(ErrorCode::usage,
                  "it is not known which way metric " + quoted(metric) + " gets better")
          .hint("write @max:metrics." + key + " or @min:metrics." + key)
          .hint("or say so in mlt.yaml: metrics: {" + key + ": max}");
    }
  }

  std::optional<Run> best;
  bool is_logged = false;
  std::size_t runs = 0;
  const std::string key(metric);
  const search::Order newest_first = search::Order::newest_first();
  scan.metrics.names.insert(key);
  store_.scan_runs(scan, [&](Run&& run) {
    ++runs;
    const auto found = run.metrics.find(key);
    if (found == run.metrics.end()) {
      return;
    }
    is_logged = true;
    const double value = found->second.last.value;
    const double best_value = best ? best->metrics.find(key)->second.last.value : std::nan("");
    if (is_better(value, best_value, *goal) ||
        (value == best_value && newest_first.before(run, *best))) {
      best = std::move(run);
    }
  });
  if (best) {
    return best->ref();
  }
  if (is_logged) {
    throw Error(ErrorCode::not_found, "every value of metric " + quoted(metric) + " is NaN");
  }
  if (runs == 0) {
    throw no_runs_error(store_, scan.experiments);
  }
  for (const std::string_view other : {"params.", "param.", "tags.", "tag.", "attributes."}) {
    if (metric.starts_with(other)) {
      throw Error(ErrorCode::usage, std::string(kind) + " picks a run by a metric, and " +
                                        quoted(metric) + " is none")
          .hint("write " + std::string(kind) + ":metrics.KEY, or order by it: mlt ls --sort " +
                std::string(metric));
    }
  }
  throw no_metric_error(store_, scan.experiments, metric);
}

std::optional<RunRef> RunSelectors::find_by_name(std::string_view selector) {
  std::vector<const Head*> matches;
  for (const Head& head : heads()) {
    if (head.name == selector) {
      matches.push_back(&head);
    }
  }
  return matches.empty() ? std::nullopt
                         : std::optional<RunRef>(choose(selector, std::move(matches)));
}

std::optional<RunRef> RunSelectors::find_by_prefix(std::string_view selector) {
  std::vector<RunRef> matches;
  for (const RunRef& ref : refs()) {
    if (ref.run_id.value.starts_with(selector)) {
      matches.push_back(ref);
    }
  }
  if (matches.size() < 2) {
    return matches.empty() ? std::nullopt : std::optional<RunRef>(matches.front());
  }
  std::vector<const Head*> candidates;
  for (const Head& head : heads()) {
    if (head.ref.run_id.value.starts_with(selector)) {
      candidates.push_back(&head);
    }
  }
  // Folders that hold no readable run match by name only.
  return candidates.empty() ? std::nullopt
                            : std::optional<RunRef>(choose(selector, std::move(candidates)));
}

RunRef RunSelectors::choose(std::string_view selector, std::vector<const Head*> matches) {
  const auto narrow = [&matches](auto&& is_preferred) {
    std::vector<const Head*> preferred;
    std::copy_if(matches.begin(), matches.end(), std::back_inserter(preferred), is_preferred);
    if (!preferred.empty()) {
      matches = std::move(preferred);
    }
  };
  narrow([this](const Head* head) { return is_in_scope(head->ref); });
  narrow([](const Head* head) { return head->lifecycle == Lifecycle::active; });
  if (matches.size() > 1) {
    throw ambiguous(selector, std::move(matches));
  }
  return matches.front()->ref;
}

Error RunSelectors::ambiguous(std::string_view selector, std::vector<const Head*> matches) {
  std::sort(matches.begin(), matches.end(), [](const Head* a, const Head* b) {
    return std::tie(b->start_time_ms, a->ref) < std::tie(a->start_time_ms, b->ref);
  });
  struct Row {
    std::string id;
    std::string name;
    std::string age;
    std::string_view status;
  };
  const ShortIds short_ids(refs());
  std::vector<Row> rows;
  Row widest;
  for (const Head* head : matches) {
    if (rows.size() == kMaxListed) {
      break;
    }
    Row row{
        short_ids.of(head->ref.run_id), base::escape_control(head->name),
        base::format_age(head->start_time_ms, context_.now_ms),
        head->lifecycle == Lifecycle::active ? name_of(head->status) : name_of(head->lifecycle)};
    for (std::string Row::*cell : {&Row::id, &Row::name, &Row::age}) {
      widest.*cell = padded(widest.*cell, base::count_code_points(row.*cell));
    }
    rows.push_back(std::move(row));
  }
  std::string message = quoted(selector) + " fits " + std::to_string(matches.size()) + " runs:";
  for (const Row& row : rows) {
    message += "\n  ";
    for (std::string Row::*cell : {&Row::id, &Row::name, &Row::age}) {
      message += padded(row.*cell, base::count_code_points(widest.*cell)) + "  ";
    }
    message += row.status;
  }
  if (matches.size() > rows.size()) {
    message += "\n  … and " + std::to_string(matches.size() - rows.size()) + " more";
  }
  return Error(ErrorCode::usage, std::move(message)).hint("give one of them by its id");
}

Error RunSelectors::not_found(std::string_view selector) {
  if (heads().empty()) {
    return no_runs_error(store_, {});
  }
  if (selector.starts_with("m-") && model::is_run_id(selector)) {
    if (const auto model = store_.find_model({std::string(selector)})) {
      Error error(ErrorCode::not_found, quoted(selector) + " is a logged model, not a run");
      if (!model->source_run_id.empty()) {
        error.add_hint("show the run that made it with: mlt show " + model->source_run_id);
      }
      return error;
    }
  }
  Error error(ErrorCode::not_found, "there is no run " + quoted(selector));
  std::vector<std::string> names;
  for (const Head& head : heads()) {
    names.push_back(head.name);
  }
  if (const auto nearest = base::nearest(selector, names)) {
    error.add_hint("the nearest name is " + quoted(*nearest));
  } else if (is_hex(selector) && selector.size() < kMinPrefix) {
    error.add_hint("a prefix of an id has at least 4 digits");
  }
  error.add_hint("list runs with: mlt runs list");
  return error;
}

bool RunSelectors::is_in_scope(const RunRef& ref) const {
  return !context_.experiments || context_.experiments->empty() ||
         std::find(context_.experiments->begin(), context_.experiments->end(), ref.experiment_id) !=
             context_.experiments->end();
}

const std::vector<RunRef>& RunSelectors::refs() {
  return refs_ ? *refs_ : refs_.emplace(store_.list_runs({}));
}

const std::vector<RunSelectors::Head>& RunSelectors::heads() {
  if (!heads_) {
    heads_.emplace();
    RunScan scan;
    scan.lifecycle = LifecycleFilter::all;
    store_.scan_runs(scan, [this](Run&& run) {
      heads_->push_back(
          {run.ref(), std::move(run.name), run.start_time_ms, run.status, run.lifecycle});
    });
  }
  return *heads_;
}

std::vector<const RunSelectors::Head*> RunSelectors::newest() {
  std::vector<const Head*> runs;
  for (const Head& head : heads()) {
    if (head.lifecycle == Lifecycle::active && is_in_scope(head.ref)) {
      runs.push_back(&head);
    }
  }
  std::sort(runs.begin(), runs.end(), [](const Head* a, const Head* b) {
    return std::tie(b->start_time_ms, a->ref.run_id) < std::tie(a->start_time_ms, b->ref.run_id);
  });
  return runs;
}

std::optional<Experiment> find_experiment(Store& store, std::string_view selector) {
  const std::vector<Experiment> experiments = store.list_experiments();
  for (const Experiment& experiment : experiments) {
    if (experiment.id.value == selector) {
      return experiment;
    }
  }
  for (const Experiment& experiment : experiments) {
    if (experiment.name == selector) {
      return experiment;
    }
  }
  std::vector<const Experiment*> matches;
  if (selector.size() >= kMinPrefix) {
    for (const Experiment& experiment : experiments) {
      if (experiment.id.value.starts_with(selector)) {
        matches.push_back(&experiment);
      }
    }
  }
  if (matches.size() < 2) {
    return matches.empty() ? std::nullopt : std::optional<Experiment>(*matches.front());
  }
  std::string message =
      quoted(selector) + " fits " + std::to_string(matches.size()) + " experiments:";
  for (std::size_t i = 0; i < std::min(matches.size(), kMaxListed); ++i) {
    message += "\n  " + matches[i]->id.value + "  " + base::escape_control(matches[i]->name);
  }
  if (matches.size() > kMaxListed) {
    message += "\n  … and " + std::to_string(matches.size() - kMaxListed) + " more";
  }
  throw Error(ErrorCode::usage, std::move(message)).hint("give one of them by its name or full id");
}

Experiment get_experiment(Store& store, std::string_view selector) {
  if (auto experiment = find_experiment(store, selector)) {
    return *std::move(experiment);
  }
  Error error(ErrorCode::not_found, "there is no experiment " + quoted(selector));
  std::vector<std::string> names;
  for (const Experiment& experiment : store.list_experiments()) {
    names.push_back(experiment.name);
  }
  if (const auto nearest = base::nearest(selector, names)) {
    error.add_hint("the nearest name is " + quoted(*nearest));
  }
  error.add_hint("list experiments with: mlt experiments list");
  throw error;
}

std::optional<ExperimentId> newest_experiment(Store& store) {
  const search::Order order = search::Order::newest_first();
  std::optional<Run> newest;
  store.scan_runs({}, [&](Run&& run) {
    if (!newest || order.before(run, *newest)) {
      newest = std::move(run);
    }
  });
  return newest ? std::optional<ExperimentId>(newest->experiment_id) : std::nullopt;
}

}  // namespace mlt::app
