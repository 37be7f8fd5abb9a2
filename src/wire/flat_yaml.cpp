#include "wire/flat_yaml.hpp"

#include <algorithm>

#include "wire/value.hpp"
#include "wire/yaml11.hpp"
#include "wire/yaml_scalars.hpp"

namespace mlt::wire {
namespace {

constexpr std::size_t kMaxKeyBytes = 128;

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trim_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<FlatYaml::Scalar> parse_scalar(std::string_view text, int line) {
  using Form = FlatYaml::Form;
  if (text == "[]") return FlatYaml::Scalar{Form::empty_list, text, line};
  if (text == "{}") return FlatYaml::Scalar{Form::empty_map, text, line};
  if (is_plain_scalar(text)) return FlatYaml::Scalar{Form::plain, text, line};
  if (text.front() != '\'' && text.front() != '"') return std::nullopt;
  if (quoted_scalar_size(text) != text.size()) return std::nullopt;
  const Form form = text.front() == '"' ? Form::double_quoted : Form::single_quoted;
  return FlatYaml::Scalar{form, text.substr(1, text.size() - 2), line};
}

std::optional<FlatYaml::Entry> parse_line(std::string_view text, int line) {
  const auto key_size = static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(), is_key_character) - text.begin());
  if (key_size == 0 || key_size > kMaxKeyBytes || !is_scalar_text(text)) return std::nullopt;
  const std::string_view rest = text.substr(key_size);
  if (rest != ":" && !rest.starts_with(": ")) return std::nullopt;
  const auto scalar = parse_scalar(trim_spaces(rest.substr(1)), line);
  if (!scalar) return std::nullopt;
  return FlatYaml::Entry{text.substr(0, key_size), *scalar};
}

}  // namespace

bool FlatYaml::Scalar::is_null() const {
  return form == Form::plain && plain_type(raw) == PlainType::null;
}

std::optional<std::int64_t> FlatYaml::Scalar::int64() const {
  return form == Form::plain ? parse_yaml11_integer(raw) : std::nullopt;
}

std::string_view FlatYaml::Scalar::string(std::string& scratch) const {
  const bool is_quoted = form == Form::single_quoted || form == Form::double_quoted;
  // Quotes, escapes, and the first byte of LS and PS.
  if (!is_quoted || raw.find_first_of("'\\\xE2") == std::string_view::npos) return raw;
  scratch.clear();
  append_unquoted(scratch, raw, form == Form::single_quoted ? '\'' : '"');
  return scratch;
}

bool FlatYaml::parse(std::string_view text) {
  entries_.clear();
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (content.ends_with('\r')) content.remove_suffix(1);
    const auto entry = parse_line(content, line);
    if (!entry || entries_.size() == kMaxKeys) return false;
    entries_.push_back(*entry);
  }
  return !entries_.empty();
}

std::optional<FlatYaml::Scalar> FlatYaml::find(std::string_view key) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries_.rend() ? std::nullopt : std::optional(found->scalar);
}

}  // namespace mlt::wire
