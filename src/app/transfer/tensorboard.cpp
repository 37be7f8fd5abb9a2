#include "wire/tensorboard.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "mlt/error.hpp"

#include "app/transfer/foreign.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxEvents = 4ULL << 30;

bool is_event_file(std::string_view name) {
  return name.find(".tfevents.") != std::string_view::npos;
}

/// The event files of one directory as a run.
RunImport read_directory(const std::string& name, const ExperimentId& experiment,
                         const std::vector<std::string>& files) {
  RunImport import;
  Run& run = import.run;
  std::set<std::string, std::less<>> others;
  double first = 0;
  double last = 0;
  wire::TensorboardSink sink;
  sink.time = [&](double wall_time) {
    first = first == 0 ? wall_time : std::min(first, wall_time);
    last = std::max(last, wall_time);
  };
  sink.scalar = [&](const wire::TensorboardScalar& scalar) {
    import.points.push_back({carried_key(scalar.tag),
                             { scalar.step,
                               ms_of_seconds(scalar.wall_time),
                               scalar.value,
                               {} }});
  };
  sink.hyperparameter = [&](std::string_view key, std::string_view value) {
    run.params.insert_or_assign(carried_key(key), std::string(value));
  };
  sink.other = [&](std::string_view tag) { others.emplace(tag); };
  bool torn = false;
  for (const std::string& file : files) {
    const std::string bytes = disk::read_outside_file(file, kMaxEvents);
    torn = wire::read_tensorboard(bytes, {file}, sink).torn_at.has_value() || torn;
  }
  run.experiment_id = experiment;
  run.name = name;
  run.status = RunStatus::finished;
  run.start_time_ms = ms_of_seconds(first);
  run.end_time_ms = ms_of_seconds(last);
  // The beginning is part of the id: a folder such as `train` has the same name in every project.
  run.id = {derived_id("tensorboard", name + "\n" + std::to_string(run.start_time_ms))};
  run.tags.insert_or_assign("mlt.imported_from", "tensorboard");
  if (torn) {
    run.tags.insert_or_assign("mlt.imported_torn", "true");
  }
  if (!others.empty()) {
    std::string list;
    for (const std::string& tag : others) {
      list += (list.empty() ? "" : "\n") + tag;
    }
    run.tags.insert_or_assign("mlt.imported_without", list);
  }
  return import;
}

}  // namespace

History open_tensorboard(const std::string& path) {
  const bool is_folder = disk::outside_is_directory(path);
  const std::string real = disk::real_path(path);
  const std::string root = is_folder ? real : real.substr(0, real.rfind('/'));
  std::map<std::string, std::vector<std::string>> folders;
  if (is_folder) {
    for (const std::string& file : find_files(root, is_event_file)) {
      folders[std::string(disk::parent_of(file))].push_back(disk::join_path(root, file));
    }
  } else {
    folders[""].push_back(real);
  }
  const std::string name = base_name(root);
  History history;
  history.experiments = {named_experiment(name, 0)};
  const ExperimentId experiment = history.experiments.front().id;
  for (const auto& [folder, files] : folders) {
    const std::string run_name = folder.empty() ? name : folder;
    history.runs.push_back({run_name, [run_name, experiment, files = files] {
                              return read_directory(run_name, experiment, files);
                            }});
  }
  return history;
}

}  // namespace mlt::app
