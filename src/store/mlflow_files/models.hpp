#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

// Logged models, `<experiment>/models/<model_id>/`.

namespace mlt::store::mlflow {

/// Throws usage for what cannot be the name of a model's folder.
void check_model_id(std::string_view id);

/// The folder of a logged model, looked for in the given experiment first. Throws not_found.
std::string get_model_folder(disk::Disk& disk, const ModelRef& ref);

/// Folders of all logged models of an experiment, by id.
std::vector<ModelRef> list_model_refs(disk::Disk& disk, const ExperimentId& id,
                                      const std::string& experiment_folder);

/// What cannot be read goes to `on_issue`, and the model is marked as damaged.
LoggedModel read_model(disk::Disk& disk, const ArtifactPlaces& places, const ModelRef& ref,
                       const std::string& folder, const IssueSink& on_issue);
/// Its points by key, those of one metric as they stand in the file.
std::vector<ModelMetric> read_model_points(disk::Disk& disk, const ModelId& model,
                                           const std::string& folder, const IssueSink& on_issue);
ResolvedPlace model_place(disk::Disk& disk, const ArtifactPlaces& places, const ModelRef& ref,
                          const std::string& folder);

/// Builds the folder of a model aside, meta.yaml, params, tags and metrics in it, at `folder`.
void build_model(const StoreContext& context, const std::string& folder, const LoggedModel& model,
                 const std::string& artifact_location);

void change_model(const StoreContext& context, const std::string& folder,
                  const ModelChange& change);

/// To the files of a model that is there.
void append_model_metrics(const StoreContext& context, const std::string& folder,
                          const std::vector<ModelMetric>& metrics);

}  // namespace mlt::store::mlflow
