#include "app/experiment_changes.hpp"

#include <algorithm>
#include <string>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::app {
namespace {

std::string shown(const Experiment& experiment) {
  return "experiment '" + base::escape_control(experiment.name) + "'";
}

void require_active(const Experiment& experiment) {
  if (experiment.lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, shown(experiment) + " is deleted")
        .hint("restore it with: mlt experiments restore " + experiment.id.value);
  }
}

}  // namespace

void rename_experiment(Store& store, const Experiment& experiment, std::string_view name,
                       bool dry_run) {
  model::check_name("experiment", name);
  require_active(experiment);
  for (const Experiment& other : store.list_experiments()) {
    if (other.name == name && other.id != experiment.id) {
      const bool is_deleted = other.lifecycle == Lifecycle::deleted;
      throw Error(ErrorCode::refused, "there is an experiment '" + std::string(name) + "' already" +
                                          (is_deleted ? ", a deleted one" : ""));
    }
  }
  if (!dry_run && name != experiment.name) {
    store.rename_experiment(experiment.id, name);
  }
}

void tag_experiment(Store& store, const Experiment& experiment, const TagChange& change,
                    bool dry_run) {
  for (const auto& [key, value] : change.set) {
    model::check_key("tag", key);
    model::check_value("tag", key, value);
  }
  require_active(experiment);
  for (const std::string& key : change.removed) {
    if (!experiment.tags.contains(key)) {
      throw Error(ErrorCode::not_found,
                  shown(experiment) + " has no tag '" + base::escape_control(key) + "'");
    }
  }
  if (!dry_run) {
    store.tag_experiment(experiment.id, change);
  }
}

bool set_experiment_lifecycle(Store& store, const Experiment& experiment, Lifecycle lifecycle,
                              bool dry_run) {
  if (lifecycle == Lifecycle::deleted && experiment.id.value == kDefaultExperimentId) {
    throw Error(ErrorCode::refused, "the default experiment cannot be deleted");
  }
  if (!dry_run) {
    // Also where that is the state already: a process that was killed may have left it half done.
    store.set_experiment_lifecycle(experiment.id, lifecycle);
  }
  return experiment.lifecycle != lifecycle;
}

}  // namespace mlt::app
