#include "app/transfer/migrate.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/liveness.hpp"
#include "app/transfer/foreign.hpp"
#include "app/transfer/import.hpp"
#include "app/transfer/left_behind.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/native/layout.hpp"
#include "wire/history_json.hpp"

namespace mlt::app {
using disk::join_path;

namespace {

std::string digest_of(const std::string& path) {
  base::Sha256 digest;
  disk::stream_outside_file(path, [&digest](std::string_view piece) { digest.update(piece); });
  return digest.hex_digest();
}

/// Whether two folders hold the same files; "" is an empty one.
bool same_files(const std::string& a, const std::string& b) {
  const auto every = [](std::string_view /*name*/) { return true; };
  const auto files_of = [&](const std::string& folder) {
    return folder.empty() ? std::vector<std::string>() : find_files(folder, every);
  };
  const std::vector<std::string> files = files_of(a);
  return files == files_of(b) && std::ranges::all_of(files, [&](const std::string& file) {
           return digest_of(a + "/" + file) == digest_of(b + "/" + file);
         });
}

/// What a model says, wherever its files lie.
std::string content_of(LoggedModel model) {
  model.artifact_uri.clear();
  return wire::model_record(model) + wire::model_points_record(model.metrics);
}

bool is_same_order(const std::vector<Metric>& a, const std::vector<Metric>& b) {
  return std::ranges::equal(a, b, [](const Metric& one, const Metric& other) {
    return one.key == other.key && same_point(one.point, other.point);
  });
}

store::Layout other_than(store::Layout layout) {
  return layout == store::Layout::native ? store::Layout::mlflow : store::Layout::native;
}

class Migrating {
 public:
  explicit Migrating(const Migration& plan)
      : plan_(plan), aside_(plan.name + ".migrating"), disk_(plan.parent) {}

  MigrationReport run() {
    if (!has(plan_.name)) {
      return finish_swap();
    }
    const std::unique_ptr<Store> from = plan_.open(plan_.name, false, issues_of(plan_.name));
    if (from->layout() == name_of(plan_.to)) {
      return std::move(report_);
    }
    const store::Layout layout = other_than(plan_.to);
    report_.kept_as = plan_.name + "." + std::string(name_of(layout)) + ".old";
    if (has(report_.kept_as)) {
      throw Error(ErrorCode::refused,
                  disk_.absolute(report_.kept_as) + " is there already, from an earlier migration")
          .hint("move it away or remove it once you are sure: it is never overwritten");
    }
    refuse_living_runs(*from);
    History history = noting_history(*from, layout);
    place_experiments(history);
    count(history);
    for (LeftOut& item : left_behind(disk_, plan_.name, layout)) {
      left_out_.insert(std::move(item));
    }
    report_.changed = true;
    if (plan_.dry_run) {
      read_once(history);
      collect_left_out();
      return std::move(report_);
    }
    build(history);
    write_report();
    disk_.rename(plan_.name, report_.kept_as);
    disk_.rename(aside_, plan_.name);
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool has(const std::string& folder) const {
    return disk_.find_stat(folder).has_value();
  }

  /// The store's name is free: an earlier call ended between the two renames.
  MigrationReport finish_swap() {
    const std::string old = plan_.name + "." + std::string(name_of(other_than(plan_.to))) + ".old";
    if (has(old) && has(aside_)) {
      report_.kept_as = old;
      report_.changed = true;
      report_.file = report_file();
      if (!plan_.dry_run) {
        disk_.rename(aside_, plan_.name);
      }
      return std::move(report_);
    }
    throw Error(ErrorCode::not_found, "no store at " + disk_.absolute(plan_.name));
  }

  static void refuse_living_runs(Store& from) {
    RunScan scan;
    scan.tags = liveness_tags();
    std::optional<RunId> living;
    scan.accept = [](const Run& run) {
      return run.status == RunStatus::running && liveness_of(run) == Liveness::alive;
    };
    from.scan_runs(scan, [&living](Run&& run) { living = std::move(run.id); });
    if (living) {
      throw Error(ErrorCode::refused, "run " + living->value + " is still running")
          .hint("wait for it, then migrate");
    }
  }

  /// Gives experiments their final places, and the store the experiment that MLflow expects.
  void place_experiments(History& history) const {
    if (!plan_.location) {
      return;
    }
    const ExperimentId standard{kDefaultExperimentId};
    if (std::ranges::find(history.experiments, standard, &Experiment::id) ==
        history.experiments.end()) {
      history.experiments.push_back({.id = standard, .name = kDefaultExperimentName, .tags = {}});
    }
    for (Experiment& experiment : history.experiments) {
      if (experiment.artifact_location.empty()) {
        experiment.artifact_location = plan_.location(experiment.id);
      }
    }
  }

  void count(const History& history) {
    report_.experiments = history.experiments.size();
    report_.runs = history.runs.size();
    report_.models = history.models.size();
  }

  /// An IssueSink for the store in a folder beside the others: what cannot be read is left out.
  [[nodiscard]] IssueSink issues_of(const std::string& folder) {
    return [this, folder](const Issue& issue) {
      std::string path = issue.path;
      if (const std::string beside = disk_.absolute("") + "/"; path.starts_with(beside)) {
        path.erase(0, beside.size());
      } else {
        path = folder + "/" + path;
      }
      if (issue.line > 0) {
        path += ":" + std::to_string(issue.line);
      }
      issues_.insert({std::move(path), issue.reason});
    };
  }

  /// Everything that the store has. Who reads a run or a model notes what of it stays behind, so
  /// that none is read for the report alone.
  History noting_history(Store& from, store::Layout layout) {
    History history;
    history.experiments = from.list_experiments();
    std::vector<RunRef> refs = from.list_runs({});
    std::ranges::sort(refs);
    for (RunRef& ref : refs) {
      std::string label = ref.run_id.value;
      history.runs.push_back({std::move(label), [this, &from, layout, ref = std::move(ref)] {
                                return read_run(from, ref, layout);
                              }});
    }
    for (LoggedModel& model : from.list_models({})) {
      std::string label = model.id.value;
      history.models.push_back({std::move(label), [this, &from, layout, model = std::move(model)] {
                                  return read_model(from, model, layout);
                                }});
    }
    return history;
  }

  RunImport read_run(Store& from, const RunRef& ref, store::Layout layout) {
    const std::string folder =
        layout == store::Layout::native
            ? join_path(plan_.name, store::run_folder(ref))
            : mlflow_folder(join_path(ref.experiment_id.value, ref.run_id.value));
    Repeats repeats;
    RunImport import = read_whole_run(from, ref, &repeats);
    note_repeats(repeats, folder, layout);
    if (plan_.to == store::Layout::mlflow) {
      unify_descriptions(import.run, folder);
    }
    const ArtifactPlace place = from.artifact_place(ref);
    if (!place.uri.empty() && !place.dir) {
      left_out_.insert({folder, "artifacts outside the store, which stay where they are"});
    }
    return import;
  }

  ModelImport read_model(Store& from, const LoggedModel& model, store::Layout layout) {
    const ModelRef ref = model.ref();
    Repeats repeats;
    ModelImport import = read_whole_model(from, model, &repeats);
    note_repeats(repeats,
                 layout == store::Layout::native
                     ? join_path(plan_.name, store::model_folder(ref))
                     : mlflow_folder(ref.experiment_id.value + "/models/" + ref.model_id.value),
                 layout);
    return import;
  }

  /// MLflow keeps one description of a data set for an experiment: that of the first run.
  void unify_descriptions(Run& run, const std::string& folder) {
    for (DatasetInput& input : run.dataset_inputs) {
      const std::tuple key(run.experiment_id, input.dataset.name, input.dataset.digest);
      const Dataset& first = described_.try_emplace(key, input.dataset).first->second;
      if (first != input.dataset) {
        left_out_.insert({folder, "a description of a data set other than an earlier run's"});
        input.dataset = first;
      }
    }
  }

  void note_repeats(const Repeats& repeats, const std::string& folder, store::Layout layout) {
    for (const auto& [key, count] : repeats) {
      const std::string what = (count == 1 ? "a point" : std::to_string(count) + " points");
      const std::string where =
          layout == store::Layout::mlflow ? "/metrics/" + key : "/journal.jsonl (" + key + ")";
      left_out_.insert({folder + where, what + " that stood there already, kept once"});
    }
  }

  /// A dry run reads what a migration would take.
  void read_once(const History& history) {
    const auto read = [this](const auto& item) {
      try {
        (void)item.read();
      } catch (const Error& error) {
        left_out_.insert({plan_.name + " (" + item.label + ")", error.message()});
      }
    };
    std::ranges::for_each(history.runs, read);
    std::ranges::for_each(history.models, read);
  }

  /// Of what is `below` an experiment's folder, which may lie in the bin.
  [[nodiscard]] std::string mlflow_folder(const std::string& below) const {
    const std::string path = join_path(plan_.name, below);
    return has(path) ? path : join_path(join_path(plan_.name, store::mlflow::kTrash), below);
  }

  /// Puts a text into a place that nobody reads yet.
  void put(const std::string& path, std::string_view text) {
    disk::remove_tree(disk_, path);
    disk::create_file(disk_, path, text, {});
  }

  void carry_settings(store::Layout from) {
    if (const auto policy = disk::find_text(disk_, join_path(plan_.name, store::kPolicyFile))) {
      put(join_path(aside_, store::kPolicyFile), *policy);
    }
    const auto settings = disk::find_text(disk_, join_path(plan_.name, store::kSettingsFile));
    if (settings && *settings != store::least_settings_text(from)) {
      put(join_path(aside_, store::kSettingsFile), store::settings_text_for(plan_.to, *settings));
    }
  }

  /// What is known to stay behind, and what could not be read of the rest.
  void collect_left_out() {
    std::set<LeftOut> all = left_out_;
    for (const LeftOut& issue : issues_) {
      if (std::ranges::find(left_out_, issue.path, &LeftOut::path) == left_out_.end()) {
        all.insert(issue);
      }
    }
    report_.left_out.assign(all.begin(), all.end());
  }

  /// The report is there, whole, before the swap, so that one that another call ends has it too.
  void write_report() {
    collect_left_out();
    report_.file = report_file();
    put(report_.file + ".new", report_text(report_, plan_.name, name_of(plan_.to)));
    disk_.rename(report_.file + ".new", report_.file);
  }

  [[nodiscard]] std::string report_file() const { return plan_.name + ".migration.json"; }

  /// Builds the new store, on what an earlier call left if that is still true.
  void build(const History& history) {
    const bool is_resumed = has(aside_);
    if (is_resumed) {
      try {
        build_once(history);
        return;
      } catch (const Error& error) {
        // What was left is half of something else, or the store has changed since.
        if (error.code() != ErrorCode::data && error.code() != ErrorCode::refused) {
          throw;
        }
      }
      disk::remove_tree(disk_, aside_);
    }
    build_once(history);
  }

  void build_once(const History& history) {
    disk_.make_dir(aside_);
    {
      const std::unique_ptr<Store> to = plan_.open(aside_, true, issues_of(aside_));
      import_history(history, *to, {.on_conflict = OnConflict::fail});
      if (plan_.complete) {
        plan_.complete(aside_);
      }
      carry_settings(other_than(plan_.to));
    }
    verify(history, *plan_.open(aside_, false, issues_of(aside_)));
  }

  /// Reads the new store afresh and compares everything.
  void verify(const History& history, Store& to) const {
    const std::vector<Experiment> experiments = to.list_experiments();
    for (const Experiment& expected : history.experiments) {
      const auto found = std::ranges::find(experiments, expected.id, &Experiment::id);
      const bool same = found != experiments.end() && found->name == expected.name &&
                        found->lifecycle == expected.lifecycle && found->tags == expected.tags &&
                        found->created_ms == expected.created_ms;
      if (!same) {
        throw differs("experiment", expected.id.value);
      }
    }
    if (to.list_runs({}).size() != history.runs.size()) {
      throw differs("number of runs in", plan_.name);
    }
    for (const auto& item : history.runs) {
      const RunImport expected = item.read();
      const RunImport found = read_whole_run(to, expected.run.ref());
      if (!is_same_run(expected, found) || !is_same_order(expected.points, found.points) ||
          !same_files(expected.artifacts_from, found.artifacts_from) ||
          !same_files(expected.code_from, found.code_from)) {
        throw differs("run", expected.run.id.value);
      }
    }
    for (const auto& item : history.models) {
      const ModelImport expected = item.read();
      const auto found = to.find_model(expected.model.id);
      const ModelImport now = found ? read_whole_model(to, *found) : ModelImport{};
      if (content_of(now.model) != content_of(expected.model) ||
          !same_files(expected.artifacts_from, now.artifacts_from)) {
        throw differs("logged model", expected.model.id.value);
      }
    }
  }

  [[nodiscard]] Error differs(std::string_view what, const std::string& id) const {
    return Error(ErrorCode::data, "the " + std::string(what) + " " + base::escape_control(id) +
                                      " is not the same in " + disk_.absolute(aside_))
        .hint("see what is wrong with the store: mlt doctor");
  }

  const Migration& plan_;
  std::string aside_;
  disk::Disk& disk_;
  MigrationReport report_;
  std::set<LeftOut> left_out_;
  std::set<LeftOut> issues_;
  std::map<std::tuple<ExperimentId, std::string, std::string>, Dataset> described_;
};

}  // namespace

std::string_view name_of(store::Layout layout) {
  switch (layout) {
    case store::Layout::native:
      return "native";
    case store::Layout::mlflow:
      return "mlflow";
    case store::Layout::none:
      break;
  }
  return "none";
}

MigrationReport migrate(const Migration& migration) { return Migrating(migration).run(); }

}  // namespace mlt::app
