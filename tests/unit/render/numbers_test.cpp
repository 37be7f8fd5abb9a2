#include "render/numbers.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlt::render;
using Texts = std::vector<std::string>;

namespace doctest {
template <>
struct StringMaker<Texts> {
  static String convert(const Texts& texts) {
    std::string all;
    for (const auto& text : texts) {
      all += text + " ";
    }
    return all.c_str();
  }
};
}  // namespace doctest

namespace {

Texts automatic(std::vector<double> values) { return format_numbers(values, {}); }

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("numbers of a column have four significant digits") {
  CHECK(automatic({0.93124, 0.92951}) == Texts{"0.9312", "0.9295"});
  CHECK(automatic({12.3456, 0.0123456}) == Texts{"12.35", "0.01235"});
  CHECK(automatic({9.99961, 1.5}) == Texts{"10.0", "1.5"});
  CHECK(automatic({1234567.25, 1.5}) == Texts{"1234567", "1.5"});
}

TEST_CASE("zeros that no number of the column needs are dropped") {
  CHECK(automatic({0.5, 0.25}) == Texts{"0.50", "0.25"});
  CHECK(automatic({0.5, 0.2512}) == Texts{"0.5000", "0.2512"});
  CHECK(automatic({1.5, 2.0}) == Texts{"1.5", "2.0"});
}

TEST_CASE("whole numbers stay whole") {
  CHECK(automatic({1, 60, 123456789}) == Texts{"1", "60", "123456789"});
  CHECK(automatic({-3, 0}) == Texts{"-3", "0"});
}

TEST_CASE("a column has one notation") {
  CHECK(automatic({2.5e-9, 0.25}) == Texts{"2.5e-09", "2.5e-01"});
  CHECK(automatic({1.5e12, 1e12}) == Texts{"1.5e+12", "1.0e+12"});
  CHECK(automatic({0.00002, 100.5}) == Texts{"0.00002", "100.5"});
}

TEST_CASE("different values never look equal") {
  CHECK(automatic({0.931241, 0.931239}) == Texts{"0.931241", "0.931239"});
  CHECK(automatic({1000.01, 1000.02}) == Texts{"1000.01", "1000.02"});
  CHECK(automatic({0.1 + 0.2, 0.3}) == Texts{"0.30000000000000004", "0.29999999999999999"});
  CHECK(automatic({0.5, 0.5}) == Texts{"0.5", "0.5"});
}

TEST_CASE("what is no number has its word") {
  CHECK(automatic({kNan, kInf, -kInf, 0.5}) == Texts{"nan", "inf", "-inf", "0.5"});
  CHECK(automatic({kNan, kNan}) == Texts{"nan", "nan"});
}

TEST_CASE("precision is as asked for") {
  const std::vector<double> values{0.931241, 0.931239};
  CHECK(format_numbers(values, {Precision::Mode::digits, 2}) == Texts{"0.93", "0.93"});
  CHECK(format_numbers(values, {Precision::Mode::full, 0}) == Texts{"0.931241", "0.931239"});
  const std::vector<double> odd{0.1 + 0.2, kNan};
  CHECK(format_numbers(odd, {Precision::Mode::full, 0}) == Texts{"0.30000000000000004", "nan"});
}

TEST_CASE("width_before_point") {
  CHECK(width_before_point("12.34") == 2);
  CHECK(width_before_point("-7") == 2);
  CHECK(width_before_point("1e-05") == 1);
  CHECK(width_before_point("nan") == 3);
}
