#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "base/random.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"

// Where things lie in MLflow's FileStore (docs/mlflow.md):
//
//   <experiment_id>/meta.yaml  tags/<key>  datasets/<dataset_id>/meta.yaml  models/<model_id>/…
//   <experiment_id>/<run_id>/meta.yaml  metrics/<key>  params/<key>  tags/<key>  artifacts/
//                            inputs/<input_id>/meta.yaml  outputs/<model_id>/meta.yaml
//   .trash/<experiment_id>/…            deleted experiments
//   models/<name>/…                     the registry
//
// and what mlt adds, all of which MLflow passes over:
//
//   <experiment_id>/<run_id>/artifacts.jsonl  code/
//   .mlt.trash/                         things being built, the lock; any name in .trash is skipped

namespace mlt::store::mlflow {

inline constexpr std::string_view kMetaFile = "meta.yaml";
inline constexpr std::string_view kParams = "params";
inline constexpr std::string_view kMetrics = "metrics";
inline constexpr std::string_view kTags = "tags";
inline constexpr std::string_view kInputs = "inputs";
inline constexpr std::string_view kOutputs = "outputs";
inline constexpr std::string_view kDatasets = "datasets";
inline constexpr std::string_view kModels = "models";
inline constexpr std::string_view kTraces = "traces";
inline constexpr std::string_view kArtifacts = "artifacts";
inline constexpr std::string_view kArtifactLog = "artifacts.jsonl";
inline constexpr std::string_view kCode = "code";
inline constexpr std::string_view kTrash = ".trash";
inline constexpr std::string_view kTempDir = ".mlt.trash";
inline constexpr std::string_view kLockFile = ".mlt.trash/lock";
inline constexpr std::size_t kMaxMeta = 1u << 20;

/// True if a folder of this name in an experiment may be a run.
bool is_run_folder(std::string_view name);
/// True if a folder of this name in the root may be an experiment.
bool is_experiment_folder(std::string_view name);

std::string trash_folder(const ExperimentId& id);

struct ExperimentPlace {
  ExperimentId id;
  std::string folder;
  [[nodiscard]] bool is_in_trash() const { return folder != id.value; }
};

/// Experiments of the root, then those of the bin, each sorted by id. A merge can bring in two
/// folders for one id. What lies there and is none goes to `on_issue`.
std::vector<ExperimentPlace> list_experiment_places(disk::Disk& disk,
                                                    const IssueSink& on_issue = {});
/// Where the experiment's meta.yaml lies: in the root, else in the bin.
std::optional<ExperimentPlace> find_experiment_place(disk::Disk& disk, const ExperimentId& id);
/// The folder of a run, known by its meta.yaml: below the root, else in the bin.
std::optional<std::string> find_run_folder(disk::Disk& disk, const RunRef& ref);
std::optional<std::string> find_model_folder(disk::Disk& disk, const ModelRef& ref);
/// The runs that may lie in the folder of an experiment, by their names alone.
std::vector<RunRef> list_run_refs(disk::Disk& disk, const ExperimentPlace& place,
                                  const IssueSink& on_issue = {});

/// Makes the folder in which things are built, told to git as one to pass over. Every writer calls
/// this before its first change.
void make_temp_dir(disk::Disk& disk, base::Random& random, const disk::WritePolicy& policy);

}  // namespace mlt::store::mlflow
