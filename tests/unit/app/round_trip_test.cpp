#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "app/transfer/import.hpp"
#include "disk/memory.hpp"
#include "fixed.hpp"
#include "store/open.hpp"
#include "wire/history_json.hpp"

using namespace mlt;

namespace {

constexpr std::int64_t kNow = 1'767'603'600'000;

/// A store of its own in memory.
struct Place {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  test::FixedClock clock{kNow};
  test::FixedRandom random;
  std::unique_ptr<Store> store;

  explicit Place(store::Layout layout) {
    store::StoreContext context{.disk = disk,
                                .clock = clock,
                                .random = random,
                                .on_issue = [](const Issue& issue) { FAIL_CHECK(issue.reason); },
                                .policy = {},
                                .host = "here",
                                .scan_threads = 1};
    if (layout == store::Layout::native) {
      store::init_native_store(*disk, random, {});
      store = store::open_native_store(std::move(context));
    } else {
      store = store::open_mlflow_store(std::move(context));
    }
  }
};

/// Makes histories with all that is hard to carry, each from its seed alone.
class Maker {
 public:
  explicit Maker(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t end) { return engine_() % end; }
  bool maybe() { return below(2) == 0; }

  std::string text() {
    static const std::string kPieces[] = {"a",     std::string(1, '\0'),
                                          "\n",    "\r\n",
                                          "\x01",  "\x7f",
                                          "名前",  "\U0001F680",
                                          " ",     "'\"\\",
                                          "1e3",   "yes",
                                          ": #",   "---",
                                          "\u2028"};
    std::string text;
    for (std::size_t left = below(6); left > 0; --left) {
      text += kPieces[below(std::size(kPieces))];
    }
    return text;
  }

  /// Without the quote that MLflow cannot look an experiment up by.
  std::string experiment_name() {
    std::string name = "x" + text();
    std::erase(name, '\'');
    return name;
  }

  double value() {
    static constexpr double kValues[] = {std::numeric_limits<double>::quiet_NaN(),
                                         std::numeric_limits<double>::infinity(),
                                         -std::numeric_limits<double>::infinity(),
                                         0.0,
                                         -0.0,
                                         1.0 / 3,
                                         5e-324,
                                         1e22,
                                         1.0};
    return kValues[below(std::size(kValues))];
  }

  /// Few different steps and times, so that points meet, out of order and more than once.
  std::vector<Metric> points() {
    static const char* const kKeys[] = {"loss", "val/loss", "名/メ", "a b:c"};
    std::vector<Metric> points;
    for (std::size_t left = below(40); left > 0; --left) {
      Metric metric{kKeys[below(std::size(kKeys))],
                    {static_cast<std::int64_t>(below(4)) - 1,
                     kNow - static_cast<std::int64_t>(below(3)),
                     value(),
                     {}}};
      if (below(5) == 0) {
        metric.point.context = std::make_shared<MetricContext>(MetricContext{"iris", "0123", ""});
      }
      points.push_back(std::move(metric));
    }
    return points;
  }

  RunImport run(std::size_t number) {
    RunImport import;
    Run& run = import.run;
    run.id = {std::string(31, '0') + std::string(1, static_cast<char>('a' + number))};
    run.experiment_id = {std::to_string(number % 2)};
    run.name = "n" + text();
    run.user = "u" + text();
    run.start_time_ms = kNow - 1000 - static_cast<std::int64_t>(below(1000));
    if (maybe()) {
      run.status = maybe() ? RunStatus::failed : RunStatus::killed;
      run.end_time_ms = run.start_time_ms + static_cast<std::int64_t>(below(500));
    } else {
      run.status = maybe() ? RunStatus::scheduled : RunStatus::running;
    }
    if (below(4) == 0) {
      run.lifecycle = Lifecycle::deleted;
      run.deleted_time_ms = kNow - static_cast<std::int64_t>(below(100));
    }
    for (std::size_t left = below(5); left > 0; --left) {
      run.params["p/" + std::to_string(below(9))] = text();
      run.tags["t." + std::to_string(below(9))] = text();
    }
    if (maybe()) {
      // A digest of its own: MLflow keeps one description of a data set for an experiment.
      Dataset data{"iris",  run.id.value.substr(28),
                   "local", text(),
                   {},      maybe() ? std::optional(text()) : std::nullopt};
      run.dataset_inputs.push_back({std::move(data), {{kDataContextTag, "train"}}});
    }
    if (maybe()) {
      run.model_outputs.push_back({"m-1", static_cast<std::int64_t>(below(9))});
    }
    import.points = points();
    return import;
  }

 private:
  std::mt19937 engine_;
};

ModelImport model(Maker& maker, const RunId& run) {
  ModelImport import;
  import.model.id = {"m-1"};
  import.model.experiment_id = {"1"};
  import.model.name = "net";
  import.model.status = ModelStatus::ready;
  import.model.created_ms = kNow - 300;
  import.model.updated_ms = kNow - 200;
  import.model.params = {{ "depth", maker.text() }};
  import.model.tags = {{ "k", maker.text() }};
  for (Metric& metric : maker.points()) {
    import.model.metrics.push_back({metric.key, run, std::move(metric.point)});
  }
  return import;
}

void check_same_model(Store& a, Store& b) {
  const ModelImport one = app::read_whole_model(a, a.find_model({"m-1"}).value());
  const ModelImport other = app::read_whole_model(b, b.find_model({"m-1"}).value());
  CHECK(wire::model_record(one.model) == wire::model_record(other.model));
  CHECK(wire::model_points_record(one.model.metrics) ==
        wire::model_points_record(other.model.metrics));
}

void carry(Place& from, Place& to) {
  app::import_history(app::history_of_store(*from.store), *to.store,
                      {.on_conflict = app::OnConflict::fail});
}

void check_same(Store& a, Store& b) {
  const std::vector<Experiment> experiments = a.list_experiments();
  CHECK(experiments.size() == b.list_experiments().size());
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    CHECK(wire::experiment_record(experiments[i]) ==
          wire::experiment_record(b.list_experiments()[i]));
  }
  const std::vector<RunRef> refs = a.list_runs({});
  CHECK(refs.size() == b.list_runs({}).size());
  for (const RunRef& ref : refs) {
    CAPTURE(ref.run_id.value);
    const RunImport one = app::read_whole_run(a, ref);
    const RunImport other = app::read_whole_run(b, ref);
    CHECK(app::is_same_run(one, other));
    CHECK(one.run.deleted_time_ms == other.run.deleted_time_ms);
    REQUIRE(one.points.size() == other.points.size());
    for (std::size_t i = 0; i < one.points.size(); ++i) {
      CHECK(one.points[i].key == other.points[i].key);
      CHECK(same_point(one.points[i].point, other.points[i].point));
    }
  }
}

}  // namespace

TEST_CASE("any history comes back from the other layout as it was, points in their order") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    Maker maker(seed);
    const store::Layout layout = maker.maybe() ? store::Layout::native : store::Layout::mlflow;
    const store::Layout between =
        layout == store::Layout::native ? store::Layout::mlflow : store::Layout::native;
    Place first(layout);
    Place second(between);
    Place third(layout);
    for (const char* const id : {"0", "1"}) {
      Experiment experiment{.id = {id},
                            .name = id[0] == '0' ? kDefaultExperimentName : maker.experiment_name(),
                            .created_ms = kNow - 5000,
                            .updated_ms = kNow - 4000,
                            .tags = {{"note", maker.text()}}};
      first.store->import_experiment(experiment);
    }
    for (std::size_t number = 0; number < 4; ++number) {
      first.store->import_run(maker.run(number));
    }
    first.store->import_model(model(maker, first.store->list_runs({}).front().run_id));
    carry(first, second);
    carry(second, third);
    for (const Place* const place : {&second, &third}) {
      check_same(*first.store, *place->store);
    }
    // The first one was given points that did not say of which model they are.
    check_same_model(*second.store, *third.store);
    CHECK(second.store->logged_points(ModelRef{{"1"}, {"m-1"}}).size() ==
          third.store->logged_points(ModelRef{{"1"}, {"m-1"}}).size());
  }
}

TEST_CASE("points that are the same are kept once, where the first of them stood") {
  std::vector<Metric> points{{"a", {1, 5, 2.0, {}}},  {"b", {0, 0, 0.0, {}}},
                             {"a", {0, 5, 1.0, {}}},  {"a", {1, 5, 2.0, {}}},
                             {"b", {0, 0, -0.0, {}}}, {"a", {1, 5, 2.0, {}}},
                             {"a", {0, 9, 1.0, {}}}};
  CHECK(app::keep_each_once(points) == std::map<std::string, std::size_t>{{"a", 2}});
  REQUIRE(points.size() == 5);
  CHECK(points[0].point.step == 1);
  CHECK(points[2].point.value == 1.0);
  CHECK(std::signbit(points[3].point.value));
  CHECK(points[4].point.time_ms == 9);
}
