#include <algorithm>
#include <map>
#include <string>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/events/experiments.hpp"
#include "store/lost_and_found.hpp"
#include "store/native/doctor.hpp"
#include "store/native/experiment_files.hpp"

namespace mlt::store {

namespace {

constexpr std::string_view kEventSuffix = ".json";
constexpr std::string_view kJournalSuffix = ".jsonl";

/// Sets an entry aside that is no folder.
bool is_folder(Examination& examination, const std::string& path, disk::FileKind kind) {
  if (kind == disk::FileKind::regular) {
    set_aside(examination, finding::kStray, path);
  } else if (kind != disk::FileKind::directory) {
    set_aside(examination, finding::kSpecialFile, path);
  }
  return kind == disk::FileKind::directory;
}

/// One file of a folder of events; nothing if it tells nothing.
std::optional<EventFile> examine_event(Examination& examination, const std::string& path,
                                       std::string_view file_name) {
  if (!file_name.ends_with(kEventSuffix) ||
      !is_event_name(file_name.substr(0, file_name.size() - kEventSuffix.size()))) {
    set_aside(examination, finding::kStray, path, "it is not named as an event is");
    return std::nullopt;
  }
  EventFile event;
  event.name = file_name.substr(0, file_name.size() - kEventSuffix.size());
  event.at = std::stoll(event.name);
  try {
    event.text = disk::read_text(examination.disk(), path, kMaxEvent);
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
    return std::nullopt;
  }
  wire::JsonDocument document;
  std::string text = event.text;
  const EventCheck check = check_experiment_event(document, document.parse(text));
  if (check.fitness == EventCheck::damaged) {
    examination.findings.add(finding::kDamagedEvent, path, 0, check.reason);
  } else if (event_name(event.at, event.text) != event.name) {
    examination.findings.add(finding::kEditedEvent, path, 0, "its name is not that of its content");
  } else if (check.fitness == EventCheck::later) {
    examination.findings.add(finding::kLaterEvent, path);
  }
  return event;
}

ExperimentState examine_events(Examination& examination, const ExperimentId& id) {
  const std::string folder = events_folder(id);
  std::vector<EventFile> events;
  for (const disk::DirEntry& entry : list_folder(examination, folder)) {
    const std::string path = disk::join_path(folder, entry.name);
    if (!is_regular_file(examination, path)) {
      continue;
    }
    if (auto event = examine_event(examination, path, entry.name)) {
      events.push_back(*std::move(event));
    }
  }
  std::sort(events.begin(), events.end(), [](const EventFile& a, const EventFile& b) {
    return a.at != b.at ? a.at < b.at : a.name < b.name;
  });
  return fold_experiment(id, events, folder, [&](const Issue& issue) {
    // What is wrong with a single event was reported above.
    if (issue.path == folder) {
      examination.findings.add(finding::kNotCreated, experiment_folder(id));
    }
  });
}

/// Takes away what a merge, or a purge that did not come to its end, left of something purged.
void examine_purged(Examination& examination, const std::string& path) {
  const std::size_t finding = examination.findings.add(finding::kPurged, path);
  if (!examination.options.fix) {
    return;
  }
  const disk::FileLock lock(examination.disk(), kStoreLock, examination.context.policy);
  if (examination.disk().find_stat(path)) {
    discard(examination.context, path);
  }
  examination.findings.set_fixed(finding);
}

/// Whatever is in a purged experiment besides its events. Other branches may have added to it,
/// not knowing: that is nobody's to remove.
void examine_purged_experiment(Examination& examination, const ExperimentState& state) {
  const std::string folder = experiment_folder(state.experiment.id);
  for (const disk::DirEntry& entry : list_folder(examination, folder)) {
    const std::string path = disk::join_path(folder, entry.name);
    if (entry.name == kEvents) {
      continue;
    }
    if (state.purged_runs.contains(entry.name)) {
      examine_purged(examination, path);
      continue;
    }
    const std::size_t finding = examination.findings.add(finding::kInPurged, path);
    if (examination.options.fix) {
      LostAndFound(examination.context).move(path);
      examination.findings.set_fixed(finding);
    }
  }
}

void examine_hosts(Examination& examination, const ExperimentState& state,
                   const std::vector<RunRef>& runs) {
  const ExperimentId& id = state.experiment.id;
  const std::string folder = disk::join_path(experiment_folder(id), kHosts);
  for (const disk::DirEntry& host : list_folder(examination, folder)) {
    const std::string host_folder = disk::join_path(folder, host.name);
    if (!is_folder(examination, host_folder, host.kind)) {
      continue;
    }
    for (const disk::DirEntry& entry : list_folder(examination, host_folder)) {
      const std::string path = disk::join_path(host_folder, entry.name);
      if (!is_regular_file(examination, path)) {
        continue;
      }
      const std::string_view name = entry.name;
      if (!name.ends_with(kJournalSuffix)) {
        set_aside(examination, finding::kStray, path);
        continue;
      }
      const RunRef ref{id, {std::string(name.substr(0, name.size() - kJournalSuffix.size()))}};
      if (is_purged(state, ref.run_id)) {
        examine_purged(examination, path);
      } else if (std::find(runs.begin(), runs.end(), ref) == runs.end()) {
        examination.findings.add(finding::kOrphanJournal, path);
      }
    }
  }
}

/// The folders of runs that are to be looked into.
std::vector<RunRef> examine_entries(Examination& examination, const ExperimentState& state) {
  const ExperimentId& id = state.experiment.id;
  const std::string folder = experiment_folder(id);
  std::vector<RunRef> runs;
  for (const disk::DirEntry& entry : list_folder(examination, folder)) {
    const std::string path = disk::join_path(folder, entry.name);
    if (is_reserved_name(entry.name) || !is_folder(examination, path, entry.kind)) {
      continue;
    }
    if (is_purged(state, {entry.name})) {
      examine_purged(examination, path);
    } else if (is_run_folder(entry.name)) {
      runs.push_back({id, {entry.name}});
    } else {
      set_aside(examination, finding::kStray, path, "it is not named as a run is");
    }
  }
  return runs;
}

void examine_models(Examination& examination, const ExperimentId& id) {
  const std::string folder = models_folder(id);
  for (const disk::DirEntry& entry : list_folder(examination, folder)) {
    const std::string path = disk::join_path(folder, entry.name);
    if (!is_folder(examination, path, entry.kind)) {
      continue;
    }
    if (model::is_run_id(entry.name)) {
      examine_model(examination, model_files({id, {entry.name}}));
    } else {
      set_aside(examination, finding::kStray, path, "it is not named as a logged model is");
    }
  }
}

void examine_contents(Examination& examination, const ExperimentState& state) {
  const ExperimentId& id = state.experiment.id;
  const std::vector<RunRef> runs = examine_entries(examination, state);
  examine_hosts(examination, state, runs);
  HostJournals hosts;
  try {
    hosts = list_host_journals(examination.disk(), id);
  } catch (const Error&) {
    // Reported by examine_hosts().
  }
  for (const RunRef& ref : runs) {
    if (examination.covers(run_folder(ref))) {
      examine_run(examination, run_files(ref, hosts));
    }
  }
  examine_models(examination, id);
}

void examine_names(Examination& examination, const std::vector<Experiment>& experiments) {
  std::vector<Experiment> settled = experiments;
  settle_doubled_names(settled);
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    if (settled[i].name != experiments[i].name) {
      examination.findings.add(finding::kDoubledName, experiment_folder(experiments[i].id), 0,
                               "an older one is called '" + experiments[i].name +
                                   "'; this one is shown as '" + settled[i].name + "'");
    }
  }
}

}  // namespace

void examine_experiments(Examination& examination) {
  std::vector<Experiment> experiments;
  for (const disk::DirEntry& entry : list_folder(examination, std::string(kExperiments))) {
    const std::string path = disk::join_path(kExperiments, entry.name);
    if (!is_folder(examination, path, entry.kind)) {
      continue;
    }
    const ExperimentId id{entry.name};
    if (!model::is_experiment_id(id.value)) {
      set_aside(examination, finding::kStray, path, "it is not named as an experiment is");
      continue;
    }
    ExperimentState state = examine_events(examination, id);
    if (state.is_purged) {
      examine_purged_experiment(examination, state);
    } else {
      examine_contents(examination, state);
      experiments.push_back(std::move(state.experiment));
    }
  }
  examine_names(examination, experiments);
}

}  // namespace mlt::store
