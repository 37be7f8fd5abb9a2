#include "store/native/layout.hpp"

#include <algorithm>

#include "disk/files.hpp"
#include "model/rules.hpp"

namespace mlt::store {

namespace {

std::vector<disk::DirEntry> list_or_nothing(disk::Disk& disk, std::string_view folder) {
  return disk.find_list(folder).value_or(std::vector<disk::DirEntry>());
}

void report_stray(const IssueSink& on_issue, std::string_view folder, const disk::DirEntry& entry,
                  const std::string& meaning) {
  if (!on_issue || entry.name.starts_with('.') || is_reserved_name(entry.name)) {
    return;
  }
  const auto reason = [&]() -> std::string {
    switch (entry.kind) {
      case disk::FileKind::regular:
        return "is a file of no use here";
      case disk::FileKind::directory:
        return "is not named as " + meaning + " is";
      case disk::FileKind::symlink:
        return "is a symbolic link, which is not followed";
      case disk::FileKind::other:
        break;
    }
    return "is a pipe, socket or device";
  };
  on_issue({disk::join_path(folder, entry.name), 0, reason() + "; passed over"});
}

}  // namespace

bool is_reserved_name(std::string_view name) {
  return name == kEvents || name == kHosts || name == kModels || name == kData;
}

bool is_run_folder(std::string_view name) {
  return !is_reserved_name(name) && model::is_run_id(name);
}

std::string experiment_folder(const ExperimentId& id) {
  return disk::join_path(kExperiments, id.value);
}

std::string run_folder(const RunRef& ref) {
  return disk::join_path(experiment_folder(ref.experiment_id), ref.run_id.value);
}

std::string events_folder(const ExperimentId& id) {
  return disk::join_path(experiment_folder(id), kEvents);
}

std::string models_folder(const ExperimentId& id) {
  return disk::join_path(experiment_folder(id), kModels);
}

std::string model_folder(const ModelRef& ref) {
  return disk::join_path(models_folder(ref.experiment_id), ref.model_id.value);
}

ModelFiles model_files(const ModelRef& ref) {
  const std::string folder = model_folder(ref);
  return {ref, folder, disk::join_path(folder, kJournal), disk::join_path(folder, kModelSnapshot)};
}

HostJournals list_host_journals(disk::Disk& disk, const ExperimentId& experiment) {
  constexpr std::string_view kSuffix = ".jsonl";
  HostJournals journals;
  const std::string folder = disk::join_path(experiment_folder(experiment), kHosts);
  for (const disk::DirEntry& host : list_or_nothing(disk, folder)) {
    if (host.kind != disk::FileKind::directory) {
      continue;
    }
    const std::string host_folder = disk::join_path(folder, host.name);
    for (const disk::DirEntry& file : list_or_nothing(disk, host_folder)) {
      if (file.name.ends_with(kSuffix)) {
        const std::string run_id = file.name.substr(0, file.name.size() - kSuffix.size());
        journals[run_id].push_back(
            {disk::join_path(kHosts, host.name), disk::join_path(host_folder, file.name)});
      }
    }
  }
  for (auto& [run_id, list] : journals) {
    std::sort(list.begin(), list.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
  }
  return journals;
}

RunFiles run_files(const RunRef& ref, const HostJournals& hosts) {
  RunFiles files;
  files.ref = ref;
  files.folder = run_folder(ref);
  files.snapshot = disk::join_path(files.folder, kSnapshot);
  files.journals.push_back({std::string(kJournal), disk::join_path(files.folder, kJournal)});
  if (const auto more = hosts.find(ref.run_id.value); more != hosts.end()) {
    files.journals.insert(files.journals.end(), more->second.begin(), more->second.end());
  }
  return files;
}

std::vector<ExperimentId> list_experiment_ids(disk::Disk& disk, const IssueSink& on_issue) {
  std::vector<ExperimentId> ids;
  for (disk::DirEntry& entry : list_or_nothing(disk, kExperiments)) {
    if (entry.kind == disk::FileKind::directory && model::is_experiment_id(entry.name)) {
      ids.push_back({std::move(entry.name)});
    } else {
      report_stray(on_issue, kExperiments, entry, "an experiment");
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<RunRef> list_run_refs(disk::Disk& disk, const ExperimentId& experiment,
                                  const IssueSink& on_issue) {
  std::vector<RunRef> refs;
  const std::string folder = experiment_folder(experiment);
  for (disk::DirEntry& entry : list_or_nothing(disk, folder)) {
    if (entry.kind == disk::FileKind::directory && is_run_folder(entry.name)) {
      refs.push_back({experiment, {std::move(entry.name)}});
    } else {
      report_stray(on_issue, folder, entry, "a run");
    }
  }
  return refs;
}

std::vector<ModelRef> list_model_refs(disk::Disk& disk, const ExperimentId& experiment,
                                      const IssueSink& on_issue) {
  std::vector<ModelRef> refs;
  const std::string folder = models_folder(experiment);
  for (disk::DirEntry& entry : list_or_nothing(disk, folder)) {
    if (entry.kind == disk::FileKind::directory && model::is_run_id(entry.name)) {
      refs.push_back({experiment, {std::move(entry.name)}});
    } else {
      report_stray(on_issue, folder, entry, "a logged model");
    }
  }
  std::sort(refs.begin(), refs.end());
  return refs;
}

}  // namespace mlt::store
