#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/mlflow_files/entries.hpp"
#include "store/mlflow_files/meta.hpp"
#include "store/mlflow_files/places.hpp"
#include "wire/json_reader.hpp"

namespace mlt::store::mlflow {

/// How much of a run is read.
struct RunSelection {
  KeySelection params = KeySelection::everything();
  KeySelection metrics = KeySelection::everything();
  KeySelection tags = KeySelection::everything();
  bool artifacts = true;
  bool inputs = true;
};

/// What is known of a run's artifacts: its artifacts.jsonl folded.
struct ArtifactLog {
  std::map<std::string, ArtifactFact, std::less<>> facts;
  std::int64_t newest_at = 0;
};

/// Reads the files of runs, one run after the other with the same memory; one for each thread.
class RunReader {
 public:
  RunReader(disk::Disk& disk, const ArtifactPlaces& places, const IssueSink& on_issue)
      : disk_(disk), places_(places), on_issue_(on_issue), entries_(disk, on_issue) {}

  /// First its meta.yaml: nothing if there is none, because then it is no run. What is wrong with
  /// it goes to the sink, and the run is marked as damaged.
  std::optional<Run> read_meta(const RunRef& ref, const std::string& folder);
  /// Then what is selected of the rest.
  void read_rest(Run& run, const std::string& folder, const RunSelection& selection);

  /// The distinct points of a metric, in order.
  std::vector<MetricPoint> read_points(const std::string& folder, std::string_view key);
  /// Every line of every metric, by key, then as they stand in the file.
  std::vector<Metric> read_logged_points(const std::string& folder);
  ArtifactLog read_artifact_log(const std::string& folder, bool& is_damaged);

 private:
  void read_metrics(Run& run, const std::string& folder, const KeySelection& keys);
  void visit_points(
      const std::string& folder, const KeySelection& keys,
      const std::function<void(const std::string& key, const MetricPoint& point)>& visit);
  void read_inputs(Run& run, const std::string& folder);
  void read_outputs(Run& run, const std::string& folder);
  std::optional<Dataset> read_dataset(const std::string& experiment, const std::string& id);
  /// The folders in `folder`, each of which has a meta.yaml, read one by one.
  void for_each_meta(Run& run, const std::string& folder,
                     const std::function<void(const std::string& path)>& visit);
  void damage(Run& run, const std::string& path, std::int64_t line, std::string reason);

  disk::Disk& disk_;
  const ArtifactPlaces& places_;
  const IssueSink& on_issue_;
  EntryReader entries_;
  MetaReader meta_;
  wire::JsonDocument document_;
  std::string lines_;
  std::vector<MetricPoint> points_;
};

}  // namespace mlt::store::mlflow
