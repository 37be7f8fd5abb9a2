#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "base/crc.hpp"
#include "wire/protobuf.hpp"
#include "wire/tensorboard.hpp"

// Event files: what is read lies inside the file, and what is refused says where. The input is read
// as it is, and once more as the content of a record whose checksums are right.

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void read(std::string_view bytes) {
  mlt::wire::TensorboardSink sink;
  const auto inside = [&](std::string_view text) {
    require(text.empty() || (text.data() >= bytes.data() &&
                             text.data() + text.size() <= bytes.data() + bytes.size()));
  };
  sink.scalar = [&](const mlt::wire::TensorboardScalar& scalar) { inside(scalar.tag); };
  sink.hyperparameter = [&](std::string_view key, std::string_view) { inside(key); };
  sink.other = inside;
  sink.time = [](double) {};
  try {
    const auto end = mlt::wire::read_tensorboard(bytes, {"events"}, sink);
    require(!end.torn_at || *end.torn_at < bytes.size());
  } catch (const mlt::Error& error) {
    require(error.message().starts_with("events: byte "));
  }
}

void append_number(std::string& out, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i, number >>= 8) {
    out += static_cast<char>(number & 0xFF);
  }
}

void append_checksum(std::string& out, std::string_view of) {
  const std::uint32_t crc = mlt::base::crc32c(of);
  append_number(out, ((crc >> 15) | (crc << 17)) + 0xA282EAD8u, 4);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  read(input);
  std::string record;
  append_number(record, input.size(), 8);
  append_checksum(record, std::string(record));
  record += input;
  append_checksum(record, input);
  read(record);
  return 0;
}
