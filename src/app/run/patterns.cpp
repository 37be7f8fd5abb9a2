#include "app/run/patterns.hpp"

#include <cmath>

#include "mlt/error.hpp"

#include "app/run/json_pattern.hpp"
#include "app/run/kv_pattern.hpp"
#include "app/run/regex_pattern.hpp"
#include "base/numbers.hpp"

namespace mlt::app {
namespace {

constexpr std::string_view kRegexPrefix = "regex:";

// Possessive, so that a line which does not match is left after one look.
constexpr std::string_view kNumber =
    "[-+]?+(?>(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+|[nN][aA][nN]|[iI][nN]"
    "[fF](?:[iI][nN][iI][tT][yY])?+)";
constexpr std::string_view kStep = "[-+]?+[0-9]++";
constexpr std::string_view kWord = "\\S+";
constexpr std::string_view kBlanks = "[ \\t]++";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

void append_literal(std::string& pattern, char c) {
  const bool plain =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
  if (!plain) {
    pattern += '\\';
  }
  pattern += c;
}

Error template_error(std::string_view text, std::size_t at, std::string_view reason) {
  return Error(ErrorCode::usage, "the template '" + std::string(text) + "' is wrong at character " +
                                     std::to_string(at + 1) + ": " + std::string(reason))
      .hint("an example: --metrics-from 'epoch {step} loss {loss}'");
}

/// Adds the group for the name in braces that starts at `at`; returns the index behind it.
std::size_t append_placeholder(std::string_view text, std::size_t at, TemplatePattern& result) {
  const std::size_t end = text.find('}', at);
  if (end == std::string_view::npos) {
    throw template_error(text, at, "this brace is not closed");
  }
  const std::string name(text.substr(at + 1, end - at - 1));
  if (name.empty() || name.find('{') != std::string::npos) {
    throw template_error(text, at, "a name must stand between the braces");
  }
  for (const std::string& other : result.groups) {
    if (other == name) {
      throw template_error(text, at, "'{" + name + "}' stands there twice");
    }
  }
  const std::string_view inner = name == "time" ? kWord : name == "step" ? kStep : kNumber;
  result.pattern.append("(").append(inner).append(")");
  result.groups.push_back(name);
  return end + 1;
}

std::unique_ptr<MetricPattern> compile_template(std::string_view spec, std::string_view step_key) {
  const TemplatePattern expanded = expand_template(spec);
  std::vector<RegexGroup> groups;
  bool has_metric = false;
  for (const std::string& name : expanded.groups) {
    if (name == "time") {
      groups.push_back({GroupRole::time, {}});
    } else if (name == "step" || name == step_key) {
      groups.push_back({GroupRole::step, {}});
    } else {
      groups.push_back({GroupRole::metric, name});
      has_metric = true;
    }
  }
  if (!has_metric) {
    throw Error(ErrorCode::usage,
                "the template '" + std::string(spec) + "' names no metric in braces")
        .hint("an example: --metrics-from 'epoch {step} loss {loss}'");
  }
  return make_regex_pattern(expanded.pattern, std::move(groups), spec);
}

}  // namespace

std::optional<std::int64_t> parse_step(std::string_view text) {
  text = text.substr(0, text.find('/'));
  if (const auto step = base::parse_int64(text)) {
    return step;
  }
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const auto value = base::parse_double(text);
  if (value && *value == std::floor(*value) && std::abs(*value) <= kExact) {
    return static_cast<std::int64_t>(*value);
  }
  return std::nullopt;
}

TemplatePattern expand_template(std::string_view text) {
  TemplatePattern result;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == c;
    if (is_blank(c)) {
      result.pattern.append(kBlanks);
      while (at < text.size() && is_blank(text[at])) {
        ++at;
      }
    } else if ((c == '{' || c == '}') && doubled) {
      append_literal(result.pattern, c);
      at += 2;
    } else if (c == '{') {
      at = append_placeholder(text, at, result);
    } else if (c == '}') {
      throw template_error(text, at, "this brace closes nothing; write }} for a brace");
    } else {
      append_literal(result.pattern, c);
      ++at;
    }
  }
  return result;
}

std::unique_ptr<MetricPattern> compile_metric_pattern(std::string_view spec,
                                                      std::string_view step_key) {
  if (spec == "kv") {
    return make_kv_pattern(step_key);
  }
  if (spec == "json") {
    return make_json_pattern(step_key);
  }
  if (spec.starts_with(kRegexPrefix)) {
    return make_named_regex_pattern(std::string(spec.substr(kRegexPrefix.size())), step_key, spec);
  }
  if (spec.find('{') != std::string_view::npos) {
    return compile_template(spec, step_key);
  }
  throw Error(ErrorCode::usage, "--metrics-from does not know '" + std::string(spec) + "'")
      .hint("it takes kv, json, regex:PATTERN, or a template such as 'epoch {step} loss {loss}'");
}

}  // namespace mlt::app
