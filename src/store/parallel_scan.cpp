#include "store/parallel_scan.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace mlt::store {

namespace {

constexpr std::size_t kBlock = 64;         // runs that a thread takes at a time
constexpr std::size_t kSerialBelow = 256;  // fewer runs are read without threads

class ParallelScan {
 public:
  ParallelScan(std::size_t count, const std::function<ReadRun()>& make_reader, const RunSink& sink)
      : count_(count), make_reader_(make_reader), sink_(sink) {}

  void run(int threads) {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : cores;
    const std::size_t count = count_ < kSerialBelow ? 1 : wanted;
    std::vector<std::thread> helpers;
    try {
      for (std::size_t i = 1; i < count; ++i) {
        helpers.emplace_back([this] { work(); });
      }
    } catch (const std::system_error&) {
      // No more threads to be had: those that there are do the work.
    }
    work();
    for (std::thread& helper : helpers) {
      helper.join();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  void work() {
    try {
      const ReadRun read = make_reader_();
      std::vector<Run> accepted;
      for (;;) {
        const std::size_t begin = next_.fetch_add(kBlock);
        if (begin >= count_) {
          return;
        }
        const std::size_t end = std::min(begin + kBlock, count_);
        for (std::size_t i = begin; i < end; ++i) {
          if (auto run = read(i)) {
            accepted.push_back(*std::move(run));
          }
        }
        deliver(accepted);
      }
    } catch (...) {
      // Thrown on in the calling thread: a scan has one outcome.
      next_ = count_;
      const std::lock_guard guard(mutex_);
      if (!failure_) {
        failure_ = std::current_exception();
      }
    }
  }

  void deliver(std::vector<Run>& accepted) {
    if (accepted.empty()) {
      return;
    }
    const std::lock_guard guard(mutex_);
    for (Run& run : accepted) {
      sink_(std::move(run));
    }
    accepted.clear();
  }

  std::size_t count_;
  const std::function<ReadRun()>& make_reader_;
  const RunSink& sink_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

bool lifecycle_fits(LifecycleFilter filter, Lifecycle lifecycle) {
  return filter == LifecycleFilter::all ||
         (filter == LifecycleFilter::active) == (lifecycle == Lifecycle::active);
}

void scan_in_parallel(std::size_t count, int threads, const std::function<ReadRun()>& make_reader,
                      const RunSink& sink) {
  ParallelScan(count, make_reader, sink).run(threads);
}

}  // namespace mlt::store
