#include "app/run/recorder.hpp"

#include <utility>

#include "mlt/error.hpp"

namespace mlt::app {
namespace {

constexpr std::size_t kMaxWaiting = 500'000;

}  // namespace

void Recorder::bound_waiting() {
  if (waiting_.metrics.size() > kMaxWaiting) {
    waiting_.metrics.resize(kMaxWaiting);
    lost_ = true;
  }
}

void Recorder::flush() {
  if (waiting_.empty()) {
    return;
  }
  try {
    append_pairs();
    if (!waiting_.metrics.empty()) {
      RunBatch points;
      points.metrics.swap(waiting_.metrics);
      try {
        writer_.append(points);
      } catch (...) {
        // A part of it may stand in the journal; a point that comes twice is one point.
        waiting_.metrics.swap(points.metrics);
        throw;
      }
      points.metrics.clear();
      waiting_.metrics.swap(points.metrics);  // keeps the memory
    }
    failing_ = false;
  } catch (const Error& error) {
    failing_ = true;
    say_failure(error);
  }
}

/// One by one: a param that has another value already must not take the others with it.
void Recorder::append_pairs() {
  while (!waiting_.params.empty()) {
    RunBatch one;
    one.params.push_back(waiting_.params.front());
    try {
      writer_.append(one);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::refused) {
        throw;
      }
      warn_("output: " + error.message());
    }
    waiting_.params.erase(waiting_.params.begin());
  }
  if (!waiting_.tags.empty()) {
    RunBatch tags;
    tags.tags = waiting_.tags;
    writer_.append(tags);
    waiting_.tags.clear();
  }
}

bool Recorder::attempt(const std::function<void(RunWriter&)>& action) {
  try {
    action(writer_);
    return true;
  } catch (const Error& error) {
    lost_ = true;
    say_failure(error);
    return false;
  }
}

void Recorder::say_failure(const Error& error) {
  if (!std::exchange(said_, true)) {
    warn_("the run cannot be recorded: " + error.message());
  }
}

}  // namespace mlt::app
