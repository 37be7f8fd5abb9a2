#include "app/run/kv_pattern.hpp"

#include <string>

#include "base/numbers.hpp"

namespace mlt::app {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_key_byte(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '/'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '\'' || c == '"'; }
bool ends_number(char c) {
  return is_blank(c) || is_quote(c) ||
         std::string_view(",;|%()[]{}").find(c) != std::string_view::npos;
}

/// Where the word that begins at `begin` ends. In `0,5` and `1,234` the comma is part of a number
/// that is written in a way not read here; half of it would be another number.
std::size_t end_of_word(std::string_view line, std::size_t begin) {
  std::size_t end = begin;
  while (end < line.size() &&
         (!ends_number(line[end]) || (line[end] == ',' && end > begin && is_digit(line[end - 1]) &&
                                      end + 1 < line.size() && is_digit(line[end + 1])))) {
    ++end;
  }
  return end;
}

/// The key that ends right before the separator at `at`; empty if there is none.
std::string_view key_before(std::string_view line, std::size_t from, std::size_t at) {
  std::size_t end = at;
  while (end > from && is_blank(line[end - 1])) {
    --end;
  }
  if (end > from && is_quote(line[end - 1])) {
    --end;
  }
  std::size_t begin = end;
  while (begin > from && is_key_byte(line[begin - 1])) {
    --begin;
  }
  while (begin < end && !is_letter(line[begin]) && !is_digit(line[begin])) {
    ++begin;  // "--loss=0.3", "./loss"
  }
  if (begin == end || !is_letter(line[begin])) {
    return {};
  }
  return line.substr(begin, end - begin);
}

class KvPattern final : public MetricPattern {
 public:
  explicit KvPattern(std::string_view step_key) : step_key_(step_key) {}

  void scan(std::string_view line, LineMetrics& found) override {
    const std::size_t first = found.points.size();
    std::optional<std::int64_t> step;
    std::size_t from = 0;  // what lies before belongs to a pair already
    for (std::size_t at = line.find_first_of("=:"); at != std::string_view::npos;
         at = line.find_first_of("=:", at + 1)) {
      const std::string_view key = key_before(line, from, at);
      if (key.empty()) {
        continue;
      }
      std::size_t begin = at + 1;
      while (begin < line.size() && is_blank(line[begin])) {
        ++begin;
      }
      const std::size_t end = end_of_word(line, begin);
      const std::string_view text = line.substr(begin, end - begin);
      if (key == step_key_) {
        if (const auto value = parse_step(text)) {
          step = value;
          from = end;
        }
        continue;
      }
      const auto value = base::parse_double(text);
      if (!value) {
        continue;
      }
      found.points.push_back({key, *value, std::nullopt, {}});
      from = end;
      at = end - 1;
    }
    for (std::size_t i = first; i < found.points.size(); ++i) {
      found.points[i].step = step;
    }
  }

 private:
  std::string step_key_;
};

}  // namespace

std::unique_ptr<MetricPattern> make_kv_pattern(std::string_view step_key) {
  return std::make_unique<KvPattern>(step_key);
}

}  // namespace mlt::app
