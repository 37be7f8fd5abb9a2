#pragma once

#include <array>
#include <string>
#include <string_view>

namespace mlt::base {

/// SHA-256 (FIPS 180-4) fed in pieces.
class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  /// 64 lower-case hex digits; the object is then spent.
  std::string hex_digest();

 private:
  // Room for OpenSSL's SHA256_CTX, so that its header stays in one file.
  alignas(8) std::array<unsigned char, 112> context_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace mlt::base
