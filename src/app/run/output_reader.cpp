#include "app/run/output_reader.hpp"

#include <cmath>

#include "mlt/error.hpp"

#include "app/run/directives.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::app {
namespace {

/// A pattern that takes ids for keys shall not fill the memory.
constexpr std::size_t kMaxKeys = 10'000;

std::string shown(std::string_view text) { return base::quote_shortened(text, 60); }

/// A time as programs print it: seconds since 1970 (also with a fraction), milliseconds, a date.
std::optional<std::int64_t> parse_output_time(std::string_view text, std::int64_t now_ms) {
  constexpr double kFirstMs = 1e11;  // as seconds the year 5138, as milliseconds 1973
  if (const auto number = base::parse_double(text)) {
    if (!(*number >= 0 && *number < 1e15)) {
      return std::nullopt;
    }
    return std::llround(*number < kFirstMs ? *number * 1000 : *number);
  }
  return text.find('-') == std::string_view::npos ? std::nullopt : base::parse_time(text, now_ms);
}

}  // namespace

OutputReader::OutputReader(const OutputReaderOptions& options, base::Clock& clock, Warn warn)
    : clock_(clock),
      warn_(std::move(warn)),
      out_lines_(
          [this, on = options.patterns_on_out](std::string_view line) { read_line(line, on); }),
      err_lines_(
          [this, on = options.patterns_on_err](std::string_view line) { read_line(line, on); }) {
  for (const std::string& spec : options.patterns) {
    patterns_.push_back(compile_metric_pattern(spec, options.step_key));
  }
}

void OutputReader::feed(Stream stream, std::string_view bytes, RunBatch& batch) {
  batch_ = &batch;
  now_ms_ = clock_.now_ms();
  (stream == Stream::out ? out_lines_ : err_lines_).feed(bytes);
}

void OutputReader::finish(RunBatch& batch) {
  batch_ = &batch;
  now_ms_ = clock_.now_ms();
  out_lines_.finish();
  err_lines_.finish();
}

void OutputReader::read_line(std::string_view line, bool with_patterns) {
  if (line.starts_with(kDirectivePrefix)) {
    read_directive(line);
    return;
  }
  if (!with_patterns) {
    return;
  }
  for (const auto& pattern : patterns_) {
    found_.clear();
    pattern->scan(line, found_);
    for (const LineMetrics::Point& point : found_.points) {
      add_point(point.key, point.value, point.step, point.time);
    }
    if (!found_.rejects.empty()) {
      const LineMetrics::Reject& reject = found_.rejects.front();
      warn_once("number", "output: " + shown(reject.text) + " is no number for the metric " +
                              shown(reject.key) + "; such values are left out");
    }
    if (found_.gave_up) {
      warn_once("limit", "output: a pattern needs too long for the line " + shown(line) +
                             "; such lines are left out");
    }
  }
}

void OutputReader::read_directive(std::string_view line) {
  std::string fault;
  const auto directive = parse_directive(line, fault);
  if (!directive) {
    warn_once("directive", "output: " + shown(line) + " is not understood: " + fault);
    return;
  }
  if (directive->kind == Directive::Kind::metric) {
    take_metric_directive(directive->pairs);
    return;
  }
  const bool is_param = directive->kind == Directive::Kind::param;
  for (const KeyValue& pair : directive->pairs) {
    take_pair(is_param ? "param" : "tag", pair, is_param ? batch_->params : batch_->tags);
  }
}

void OutputReader::take_metric_directive(const std::vector<KeyValue>& pairs) {
  std::optional<std::int64_t> step;
  std::string_view time;
  for (const KeyValue& pair : pairs) {
    if (pair.key == "step") {
      step = parse_step(pair.value);
    } else if (pair.key == "time") {
      time = pair.value;
    }
  }
  for (const KeyValue& pair : pairs) {
    if (pair.key == "step" || pair.key == "time") {
      continue;
    }
    if (const auto value = base::parse_double(pair.value)) {
      add_point(pair.key, *value, step, time);
    } else {
      warn_once("number", "output: " + shown(pair.value) + " is no number for the metric " +
                              shown(pair.key) + "; such values are left out");
    }
  }
}

void OutputReader::take_pair(std::string_view kind, const KeyValue& pair,
                             std::vector<KeyValue>& into) {
  try {
    model::check_key(kind, pair.key);
    model::check_value(kind, pair.key, pair.value);
  } catch (const Error& error) {
    warn_once("pair", "output: " + error.message());
    return;
  }
  const bool hide = kind == "param" && model::is_secret_key(pair.key);
  into.push_back({pair.key, hide ? "***" : pair.value});
}

void OutputReader::add_point(std::string_view key, double value, std::optional<std::int64_t> step,
                             std::string_view time) {
  KeyState* state = find_key(key);
  if (state == nullptr) {
    return;
  }
  const std::int64_t at = step.value_or(state->next_step);
  state->next_step = at == INT64_MAX ? at : at + 1;
  batch_->metrics.push_back(
      {std::string(key), {at, time.empty() ? now_ms_ : time_of(time), value}});
}

OutputReader::KeyState* OutputReader::find_key(std::string_view key) {
  auto found = keys_.find(key);
  if (found == keys_.end()) {
    if (keys_.size() == kMaxKeys) {
      warn_once("keys", "output: more than " + std::to_string(kMaxKeys) +
                            " different metrics; the rest is left out");
      return nullptr;
    }
    KeyState state;
    try {
      model::check_key("metric", key);
      state.good = true;
    } catch (const Error& error) {
      warn_once("key", "output: " + error.message() + "; such metrics are left out");
    }
    found = keys_.emplace(key, state).first;
  }
  return found->second.good ? &found->second : nullptr;
}

std::int64_t OutputReader::time_of(std::string_view text) {
  if (const auto time = parse_output_time(text, now_ms_)) {
    return *time;
  }
  warn_once("time", "output: " + shown(text) + " is no time; the time of reading stands instead");
  return now_ms_;
}

void OutputReader::warn_once(std::string_view kind, const std::string& text) {
  if (warned_.emplace(kind).second) {
    warn_(text);
  }
}

}  // namespace mlt::app
