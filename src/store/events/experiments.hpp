#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mlt/experiment.hpp"
#include "mlt/store.hpp"

#include "store/events/event.hpp"
#include "wire/json_reader.hpp"

// The events of an experiment:
//
//   created  = { "artifact_location"?: STRING, "at", "event": "created", "name": STRING, "prev",
//                "schema": 1, "tags": { KEY: STRING, … }, "updated"?: MS }
//   renamed  = { "at", "event": "renamed", "name": STRING, "prev", "schema": 1 }
//   tagged   = { "at", "event": "tagged", "prev", "removed": [ KEY, … ], "schema": 1,
//                "set": { KEY: STRING, … } }
//   deleted  = { "at", "event": "deleted", "prev", "schema": 1 }
//   restored = { "at", "event": "restored", "prev", "schema": 1 }
//   purged   = { "at", "event": "purged", "prev", "run": RUN_ID, "schema": 1 }
//            | { "at", "event": "purged", "experiment": ID, "prev", "schema": 1 }
//
// A member with ? stands only where there is something to say, as in an experiment that another
// store handed over. What was purged stays so, whatever else a merge brings in.

namespace mlt::store {

/// One event to be written; what a kind does not have stays empty.
struct ExperimentEvent {
  std::string kind;
  std::int64_t at = 0;
  std::vector<std::string> prev{};
  std::optional<std::string> name{};
  std::optional<KeyValueMap> tags{};  ///< of a created one
  std::optional<TagChange> change{};
  std::string run{};         ///< that was purged
  std::string experiment{};  ///< that was purged
  std::string artifact_location{};
  std::optional<std::int64_t> updated{};
};

std::string experiment_event_text(const ExperimentEvent& event);
std::string experiment_created_text(const NewExperiment& experiment, std::int64_t at);

/// Whether this version can fold an event of an experiment, and why not.
struct EventCheck {
  enum { sound, damaged, later } fitness = sound;
  std::string reason;
};
EventCheck check_experiment_event(const wire::JsonDocument& document,
                                  const std::optional<wire::JsonView>& event);

/// What the events of an experiment say.
struct ExperimentState {
  Experiment experiment{};
  std::optional<std::int64_t> deleted_ms{};  ///< of a deleted one: since when
  bool is_purged = false;
  std::set<std::string, std::less<>> purged_runs{};
  std::vector<std::string> heads{};  ///< names of the events that nothing followed, sorted
  std::int64_t newest_at = 0;
};

/// The state of one experiment. Two `created` events, which a merge of two clones brings about, are
/// one experiment: the older gives the name. Events that cannot be understood go to the sink with
/// `folder` as their place; without any `created` the name is the id.
ExperimentState fold_experiment(const ExperimentId& id, const std::vector<EventFile>& events,
                                std::string_view folder, const IssueSink& on_issue);

/// Makes the names of a store's experiments unique: of a doubled name, the older experiment (ties:
/// the smaller id) keeps it and the others become `name~id`.
void settle_doubled_names(std::vector<Experiment>& experiments);

}  // namespace mlt::store
