#pragma once

#include <string>

#include "mlt/error.hpp"

namespace mlt::cli {

struct ErrorStyle {
  bool json = false;
  bool colour = false;
  bool origin = false;  ///< file and line of ours, for -vv
};

/// What stderr shows of an error. The outermost context heads it, what caused it follows, then the
/// hints; or one line of JSON.
std::string error_text(const Error& error, const ErrorStyle& style);

}  // namespace mlt::cli
