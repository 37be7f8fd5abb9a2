#include "store/mlflow_files/registry.hpp"

#include <algorithm>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "store/journal/reader.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/meta.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::string_view kVersionPrefix = "version-";
constexpr std::string_view kDeletedStage = "Deleted_Internal";

class RegistryReader {
 public:
  RegistryReader(disk::Disk& disk, const IssueSink& on_issue)
      : disk_(disk), on_issue_(on_issue), entries_(disk, on_issue) {}

  std::vector<RegisteredModel> read() {
    std::vector<RegisteredModel> models;
    for (const std::string& name : folders(std::string(kModels))) {
      const std::string folder = disk::join_path(kModels, name);
      if (!read_meta(folder)) {
        continue;
      }
      RegisteredModel model;
      model.name = meta_.find_text("name").value_or(name);
      model.description = meta_.find_text("description").value_or("");
      model.created_ms = meta_.find_integer("creation_timestamp").value_or(0);
      model.updated_ms = meta_.find_integer("last_updated_timestamp").value_or(0);
      entries_.read_values(disk::join_path(folder, kTags), KeySelection::everything(), model.tags);
      read_aliases(folder, model);
      read_versions(folder, model);
      models.push_back(std::move(model));
    }
    std::sort(models.begin(), models.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return models;
  }

 private:
  std::vector<std::string> folders(const std::string& folder) {
    std::vector<std::string> names;
    try {
      for (disk::DirEntry& entry :
           disk_.find_list(folder).value_or(std::vector<disk::DirEntry>())) {
        if (entry.kind == disk::FileKind::directory && !entry.name.starts_with('.')) {
          names.push_back(std::move(entry.name));
        }
      }
    } catch (const Error& error) {
      on_issue_(issue_of(disk_, folder, error));
    }
    return names;
  }

  bool read_meta(const std::string& folder) {
    const std::string path = disk::join_path(folder, kMetaFile);
    try {
      if (meta_.read(disk_, path)) {
        return true;
      }
      on_issue_({path, 0, "is missing; MLflow cannot search its registry because of it"});
    } catch (const Error& error) {
      on_issue_(issue_of_meta(disk_, path, error));
    }
    return false;
  }

  void read_aliases(const std::string& folder, RegisteredModel& model) {
    KeyValueMap aliases;
    const std::string path = disk::join_path(folder, "aliases");
    entries_.read_values(path, KeySelection::everything(), aliases);
    for (const auto& [alias, text] : aliases) {
      if (const auto version = base::parse_int64(base::trim(text))) {
        model.aliases[alias] = *version;
      } else {
        on_issue_({disk::join_path(path, alias), 0, "holds no version's number"});
      }
    }
  }

  void read_versions(const std::string& folder, RegisteredModel& model) {
    for (const std::string& name : folders(folder)) {
      if (!name.starts_with(kVersionPrefix)) {
        continue;
      }
      const std::string path = disk::join_path(folder, name);
      if (!read_meta(path)) {
        continue;
      }
      ModelVersion version = read_version();
      if (version.version == 0) {
        on_issue_({disk::join_path(path, kMetaFile), 0, "'version' is missing or no integer"});
        version.version = base::parse_int64(name.substr(kVersionPrefix.size())).value_or(0);
      }
      if (version.stage != kDeletedStage) {
        entries_.read_values(disk::join_path(path, kTags), KeySelection::everything(),
                             version.tags);
        model.versions.push_back(std::move(version));
      }
    }
    std::sort(model.versions.begin(), model.versions.end(),
              [](const auto& a, const auto& b) { return a.version < b.version; });
  }

  ModelVersion read_version() {
    const auto text = [this](std::string_view key) { return meta_.find_text(key).value_or(""); };
    ModelVersion version;
    version.version = meta_.find_integer("version").value_or(0);
    version.stage = text("current_stage");
    version.description = text("description");
    version.status = text("status");
    version.status_message = text("status_message");
    version.run_id = text("run_id");
    version.run_link = text("run_link");
    version.model_id = text("model_id");
    version.source = text("source");
    version.storage_location = text("storage_location");
    version.user = text("user_id");
    version.created_ms = meta_.find_integer("creation_timestamp").value_or(0);
    version.updated_ms = meta_.find_integer("last_updated_timestamp").value_or(0);
    return version;
  }

  disk::Disk& disk_;
  const IssueSink& on_issue_;
  EntryReader entries_;
  MetaReader meta_;
};

}  // namespace

std::vector<RegisteredModel> read_registry(disk::Disk& disk, const IssueSink& on_issue) {
  return RegistryReader(disk, on_issue).read();
}

}  // namespace mlt::store::mlflow
