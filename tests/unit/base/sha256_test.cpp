#include "base/sha256.hpp"

#include <doctest/doctest.h>

using namespace mlt::base;

TEST_CASE("sha256_hex gives the digests of FIPS 180-4's examples") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("pieces give the digest of the whole") {
  const std::string text(200, 'x');
  for (const std::size_t cut : {0u, 1u, 63u, 64u, 65u, 128u, 199u, 200u}) {
    Sha256 hash;
    hash.update(std::string_view(text).substr(0, cut));
    hash.update(std::string_view(text).substr(cut));
    CHECK(hash.hex_digest() == sha256_hex(text));
  }
}

TEST_CASE("a copy goes on by itself") {
  Sha256 hash;
  hash.update("ab");
  Sha256 copy = hash;
  hash.update("c");
  copy.update("d");
  CHECK(hash.hex_digest() == sha256_hex("abc"));
  CHECK(copy.hex_digest() == sha256_hex("abd"));
}
