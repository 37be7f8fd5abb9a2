#include "app/transfer/import.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "model/rules.hpp"
#include "wire/history_json.hpp"

namespace mlt::app {

namespace {

using What = Imported::What;
using Outcome = Imported::Outcome;

/// What a run says, whatever store it is in.
std::string content_of(const RunImport& import) {
  Run run = import.run;
  run.id = {};
  run.experiment_id = {};
  run.artifacts.clear();
  run.artifact_uri.clear();
  run.deleted_time_ms.reset();
  // Stores differ in whether these two are tags or facts; they are compared as facts.
  run.tags.erase(std::string(tag::kRunName));
  run.tags.erase(std::string(tag::kUser));
  std::vector<Metric> points = import.points;
  std::ranges::stable_sort(points, [](const Metric& a, const Metric& b) {
    return a.key != b.key ? a.key < b.key : comes_before(a.point, b.point);
  });
  const auto is_same = [](const Metric& a, const Metric& b) {
    return a.key == b.key && same_point(a.point, b.point);
  };
  points.erase(std::unique(points.begin(), points.end(), is_same), points.end());
  return wire::run_record(run, {}) + wire::points_record(points);
}

// What a store has may be more than mlt takes from people: keys of more bytes, values with a NUL.

void check_key(std::string_view kind, const std::string& key) {
  if (!model::is_key(key)) {
    throw Error(ErrorCode::data,
                "'" + base::escape_control(key) + "' cannot be the key of a " + std::string(kind));
  }
}

void check_texts(std::string_view kind, const KeyValueMap& texts) {
  for (const auto& [key, value] : texts) {
    check_key(kind, key);
    if (!base::is_valid_utf8(value)) {
      throw Error(ErrorCode::data, "the value of the " + std::string(kind) + " '" +
                                       base::escape_control(key) + "' is not valid UTF-8");
    }
  }
}

void check_run(const RunImport& import) {
  const Run& run = import.run;
  if (!model::is_run_id(run.id.value)) {
    throw Error(ErrorCode::data, "'" + base::escape_control(run.id.value) + "' is no run id");
  }
  check_texts("param", run.params);
  check_texts("tag", run.tags);
  std::string_view checked;
  for (const Metric& metric : import.points) {
    if (metric.key != checked) {
      check_key("metric", metric.key);
      checked = metric.key;
    }
  }
  for (const auto& [path, fact] : run.artifacts) {
    model::check_artifact_path(path);
  }
}

class Import {
 public:
  Import(const History& history, Store& store, const ImportOptions& options,
         const std::function<void(const Imported&)>& on_item)
      : history_(history), store_(store), options_(options), on_item_(on_item) {
    for (Experiment& experiment : store_.list_experiments()) {
      ids_by_name_.emplace(experiment.name, experiment.id);
      known_experiments_.insert(experiment.id);
    }
    for (RunRef& ref : store_.list_runs({})) {
      known_runs_.emplace(std::move(ref.run_id.value), std::move(ref.experiment_id));
    }
  }

  ImportReport run() {
    if (options_.on_conflict == OnConflict::fail) {
      refuse_conflicts();
    }
    if (options_.into) {
      choose_target(*options_.into);
    } else {
      for (const Experiment& experiment : history_.experiments) {
        take_experiment(experiment);
      }
    }
    for (const auto& item : history_.runs) {
      guard(What::run, item.label, [&] { return take_run(item); });
    }
    for (const auto& item : history_.models) {
      guard(What::model, item.label, [&] { return take_model(item); });
    }
    return std::move(report_);
  }

 private:
  void refuse_conflicts() {
    for (const Experiment& experiment : history_.experiments) {
      const auto named = ids_by_name_.find(experiment.name);
      if (!options_.into && !known_experiments_.contains(experiment.id) &&
          named != ids_by_name_.end()) {
        throw Error(ErrorCode::refused, "the experiment '" + base::escape_control(experiment.name) +
                                            "' is here already, as " + named->second.value)
            .hint("put its runs into the one that is here with: --on-conflict skip");
      }
    }
    if (known_runs_.empty()) {
      return;  // nothing to meet: no run needs to be read for that
    }
    for (const auto& item : history_.runs) {
      const RunImport incoming = prepared(item);
      if (known_runs_.contains(incoming.run.id.value) && !is_here(incoming)) {
        throw Error(ErrorCode::refused,
                    "run " + incoming.run.id.value + " is here already and says something else")
            .hint("keep both with: --on-conflict rename");
      }
    }
  }

  void choose_target(const std::string& wanted) {
    const auto named = ids_by_name_.find(wanted);
    if (named != ids_by_name_.end()) {
      target_ = named->second;
    } else if (known_experiments_.contains({wanted})) {
      target_ = {wanted};
    } else {
      model::check_name("experiment", wanted);
      target_ = options_.dry_run ? derived_experiment_id(wanted)
                                 : store_.create_experiment({wanted, {}}).id;
      add({What::experiment, Outcome::taken, wanted, target_->value});
    }
  }

  void take_experiment(const Experiment& incoming) {
    if (!model::is_experiment_id(incoming.id.value)) {
      throw Error(ErrorCode::data,
                  "'" + base::escape_control(incoming.id.value) + "' is no experiment id");
    }
    // MLflow allows more in a name than mlt gives; what a store has is taken as it is.
    if (incoming.name.empty() || !base::is_valid_utf8(incoming.name)) {
      throw Error(ErrorCode::data, "experiment " + incoming.id.value + " has no readable name");
    }
    Experiment experiment = incoming;
    if (const auto named = ids_by_name_.find(experiment.name);
        !known_experiments_.contains(experiment.id) && named != ids_by_name_.end()) {
      if (options_.on_conflict == OnConflict::skip) {
        places_.insert_or_assign(experiment.id, named->second);
        add({What::experiment, Outcome::present, incoming.name, named->second.value});
        return;
      }
      experiment.name += "~" + experiment.id.value;
    }
    const bool is_new = !known_experiments_.contains(experiment.id) &&
                        (options_.dry_run || store_.import_experiment(experiment));
    known_experiments_.insert(experiment.id);
    places_.insert_or_assign(experiment.id, experiment.id);
    add({What::experiment, is_new ? Outcome::taken : Outcome::present, incoming.name,
         experiment.id.value});
  }

  [[nodiscard]] const ExperimentId& place_of(const ExperimentId& id) const {
    if (target_) {
      return *target_;
    }
    const auto found = places_.find(id);
    if (found == places_.end()) {
      throw Error(ErrorCode::data,
                  "experiment '" + base::escape_control(id.value) + "' is not among those given");
    }
    return found->second;
  }

  /// The run as it is to be here.
  [[nodiscard]] RunImport prepared(const History::Item<RunImport>& item) const {
    RunImport import = item.read();
    check_run(import);
    if (const auto user = options_.users.find(import.run.user); user != options_.users.end()) {
      import.run.user = user->second;
    }
    if (const auto tag = import.run.tags.find(tag::kUser); tag != import.run.tags.end()) {
      if (const auto user = options_.users.find(tag->second); user != options_.users.end()) {
        tag->second = user->second;
      }
    }
    return import;
  }

  [[nodiscard]] bool is_here(const RunImport& incoming) const {
    const auto known = known_runs_.find(incoming.run.id.value);
    return known != known_runs_.end() &&
           is_same_run(incoming, read_whole_run(store_, {known->second, incoming.run.id}));
  }

  Imported take_run(const History::Item<RunImport>& item) {
    RunImport import = prepared(item);
    import.run.experiment_id = place_of(import.run.experiment_id);
    Imported done{What::run, Outcome::present, item.label, import.run.id.value};
    if (known_runs_.contains(import.run.id.value)) {
      if (is_here(import)) {
        return done;
      }
      if (options_.on_conflict != OnConflict::rename) {
        done.outcome = Outcome::conflict;
        return done;
      }
      import.run.id = {derived_id("conflict", import.run.id.value + content_of(import))};
      done.id = import.run.id.value;
      if (known_runs_.contains(done.id)) {
        return done;
      }
    }
    // One that was purged here is not brought back: import_run says false of it too.
    const bool is_new = options_.dry_run || store_.import_run(import);
    known_runs_.emplace(done.id, import.run.experiment_id);
    done.outcome = is_new ? Outcome::taken : Outcome::present;
    return done;
  }

  Imported take_model(const History::Item<ModelImport>& item) {
    ModelImport import = item.read();
    import.model.experiment_id = place_of(import.model.experiment_id);
    for (ModelMetric& metric : import.model.metrics) {
      // Where it comes from it may go without saying.
      metric.point = point_of_model(std::move(metric.point), import.model.id);
    }
    const bool is_new =
        options_.dry_run ? !store_.find_model(import.model.id) : store_.import_model(import);
    return {What::model, is_new ? Outcome::taken : Outcome::present, item.label,
            import.model.id.value};
  }

  void guard(What what, const std::string& label, const std::function<Imported()>& take) {
    try {
      add(take());
    } catch (Error& error) {
      error.add_context("importing " + base::escape_control(label));
      if (!options_.keep_going) {
        throw;
      }
      add({what, Outcome::failed, label, {}, error});
    }
  }

  void add(Imported done) {
    if (on_item_) {
      on_item_(done);
    }
    report_.items.push_back(std::move(done));
  }

  const History& history_;
  Store& store_;
  const ImportOptions& options_;
  const std::function<void(const Imported&)>& on_item_;
  ImportReport report_;
  std::map<std::string, ExperimentId, std::less<>> ids_by_name_;
  std::set<ExperimentId> known_experiments_;
  std::map<std::string, ExperimentId, std::less<>> known_runs_;
  std::optional<ExperimentId> target_;
  std::map<ExperimentId, ExperimentId> places_;
};

}  // namespace

std::size_t ImportReport::count(Imported::What what, Imported::Outcome outcome) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      items, [&](const Imported& item) { return item.what == what && item.outcome == outcome; }));
}

bool is_same_run(const RunImport& a, const RunImport& b) { return content_of(a) == content_of(b); }

ImportReport import_history(const History& history, Store& store, const ImportOptions& options,
                            const std::function<void(const Imported&)>& on_item) {
  return Import(history, store, options, on_item).run();
}

}  // namespace mlt::app
