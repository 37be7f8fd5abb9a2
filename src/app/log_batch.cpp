#include "app/log_batch.hpp"

#include <algorithm>
#include <cstring>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "store/refusals.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kFirstRoom = 256u << 10;
constexpr std::size_t kMaxLineBytes = 16u << 20;
constexpr std::uint64_t kChunkLines = 1000;
/// Each open writer may hold a descriptor.
constexpr std::size_t kMaxTargets = 16;

std::optional<wire::LineError> too_long() {
  return wire::LineError{"a line of more than " + base::format_bytes(kMaxLineBytes), 0};
}

}  // namespace

/// A run that lines of the batch speak of, and what they add to it.
struct BatchLog::Target {
  std::unique_ptr<RunWriter> writer;
  RunBatch batch;
  std::vector<ArtifactSource> uploads;
  /// Those of the run and of the batch, read with the first param that is logged.
  std::optional<KeyValueMap> params;
  /// The greatest step, stored or staged, of each metric that auto_step was asked about.
  std::map<std::string, std::optional<std::int64_t>, std::less<>> last_steps;

  [[nodiscard]] bool empty() const { return batch.empty() && uploads.empty(); }
};

BatchLog::BatchLog(Store& store, base::Clock& clock, FindRun find_run, BatchOptions options,
                   OnBadLine on_bad_line)
    : store_(store),
      clock_(clock),
      find_run_(std::move(find_run)),
      options_(std::move(options)),
      on_bad_line_(std::move(on_bad_line)),
      buffer_(kFirstRoom) {}

BatchLog::~BatchLog() = default;

std::span<char> BatchLog::room() {
  drop_taken();
  // One byte stays free for the NUL behind a last line without newline.
  if (end_ + 1 >= buffer_.size()) {
    buffer_.resize(2 * buffer_.size());
  }
  return {buffer_.data() + end_, buffer_.size() - end_ - 1};
}

void BatchLog::drop_taken() {
  if (begin_ == 0) {
    return;
  }
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  scanned_ -= std::min(scanned_, begin_);
  end_ -= begin_;
  begin_ = 0;
}

void BatchLog::received(std::size_t size) {
  end_ += size;
  now_ms_ = options_.time_ms.value_or(clock_.now_ms());
  if (options_.csv) {
    take_rows(false);
  } else {
    take_lines(false);
  }
  if (end_ - begin_ > kMaxLineBytes) {
    ++line_number_;
    throw located(Error(ErrorCode::usage, too_long()->reason));
  }
}

void BatchLog::flush() {
  if (!options_.atomic) {
    append_chunk();
  }
}

void BatchLog::finish() {
  now_ms_ = options_.time_ms.value_or(clock_.now_ms());
  if (options_.csv) {
    take_rows(true);
  } else {
    take_lines(true);
  }
  append_chunk();
}

void BatchLog::take_lines(bool at_end) {
  while (begin_ < end_) {
    char* const line = buffer_.data() + begin_;
    char* const from = buffer_.data() + std::max(begin_, scanned_);
    const auto left = static_cast<std::size_t>(buffer_.data() + end_ - from);
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', left));
    if (newline == nullptr && !at_end) {
      scanned_ = end_;
      return;
    }
    const char* const stop = newline == nullptr ? buffer_.data() + end_ : newline;
    const auto size = static_cast<std::size_t>(stop - line);
    begin_ += size + (newline == nullptr ? 0 : 1);
    ++line_number_;
    take_json(line, size);
  }
}

void BatchLog::take_json(char* line, std::size_t size) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line_number_ == 1 && std::string_view(line, size).starts_with(kByteOrderMark)) {
    line += kByteOrderMark.size();
    size -= kByteOrderMark.size();
  }
  if (size == 0 || (*line != '{' && base::trim({line, size}).empty())) {
    return;
  }
  take_parsed(size > kMaxLineBytes ? too_long() : json_.parse(line, size, line_));
}

void BatchLog::take_rows(bool at_end) {
  while (begin_ < end_) {
    const std::string_view text(buffer_.data() + begin_, end_ - begin_);
    const wire::CsvResult result = wire::read_csv_row(text, at_end, row_);
    if (result == wire::CsvResult::incomplete && !at_end) {
      return;
    }
    ++line_number_;
    if (result == wire::CsvResult::incomplete) {
      begin_ = end_;
      take_parsed(wire::LineError{"a quoted cell is not closed", 0});
      return;
    }
    begin_ += row_.size;
    if (result == wire::CsvResult::bad_quote) {
      take_parsed(wire::LineError{"text behind the closing quote of a cell", 0});
    } else if (row_.cells.size() == 1 && base::trim(row_.cells.front()).empty()) {
      // An empty line is no row.
    } else if (!csv_.has_header()) {
      take_header();
    } else {
      take_parsed(csv_.parse(row_.cells, line_));
    }
    line_number_ += row_.lines - 1;
  }
}

/// Without a good header no row means anything, so a bad one ends the batch in any case.
void BatchLog::take_header() {
  try {
    if (const auto error = csv_.read_header(row_.cells)) {
      throw Error(ErrorCode::usage, error->reason);
    }
    for (std::size_t i = 1; i < csv_.columns().size(); ++i) {
      rules_.check_metric(csv_.columns()[i], {});
    }
  } catch (const Error& error) {
    throw located(error);
  }
}

void BatchLog::take_parsed(const std::optional<wire::LineError>& error) {
  if (error) {
    const std::string column =
        error->column == 0 ? "" : " (column " + std::to_string(error->column) + ")";
    bad_line(Error(ErrorCode::usage, error->reason + column));
    return;
  }
  try {
    Target& target = target_of(line_.run_id);
    if (line_.switches_run) {
      current_ = &target;
    }
    check_line(target);
    stage_line(target);
  } catch (const Error& broken) {
    bad_line(broken);
    return;
  }
  ++counts_.lines;
  if (++staged_lines_ == kChunkLines && !options_.atomic) {
    append_chunk();
  }
}

BatchLog::Target& BatchLog::target_of(std::optional<std::string_view> id) {
  if (!id && current_ != nullptr) {
    return *current_;
  }
  if (id) {
    const auto known = targets_.find(*id);
    if (known != targets_.end()) {
      return *known->second;
    }
  }
  const RunRef ref = find_run_(id);
  std::unique_ptr<Target>& target = targets_[ref.run_id.value];
  if (target == nullptr) {
    auto made = std::make_unique<Target>();
    made->writer = store_.open_run(ref);
    target = std::move(made);
  }
  if (!id) {
    current_ = target.get();
  }
  return *target;
}

/// Nothing of a line is staged before all of it was found good.
void BatchLog::check_line(Target& target) {
  if (!line_.metrics.empty() || !line_.params.empty()) {
    check_open(*target.writer, options_.log);
  }
  for (const wire::LogLine::Point& point : line_.metrics) {
    rules_.check_metric(point.key, {point.step.value_or(0), point.time_ms.value_or(now_ms_), 0});
  }
  for (const wire::LogLine::Pair& tag : line_.tags) {
    rules_.check_tag(tag.key, tag.value);
  }
  uploads_.clear();
  if (line_.artifact) {
    check_outside_store(store_, std::string(line_.artifact->path));
    uploads_ = find_artifacts(std::string(line_.artifact->path), line_.artifact->to);
  }
  if (!line_.params.empty()) {
    check_params(target);
  }
}

void BatchLog::check_params(Target& target) {
  if (!target.params) {
    target.params = store_.get_run(target.writer->ref()).params;
  }
  std::vector<KeyValueMap::iterator> added;
  try {
    for (const wire::LogLine::Pair& param : line_.params) {
      rules_.check_param(param.key, param.value);
      const auto [at, is_new] = target.params->try_emplace(std::string(param.key), param.value);
      if (is_new) {
        added.push_back(at);
      } else if (at->second != param.value) {
        throw store::param_differs(param.key, at->second, param.value);
      }
    }
  } catch (const Error&) {
    for (const KeyValueMap::iterator at : added) {
      target.params->erase(at);
    }
    throw;
  }
}

void BatchLog::stage_line(Target& target) {
  std::vector<Metric>& metrics = target.batch.metrics;
  const std::size_t staged = metrics.size();
  try {
    for (const wire::LogLine::Point& point : line_.metrics) {
      const std::int64_t step =
          options_.auto_step ? auto_step(target, point) : point.step.value_or(options_.step);
      metrics.push_back(
          {std::string(point.key), {step, point.time_ms.value_or(now_ms_), point.value}});
    }
  } catch (const Error&) {
    metrics.resize(staged);
    throw;
  }
  for (const wire::LogLine::Pair& param : line_.params) {
    target.batch.params.push_back({std::string(param.key), std::string(param.value)});
  }
  for (const wire::LogLine::Pair& tag : line_.tags) {
    target.batch.tags.push_back({std::string(tag.key), std::string(tag.value)});
  }
  std::move(uploads_.begin(), uploads_.end(), std::back_inserter(target.uploads));
}

/// Counts on from the steps that are stored or staged, whether given or counted.
std::int64_t BatchLog::auto_step(Target& target, const wire::LogLine::Point& point) {
  auto last = target.last_steps.find(point.key);
  if (last == target.last_steps.end()) {
    const auto stored = find_last_step(store_, target.writer->ref(), point.key);
    last = target.last_steps.emplace(point.key, stored).first;
  }
  const std::int64_t step = point.step ? *point.step : next_step(point.key, last->second);
  last->second = std::max(last->second, std::optional(step));
  return step;
}

void BatchLog::append_chunk() {
  if (staged_lines_ == 0) {
    return;
  }
  for (auto& [id, target] : targets_) {
    if (target->empty()) {
      continue;
    }
    if (!target->batch.empty() && !options_.log.dry_run) {
      target->writer->append(target->batch);
    }
    counts_.metrics += target->batch.metrics.size();
    counts_.params += target->batch.params.size();
    counts_.tags += target->batch.tags.size();
    counts_.artifacts += log_artifacts(*target->writer, target->uploads, options_.log).artifacts;
    target->batch.metrics.clear();
    target->batch.params.clear();
    target->batch.tags.clear();
    target->uploads.clear();
  }
  staged_lines_ = 0;
  if (targets_.size() > kMaxTargets) {
    std::erase_if(targets_, [this](const auto& entry) { return entry.second.get() != current_; });
  }
}

void BatchLog::bad_line(const Error& error) {
  const Error shown = located(error);
  const bool is_about_line = error.code() == ErrorCode::usage ||
                             error.code() == ErrorCode::not_found ||
                             error.code() == ErrorCode::refused;
  if (!options_.keep_going || !is_about_line) {
    throw shown;
  }
  ++counts_.bad_lines;
  on_bad_line_(shown);
}

Error BatchLog::located(const Error& error) const {
  Error result(error.code(),
               options_.source + ":" + std::to_string(line_number_) + ": " + error.message());
  for (const std::string& context : error.context()) {
    result.add_context(context);
  }
  for (const std::string& hint : error.hints()) {
    result.add_hint(hint);
  }
  return result;
}

}  // namespace mlt::app
