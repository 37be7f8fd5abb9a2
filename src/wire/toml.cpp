#include "wire/toml.hpp"

#include <string>
#include <utility>

#include <toml++/toml.h>

#include "base/text.hpp"
#include "wire/document_builder.hpp"

namespace mlt::wire {
namespace {

/// The characters of a region that lies in one line, as they are written. Columns count characters.
std::string written_at(const std::vector<std::string_view>& lines,
                       const toml::source_region& region) {
  if (region.begin.line != region.end.line || region.begin.line == 0 ||
      region.begin.line > lines.size()) {
    return {};
  }
  const std::string_view line = lines[region.begin.line - 1];
  toml::source_index column = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    const bool starts_character = at == line.size() || (line[at] & 0xC0) != 0x80;
    if (starts_character && ++column == region.begin.column) {
      begin = at;
    }
    if (starts_character && column == region.end.column) {
      end = at;
      break;
    }
  }
  return std::string(base::trim(line.substr(begin, end < begin ? 0 : end - begin)));
}

class Builder {
 public:
  Builder(std::string_view text, const Source& source)
      : lines_(base::split(text, '\n')), document_(source) {}

  void add(const toml::node& node) {
    const int line = static_cast<int>(node.source().begin.line);
    if (const toml::table* table = node.as_table()) {
      document_.begin_object(line);
      for (const auto& [key, member] : *table) {
        document_.key(std::string(key.str()), static_cast<int>(key.source().begin.line));
        add(member);
      }
      document_.end();
    } else if (const toml::array* array = node.as_array()) {
      document_.begin_array(line);
      for (const toml::node& element : *array) {
        add(element);
      }
      document_.end();
    } else {
      add_scalar(node, line);
    }
  }

  Value take() { return document_.take(); }

 private:
  void add_scalar(const toml::node& node, int line) {
    Value value;
    value.line = line;
    if (const auto* text = node.as_string()) {
      value.data = text->get();
      document_.scalar(std::move(value));
      return;
    }
    std::string written = written_at(lines_, node.source());
    if (const auto* integer = node.as_integer()) {
      value.data = integer->get();
    } else if (const auto* number = node.as_floating_point()) {
      value.data = number->get();
    } else if (const auto* boolean = node.as_boolean()) {
      value.data = boolean->get();
    } else {
      value.data = std::exchange(written, {});  // a date or time
    }
    value.written = std::move(written);
    document_.scalar(std::move(value));
  }

  std::vector<std::string_view> lines_;
  DocumentBuilder document_;
};

}  // namespace

Value parse_toml(std::string_view text, const Source& source) {
  if (text.size() > kMaxDocumentBytes) {
    throw source_error(source, 0, "larger than 1 MiB");
  }
  try {
    const toml::table root = toml::parse(text);
    Builder builder(text, source);
    builder.add(root);
    return builder.take();
  } catch (const toml::parse_error& error) {
    throw source_error(source, static_cast<std::int64_t>(error.source().begin.line),
                       "not valid TOML: " + std::string(error.description()));
  }
}

}  // namespace mlt::wire
