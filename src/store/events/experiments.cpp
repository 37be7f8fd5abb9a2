#include "store/events/experiments.hpp"

#include <algorithm>
#include <map>

#include "base/json_text.hpp"
#include "disk/files.hpp"

namespace mlt::store {

namespace {

void fold_created(Experiment& experiment, bool is_first, const EventFile& event,
                  const wire::JsonView& view) {
  if (is_first) {
    experiment.created_ms = event.at;
    experiment.name = view.find_string("name").value();
  }
  experiment.updated_ms = std::max(experiment.updated_ms, event.at);
  if (const auto tags = view.find("tags")) {
    tags->for_each_member([&](std::string_view key, wire::JsonView value) {
      if (const auto text = value.string()) {
        experiment.tags[std::string(key)] = *text;
      }
    });
  }
}

}  // namespace

std::string experiment_created_text(const NewExperiment& experiment, std::int64_t at) {
  base::JsonWriter json;
  json.begin_object();
  json.member("at", at);
  json.member("event", "created");
  json.member("name", experiment.name);
  json.key("prev");
  json.begin_inline_array();
  json.end_array();
  json.member("schema", kEventSchema);
  json.key("tags");
  json.begin_object();
  for (const auto& [key, value] : experiment.tags) {
    json.member(key, value);
  }
  json.end_object();
  json.end_object();
  return json.take();
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
  if (kind != "created" || schema != kEventSchema) {
    return {EventCheck::later, "is of a kind that this version of mlt does not know; kept"};
  }
  if (!event->find_string("name")) {
    return {EventCheck::damaged, "'name' is missing or of the wrong type"};
  }
  return {};
}

Experiment fold_experiment(const ExperimentId& id, const std::vector<EventFile>& events,
                           std::string_view folder, const IssueSink& on_issue) {
  Experiment experiment;
  experiment.id = id;
  bool is_created = false;
  wire::JsonDocument document;
  for (const EventFile& event : events) {
    std::string text = event.text;
    const auto view = document.parse(text);
    EventCheck check = check_experiment_event(document, view);
    if (check.fitness == EventCheck::sound) {
      fold_created(experiment, !is_created, event, *view);
      is_created = true;
    } else {
      on_issue({disk::join_path(folder, event.name) + ".json", 0, std::move(check.reason)});
    }
  }
  if (!is_created) {
    on_issue({std::string(folder), 0, "holds no event that created the experiment"});
    experiment.name = id.value;
  }
  return experiment;
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
