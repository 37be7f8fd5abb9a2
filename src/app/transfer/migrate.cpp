#include "app/transfer/migrate.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/liveness.hpp"
#include "app/transfer/foreign.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "wire/history_json.hpp"

namespace mlt::app {

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

class Migrating {
 public:
  explicit Migrating(const Migration& plan)
      : plan_(plan), aside_(plan.name + ".migrating"), disk_(plan.parent) {}

  MigrationReport run() {
    if (!has(plan_.name)) {
      return finish_swap();
    }
    const std::unique_ptr<Store> from = plan_.open(plan_.name, false);
    const std::string layout(from->layout());
    if (layout == name_of(plan_.to)) {
      return std::move(report_);
    }
    report_.kept_as = plan_.name + "." + layout + ".old";
    if (has(report_.kept_as)) {
      throw Error(ErrorCode::refused,
                  disk_.absolute(report_.kept_as) + " is there already, from an earlier migration")
          .hint("move it away or remove it once you are sure: it is never overwritten");
    }
    refuse_living_runs(*from);
    History history = history_of_store(*from);
    place_experiments(history);
    count(history);
    list_left_out(layout);
    report_.changed = true;
    if (plan_.dry_run) {
      return std::move(report_);
    }
    build(history);
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
    for (const store::Layout layout : {store::Layout::native, store::Layout::mlflow}) {
      const std::string old = plan_.name + "." + std::string(name_of(layout)) + ".old";
      if (layout != plan_.to && has(old) && has(aside_)) {
        report_.kept_as = old;
        report_.changed = true;
        if (!plan_.dry_run) {
          disk_.rename(aside_, plan_.name);
        }
        return std::move(report_);
      }
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

  void list_traces(const std::string& experiment) {
    if (disk_.find_stat(experiment + "/traces")) {
      report_.left_out.push_back(experiment + "/traces: MLflow's traces");
    }
  }

  void list_deleted_traces(const std::string& trash) {
    for (const disk::DirEntry& entry :
         disk_.find_list(trash).value_or(std::vector<disk::DirEntry>())) {
      if (entry.kind == disk::FileKind::directory && model::is_experiment_id(entry.name)) {
        list_traces(trash + "/" + entry.name);
      }
    }
  }

  void list_left_out(const std::string& layout) {
    static const std::set<std::string, std::less<>> kOwn = {
        "experiments", ".tmp", ".mlt.trash", ".trash", ".lock", ".gitattributes", ".gitignore"};
    for (const disk::DirEntry& entry :
         disk_.find_list(plan_.name).value_or(std::vector<disk::DirEntry>())) {
      const std::string path = plan_.name + "/" + entry.name;
      const bool is_folder = entry.kind == disk::FileKind::directory;
      const bool is_experiment = layout == "mlflow" && is_folder && entry.name != "models" &&
                                 model::is_experiment_id(entry.name);
      if (is_experiment) {
        list_traces(path);
      } else if (layout == "mlflow" && entry.name == ".trash" && is_folder) {
        list_deleted_traces(path);
      } else if (entry.name == "models" && is_folder) {
        if (const auto models = disk_.find_list(path); models && !models->empty()) {
          report_.left_out.push_back(path + ": the registry");
        }
      } else if (entry.name == "mlt.yaml") {
        report_.left_out.push_back(path + ": settings");
      } else if (!kOwn.contains(entry.name)) {
        report_.left_out.push_back(path + ": unknown to the other layout");
      }
    }
    std::ranges::sort(report_.left_out);
  }

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
      const std::unique_ptr<Store> to = plan_.open(aside_, true);
      import_history(history, *to, {.on_conflict = OnConflict::fail});
      if (plan_.complete) {
        plan_.complete(aside_);
      }
    }
    verify(history, *plan_.open(aside_, false));
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
      if (!is_same_run(expected, found) ||
          !same_files(expected.artifacts_from, found.artifacts_from) ||
          !same_files(expected.code_from, found.code_from)) {
        throw differs("run", expected.run.id.value);
      }
    }
    for (const auto& item : history.models) {
      const ModelImport expected = item.read();
      const auto found = to.find_model(expected.model.id);
      const auto place = found ? to.artifact_place(found->ref()).dir : std::nullopt;
      const std::string files = place && disk::outside_is_directory(*place) ? *place : "";
      if (!found || content_of(*found) != content_of(expected.model) ||
          !same_files(expected.artifacts_from, files)) {
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
