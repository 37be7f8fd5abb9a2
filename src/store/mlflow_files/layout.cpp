#include "store/mlflow_files/layout.hpp"

#include <algorithm>
#include <array>

#include "model/rules.hpp"
#include "store/journal/reader.hpp"

namespace mlt::store::mlflow {

namespace {

bool has_meta(disk::Disk& disk, const std::string& folder) {
  return disk.find_stat(disk::join_path(folder, kMetaFile)).has_value();
}

std::vector<disk::DirEntry> list_or_report(disk::Disk& disk, std::string_view folder,
                                           const IssueSink& on_issue) {
  try {
    return disk.find_list(folder).value_or(std::vector<disk::DirEntry>());
  } catch (const Error& error) {
    if (!on_issue) {
      throw;
    }
    on_issue(issue_of(disk, std::string(folder), error));
  }
  return {};
}

void add_places(disk::Disk& disk, std::string_view folder, const IssueSink& on_issue,
                std::vector<ExperimentPlace>& places) {
  const std::size_t first = places.size();
  for (disk::DirEntry& entry : list_or_report(disk, folder, on_issue)) {
    if (!is_experiment_folder(entry.name) || entry.kind == disk::FileKind::regular) {
      continue;
    }
    const std::string path = disk::join_path(folder, entry.name);
    if (entry.kind != disk::FileKind::directory) {
      if (on_issue) {
        on_issue({path, 0, "is no folder, but stands where one should; passed over"});
      }
      continue;
    }
    const ExperimentId id{std::move(entry.name)};
    const bool has_twin = folder.empty() && has_meta(disk, trash_folder(id));
    if (!has_twin && !has_meta(disk, path)) {
      if (on_issue) {
        on_issue({path, 0, "has no meta.yaml, so it is no experiment; passed over"});
      }
      continue;
    }
    places.push_back({id, path});
  }
  std::sort(places.begin() + static_cast<std::ptrdiff_t>(first), places.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
}

}  // namespace

bool is_run_folder(std::string_view name) {
  constexpr std::array kReserved = {kTags, kDatasets, kTraces, kModels};
  return model::is_run_id(name) &&
         std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end();
}

bool is_experiment_folder(std::string_view name) {
  return name != kModels && model::is_experiment_id(name);
}

std::string trash_folder(const ExperimentId& id) { return disk::join_path(kTrash, id.value); }

std::vector<ExperimentPlace> list_experiment_places(disk::Disk& disk, const IssueSink& on_issue) {
  std::vector<ExperimentPlace> places;
  add_places(disk, "", on_issue, places);
  add_places(disk, kTrash, on_issue, places);
  return places;
}

std::optional<ExperimentPlace> find_experiment_place(disk::Disk& disk, const ExperimentId& id) {
  if (is_experiment_folder(id.value)) {
    for (std::string folder : {id.value, trash_folder(id)}) {
      if (has_meta(disk, folder)) {
        return ExperimentPlace{id, std::move(folder)};
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> find_run_folder(disk::Disk& disk, const RunRef& ref) {
  if (!is_experiment_folder(ref.experiment_id.value) || !is_run_folder(ref.run_id.value)) {
    return std::nullopt;
  }
  for (const std::string& experiment : {ref.experiment_id.value, trash_folder(ref.experiment_id)}) {
    std::string folder = disk::join_path(experiment, ref.run_id.value);
    if (has_meta(disk, folder)) {
      return folder;
    }
  }
  return std::nullopt;
}

std::optional<std::string> find_model_folder(disk::Disk& disk, const ModelRef& ref) {
  if (!is_experiment_folder(ref.experiment_id.value) || !model::is_run_id(ref.model_id.value)) {
    return std::nullopt;
  }
  for (const std::string& experiment : {ref.experiment_id.value, trash_folder(ref.experiment_id)}) {
    std::string folder = disk::join_path(disk::join_path(experiment, kModels), ref.model_id.value);
    if (has_meta(disk, folder)) {
      return folder;
    }
  }
  return std::nullopt;
}

std::vector<RunRef> list_run_refs(disk::Disk& disk, const ExperimentPlace& place,
                                  const IssueSink& on_issue) {
  std::vector<RunRef> refs;
  for (disk::DirEntry& entry : list_or_report(disk, place.folder, on_issue)) {
    if (!is_run_folder(entry.name)) {
      continue;
    }
    if (entry.kind == disk::FileKind::directory) {
      refs.push_back({place.id, {std::move(entry.name)}});
    } else if (entry.kind != disk::FileKind::regular && on_issue) {
      on_issue({disk::join_path(place.folder, entry.name), 0,
                "is no folder, but stands where one should; passed over"});
    }
  }
  return refs;
}

void make_temp_dir(disk::Disk& disk, base::Random& random, const disk::WritePolicy& policy) {
  const std::string ignore = disk::join_path(kTempDir, ".gitignore");
  if (disk.find_stat(ignore)) {
    return;
  }
  disk::make_dirs(disk, kTempDir, policy);
  disk::replace_file(disk, ignore, "*\n", kTempDir, random, policy);
}

}  // namespace mlt::store::mlflow
