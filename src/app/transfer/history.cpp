#include "app/transfer/history.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"

namespace mlt::app {

namespace {

std::string existing_folder(const std::optional<std::string>& dir) {
  return dir && disk::outside_is_directory(*dir) ? *dir : std::string();
}

std::string code_folder(Store& store, const RunRef& ref) {
  // A writer of a damaged run may not open; what such a run still says is carried without it.
  try {
    return existing_folder(store.open_run(ref)->run_dir() + "/code");
  } catch (const Error&) {
    return {};
  }
}

/// Drops what is equal to something before it.
template <typename Point, typename Before>
Repeats keep_first_of_each(std::vector<Point>& points, Before before) {
  const auto pointee_before = [before](const Point* a, const Point* b) { return before(*a, *b); };
  std::set<const Point*, decltype(pointee_before)> seen(pointee_before);
  Repeats dropped;
  std::size_t kept = 0;
  for (Point& point : points) {
    // Those before `kept` stay where they are, so that the set may point at them.
    Point& place = points[kept];
    if (&place != &point) {
      place = std::move(point);
    }
    if (seen.insert(&place).second) {
      ++kept;
    } else {
      ++dropped[place.key];
    }
  }
  points.resize(kept);
  return dropped;
}

void add_model(History& history, Store& store, LoggedModel model) {
  std::string label = model.id.value;
  history.models.push_back({std::move(label), [&store, model = std::move(model)] {
                              return read_whole_model(store, model);
                            }});
}

}  // namespace

RunImport read_whole_run(Store& store, const RunRef& ref, Repeats* repeats) {
  RunImport whole;
  whole.run = store.get_run(ref);
  whole.points = store.logged_points(ref);
  Repeats dropped = keep_each_once(whole.points);
  if (repeats != nullptr) {
    *repeats = std::move(dropped);
  }
  if (const auto host = whole.run.tags.find(tag::kHost); host != whole.run.tags.end()) {
    whole.host = host->second;
  }
  const ArtifactPlace place = store.artifact_place(ref);
  whole.artifacts_from = existing_folder(place.dir);
  if (!whole.artifacts_from.empty()) {
    whole.run.artifact_uri.clear();
  }
  whole.code_from = code_folder(store, ref);
  return whole;
}

ModelImport read_whole_model(Store& store, LoggedModel model, Repeats* repeats) {
  const ModelRef ref = model.ref();
  ModelImport whole{std::move(model), existing_folder(store.artifact_place(ref).dir)};
  whole.model.metrics = store.logged_points(ref);
  Repeats dropped = keep_each_once(whole.model.metrics);
  if (repeats != nullptr) {
    *repeats = std::move(dropped);
  }
  if (!whole.artifacts_from.empty()) {
    whole.model.artifact_uri.clear();
  }
  return whole;
}

Repeats keep_each_once(std::vector<Metric>& points) {
  return keep_first_of_each(points, [](const Metric& a, const Metric& b) {
    return a.key != b.key ? a.key < b.key : comes_before(a.point, b.point);
  });
}

Repeats keep_each_once(std::vector<ModelMetric>& points) {
  return keep_first_of_each(points, is_before);
}

History history_of_runs(Store& store, const std::vector<RunRef>& runs, bool whole_experiments) {
  History history;
  std::set<ExperimentId> wanted;
  std::set<std::string, std::less<>> run_ids;
  for (const RunRef& ref : runs) {
    wanted.insert(ref.experiment_id);
    run_ids.insert(ref.run_id.value);
    history.runs.push_back(
        {ref.run_id.value, [&store, ref] { return read_whole_run(store, ref); }});
  }
  for (Experiment& experiment : store.list_experiments()) {
    if (wanted.contains(experiment.id)) {
      history.experiments.push_back(std::move(experiment));
    }
  }
  const std::vector<ExperimentId> experiments(wanted.begin(), wanted.end());
  if (!experiments.empty()) {
    for (LoggedModel& model : store.list_models(experiments)) {
      if (whole_experiments || run_ids.contains(model.source_run_id)) {
        add_model(history, store, std::move(model));
      }
    }
  }
  return history;
}

History history_of_store(Store& store) {
  std::vector<RunRef> refs = store.list_runs({});
  std::sort(refs.begin(), refs.end());
  History history = history_of_runs(store, refs, false);
  history.experiments = store.list_experiments();
  history.models.clear();
  for (LoggedModel& model : store.list_models({})) {
    add_model(history, store, std::move(model));
  }
  return history;
}

std::string derived_id(std::string_view kind, std::string_view what) {
  std::string text(kind);
  text += '\0';
  text += what;
  return base::sha256_hex(text).substr(0, 32);
}

ExperimentId derived_experiment_id(std::string_view name) {
  if (name == kDefaultExperimentName) {
    return {kDefaultExperimentId};
  }
  // A slug alone would let names meet that differ in case or blanks.
  constexpr std::size_t kMostOfSlug = 55;
  return {model::slug_of(name).substr(0, kMostOfSlug) + "-" + base::sha256_hex(name).substr(0, 8)};
}

}  // namespace mlt::app
