#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/journal/model_reader.hpp"
#include "store/journal/reader.hpp"

// Where things lie in a native store (design and reasons: docs/store-format.md):
//
//   mlt.yaml  policy.yaml  .gitattributes  .gitignore  .lock  .tmp/
//   experiments/<experiment_id>/events/<event>.json
//   experiments/<experiment_id>/hosts/<host>/<run_id>.jsonl
//   experiments/<experiment_id>/<run_id>/{journal.jsonl,run.json,code/,artifacts/}
//   experiments/<experiment_id>/models/<model_id>/{journal.jsonl,model.json,artifacts/}

namespace mlt::store {

inline constexpr std::string_view kSettingsFile = "mlt.yaml";
inline constexpr std::string_view kPolicyFile = "policy.yaml";
inline constexpr std::string_view kStoreLock = ".lock";
inline constexpr std::string_view kTempDir = ".tmp";
inline constexpr std::string_view kExperiments = "experiments";
inline constexpr std::string_view kEvents = "events";
inline constexpr std::string_view kHosts = "hosts";
inline constexpr std::string_view kJournal = "journal.jsonl";
inline constexpr std::string_view kSnapshot = "run.json";
inline constexpr std::string_view kModels = "models";
inline constexpr std::string_view kData = "data";
inline constexpr std::string_view kModelSnapshot = "model.json";
inline constexpr std::string_view kCode = "code";
inline constexpr std::string_view kArtifacts = "artifacts";
inline constexpr std::int64_t kStoreSchema = 1;

/// True for the folders of an experiment that are no runs.
bool is_reserved_name(std::string_view name);
/// True if a folder of this name in an experiment is a run.
bool is_run_folder(std::string_view name);
std::string experiment_folder(const ExperimentId& id);
std::string events_folder(const ExperimentId& id);
std::string run_folder(const RunRef& ref);
std::string models_folder(const ExperimentId& id);
std::string model_folder(const ModelRef& ref);

/// Journals that other machines keep, by run id.
using HostJournals = std::map<std::string, std::vector<RunFiles::Journal>, std::less<>>;
HostJournals list_host_journals(disk::Disk& disk, const ExperimentId& experiment);

RunFiles run_files(const RunRef& ref, const HostJournals& hosts);

ModelFiles model_files(const ModelRef& ref);

/// A text file at the root of the store and what `mlt init` writes there.
struct GitFile {
  std::string_view path;
  std::string_view text;
};
/// .gitattributes and .gitignore.
std::span<const GitFile> git_files();

// What else lies in the folders, and is neither reserved nor hidden, goes to `on_issue`.

/// Ids of the experiment folders, sorted.
std::vector<ExperimentId> list_experiment_ids(disk::Disk& disk, const IssueSink& on_issue = {});
/// Folders of runs in one experiment.
std::vector<RunRef> list_run_refs(disk::Disk& disk, const ExperimentId& experiment,
                                  const IssueSink& on_issue = {});

/// Folders of logged models in one experiment, sorted.
std::vector<ModelRef> list_model_refs(disk::Disk& disk, const ExperimentId& experiment,
                                      const IssueSink& on_issue = {});

}  // namespace mlt::store
