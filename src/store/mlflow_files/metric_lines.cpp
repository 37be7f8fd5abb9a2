#include "store/mlflow_files/metric_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "store/journal/fold.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::size_t kMaxFields = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What Python's float() and int() take beyond plain numbers: `_` between digits, `Infinity`, and
/// for a float what overflows.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      plain += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return plain;
}

/// A decimal number without sign that a double cannot hold: `1e400`, four hundred digits.
bool is_overflow(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc::result_out_of_range && result.ptr == text.data() + text.size();
}

std::optional<double> parse_python_float(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size() && std::isfinite(value)) {
    return value;
  }
  const auto plain = without_underscores(text);
  if (!plain) {
    return std::nullopt;
  }
  if (const auto number = base::parse_double(*plain)) {
    return number;
  }
  std::string_view digits = *plain;
  const bool is_negative = digits.starts_with('-');
  digits.remove_prefix(is_negative || digits.starts_with('+') ? 1 : 0);
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.') ||
      !is_overflow(digits)) {
    return std::nullopt;
  }
  return is_negative ? -std::numeric_limits<double>::infinity()
                     : std::numeric_limits<double>::infinity();
}

std::optional<std::int64_t> parse_python_int(std::string_view text) {
  if (const auto number = base::parse_int64(text)) {
    return number;
  }
  const auto plain = without_underscores(text);
  return plain ? base::parse_int64(*plain) : std::nullopt;
}

class LineReader {
 public:
  explicit LineReader(MetricOwner owner) : owner_(owner) {}

  /// What is wrong with the line; nullptr: nothing, point() and run_id() tell what it says.
  const char* read(std::string_view line) {
    std::array<std::string_view, kMaxFields> field;
    const std::size_t count = split(line, field);
    const bool is_of_run = owner_ == MetricOwner::run;
    if (is_of_run ? count != 2 && count != 3 && count != 5 : count != 4 && count != 6) {
      return is_of_run ? "has not 2, 3 or 5 fields with one space between them"
                       : "has not 4 or 6 fields with one space between them";
    }
    const auto time = parse_python_int(field[0]);
    const auto value = parse_python_float(field[1]);
    const auto step = count == 2 ? std::optional<std::int64_t>(0) : parse_python_int(field[2]);
    if (!time || !value || !step) {
      return !time    ? "begins with no time in milliseconds"
             : !value ? "has a value that is no number"
                      : "has a step that is no integer";
    }
    run_id_ = is_of_run ? std::string_view() : field[3];
    point_ = {*step, *time, *value,
              count >= 5 ? context(field[count - 2], field[count - 1]) : nullptr};
    return nullptr;
  }

  [[nodiscard]] const MetricPoint& point() const { return point_; }
  [[nodiscard]] std::string_view run_id() const { return run_id_; }

 private:
  static std::size_t split(std::string_view line, std::array<std::string_view, kMaxFields>& field) {
    std::size_t count = 0;
    for (;;) {
      const std::size_t space = line.find(' ');
      const std::string_view part = line.substr(0, space);
      if (count == kMaxFields || part.empty()) {
        return 0;
      }
      field[count++] = part;
      if (space == std::string_view::npos) {
        return count;
      }
      line.remove_prefix(space + 1);
    }
  }

  std::shared_ptr<const MetricContext> context(std::string_view name, std::string_view digest) {
    if (context_ == nullptr || context_->dataset_name != name ||
        context_->dataset_digest != digest) {
      context_ = std::make_shared<MetricContext>(
          MetricContext{std::string(name), std::string(digest), {}});
    }
    return context_;
  }

  MetricOwner owner_;
  MetricPoint point_;
  std::string_view run_id_;
  std::shared_ptr<const MetricContext> context_;
};

}  // namespace

void read_metric_lines(std::string_view text, MetricOwner owner, const PointVisit& visit,
                       const LineFault& fault) {
  LineReader reader(owner);
  std::int64_t number = 0;
  for (std::size_t end; (end = text.find('\n')) != std::string_view::npos;
       text.remove_prefix(end + 1)) {
    ++number;
    if (end > kMaxMetricLine) {
      fault(number, "is longer than " + std::to_string(kMaxMetricLine) + " bytes");
      continue;
    }
    const std::string_view line = base::trim(text.substr(0, end));
    if (line.empty()) {
      fault(number, "is empty, which MLflow cannot read");
    } else if (const char* reason = reader.read(line)) {
      fault(number, reason);
    } else {
      visit(reader.point(), reader.run_id());
    }
  }
}

void append_python_float(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    return;
  }
  const std::size_t start = out.size();
  base::append_double(out, value);
  if (out.find_first_of(".e", start) == std::string::npos) {
    out += ".0";
  }
}

void append_metric_line(std::string& out, const MetricPoint& point, std::string_view run_id) {
  base::append_int64(out, point.time_ms);
  out += ' ';
  append_python_float(out, point.value);
  out += ' ';
  base::append_int64(out, point.step);
  if (!run_id.empty()) {
    out.append(" ").append(run_id);
  }
  if (point.context != nullptr && !point.context->dataset_name.empty()) {
    out.append(" ").append(point.context->dataset_name);
    out.append(" ").append(point.context->dataset_digest);
  }
  out += '\n';
}

MetricSummary summarize(std::vector<MetricPoint>& points) {
  const auto is_out_of_order = [](const MetricPoint& a, const MetricPoint& b) {
    return !comes_before(a, b);
  };
  if (std::adjacent_find(points.begin(), points.end(), is_out_of_order) != points.end()) {
    std::sort(points.begin(), points.end(), comes_before);
    points.erase(std::unique(points.begin(), points.end(), same_point), points.end());
  }
  MetricSummary summary = summary_of(points.front());
  for (auto point = points.begin() + 1; point != points.end(); ++point) {
    add_point(summary, *point);
  }
  summary.count = points.size();
  return summary;
}

}  // namespace mlt::store::mlflow
