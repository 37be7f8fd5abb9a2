#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mlt/experiment.hpp"
#include "mlt/store.hpp"

#include "store/events/event.hpp"
#include "wire/json_reader.hpp"

// The events of an experiment:
//
//   created = { "at", "event": "created", "name": STRING, "prev", "schema": 1,
//               "tags": { KEY: STRING, … } }

namespace mlt::store {

std::string experiment_created_text(const NewExperiment& experiment, std::int64_t at);

/// Whether this version can fold an event of an experiment, and why not.
struct EventCheck {
  enum { sound, damaged, later } fitness = sound;
  std::string reason;
};
EventCheck check_experiment_event(const wire::JsonDocument& document,
                                  const std::optional<wire::JsonView>& event);

/// The state of one experiment. Two `created` events, which a merge of two clones brings about, are
/// one experiment: the older gives the name. Events that cannot be understood go to the sink with
/// `folder` as their place; without any `created` the name is the id.
Experiment fold_experiment(const ExperimentId& id, const std::vector<EventFile>& events,
                           std::string_view folder, const IssueSink& on_issue);

/// Makes the names of a store's experiments unique: of a doubled name, the older experiment (ties:
/// the smaller id) keeps it and the others become `name~id`.
void settle_doubled_names(std::vector<Experiment>& experiments);

}  // namespace mlt::store
