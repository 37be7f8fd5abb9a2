#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/transfer/history.hpp"

namespace mlt::app {

// Histories as lines of text (docs/transfer.md).
//
// jsonl: a line a run, a run's record in one line with `experiment` (its name) and `points`; all of
// the run but its files.
//
// csv (RFC 4180): a row a run under the names run_id, experiment, name, user, status, start_time,
// end_time, params.KEY …, metrics.KEY … (last values), tags.KEY …. An empty cell is an absent one.
// Read back, a metric becomes one point at step 0 and the run's end. A file from elsewhere needs no
// more than columns of params and metrics; a run without an id gets one that follows from its row.

/// Calls `sink` with the text in pieces.
void write_jsonl(const History& history, const std::function<void(std::string_view)>& sink);
void write_csv(const History& history, const std::function<void(std::string_view)>& sink);

/// Both throw data with the line for what is no such text.
History open_jsonl(const std::string& path);
History open_csv(const std::string& path);

}  // namespace mlt::app
