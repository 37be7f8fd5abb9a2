#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlt/store.hpp"

#include "app/run/output_lines.hpp"
#include "app/run/patterns.hpp"
#include "app/run/supervisor.hpp"
#include "app/run/warn.hpp"
#include "base/time.hpp"

namespace mlt::app {

struct OutputReaderOptions {
  std::vector<std::string> patterns;  ///< SPECs of --metrics-from
  std::string step_key = "step";
  bool patterns_on_out = true;
  bool patterns_on_err = true;
};

/// Turns what a job prints into metrics, params and tags: by the patterns, and by `::mlt ` lines,
/// which always count. What cannot be taken is left out, with one warning for each kind of fault.
class OutputReader {
 public:
  /// Throws usage for a pattern that is wrong.
  OutputReader(const OutputReaderOptions& options, base::Clock& clock, Warn warn);
  OutputReader(const OutputReader&) = delete;
  OutputReader& operator=(const OutputReader&) = delete;

  /// Adds what a piece of output holds to `batch`.
  void feed(Stream stream, std::string_view bytes, RunBatch& batch);
  /// The output has ended.
  void finish(RunBatch& batch);

 private:
  /// A key seen before: whether it may be used, and the step of its next point without one.
  struct KeyState {
    bool good = false;
    std::int64_t next_step = 0;
  };
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };

  void read_line(std::string_view line, bool with_patterns);
  void read_directive(std::string_view line);
  void take_metric_directive(const std::vector<KeyValue>& pairs);
  void take_pair(std::string_view kind, const KeyValue& pair, std::vector<KeyValue>& into);
  void add_point(std::string_view key, double value, std::optional<std::int64_t> step,
                 std::string_view time);
  KeyState* find_key(std::string_view key);
  std::int64_t time_of(std::string_view text);
  void warn_once(std::string_view kind, const std::string& text);

  base::Clock& clock_;
  Warn warn_;
  std::vector<std::unique_ptr<MetricPattern>> patterns_;
  OutputLines out_lines_;
  OutputLines err_lines_;
  LineMetrics found_;
  std::unordered_map<std::string, KeyState, KeyHash, std::equal_to<>> keys_;
  std::set<std::string, std::less<>> warned_;
  RunBatch* batch_ = nullptr;  // that of the call going on
  std::int64_t now_ms_ = 0;
};

}  // namespace mlt::app
