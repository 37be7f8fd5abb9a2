#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mlt::render {

/// How many digits people see.
struct Precision {
  enum class Mode {
    automatic,  ///< 4 significant digits, more where two different values would look equal
    digits,     ///< exactly `digits` significant ones
    full,       ///< the shortest text that reads back as the same double
  };
  Mode mode = Mode::automatic;
  int digits = 4;
};

/// The numbers of one column for people, all in one style: whole numbers as they are, else all
/// without an exponent (1e-5 <= |value| < 1e7) or all with one. Zeros that no number of the column
/// needs are dropped. `nan`, `inf`, `-inf` in place of a number.
std::vector<std::string> format_numbers(std::span<const double> values, const Precision& precision);

/// A change for people: `+0.02`, `-0.02`.
std::string format_change(double value, const Precision& precision);

/// Cells before the decimal point (or the whole text where there is none), for alignment.
int width_before_point(std::string_view number);

}  // namespace mlt::render
