#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// What a pattern saw in one line. The views are good until the next line.
struct LineMetrics {
  struct Point {
    std::string_view key;
    double value = 0;
    std::optional<std::int64_t> step;
    std::string_view time;  ///< as written; empty: none
  };
  struct Reject {
    std::string_view key;
    std::string_view text;  ///< stands where a number should
  };
  std::vector<Point> points;
  std::vector<Reject> rejects;
  bool gave_up = false;  ///< the pattern came to its match limit on this line

  void clear() {
    points.clear();
    rejects.clear();
    gave_up = false;
  }
};

/// Finds metrics in lines of output. Not for use by several threads at once.
class MetricPattern {
 public:
  virtual ~MetricPattern() = default;
  /// Adds what `line` holds; never throws on account of the line.
  virtual void scan(std::string_view line, LineMetrics& found) = 0;
};

/// Compiles one SPEC of --metrics-from. `step_key` is the name that gives the step in `kv`, `json`
/// and templates. Throws usage with the place of the mistake.
///
/// - `kv`: `key=number`, `key: number`, `'key': number`, anywhere in the line.
/// - `json`: the line is an object; its numeric leaves, nested names joined by `.`; arrays are
/// left.
///   Python's bare NaN and Infinity are understood.
/// - `regex:PATTERN` (PCRE2): named groups `key` and `value`, or groups named after the metrics,
/// and
///   `step` and `time`; every match in the line counts.
/// - anything with a `{`: a template such as `epoch {step} loss {loss}`. A name in braces stands
/// for a
///   number (`{time}` for a word), a blank for one or more blanks, `{{` and `}}` for braces.
std::unique_ptr<MetricPattern> compile_metric_pattern(std::string_view spec,
                                                      std::string_view step_key);

/// The PCRE2 pattern that a template stands for and the name of each of its groups, from 1.
struct TemplatePattern {
  std::string pattern;
  std::vector<std::string> groups;
};
TemplatePattern expand_template(std::string_view text);

/// A step as output has it: `3`, `3.0`, `3/10` (the part before the slash).
std::optional<std::int64_t> parse_step(std::string_view text);

}  // namespace mlt::app
