#include "store/native/native_store.hpp"

#include <algorithm>
#include <map>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/journal/snapshot.hpp"
#include "store/native/build_aside.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/run_writer.hpp"
#include "store/native/scan.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kRunIdDigits = 32;

Error no_run(const RunRef& ref) {
  return {ErrorCode::not_found,
          "no run '" + ref.run_id.value + "' in experiment '" + ref.experiment_id.value + "'"};
}

Snapshot first_snapshot(const NewRun& run, const RunRef& ref, std::int64_t at,
                        const std::string& journal) {
  Snapshot snapshot;
  snapshot.run.id = ref.run_id;
  snapshot.run.experiment_id = ref.experiment_id;
  snapshot.run.name = run.name;
  snapshot.run.user = run.user;
  snapshot.run.status = run.status;
  snapshot.run.start_time_ms = run.start_time_ms;
  snapshot.run.params = run.params;
  snapshot.run.tags = run.tags;
  snapshot.host = run.host;
  snapshot.newest_at = at;
  snapshot.covers[std::string(kJournal)] = cover_of(journal);
  return snapshot;
}

std::string first_journal(const NewRun& run, const RunRef& ref, std::int64_t at) {
  std::string lines;
  append_line(lines, CreatedLine{at, ref.run_id.value, ref.experiment_id.value, run.name, run.user,
                                 run.host, run.start_time_ms, run.status});
  for (const auto& [key, value] : run.params) {
    append_line(lines, ParamLine{at, key, value});
  }
  for (const auto& [key, value] : run.tags) {
    append_line(lines, TagLine{at, key, value});
  }
  return lines;
}

}  // namespace

NativeStore::NativeStore(StoreContext context)
    : context_(std::move(context)), on_issue_([this](const Issue& issue) { report(issue); }) {}

void NativeStore::report(const Issue& issue) {
  if (context_.on_issue) {
    const std::lock_guard guard(issue_mutex_);
    context_.on_issue(issue);
  }
}

RunFiles NativeStore::files_of(const RunRef& ref) {
  return run_files(ref, list_host_journals(*context_.disk, ref.experiment_id));
}

bool NativeStore::has_run(const RunRef& ref) {
  if (!model::is_experiment_id(ref.experiment_id.value) || !is_run_folder(ref.run_id.value)) {
    return false;
  }
  const auto stat = context_.disk->find_stat(run_folder(ref));
  return stat && stat->kind == disk::FileKind::directory;
}

ExperimentState NativeStore::require_run(const RunRef& ref) {
  if (!has_run(ref)) {
    throw no_run(ref);
  }
  ExperimentState fate = read_fate(*context_.disk, ref.experiment_id);
  if (is_purged(fate, ref.run_id)) {
    throw no_run(ref);
  }
  return fate;
}

std::vector<RunRef> NativeStore::list_runs(std::span<const ExperimentId> experiments) {
  std::vector<ExperimentId> ids(experiments.begin(), experiments.end());
  if (ids.empty()) {
    ids = list_experiment_ids(*context_.disk);
  }
  std::vector<RunRef> refs;
  for (const ExperimentId& id : ids) {
    const ExperimentState fate = read_fate(*context_.disk, id);
    for (RunRef& ref : list_run_refs(*context_.disk, id)) {
      if (!is_purged(fate, ref.run_id)) {
        refs.push_back(std::move(ref));
      }
    }
  }
  return refs;
}

std::optional<RunRef> NativeStore::locate_run(const RunId& id) {
  if (!is_run_folder(id.value)) {
    return std::nullopt;
  }
  for (const ExperimentId& experiment : list_experiment_ids(*context_.disk)) {
    const RunRef ref{experiment, id};
    if (has_run(ref) && !is_purged(read_fate(*context_.disk, experiment), id)) {
      return ref;
    }
  }
  return std::nullopt;
}

std::optional<RunRef> NativeStore::find_run_at(std::string_view run_dir) {
  const std::string prefix = context_.disk->absolute(kExperiments) + "/";
  if (!run_dir.starts_with(prefix)) {
    return std::nullopt;
  }
  run_dir.remove_prefix(prefix.size());
  const std::size_t slash = run_dir.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const RunRef ref{{std::string(run_dir.substr(0, slash))},
                   {std::string(run_dir.substr(slash + 1))}};
  return has_run(ref) ? std::optional(ref) : std::nullopt;
}

Run NativeStore::get_run(const RunRef& ref) {
  const ExperimentState fate = require_run(ref);
  ReadScratch scratch;
  RunReading reading = read_run(*context_.disk, files_of(ref), {}, true, scratch, on_issue_);
  if (reading.is_nothing) {
    throw no_run(ref);
  }
  apply_fate(fate, reading.snapshot.run);
  return std::move(reading.snapshot.run);
}

void NativeStore::scan_runs(const RunScan& scan, const RunSink& sink) {
  ScanContext context{*context_.disk, on_issue_, context_.scan_threads};
  const std::vector<ExperimentId> ids =
      scan.experiments.empty() ? list_experiment_ids(*context_.disk, on_issue_) : scan.experiments;
  scan_native_runs(context, ids, scan, sink);
}

std::vector<MetricPoint> NativeStore::metric_history(const RunRef& ref, std::string_view key) {
  std::vector<MetricPoint> points;
  visit_points(ref, [&](const MetricLine& line) {
    if (line.key == key) {
      points.push_back(line.point);
    }
  });
  std::sort(points.begin(), points.end(), comes_before);
  points.erase(std::unique(points.begin(), points.end(), same_point), points.end());
  return points;
}

std::vector<Metric> NativeStore::logged_points(const RunRef& ref) {
  std::map<std::string, std::vector<MetricPoint>, std::less<>> points_of;
  visit_points(ref, [&points_of](const MetricLine& line) {
    auto place = points_of.find(line.key);
    if (place == points_of.end()) {
      place = points_of.emplace(line.key, std::vector<MetricPoint>()).first;
    }
    place->second.push_back(line.point);
  });
  std::vector<Metric> all;
  for (auto& [key, points] : points_of) {
    for (MetricPoint& point : points) {
      all.push_back({key, std::move(point)});
    }
  }
  return all;
}

std::optional<std::string> NativeStore::find_code(const RunRef& ref, std::string_view path) {
  (void)require_run(ref);
  return disk::find_text(*context_.disk,
                         disk::join_path(disk::join_path(run_folder(ref), kCode), path));
}

void NativeStore::visit_points(const RunRef& ref,
                               const std::function<void(const MetricLine&)>& visit) {
  (void)require_run(ref);
  ReadScratch scratch;
  for (const RunFiles::Journal& journal : files_of(ref).journals) {
    if (!context_.disk->find_stat(journal.path)) {
      on_issue_({journal.path, 0, "the journal is missing"});
      continue;
    }
    JournalPosition position;
    const auto file = context_.disk->open(journal.path, disk::OpenMode::read);
    read_lines(*file, position, scratch.lines, [&](char* text, std::int64_t number) {
      const Line line = parse_line(scratch.document, text);
      if (const auto* metric = std::get_if<MetricLine>(&line)) {
        visit(*metric);
      } else if (const auto* damaged = std::get_if<DamagedLine>(&line)) {
        on_issue_({journal.path, number, damaged->reason});
      }
    });
  }
}

RunRef NativeStore::create_run(const NewRun& run) {
  require_active_experiment(run.experiment_id);
  RunRef ref{run.experiment_id, {base::random_hex(context_.random, kRunIdDigits)}};
  const std::int64_t at = context_.clock.now_ms();
  const std::string journal = first_journal(run, ref, at);
  FolderAside aside(context_);
  aside.add_file(kJournal, journal);
  aside.add_file(kSnapshot, snapshot_text(first_snapshot(run, ref, at, journal)));
  if (!aside.appear_at(run_folder(ref))) {
    throw Error(ErrorCode::system, context_.disk->absolute(run_folder(ref)) + ": exists already");
  }
  return ref;
}

std::unique_ptr<RunWriter> NativeStore::open_run(const RunRef& ref) {
  // Whether the run was purged is not asked here: it would cost every logged metric a listing.
  if (!has_run(ref)) {
    throw no_run(ref);
  }
  return std::make_unique<NativeRunWriter>(context_, files_of(ref));
}

ArtifactPlace NativeStore::artifact_place(const RunRef& ref) {
  (void)require_run(ref);
  ReadScratch scratch;
  const FoldSelection nothing{{}, {}, {}, false, false};
  const RunReading reading =
      read_run(*context_.disk, files_of(ref), nothing, false, scratch, on_issue_);
  return place_of(reading.snapshot.run.artifact_uri, run_folder(ref));
}

ArtifactPlace NativeStore::place_of(const std::string& uri, const std::string& folder) const {
  if (!uri.empty()) {
    return {uri, std::nullopt};
  }
  return {"", context_.disk->absolute(disk::join_path(folder, kArtifacts))};
}

std::unique_ptr<Store> open_native_store(StoreContext context) {
  return std::make_unique<NativeStore>(std::move(context));
}

}  // namespace mlt::store
