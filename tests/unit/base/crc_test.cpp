#include "base/crc.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace mlt;

TEST_CASE("checksums are those of the standards' examples") {
  CHECK(base::crc32("123456789") == 0xCBF43926);
  CHECK(base::crc32c("123456789") == 0xE3069283);
  CHECK(base::crc32c(std::string(32, '\0')) == 0x8A9136AA);  // RFC 3720, appendix B.4
  CHECK(base::crc32("") == 0);
}
