#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

// Protocol buffers' wire format, for reading the few fields that are wanted:
//
//   message  = { field }
//   field    = key value          key = varint (number * 8 + type)
//   value    = varint             type 0: an integer, bool or enum
//            | 8 bytes            type 1: a double, little endian
//            | length bytes       type 2: text, a message, packed numbers; length = varint
//            | 4 bytes            type 5: a float, little endian
//   varint   = 7 bits a byte, low ones first, bit 8 set in all but the last; at most 10 bytes

struct ProtoField {
  enum class Type { varint, fixed64, bytes, fixed32 };
  std::uint32_t number = 0;
  Type type = Type::varint;
  std::uint64_t bits = 0;  ///< of all but bytes
  std::string_view bytes;  ///< points into the message

  [[nodiscard]] std::int64_t integer() const { return static_cast<std::int64_t>(bits); }
  /// The number in the 8 or 4 bytes.
  [[nodiscard]] double number_value() const;
};

/// Reads the fields of one message in their order. Throws `source.error` at the byte of `source`
/// where it is malformed; `offset` is the message's place in it.
class ProtoReader {
 public:
  ProtoReader(std::string_view message, const Source& source, std::uint64_t offset)
      : message_(message), source_(source), offset_(offset) {}

  /// Nothing at the end.
  std::optional<ProtoField> next();

 private:
  [[nodiscard]] Error malformed(std::string_view reason) const;
  std::uint64_t varint();
  std::string_view take(std::uint64_t size);

  std::string_view message_;
  const Source& source_;
  std::uint64_t offset_;
  std::size_t at_ = 0;
};

/// `NAME: byte N: reason`.
Error byte_error(const Source& source, std::uint64_t offset, std::string_view reason);

/// Numbers in little endian at the beginning of `bytes`, which holds as many.
std::uint16_t little_endian_16(std::string_view bytes);
std::uint32_t little_endian_32(std::string_view bytes);
std::uint64_t little_endian_64(std::string_view bytes);

}  // namespace mlt::wire
