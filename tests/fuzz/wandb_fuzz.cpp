#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "base/crc.hpp"
#include "wire/wandb.hpp"

// W&B's logs: nothing but an Error that names the byte comes of damage. The input is read as it is,
// and once more as the content of a piece whose checksum is right.

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void read(std::string_view bytes) {
  mlt::wire::WandbSink sink;
  sink.run = [](const mlt::wire::WandbRun&) {};
  sink.config = [](const auto&) {};
  sink.summary = [](const auto&) {};
  sink.history = [](const auto&, auto) {};
  sink.exit = [](std::int64_t) {};
  try {
    const auto end = mlt::wire::read_wandb(bytes, {"log"}, sink);
    require(!end.torn_at || *end.torn_at < bytes.size());
  } catch (const mlt::Error& error) {
    require(error.message().starts_with("log: byte "));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostInBlock = 32'000;
  const std::string input(reinterpret_cast<const char*>(data), size);
  read(input);
  const std::string piece = "\x01" + input.substr(0, kMostInBlock);
  std::string log(":W&B\xE1\xBE\x00", 7);
  for (std::uint32_t crc = mlt::base::crc32(piece), i = 0; i < 4; ++i, crc >>= 8) {
    log += static_cast<char>(crc & 0xFF);
  }
  const std::size_t length = piece.size() - 1;
  log += static_cast<char>(length & 0xFF);
  log += static_cast<char>(length >> 8);
  read(log + piece);
  return 0;
}
