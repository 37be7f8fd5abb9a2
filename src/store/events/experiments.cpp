#include "store/events/experiments.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/json_text.hpp"
#include "disk/files.hpp"

namespace mlt::store {

namespace {

using base::JsonWriter;
using wire::JsonView;

void write_tags(JsonWriter& json, std::string_view name, const KeyValueMap& tags) {
  json.key(name);
  json.begin_object();
  for (const auto& [key, value] : tags) {
    json.member(key, value);
  }
  json.end_object();
}

void write_names(JsonWriter& json, std::string_view name, const std::vector<std::string>& names) {
  json.key(name);
  json.begin_inline_array();
  for (const std::string& one : names) {
    json.string(one);
  }
  json.end_array();
}

void write_if_any(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) {
    json.member(name, text);
  }
}

/// Calls `visit(key, value)` for the strings of an object.
template <typename Visit>
void each_string(const std::optional<JsonView>& object, Visit visit) {
  if (object) {
    object->for_each_member([&](std::string_view key, const JsonView& value) {
      if (const auto text = value.string()) {
        visit(key, *text);
      }
    });
  }
}

/// Folds the sound events of one experiment, in their order.
class ExperimentFold {
 public:
  explicit ExperimentFold(const ExperimentId& id) { state_.experiment.id = id; }

  [[nodiscard]] bool is_created() const { return created_; }

  void add(std::int64_t at, const JsonView& event) {
    const std::string_view kind = event.find_string("event").value();
    if (kind == "created") {
      create(at, event);
    } else if (kind == "renamed") {
      state_.experiment.name = event.find_string("name").value();
      name_is_later_ = true;
      change(at);
    } else if (kind == "tagged") {
      tag(event);
    } else if (kind == "purged") {
      purge(event);
    } else {
      const bool is_deleted = kind == "deleted";
      state_.experiment.lifecycle = is_deleted ? Lifecycle::deleted : Lifecycle::active;
      state_.deleted_ms = is_deleted ? std::optional(at) : std::nullopt;
      change(at);
    }
  }

  ExperimentState take() { return std::move(state_); }

 private:
  void change(std::int64_t at) {
    state_.experiment.updated_ms = std::max(state_.experiment.updated_ms, at);
  }

  void create(std::int64_t at, const JsonView& event) {
    Experiment& experiment = state_.experiment;
    if (!created_) {
      experiment.created_ms = at;
      experiment.artifact_location = event.find_string("artifact_location").value_or("");
      // An import may be as old as what happened to it: then the order of the names is chance.
      if (!name_is_later_) {
        experiment.name = event.find_string("name").value();
      }
    }
    created_ = true;
    change(std::max(at, event.find_int64("updated").value_or(at)));
    each_string(event.find("tags"), [&](std::string_view key, std::string_view value) {
      experiment.tags.insert_or_assign(std::string(key), std::string(value));
    });
  }

  void tag(const JsonView& event) {
    KeyValueMap& tags = state_.experiment.tags;
    event.find("removed")->for_each_element([&tags](const JsonView& key) {
      if (const auto it = tags.find(key.string().value_or("")); it != tags.end()) {
        tags.erase(it);
      }
    });
    each_string(event.find("set"), [&](std::string_view key, std::string_view value) {
      tags.insert_or_assign(std::string(key), std::string(value));
    });
  }

  void purge(const JsonView& event) {
    if (const auto run = event.find_string("run")) {
      state_.purged_runs.emplace(*run);
    } else {
      state_.is_purged |= event.find_string("experiment") == state_.experiment.id.value;
    }
  }

  ExperimentState state_;
  bool created_ = false;
  bool name_is_later_ = false;
};

/// What a sound event of this kind lacks; nothing if it is whole.
std::optional<std::string_view> lacking_member(std::string_view kind, const JsonView& event) {
  const auto is_kind_of = [&event](std::string_view name, auto fits) {
    const auto member = event.find(name);
    return member && fits(*member);
  };
  const auto is_object = [](const JsonView& member) { return member.is_object(); };
  const auto is_array = [](const JsonView& member) { return member.is_array(); };
  if ((kind == "created" || kind == "renamed") && !event.find_string("name")) {
    return "name";
  }
  if (kind == "tagged" && !is_kind_of("set", is_object)) {
    return "set";
  }
  if (kind == "tagged" && !is_kind_of("removed", is_array)) {
    return "removed";
  }
  if (kind == "purged" && !event.find_string("run") && !event.find_string("experiment")) {
    return "run";
  }
  return std::nullopt;
}

bool is_known_kind(std::string_view kind) {
  return kind == "created" || kind == "renamed" || kind == "tagged" || kind == "deleted" ||
         kind == "restored" || kind == "purged";
}

}  // namespace

std::string experiment_event_text(const ExperimentEvent& event) {
  JsonWriter json;
  json.begin_object();
  write_if_any(json, "artifact_location", event.artifact_location);
  json.member("at", event.at);
  json.member("event", event.kind);
  write_if_any(json, "experiment", event.experiment);
  if (event.name) {
    json.member("name", *event.name);
  }
  write_names(json, "prev", event.prev);
  if (event.change) {
    write_names(json, "removed", event.change->removed);
  }
  write_if_any(json, "run", event.run);
  json.member("schema", kEventSchema);
  if (event.change) {
    write_tags(json, "set", event.change->set);
  }
  if (event.tags) {
    write_tags(json, "tags", *event.tags);
  }
  if (event.updated) {
    json.member("updated", *event.updated);
  }
  json.end_object();
  return json.take();
}

std::string experiment_created_text(const NewExperiment& experiment, std::int64_t at) {
  return experiment_event_text(
      {.kind = "created", .at = at, .name = experiment.name, .tags = experiment.tags});
}

EventCheck check_experiment_event(const wire::JsonDocument& document,
                                  const std::optional<wire::JsonView>& event) {
  if (!event) {
    return {EventCheck::damaged, "is not JSON: " + document.reason()};
  }
  const auto kind = event->find_string("event");
  const auto schema = event->find_int64("schema");
  if (!kind || !schema) {
    return {EventCheck::damaged, "is no event: 'event' or 'schema' is missing"};
  }
  if (!is_known_kind(*kind) || schema != kEventSchema) {
    return {EventCheck::later, "is of a kind that this version of mlt does not know; kept"};
  }
  if (const auto lacking = lacking_member(*kind, *event)) {
    return {EventCheck::damaged, "'" + std::string(*lacking) + "' is missing or of the wrong type"};
  }
  return {};
}

ExperimentState fold_experiment(const ExperimentId& id, const std::vector<EventFile>& events,
                                std::string_view folder, const IssueSink& on_issue) {
  ExperimentFold fold(id);
  std::set<std::string, std::less<>> heads;
  std::set<std::string, std::less<>> followed;
  wire::JsonDocument document;
  for (const EventFile& event : events) {
    heads.insert(event.name);
    std::string text = event.text;
    const auto view = document.parse(text);
    if (const auto prev = view ? view->find("prev") : std::nullopt) {
      prev->for_each_element(
          [&](const JsonView& name) { followed.emplace(name.string().value_or("")); });
    }
    EventCheck check = check_experiment_event(document, view);
    if (check.fitness == EventCheck::sound) {
      fold.add(event.at, *view);
    } else {
      on_issue({disk::join_path(folder, event.name) + ".json", 0, std::move(check.reason)});
    }
  }
  ExperimentState state = fold.take();
  std::set_difference(heads.begin(), heads.end(), followed.begin(), followed.end(),
                      std::back_inserter(state.heads));
  state.newest_at = events.empty() ? 0 : events.back().at;
  if (!fold.is_created()) {
    on_issue({std::string(folder), 0, "holds no event that created the experiment"});
  }
  if (state.experiment.name.empty()) {
    state.experiment.name = id.value;
  }
  return state;
}

void settle_doubled_names(std::vector<Experiment>& experiments) {
  std::vector<Experiment*> by_age;
  by_age.reserve(experiments.size());
  for (Experiment& experiment : experiments) {
    by_age.push_back(&experiment);
  }
  std::sort(by_age.begin(), by_age.end(), [](const Experiment* a, const Experiment* b) {
    return a->created_ms != b->created_ms ? a->created_ms < b->created_ms : a->id < b->id;
  });
  std::map<std::string, int> taken;
  for (Experiment* experiment : by_age) {
    if (taken[experiment->name]++ > 0) {
      experiment->name += "~" + experiment->id.value;
    }
  }
}

}  // namespace mlt::store
