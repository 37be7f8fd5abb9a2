// bench_make_store DIRECTORY COUNT [finished|created] [native|mlflow]
//
// Fills a new store with COUNT runs of one experiment, through Store. `finished`: runs as a
// small training leaves them, with eight params, three metrics of twenty points and an end.
// `created`: nothing but their creation. Prints the seconds it took.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "mlt/error.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "disk/disk.hpp"
#include "store/open.hpp"

namespace {

constexpr int kEpochs = 20;

mlt::NewRun new_run(const mlt::ExperimentId& experiment, int number) {
  mlt::NewRun run;
  run.experiment_id = experiment;
  run.name = "trial-" + std::to_string(number);
  run.user = "ada";
  run.host = "bench";
  run.start_time_ms = 1'767'603'600'000 + number;
  run.params = {{"lr", std::to_string(1.0 / (number % 97 + 1))},
                {"batch_size", std::to_string(16 << number % 5)},
                {"optimizer", number % 2 == 0 ? "adam" : "sgd"},
                {"depth", std::to_string(number % 12)},
                {"dropout", "0.1"},
                {"epochs", std::to_string(kEpochs)},
                {"seed", std::to_string(number)},
                {"dataset", "digits"}};
  run.tags = {{"mlflow.source.name", "train.py"}, {"mlt.host", "bench"}, {"team", "vision"}};
  return run;
}

mlt::RunBatch curve(int number, std::int64_t start_ms) {
  mlt::RunBatch batch;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    const double progress = (epoch + 1.0) / (epoch + 3.0 + number % 7);
    const mlt::MetricPoint at{epoch, start_ms + 1000LL * epoch, 0};
    for (auto [key, value] : {std::pair{"acc", 0.9 * progress + number % 1000 * 1e-4},
                              std::pair{"loss", 2.3 * (1 - progress) + number % 1000 * 1e-5},
                              std::pair{"val_loss", 2.4 * (1 - progress) + number % 991 * 1e-5}}) {
      batch.metrics.push_back({key, {at.step, at.time_ms, value}});
    }
  }
  return batch;
}

std::unique_ptr<mlt::Store> open_new_store(mlt::store::StoreContext context, bool mlflow) {
  if (mlflow) {
    mlt::store::init_mlflow_store(context);
    return mlt::store::open_mlflow_store(std::move(context));
  }
  mlt::store::init_native_store(*context.disk, context.random, {});
  return mlt::store::open_native_store(std::move(context));
}

void make_store(const std::string& directory, int count, bool finished, bool mlflow) {
  std::filesystem::create_directories(directory);
  mlt::base::SystemClock clock;
  mlt::base::SystemRandom random;
  std::shared_ptr<mlt::disk::Disk> disk = mlt::disk::open_real_disk(directory);
  auto store = open_new_store({.disk = disk,
                               .clock = clock,
                               .random = random,
                               .on_issue = {},
                               .policy = {},
                               .host = "bench"},
                              mlflow);
  const mlt::ExperimentId experiment = store->create_experiment({"digits", {}}).id;
  for (int number = 0; number < count; ++number) {
    const mlt::NewRun run = new_run(experiment, number);
    const mlt::RunRef ref = store->create_run(run);
    if (!finished) continue;
    auto writer = store->open_run(ref);
    writer->append(curve(number, run.start_time_ms));
    writer->set_status(mlt::RunStatus::finished, run.start_time_ms + 60'000);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const bool finished = argc < 4 || std::string_view(argv[3]) == "finished";
  const bool mlflow = argc >= 5 && std::string_view(argv[4]) == "mlflow";
  const auto start = std::chrono::steady_clock::now();
  try {
    make_store(argv[1], std::atoi(argv[2]), finished, mlflow);
  } catch (const mlt::Error& error) {
    std::fprintf(stderr, "make_store: %s\n", error.what());
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%.6f\n", took.count());
  return 0;
}
