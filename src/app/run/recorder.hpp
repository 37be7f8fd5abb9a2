#pragma once

#include <functional>
#include <string_view>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "app/run/warn.hpp"

namespace mlt::app {

/// Puts what was read into the run. A store that fails meanwhile (a full disk) is said once and
/// tried again with every flush, because a job is not to suffer from it: what waits is kept up to a
/// bound.
class Recorder {
 public:
  Recorder(RunWriter& writer, Warn warn) : writer_(writer), warn_(std::move(warn)) {}

  /// What is to be recorded next; the caller adds to it.
  RunBatch& waiting() { return waiting_; }
  /// Drops the newest points where more wait than may be kept.
  void bound_waiting();
  /// Records what waits.
  void flush();
  /// Does one more thing with the run's files; false, and said, if it fails.
  bool attempt(const std::function<void(RunWriter&)>& action);

  [[nodiscard]] bool is_failing() const { return failing_; }
  /// Something that was to be recorded is not, and will not be.
  [[nodiscard]] bool has_lost() const { return lost_; }

 private:
  void append_pairs();
  void say_failure(const Error& error);

  RunWriter& writer_;
  Warn warn_;
  RunBatch waiting_;
  bool failing_ = false;
  bool said_ = false;
  bool lost_ = false;
};

}  // namespace mlt::app
