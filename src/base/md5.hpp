#pragma once

#include <string>
#include <string_view>

namespace mlt::base {

/// MD5 (RFC 1321) in 32 lower-case hex digits: a name that MLflow gives to things, no protection.
std::string md5_hex(std::string_view bytes);

}  // namespace mlt::base
