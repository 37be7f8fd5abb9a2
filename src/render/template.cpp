#include "render/template.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <optional>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "render/text_width.hpp"

namespace mlt::render {
namespace {

constexpr int kMaxWidth = 10'000;

/// A decimal at the front of `text`, which is then cut off.
std::optional<int> take_number(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  if (size == 0) {
    return std::nullopt;
  }
  const auto number = base::parse_int64(text.substr(0, size));
  text.remove_prefix(size);
  return static_cast<int>(std::min<std::int64_t>(number.value_or(kMaxWidth), kMaxWidth));
}

std::optional<double> as_number(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return *number;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*number);
  }
  if (const auto* duration = std::get_if<Duration>(&value)) {
    return static_cast<double>(duration->ms);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return base::parse_double(*text);  // params are numbers written as text
  }
  return std::nullopt;
}

std::string print_number(double value, char type, int precision) {
  if (!std::isfinite(value)) {
    return base::format_double(value);
  }
  const std::array<char, 5> pattern{'%', '.', '*', type, '\0'};
  std::array<char, 512> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), pattern.data(), precision, value);
  return std::string(buffer.data(), std::min(static_cast<std::size_t>(size), buffer.size() - 1));
}

Error fault(std::string_view text, std::size_t at, const std::string& reason) {
  return Error(ErrorCode::usage, "template '" + std::string(text) + "': " + reason + " at column " +
                                     std::to_string(at + 1))
      .hint("write a field as {run_id} or {metrics.acc:.4f}, a brace as {{");
}

}  // namespace

bool Template::parse_format(std::string_view text, Field& field) {
  if (!text.empty() && (text.front() == '<' || text.front() == '>' || text.front() == '^')) {
    field.align = text.front();
    text.remove_prefix(1);
  }
  if (const auto width = take_number(text)) {
    field.width = *width;
  }
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    const auto precision = take_number(text);
    if (!precision) {
      return false;
    }
    field.precision = *precision;
  }
  if (!text.empty() && std::string_view("sdefg").find(text.front()) != std::string_view::npos) {
    field.type = text.front();
    text.remove_prefix(1);
  }
  return text.empty();
}

Template Template::parse(std::string_view text) {
  Template result;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) {
      result.parts_.emplace_back(std::move(literal));
      literal.clear();
    }
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if ((c == '{' || c == '}') && next == c) {
      literal += c;
      ++i;
    } else if (c == '\\' && (next == 't' || next == 'n' || next == '\\')) {
      literal += next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
      ++i;
    } else if (c == '}') {
      throw fault(text, i, "'}' without '{'");
    } else if (c == '{') {
      const std::size_t end = text.find('}', i);
      if (end == std::string_view::npos) {
        throw fault(text, i, "'{' without '}'");
      }
      const std::string_view inside = text.substr(i + 1, end - i - 1);
      Field field;
      const std::size_t colon = inside.rfind(':');
      Field formatted;
      if (colon != std::string_view::npos && parse_format(inside.substr(colon + 1), formatted)) {
        field = formatted;
        field.key = inside.substr(0, colon);
      } else {
        field.key = inside;
      }
      if (field.key.empty()) {
        throw fault(text, i, "a field without a key");
      }
      flush();
      result.parts_.emplace_back(std::move(field));
      i = end;
    } else {
      literal += c;
    }
  }
  flush();
  return result;
}

std::vector<std::string> Template::keys() const {
  std::vector<std::string> keys;
  for (const auto& part : parts_) {
    if (const auto* field = std::get_if<Field>(&part)) {
      keys.push_back(field->key);
    }
  }
  return keys;
}

std::string Template::format(const Field& field, const Value& value) {
  std::string text;
  const bool wants_number = field.type != 0 && field.type != 's';
  const auto number = as_number(value);
  if (wants_number && number) {
    const bool is_whole = field.type == 'd';
    text = print_number(*number, is_whole ? 'f' : field.type,
                        is_whole ? 0 : (field.precision < 0 ? 6 : field.precision));
  } else {
    text = machine_text(value);
    if (field.precision >= 0 && !wants_number) {
      text = std::holds_alternative<double>(value)
                 ? print_number(std::get<double>(value), 'g', std::max(1, field.precision))
                 : std::string(prefix_of_width(text, field.precision));
    }
  }
  const int padding = field.width - display_width(text);
  if (padding <= 0) {
    return text;
  }
  const char align = field.align != 0 ? field.align : number ? '>' : '<';
  const int before = align == '>' ? padding : align == '^' ? padding / 2 : 0;
  return std::string(static_cast<std::size_t>(before), ' ') + text +
         std::string(static_cast<std::size_t>(padding - before), ' ');
}

std::string Template::expand(const std::function<Value(std::string_view key)>& lookup) const {
  std::string line;
  for (const auto& part : parts_) {
    if (const auto* field = std::get_if<Field>(&part)) {
      line += format(*field, lookup(field->key));
    } else {
      line += std::get<std::string>(part);
    }
  }
  return line;
}

}  // namespace mlt::render
