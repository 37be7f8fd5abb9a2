#include "wire/protobuf.hpp"

#include <bit>
#include <string>

namespace mlt::wire {

namespace {

std::uint64_t little_endian(std::string_view bytes, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

}  // namespace

Error byte_error(const Source& source, std::uint64_t offset, std::string_view reason) {
  return {source.error, std::string(source.name) + ": byte " + std::to_string(offset) + ": " +
                            std::string(reason)};
}

std::uint16_t little_endian_16(std::string_view bytes) {
  return static_cast<std::uint16_t>(little_endian(bytes, 2));
}
std::uint32_t little_endian_32(std::string_view bytes) {
  return static_cast<std::uint32_t>(little_endian(bytes, 4));
}
std::uint64_t little_endian_64(std::string_view bytes) { return little_endian(bytes, 8); }

double ProtoField::number_value() const {
  return type == Type::fixed32 ? double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))}
                               : std::bit_cast<double>(bits);
}

Error ProtoReader::malformed(std::string_view reason) const {
  return byte_error(source_, offset_ + at_, reason);
}

std::uint64_t ProtoReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1).front());
    if (shift == 63 && byte > 1) {
      break;
    }
    value |= std::uint64_t{byte & 0x7Fu} << shift;
    if ((byte & 0x80) == 0) {
      return value;
    }
  }
  throw malformed("a number is longer than 64 bits");
}

std::string_view ProtoReader::take(std::uint64_t size) {
  if (size > message_.size() - at_) {
    throw malformed("a field reaches beyond its message");
  }
  const std::string_view taken = message_.substr(at_, static_cast<std::size_t>(size));
  at_ += taken.size();
  return taken;
}

std::optional<ProtoField> ProtoReader::next() {
  if (at_ == message_.size()) {
    return std::nullopt;
  }
  const std::uint64_t key = varint();
  ProtoField field;
  if (key >> 3 == 0 || key >> 32 != 0) {
    throw malformed("a field has no number");
  }
  field.number = static_cast<std::uint32_t>(key >> 3);
  switch (key & 7) {
    case 0:
      field.bits = varint();
      break;
    case 1:
      field.type = ProtoField::Type::fixed64;
      field.bits = little_endian_64(take(8));
      break;
    case 2:
      field.type = ProtoField::Type::bytes;
      field.bytes = take(varint());
      break;
    case 5:
      field.type = ProtoField::Type::fixed32;
      field.bits = little_endian_32(take(4));
      break;
    default:
      throw malformed("a field is of an unknown type");
  }
  return field;
}

}  // namespace mlt::wire
