#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

// Experiments, `<experiment_id>/` in the root or in the bin. Creations, renames and moves hold the
// store's lock, so that names are unique.

namespace mlt::store::mlflow {

class Experiments {
 public:
  Experiments(const StoreContext& context, const ArtifactPlaces& places, const IssueSink& on_issue)
      : context_(context), disk_(*context.disk), places_(places), on_issue_(on_issue) {}

  [[nodiscard]] std::vector<Experiment> list() const;
  /// Throws not_found.
  [[nodiscard]] Experiment get(const ExperimentId& id) const;
  /// artifact_location as it is recorded; empty if that cannot be read.
  [[nodiscard]] std::string recorded_location(const ExperimentPlace& place) const;

  Experiment create(const NewExperiment& experiment);
  Experiment ensure_default();
  bool import(const Experiment& experiment);
  void rename(const ExperimentId& id, std::string_view name);
  void tag(const ExperimentId& id, const TagChange& tags);
  void set_lifecycle(const ExperimentId& id, Lifecycle lifecycle);
  void purge(const ExperimentId& id);

 private:
  [[nodiscard]] Experiment read(const ExperimentPlace& place, const IssueSink& on_issue) const;
  [[nodiscard]] std::vector<Experiment> list_with(const IssueSink& on_issue) const;
  [[nodiscard]] disk::FileLock lock() const;
  [[nodiscard]] ExperimentPlace get_place(const ExperimentId& id) const;
  [[nodiscard]] ExperimentPlace get_active_place(const ExperimentId& id) const;
  void check_name_is_free(std::string_view name, const ExperimentId* own) const;
  [[nodiscard]] ExperimentId new_id() const;
  void build(const Experiment& experiment);
  void set_lifecycle_of_runs(const ExperimentPlace& place, Lifecycle lifecycle, std::int64_t at);
  void write_meta(const ExperimentPlace& place, Lifecycle lifecycle, std::string_view name);

  const StoreContext& context_;
  disk::Disk& disk_;
  const ArtifactPlaces& places_;
  const IssueSink& on_issue_;
};

}  // namespace mlt::store::mlflow
