#include "app/run/regex_pattern.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <pcre2.h>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::app {
namespace {

// Bounds on the work for one line, so that no pattern can hang or crash a run.
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 10'000;
constexpr std::uint32_t kHeapLimitKib = 16u << 10;
constexpr std::size_t kJitStackBytes = 256u << 10;

struct Release {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

Owned<pcre2_code> compile(const std::string& pattern, std::string_view what) {
  // Only a pattern that names characters beyond ASCII has to know what a character is.
  const std::uint32_t options =
      PCRE2_NEVER_BACKSLASH_C | (is_ascii(pattern) ? 0 : PCRE2_UTF | PCRE2_MATCH_INVALID_UTF);
  int error = 0;
  std::size_t offset = 0;
  Owned<pcre2_code> code(
      pcre2_compile(units(pattern), pattern.size(), options, &error, &offset, nullptr));
  if (!code) {
    std::array<PCRE2_UCHAR, 256> words{};
    pcre2_get_error_message(error, words.data(), words.size());
    throw Error(ErrorCode::usage, "the pattern '" + std::string(what) + "' is wrong at character " +
                                      std::to_string(offset + 1) + ": " +
                                      reinterpret_cast<const char*>(words.data()));
  }
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // without JIT it matches all the same
  return code;
}

/// "0.31," and "90%" are numbers in a sentence.
std::optional<double> parse_number(std::string_view text) {
  if (const auto value = base::parse_double(text)) {
    return value;
  }
  const std::size_t end = text.find_last_not_of(",;:.)]}%'\"");
  if (end == std::string_view::npos || end + 1 == text.size()) {
    return std::nullopt;
  }
  return base::parse_double(text.substr(0, end + 1));
}

class RegexPattern final : public MetricPattern {
 public:
  RegexPattern(Owned<pcre2_code> code, std::vector<RegexGroup> groups, std::string_view step_key)
      : code_(std::move(code)),
        data_(pcre2_match_data_create_from_pattern(code_.get(), nullptr)),
        context_(pcre2_match_context_create(nullptr)),
        jit_stack_(pcre2_jit_stack_create(32u << 10, kJitStackBytes, nullptr)),
        groups_(std::move(groups)),
        step_key_(step_key) {
    pcre2_set_match_limit(context_.get(), kMatchLimit);
    pcre2_set_depth_limit(context_.get(), kDepthLimit);
    pcre2_set_heap_limit(context_.get(), kHeapLimitKib);
    pcre2_jit_stack_assign(context_.get(), nullptr, jit_stack_.get());
  }

  void scan(std::string_view line, LineMetrics& found) override {
    const std::size_t first = found.points.size();
    line_step_.reset();
    scan_matches(line, found);
    for (std::size_t i = first; line_step_ && i < found.points.size(); ++i) {
      found.points[i].step = found.points[i].step ? found.points[i].step : line_step_;
    }
  }

 private:
  void scan_matches(std::string_view line, LineMetrics& found) {
    std::size_t at = 0;
    while (at <= line.size()) {
      const int count = pcre2_match(code_.get(), units(line), line.size(), at, PCRE2_NOTEMPTY,
                                    data_.get(), context_.get());
      if (count < 0) {
        found.gave_up = count != PCRE2_ERROR_NOMATCH;
        return;
      }
      take_match(line, found);
      // \K in a lookahead can move the start behind the end.
      const std::size_t* spans = pcre2_get_ovector_pointer(data_.get());
      at = std::max(at + 1, spans[1]);
    }
  }

  [[nodiscard]] std::optional<std::string_view> group(std::string_view line,
                                                      std::size_t number) const {
    const std::size_t* spans = pcre2_get_ovector_pointer(data_.get());
    const std::size_t begin = spans[2 * number];
    const std::size_t end = spans[2 * number + 1];
    if (begin == PCRE2_UNSET || end < begin) {
      return std::nullopt;
    }
    return line.substr(begin, end - begin);
  }

  void take_match(std::string_view line, LineMetrics& found) {
    const std::size_t first = found.points.size();
    std::optional<std::string_view> key;
    std::optional<std::string_view> value;
    std::optional<std::int64_t> step;
    std::string_view time;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const auto text = groups_[i].role == GroupRole::none ? std::nullopt : group(line, i + 1);
      if (!text) {
        continue;
      }
      switch (groups_[i].role) {
        case GroupRole::key:
          key = key ? key : text;  // the same name may stand in several branches
          break;
        case GroupRole::value:
          value = value ? value : text;
          break;
        case GroupRole::step:
          step = step ? step : parse_step(*text);
          break;
        case GroupRole::time:
          time = time.empty() ? *text : time;
          break;
        case GroupRole::metric:
          add(groups_[i].metric, *text, found);
          break;
        case GroupRole::none:
          break;
      }
    }
    if (key == step_key_ && value) {
      line_step_ = parse_step(*value);  // the step of the line, as with kv
    } else if (key && value) {
      add(*key, *value, found);
    }
    for (std::size_t i = first; i < found.points.size(); ++i) {
      found.points[i].step = step;
      found.points[i].time = time;
    }
  }

  static void add(std::string_view key, std::string_view text, LineMetrics& found) {
    if (const auto value = parse_number(text)) {
      found.points.push_back({key, *value, std::nullopt, {}});
    } else {
      found.rejects.push_back({key, text});
    }
  }

  Owned<pcre2_code> code_;
  Owned<pcre2_match_data> data_;
  Owned<pcre2_match_context> context_;
  Owned<pcre2_jit_stack> jit_stack_;
  std::vector<RegexGroup> groups_;
  std::string step_key_;
  std::optional<std::int64_t> line_step_;  // told by a pair of the line being read
};

GroupRole role_of(std::string_view name, std::string_view step_key) {
  if (name == "key") {
    return GroupRole::key;
  }
  if (name == "value") {
    return GroupRole::value;
  }
  if (name == "step" || name == step_key) {
    return GroupRole::step;
  }
  return name == "time" ? GroupRole::time : GroupRole::metric;
}

/// The named groups by number. PCRE2's table has entries of equal length: two bytes for the number,
/// then the name with a NUL (pcre2api, "Extracting named substrings").
std::vector<RegexGroup> named_groups(const pcre2_code& code, std::string_view step_key) {
  std::uint32_t group_count = 0;
  std::uint32_t name_count = 0;
  std::uint32_t entry_size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(&code, PCRE2_INFO_CAPTURECOUNT, &group_count);
  pcre2_pattern_info(&code, PCRE2_INFO_NAMECOUNT, &name_count);
  pcre2_pattern_info(&code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info(&code, PCRE2_INFO_NAMETABLE, &table);
  std::vector<RegexGroup> groups(group_count);
  for (std::uint32_t i = 0; i < name_count; ++i) {
    const PCRE2_SPTR entry = table + std::size_t{i} * entry_size;
    const std::size_t number = static_cast<std::size_t>(entry[0]) << 8 | entry[1];
    const std::string name = reinterpret_cast<const char*>(entry + 2);
    groups[number - 1] = {role_of(name, step_key), name};
  }
  return groups;
}

bool has_role(const std::vector<RegexGroup>& groups, GroupRole role) {
  return std::any_of(groups.begin(), groups.end(),
                     [role](const RegexGroup& group) { return group.role == role; });
}

}  // namespace

std::unique_ptr<MetricPattern> make_regex_pattern(const std::string& pattern,
                                                  std::vector<RegexGroup> groups,
                                                  std::string_view what) {
  return std::make_unique<RegexPattern>(compile(pattern, what), std::move(groups), "");
}

std::unique_ptr<MetricPattern> make_named_regex_pattern(const std::string& pattern,
                                                        std::string_view step_key,
                                                        std::string_view what) {
  Owned<pcre2_code> code = compile(pattern, what);
  std::vector<RegexGroup> groups = named_groups(*code, step_key);
  const bool has_key = has_role(groups, GroupRole::key);
  const bool has_value = has_role(groups, GroupRole::value);
  if (has_key != has_value || (!has_key && !has_role(groups, GroupRole::metric))) {
    throw Error(ErrorCode::usage, "the pattern '" + std::string(what) +
                                      "' does not say which part is the metric and which its value")
        .hint("name two groups: --metrics-from 'regex:(?<key>\\w+)=(?<value>\\S+)'")
        .hint("or name a group after the metric: --metrics-from 'regex:loss=(?<loss>\\S+)'");
  }
  return std::make_unique<RegexPattern>(std::move(code), std::move(groups), step_key);
}

}  // namespace mlt::app
