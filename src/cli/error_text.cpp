#include "cli/error_text.hpp"

#include <string_view>
#include <vector>

#include "base/json_text.hpp"

namespace mlt::cli {

namespace {

constexpr std::string_view kBoldRed = "\x1b[1;31m";
constexpr std::string_view kCyan = "\x1b[36m";
constexpr std::string_view kPlain = "\x1b[0m";

void append_line(std::string& out, std::string_view label, std::string_view colour,
                 std::string_view text) {
  out += colour;
  out += label;
  out += colour.empty() ? std::string_view() : kPlain;
  out += ' ';
  out += text;
  out += '\n';
}

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& items) {
  out += ",\"" + std::string(name) + "\":[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "" : ",";
    base::append_json_string(out, items[i]);
  }
  out += ']';
}

/// A path of the compiler's as it stands in the repository.
std::string_view below_source(std::string_view path) {
  const auto source = path.rfind("/src/");
  return source == std::string_view::npos ? path : path.substr(source + 1);
}

std::string json_text(const Error& error) {
  std::string out = "{\"error\":{\"code\":";
  base::append_json_string(out, name_of(error.code()));
  out += ",\"exit\":" + std::to_string(exit_code(error.code())) + ",\"message\":";
  base::append_json_string(out, error.message());
  if (!error.context().empty()) {
    append_list(out, "context", error.context());
  }
  append_list(out, "hints", error.hints());
  return out + "}}\n";
}

}  // namespace

std::string error_text(const Error& error, const ErrorStyle& style) {
  if (style.json) {
    return json_text(error);
  }
  std::vector<std::string_view> causes(error.context().rbegin(), error.context().rend());
  causes.push_back(error.message());
  const std::string_view red = style.colour ? kBoldRed : std::string_view();
  const std::string_view cyan = style.colour ? kCyan : std::string_view();
  std::string out;
  append_line(out, "error:", red, causes.front());
  for (std::size_t i = 1; i < causes.size(); ++i) {
    append_line(out, "caused by:", red, causes[i]);
  }
  for (const std::string& hint : error.hints()) {
    append_line(out, "hint:", cyan, hint);
  }
  if (style.origin) {
    append_line(
        out, "thrown at:", "",
        std::string(below_source(error.origin().file)) + ":" + std::to_string(error.origin().line));
  }
  return out;
}

}  // namespace mlt::cli
