#include "base/numbers.hpp"

#include <bit>
#include <clocale>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "fixed.hpp"

using namespace mlt::base;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Decimal {
  std::string_view text;
  double value;
};

}  // namespace

TEST_CASE("parse_double reads decimals and the words for what is not finite") {
  const Decimal table[] = {
      {"1", 1},
      {"-0.3", -0.3},
      {"+0.3", 0.3},
      {".5", .5},
      {"5.", 5},
      {"1e-3", 1e-3},
      {"1E+3", 1e3},
      {"-.5e3", -500},
      {"007", 7},
      {"1.7976931348623157e308", std::numeric_limits<double>::max()},
      {"5e-324", std::numeric_limits<double>::denorm_min()},
      {"0.1000000000000000055511151231257827021181583404541015625", 0.1},
      {"inf", kInfinity},
      {"+INF", kInfinity},
      {"-inf", -kInfinity},
      {"Infinity", kInfinity},
      {"-iNfInItY", -kInfinity},
  };
  for (const Decimal& row : table) {
    CAPTURE(row.text);
    const auto value = parse_double(row.text);
    REQUIRE(value);
    CHECK(*value == row.value);
  }
  for (const std::string_view text : {"nan", "NaN", "+nan", "-NAN"}) {
    CAPTURE(text);
    const auto value = parse_double(text);
    REQUIRE(value);
    CHECK(std::isnan(*value));
  }
  CHECK(std::signbit(parse_double("-0").value()));
  CHECK_FALSE(std::signbit(parse_double("0").value()));
}

TEST_CASE("parse_double refuses what is no whole decimal") {
  for (const std::string_view text :
       {"",       "+",     "-",  ".",       "e5",        "1e",   "1e+",   "1_0",   "1,5",
        "0x10",   "0x1p3", " 1", "1 ",      "1\n",       "+-1",  "--1",   "1.2.3", "1f",
        "nan(1)", "nano",  "in", "infinit", "infinityy", "none", "1e5e5", "१"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_double(text));
  }
  using namespace std::string_view_literals;
  CHECK_FALSE(parse_double("1\0"sv));
}

TEST_CASE("a decimal beyond the doubles is refused, one too small is zero") {
  for (const std::string_view text : {"1e309", "-1e400", "1.8e308", "1e99999999999999999999",
                                      "10000000000000000000e300", "0.0000001e320"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_double(text));
  }
  CHECK_FALSE(parse_double(std::string(400, '9')));
  for (const std::string_view text :
       {"1e-400", "2e-324", "1e-99999999999999999999", "0e99999", "100000e-400", "0.00001e-330"}) {
    CAPTURE(text);
    const auto value = parse_double(text);
    REQUIRE(value);
    CHECK(*value == 0);
  }
  CHECK(parse_double("0." + std::string(400, '0') + "1") == 0.0);
  CHECK(std::signbit(parse_double("-1e-400").value()));
}

TEST_CASE("parse_int64 reads whole decimal integers") {
  CHECK(parse_int64("0") == 0);
  CHECK(parse_int64("+7") == 7);
  CHECK(parse_int64("-7") == -7);
  CHECK(parse_int64("0012") == 12);
  CHECK(parse_int64("9223372036854775807") == INT64_MAX);
  CHECK(parse_int64("-9223372036854775808") == INT64_MIN);
  for (const std::string_view text : {"", "+", "-", "+-1", "-+1", "++1", "9223372036854775808",
                                      "-9223372036854775809", "1.0", "1e3", "0x1", " 1", "1 "}) {
    CAPTURE(text);
    CHECK_FALSE(parse_int64(text));
  }
}

TEST_CASE("format_double has the fewest digits, laid out as Python does") {
  const Decimal table[] = {
      {"0", 0.0},
      {"-0.0", -0.0},
      {"42", 42.0},
      {"-42", -42.0},
      {"0.1", 0.1},
      {"0.30000000000000004", 0.1 + 0.2},
      {"0.0001", 1e-4},
      {"1e-05", 1e-5},
      {"1.5e-05", 1.5e-5},
      {"100000", 1e5},
      {"123456.789", 123456.789},
      {"9007199254740992", 9007199254740992.0},
      {"9999999999999998", 9999999999999998.0},
      {"1e+16", 1e16},
      {"1.2345e+100", 1.2345e100},
      {"5e-324", std::numeric_limits<double>::denorm_min()},
      {"1.7976931348623157e+308", std::numeric_limits<double>::max()},
      {"Infinity", kInfinity},
      {"-Infinity", -kInfinity},
      {"NaN", std::numeric_limits<double>::quiet_NaN()},
      {"NaN", -std::numeric_limits<double>::quiet_NaN()},
  };
  for (const Decimal& row : table) {
    CHECK(format_double(row.value) == row.text);
  }
  std::string text = "x=";
  append_double(text, 0.5);
  CHECK(text == "x=0.5");
}

TEST_CASE("every double reads back as itself") {
  mlt::test::FixedRandom random;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = random.next();
    const auto value = std::bit_cast<double>(bits);
    if (std::isnan(value)) {
      continue;
    }
    const std::string text = format_double(value);
    const auto back = parse_double(text);
    REQUIRE_MESSAGE(back.has_value(), text);
    REQUIRE_MESSAGE(std::bit_cast<std::uint64_t>(*back) == bits, text);
  }
  // Whole numbers and short decimals, which chance alone does not meet.
  for (int i = -2000; i < 2000; ++i) {
    for (const double scale : {1.0, 1e-3, 1e7, 1e13}) {
      const double value = i * scale;
      REQUIRE(parse_double(format_double(value)) == value);
    }
  }
}

TEST_CASE("a locale with a comma changes nothing") {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"}) {
    if (std::setlocale(LC_NUMERIC, name) != nullptr) {
      break;
    }
  }
  CHECK(parse_double("1.5") == 1.5);
  CHECK_FALSE(parse_double("1,5"));
  CHECK(format_double(1.5) == "1.5");
  CHECK(format_significant(1.5, 3) == "1.50");
  CHECK(format_bytes(1536) == "1.5 KiB");
  std::setlocale(LC_NUMERIC, before.c_str());
}

TEST_CASE("append_int64 writes the whole range") {
  std::string text;
  append_int64(text, INT64_MIN);
  text += ' ';
  append_int64(text, INT64_MAX);
  text += ' ';
  append_int64(text, 0);
  CHECK(text == "-9223372036854775808 9223372036854775807 0");
}

TEST_CASE("format_significant") {
  struct Row {
    double value;
    int digits;
    std::string_view text;
  };
  const Row table[] = {
      {0, 4, "0.000"},
      {0, 1, "0"},
      {0.93124, 4, "0.9312"},
      {12.3, 4, "12.30"},
      {9.9994, 4, "9.999"},
      {9.9996, 4, "10.00"},
      {0.99996, 4, "1.000"},
      {123456, 4, "123456"},
      {1234.56, 4, "1235"},
      {9999999, 4, "9999999"},
      {1e7, 4, "1.000e+07"},
      {-1e7, 2, "-1.0e+07"},
      {1e-5, 4, "0.00001000"},
      {9.9999e-6, 4, "1.000e-05"},
      {1.234e-9, 4, "1.234e-09"},
      {-0.5, 2, "-0.50"},
      {1e300, 1, "1e+300"},
      {0.5, 0, "0.5"},
      {1.0 / 3, 99, "0.33333333333333331"},
      {kInfinity, 4, "inf"},
      {-kInfinity, 4, "-inf"},
      {-std::numeric_limits<double>::quiet_NaN(), 4, "nan"},
  };
  for (const Row& row : table) {
    CAPTURE(row.value);
    CAPTURE(row.digits);
    CHECK(format_significant(row.value, row.digits) == row.text);
  }
}

TEST_CASE("format_bytes") {
  struct Row {
    std::uint64_t bytes;
    std::string_view text;
  };
  const Row table[] = {
      {0, "0 B"},
      {17, "17 B"},
      {1023, "1023 B"},
      {1024, "1 KiB"},
      {1536, "1.5 KiB"},
      {9 * 1024 + 1000, "10 KiB"},
      {64ull << 20, "64 MiB"},
      {(1ull << 20) - 1, "1 MiB"},
      {1023ull << 10, "1023 KiB"},
      {3ull << 30, "3 GiB"},
      {UINT64_MAX, "16 EiB"},
  };
  for (const Row& row : table) {
    CAPTURE(row.bytes);
    CHECK(format_bytes(row.bytes) == row.text);
  }
}
