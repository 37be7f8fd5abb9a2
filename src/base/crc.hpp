#pragma once

#include <cstdint>
#include <string_view>

namespace mlt::base {

/// CRC-32 as zip and gzip have it (polynomial 0xEDB88320, reflected).
std::uint32_t crc32(std::string_view bytes);
/// CRC-32C, Castagnoli (polynomial 0x82F63B78, reflected; RFC 3720, appendix B.4).
std::uint32_t crc32c(std::string_view bytes);

}  // namespace mlt::base
