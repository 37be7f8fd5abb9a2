#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

/// What PyYAML's safe loader and dumper take a plain scalar for: the types of YAML 1.1
/// (https://yaml.org/type/) in PyYAML's own patterns, which want a dot and a signed exponent in a
/// float and know no `y` and `n`.
enum class PlainType { null, boolean, integer, number, timestamp, merge_key, value_key, string };
PlainType plain_type(std::string_view text);

/// Of an integer as YAML 1.1 spells it: `1_000`, `0x1F`, `0b11`, `017` (octal), `1:30` (90).
/// Nothing for other text and beyond an int64.
std::optional<std::int64_t> parse_yaml11_integer(std::string_view text);

/// Sets what a plain scalar is. An integer beyond an int64 becomes the double near it, a timestamp
/// a string; both keep their spelling in `written`.
void resolve_yaml11(std::string_view text, Value& value);

/// A character in double quotes that is written as `\` and a letter.
struct YamlEscape {
  char letter;
  char32_t code_point;
};
inline constexpr std::array<YamlEscape, 17> kYamlEscapes = {{
    {'0', 0x00},
    {'a', 0x07},
    {'b', 0x08},
    {'t', 0x09},
    {'n', 0x0A},
    {'v', 0x0B},
    {'f', 0x0C},
    {'r', 0x0D},
    {'e', 0x1B},
    {'"', 0x22},
    {'\\', 0x5C},
    {'N', 0x85},
    {'_', 0xA0},
    {'L', 0x2028},
    {'P', 0x2029},
    // Only read, never written.
    {' ', 0x20},
    {'/', 0x2F},
}};

/// True for what libyaml takes for a character that may stand in a stream as it is. The characters
/// above U+FFFF may too, but libyaml itself writes them escaped.
bool is_yaml_printable(char32_t code_point);
/// The line breaks of YAML 1.1: LF, CR, NEL, LS, PS.
bool is_yaml_break(char32_t code_point);

}  // namespace mlt::wire
