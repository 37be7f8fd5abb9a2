#include "base/sha256.hpp"

#include <new>

#include <openssl/sha.h>

// The low-level functions: the EVP layer costs every start of the program a millisecond.

namespace mlt::base {

namespace {

SHA256_CTX* as_openssl(std::array<unsigned char, 112>& storage) {
  return std::launder(reinterpret_cast<SHA256_CTX*>(storage.data()));
}

}  // namespace

static_assert(sizeof(SHA256_CTX) == 112 && alignof(SHA256_CTX) <= 8);

Sha256::Sha256() { SHA256_Init(new (context_.data()) SHA256_CTX); }

void Sha256::update(std::string_view bytes) {
  SHA256_Update(as_openssl(context_), bytes.data(), bytes.size());
}

std::string Sha256::hex_digest() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256_Final(digest.data(), as_openssl(context_));
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 0xF];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex_digest();
}

}  // namespace mlt::base
