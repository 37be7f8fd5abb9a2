#include "app/run/json_pattern.hpp"

#include <array>
#include <cmath>
#include <deque>
#include <string>

#include "base/text.hpp"
#include "wire/json_reader.hpp"

namespace mlt::app {
namespace {

/// Python's json module writes NaN, Infinity and -Infinity bare, which is not JSON: quotes them.
/// False if the text has none of them outside of strings.
bool quote_bare_numbers(std::string_view text, std::string& out) {
  constexpr std::array<std::string_view, 3> kWords = {"-Infinity", "Infinity", "NaN"};
  out.clear();
  bool changed = false;
  bool in_string = false;
  std::size_t at = 0;
  while (at < text.size()) {
    if (in_string && text[at] == '\\') {
      out.append(text.substr(at, 2));
      at += 2;
      continue;
    }
    if (text[at] == '"') {
      in_string = !in_string;
    }
    std::string_view word;
    for (const std::string_view candidate : kWords) {
      if (!in_string && word.empty() && text.substr(at).starts_with(candidate)) {
        word = candidate;
      }
    }
    if (word.empty()) {
      out += text[at++];
    } else {
      out.append("\"").append(word).append("\"");
      at += word.size();
      changed = true;
    }
  }
  return changed;
}

class JsonPattern final : public MetricPattern {
 public:
  explicit JsonPattern(std::string_view step_key) : step_key_(step_key) {}

  void scan(std::string_view line, LineMetrics& found) override {
    line = base::trim(line);
    if (!line.starts_with('{') || !line.ends_with('}')) {
      return;
    }
    text_.assign(line);
    auto object = document_.parse(text_);
    if (!object && quote_bare_numbers(line, text_)) {
      object = document_.parse(text_);
    }
    if (!object) {
      return;  // a line that only looks like it: a set, a dict of Python
    }
    names_used_ = 0;
    const std::size_t first = found.points.size();
    step_.reset();
    path_.clear();
    take(*object, found);
    for (std::size_t i = first; i < found.points.size(); ++i) {
      found.points[i].step = step_;
    }
  }

 private:
  void take(const wire::JsonView& object, LineMetrics& found) {
    const std::size_t base = path_.size();
    object.for_each_member([&](std::string_view name, const wire::JsonView& member) {
      path_.append(base == 0 ? "" : ".").append(name);
      if (member.is_object()) {
        take(member, found);
      } else if (const auto value = member.number()) {
        take_number(*value, member, found);
      }
      path_.resize(base);
    });
  }

  void take_number(double value, const wire::JsonView& member, LineMetrics& found) {
    if (path_ == step_key_) {
      const auto whole = member.int64();
      if (whole) {
        step_ = *whole;
      } else if (value == std::floor(value) && std::abs(value) < 9e15) {
        step_ = static_cast<std::int64_t>(value);
      }
      return;
    }
    found.points.push_back({keep_name(), value, std::nullopt, {}});
  }

  /// A copy of the path that stays until the next line; the strings are used again and again.
  std::string_view keep_name() {
    if (names_used_ == names_.size()) {
      names_.emplace_back();
    }
    std::string& name = names_[names_used_++];
    name = path_;
    return name;
  }

  std::string step_key_;
  wire::JsonDocument document_;
  std::string text_;
  std::string path_;
  std::deque<std::string> names_;
  std::size_t names_used_ = 0;
  std::optional<std::int64_t> step_;
};

}  // namespace

std::unique_ptr<MetricPattern> make_json_pattern(std::string_view step_key) {
  return std::make_unique<JsonPattern>(step_key);
}

}  // namespace mlt::app
