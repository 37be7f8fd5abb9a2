#pragma once

#include <string>
#include <string_view>

namespace mlt::render {

/// What the place of output can show.
struct Style {
  bool colour = false;
  bool utf8 = false;  ///< false: marks of ours are written in ASCII
};

/// What a piece of text means; a style gives each its look from the terminal's own 16 colours.
enum class Tone { plain, dim, strong, good, bad, busy };

inline constexpr std::string_view kBestMark = "★";
inline constexpr std::string_view kUncommittedMark = "+";
inline constexpr std::string_view kDamagedMark = "!";

/// `text` between the escape sequences of its tone; as is without colour.
std::string paint(std::string_view text, Tone tone, const Style& style);

/// Our own marks as the style can show them: `★` as `*`, `≈` as `~`, `…` as `...`, `·` as `-`, `⇔`
/// as `=`, `→` as `->`, `±` as `+/-`, `✗` as `x`, `−` as `-`, `↑` and `↓` as `^` and `v`, `Δ` as
/// `delta`. Only for text of ours, never for names.
std::string marks(std::string_view text, const Style& style);

}  // namespace mlt::render
