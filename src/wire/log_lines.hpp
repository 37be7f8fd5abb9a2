#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::wire {

/// What one line of a batch says, as written: keys and values are not checked yet. The views point
/// into the text that was parsed, and are good as long as it is.
struct LogLine {
  struct Point {
    std::string_view key;
    double value = 0;
    std::optional<std::int64_t> step;
    std::optional<std::int64_t> time_ms;
  };
  struct Pair {
    std::string_view key;
    std::string_view value;
  };
  struct Upload {
    std::string_view path;
    std::string_view to;
  };

  std::vector<Point> metrics;
  std::vector<Pair> params;
  std::vector<Pair> tags;
  std::optional<Upload> artifact;
  /// The run that this line speaks of; with `switches_run`, all lines after it as well.
  std::optional<std::string_view> run_id;
  bool switches_run = false;

  void clear();
};

/// Why a line was not understood. `column` is its byte, from 1; 0 where none is to blame.
struct LineError {
  std::string reason;
  std::size_t column = 0;
};

/// Reads the batch grammar of `mlt log -`, one JSON object a line:
///
///   {"metric": KEY, "value": NUMBER, "step": INT, "time": MS}
///   {"metrics": {KEY: NUMBER, …}, "step": INT, "time": MS}
///   {"param": KEY, "value": SCALAR}          {"params": {KEY: SCALAR, …}}
///   {"tag": KEY, "value": SCALAR}            {"tags": {KEY: SCALAR, …}}
///   {"artifact": PATH, "to": DIR}            {"run": ID}
///
/// `metrics`, `params` and `tags` may stand in one line, also as MLflow's log-batch body has them:
/// {"run_id": ID, "metrics": [{"key","value","timestamp","step"}], "params": [{"key","value"}],
/// "tags": [{"key","value"}]}. step and time are optional. NUMBER: any JSON number that fits a
/// double, the words NaN, Infinity and -Infinity as Python writes them, or one of them as a string.
/// SCALAR: a string, or a number or bool, which are taken as spelt. INT in a log-batch body may be
/// a string of digits, as protobuf writes int64. null is no value anywhere.
class LogLineParser {
 public:
  LogLineParser();
  ~LogLineParser();
  LogLineParser(const LogLineParser&) = delete;
  LogLineParser& operator=(const LogLineParser&) = delete;

  /// Parses `size` bytes at `line` in place; they are changed, and so is the byte behind them,
  /// which must be writable (it held the newline). `out` is filled anew; on an error it is worth
  /// nothing.
  std::optional<LineError> parse(char* line, std::size_t size, LogLine& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mlt::wire
