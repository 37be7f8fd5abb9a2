#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

namespace mlt::search {

/// An Error whose message has three lines: `message`, the part of `text` around the token at
/// `offset`, and `^~~~` under that token. `text` must be valid UTF-8; one character takes one
/// column.
Error error_at(std::string_view text, std::size_t offset, std::size_t length, std::string message,
               ErrorCode code = ErrorCode::usage,
               Origin origin = {__builtin_FILE(), __builtin_LINE()});

/// The error for a bare name that is the key of a param and of a metric.
Error doubled_name_error(std::string_view text, std::size_t offset, std::size_t length,
                         const std::string& key);

/// The word in single quotes for a message: on one line, cut with an ellipsis where it is long.
std::string quoted(std::string_view word);

}  // namespace mlt::search
