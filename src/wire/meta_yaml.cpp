#include "wire/meta_yaml.hpp"

#include <algorithm>
#include <array>

#include "wire/yaml11.hpp"
#include "wire/yaml_document.hpp"

namespace mlt::wire {
namespace {

constexpr std::array<std::string_view, 4> kConflictMarkers = {"<<<<<<<", "|||||||",
                                                              "=======", ">>>>>>>"};

bool is_conflict_marker(std::string_view line) {
  return std::any_of(kConflictMarkers.begin(), kConflictMarkers.end(), [&](auto marker) {
    return line.starts_with(marker) && (line.size() == marker.size() ||
                                        line[marker.size()] == ' ' || line[marker.size()] == '\r');
  });
}

/// Git writes them at the beginning of a line, where nothing of the kind can stand in such a file;
/// a YAML parser would complain about some line after them.
void refuse_conflict_markers(std::string_view text, const Source& source) {
  int line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (is_conflict_marker(text.substr(at, end - at))) {
      throw source_error(source, line, "conflict markers");
    }
    at = end + 1;
  }
}

Value value_of(const FlatYaml::Scalar& scalar) {
  Value value;
  value.line = scalar.line;
  switch (scalar.form) {
    case FlatYaml::Form::plain:
      resolve_yaml11(scalar.raw, value);
      break;
    case FlatYaml::Form::single_quoted:
    case FlatYaml::Form::double_quoted: {
      std::string scratch;
      value.data = std::string(scalar.string(scratch));
      break;
    }
    case FlatYaml::Form::empty_list:
      value.data = Value::Array();
      break;
    case FlatYaml::Form::empty_map:
      value.data = Value::Object();
      break;
  }
  return value;
}

Value value_of(const FlatYaml& flat, const Source& source) {
  DocumentBuilder document(source, DoubledKeys::last_wins);
  document.begin_object(1);
  for (const FlatYaml::Entry& entry : flat.entries()) {
    document.key(std::string(entry.key), entry.scalar.line);
    document.scalar(value_of(entry.scalar));
  }
  document.end();
  return document.take();
}

/// LS and PS are line breaks in YAML 1.1 that stand for themselves: the indentation after them is
/// not of the text, and a LF after them is. To yaml-cpp they are letters; this says the same with
/// them.
std::string spell_out_rare_breaks(std::string_view text) {
  constexpr std::string_view kStem = "\xE2\x80";
  std::string result;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(kStem), text.size());
    const std::size_t size = std::min(at + 3, text.size());
    result += text.substr(0, size);
    const bool is_break = size == at + 3 && (text[at + 2] == '\xA8' || text[at + 2] == '\xA9');
    text.remove_prefix(size);
    if (!is_break) continue;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.starts_with('\n')) result += '\n';
  }
  return result;
}

}  // namespace

Value parse_meta_yaml(std::string_view text, const Source& source) {
  FlatYaml flat;
  if (flat.parse(text)) return value_of(flat, source);
  refuse_conflict_markers(text, source);
  Value value = parse_yaml_document(spell_out_rare_breaks(text), source,
                                    {resolve_yaml11, DoubledKeys::last_wins});
  if (value.as_object() == nullptr) {
    throw source_error(source, value.line, text.empty() ? "empty" : "not a map of keys and values");
  }
  return value;
}

}  // namespace mlt::wire
