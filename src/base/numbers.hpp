#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mlt::base {

/// The whole text as a decimal number: `1`, `-0.3`, `.5`, `1e-3`, `nan`, `inf`, `+inf`,
/// `infinity`, `-inf` (any letter case). Nothing for hex, blanks, trailing text or a decimal that
/// overflows a double; one too small for a double is zero. The locale plays no part.
std::optional<double> parse_double(std::string_view text);
/// The whole text as a decimal int64 with an optional sign; nothing on overflow.
std::optional<std::int64_t> parse_int64(std::string_view text);

/// Appends the fewest digits that read back as the same double, laid out as Python does: plain for
/// 1e-4 <= |value| < 1e16 (`0.0001`, `100000`), else with an exponent (`1e-05`, `1e+16`); `42` for
/// 42.0, `-0.0` for negative zero (JSON readers take `-0` for the integer), `NaN`, `Infinity`,
/// `-Infinity`.
void append_double(std::string& out, double value);
std::string format_double(double value);
void append_int64(std::string& out, std::int64_t value);

/// `value` in `digits` significant digits, trailing zeros kept: without an exponent for
/// 1e-5 <= |value| < 1e7 and zero (`0.9312`, `12.30`; all digits before the point are shown), else
/// with one (`1.234e-09`); `nan`, `inf`, `-inf`.
std::string format_significant(double value, int digits);

/// `1.5 KiB`, `64 MiB`, `17 B`.
std::string format_bytes(std::uint64_t bytes);

}  // namespace mlt::base
