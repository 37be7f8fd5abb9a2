#include "base/crc.hpp"

#include <array>

namespace mlt::base {

namespace {

using Table = std::array<std::uint32_t, 256>;

constexpr Table make_table(std::uint32_t polynomial) {
  Table table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
    }
    table[i] = value;
  }
  return table;
}

std::uint32_t checksum(const Table& table, std::string_view bytes) {
  std::uint32_t crc = ~std::uint32_t{0};
  for (const char c : bytes) {
    crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc >> 8);
  }
  return ~crc;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  static constexpr Table table = make_table(0xEDB88320);
  return checksum(table, bytes);
}

std::uint32_t crc32c(std::string_view bytes) {
  static constexpr Table table = make_table(0x82F63B78);
  return checksum(table, bytes);
}

}  // namespace mlt::base
