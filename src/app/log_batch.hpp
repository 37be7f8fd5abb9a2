#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "app/log.hpp"
#include "base/time.hpp"
#include "wire/log_csv.hpp"
#include "wire/log_lines.hpp"

namespace mlt::app {

struct BatchOptions {
  LogOptions log;
  std::string source = "stdin";  ///< what messages call the input
  bool csv = false;
  bool keep_going = false;  ///< a bad line is reported and left out
  bool atomic = false;      ///< nothing is written before the whole input was read and checked
  // For metrics that do not say theirs. Without a time: now.
  std::int64_t step = 0;
  bool auto_step = false;  ///< the metric's last step + 1
  std::optional<std::int64_t> time_ms;
};

struct BatchCounts : LogCounts {
  std::uint64_t lines = 0;      ///< taken, without empty ones
  std::uint64_t bad_lines = 0;  ///< left out under keep_going
};

/// Logs a stream of JSON lines (the grammar of wire/log_lines.hpp) or rows of csv. What arrived
/// together is checked whole and then appended together, at most 1000 lines at a time: a bad line
/// refuses its chunk, the chunks before it stay. Errors carry `source:line: `. After an error the
/// object is of no further use.
class BatchLog {
 public:
  /// Finds the run called by its id, or the current one for nothing. Throws not_found.
  using FindRun = std::function<RunRef(std::optional<std::string_view> id)>;
  using OnBadLine = std::function<void(const Error&)>;

  BatchLog(Store& store, base::Clock& clock, FindRun find_run, BatchOptions options,
           OnBadLine on_bad_line);
  ~BatchLog();

  /// Where the next bytes of the input go; never empty.
  std::span<char> room();
  /// Takes `size` bytes that were put there and appends the chunks that are full.
  void received(std::size_t size);
  /// Appends what is complete: for when no more input is ready, so that no line waits.
  void flush();
  /// Takes the last line, which may lack its newline, and appends what is left.
  void finish();

  [[nodiscard]] const BatchCounts& counts() const { return counts_; }

 private:
  struct Target;

  void take_lines(bool at_end);
  void take_rows(bool at_end);
  void take_header();
  void take_json(char* line, std::size_t size);
  void take_parsed(const std::optional<wire::LineError>& error);
  void drop_taken();

  Target& target_of(std::optional<std::string_view> id);
  void check_line(Target& target);
  void check_params(Target& target);
  void stage_line(Target& target);
  std::int64_t auto_step(Target& target, const wire::LogLine::Point& point);
  void append_chunk();

  void bad_line(const Error& error);
  [[nodiscard]] Error located(const Error& error) const;

  Store& store_;
  base::Clock& clock_;
  FindRun find_run_;
  BatchOptions options_;
  OnBadLine on_bad_line_;
  BatchCounts counts_;

  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of what is not taken yet
  std::size_t scanned_ = 0;  // up to here there is no newline
  std::size_t end_ = 0;
  std::uint64_t line_number_ = 0;

  wire::LogLineParser json_;
  wire::LogCsvParser csv_;
  wire::CsvRow row_;
  wire::LogLine line_;
  std::vector<ArtifactSource> uploads_;  // of the line
  LogRules rules_;
  std::int64_t now_ms_ = 0;

  std::map<std::string, std::unique_ptr<Target>, std::less<>> targets_;
  Target* current_ = nullptr;  // where lines go that name no run
  std::uint64_t staged_lines_ = 0;
};

}  // namespace mlt::app
