#include "base/time.hpp"

#include <cstdlib>
#include <ctime>

#include <doctest/doctest.h>

using namespace mlt::base;

namespace {

// Monday 2026-11-23T15:22:00.123Z.
constexpr std::int64_t kNow = 1'795'447'320'123;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

/// Local time as the test wants it, in POSIX's own notation, which needs no time zone files.
class LocalZone {
 public:
  explicit LocalZone(const char* zone) {
    const char* before = std::getenv("TZ");
    had_ = before != nullptr;
    before_ = had_ ? before : "";
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  LocalZone(const LocalZone&) = delete;
  LocalZone& operator=(const LocalZone&) = delete;
  ~LocalZone() {
    if (had_) {
      ::setenv("TZ", before_.c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }

 private:
  bool had_;
  std::string before_;
};

// An hour east of UTC, two in summer.
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

}  // namespace

TEST_CASE("format_rfc3339") {
  struct Row {
    std::int64_t time;
    std::string_view text;
  };
  const Row table[] = {
      {0, "1970-01-01T00:00:00.000Z"},
      {-1, "1969-12-31T23:59:59.999Z"},
      {kNow, "2026-11-23T15:22:00.123Z"},
      {951'782'400'000, "2000-02-29T00:00:00.000Z"},
      {-62'167'219'200'000, "0000-01-01T00:00:00.000Z"},
      {253'402'300'799'999, "9999-12-31T23:59:59.999Z"},
      {-62'167'219'200'001, "-62167219200001"},
      {253'402'300'800'000, "253402300800000"},
      {INT64_MIN, "-9223372036854775808"},
      {INT64_MAX, "9223372036854775807"},
  };
  for (const Row& row : table) {
    CHECK(format_rfc3339(row.time) == row.text);
  }
}

TEST_CASE("format_local_short says as little as is enough") {
  const LocalZone zone(kBerlin);
  CHECK(format_local_short(kNow, kNow) == "16:22");
  CHECK(format_local_short(kNow - 16 * kHour, kNow) == "00:22");
  CHECK(format_local_short(kNow - 17 * kHour, kNow) == "Sun 23:22");
  CHECK(format_local_short(kNow - 6 * kDay, kNow) == "Tue 16:22");
  CHECK(format_local_short(kNow - 7 * kDay, kNow) == "11-16 16:22");
  CHECK(format_local_short(kNow - 90 * kDay, kNow) == "08-25 17:22");  // summer time then
  CHECK(format_local_short(kNow - 400 * kDay, kNow) == "2025-10-19");
  CHECK(format_local_short(kNow + kDay, kNow) == "11-24 16:22");
  CHECK(format_local_short(kNow + 400 * kDay, kNow) == "2027-12-28");
  CHECK(format_local_short(INT64_MAX, kNow) == "9223372036854775807");
  CHECK(format_local_short(INT64_MIN, kNow) == "-9223372036854775808");
}

TEST_CASE("format_duration") {
  struct Row {
    std::int64_t duration;
    std::string_view text;
  };
  const Row table[] = {
      {0, "0s"},
      {40, "40ms"},
      {99, "99ms"},
      {100, "0.1s"},
      {312, "0.3s"},
      {9'999, "9.9s"},
      {10'000, "10s"},
      {59'999, "59s"},
      {60'000, "1m"},
      {90'000, "1m30s"},
      {599'999, "9m59s"},
      {600'000, "10m"},
      {41 * 60'000 + 59'000, "41m"},
      {3 * kHour, "3h"},
      {3 * kHour + 12 * 60'000, "3h12m"},
      {kDay - 1, "23h59m"},
      {kDay, "1d"},
      {2 * kDay + 4 * kHour, "2d4h"},
      {12 * kDay + 4 * kHour, "12d"},
      {-12'000, "-12s"},
      {INT64_MAX, "106751991167d"},
      {INT64_MIN, "-106751991167d"},
  };
  for (const Row& row : table) {
    CHECK(format_duration(row.duration) == row.text);
  }
}

TEST_CASE("format_age") {
  struct Row {
    std::int64_t age;
    std::string_view text;
  };
  const Row table[] = {
      {0, "now"},
      {999, "now"},
      {12'000, "12s ago"},
      {59'999, "59s ago"},
      {60'000, "1m ago"},
      {3 * kHour, "3h ago"},
      {5 * kDay, "5d ago"},
      {59 * kDay, "59d ago"},
      {150 * kDay, "4mo ago"},
      {800 * kDay, "2y ago"},
      {-999, "now"},
      {-3 * kHour, "in 3h"},
  };
  for (const Row& row : table) {
    CHECK(format_age(kNow - row.age, kNow) == row.text);
  }
  CHECK(format_age(INT64_MIN, INT64_MAX) == "584942417y ago");
  CHECK(format_age(INT64_MAX, INT64_MIN) == "in 584942417y");
}

TEST_CASE("parse_duration") {
  struct Row {
    std::string_view text;
    std::int64_t duration;
  };
  const Row table[] = {
      {"90s", 90'000},      {"12m", 720'000},    {"2h", 2 * kHour},
      {"3d", 3 * kDay},     {"1w", 7 * kDay},    {"250ms", 250},
      {"1h30m", 5'400'000}, {"1.5h", 5'400'000}, {"1d2h3m4s5ms", kDay + 2 * kHour + 184'005},
      {".5s", 500},         {"0s", 0},           {"0.1s", 100},
      {"0.0004s", 0},
  };
  for (const Row& row : table) {
    CAPTURE(row.text);
    CHECK(parse_duration(row.text) == row.duration);
  }
  for (const std::string_view text :
       {"", "5", "h", "1x", "1h 30m", "30m1h", "1h1h", "-1h", "+1h", "1e3s", "1.2.3s", ".s", "1H",
        "1h30", "999999999999w", "1hour"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("parse_time reads points in time") {
  const LocalZone zone(kBerlin);
  struct Row {
    std::string_view text;
    std::int64_t time;
  };
  const Row table[] = {
      {"now", kNow},
      {"today", 1'795'388'400'000},
      {"yesterday", 1'795'388'400'000 - kDay},
      {"1795447320123", kNow},
      {"2026", 2026},  // an integer is always milliseconds
      {"-5", -5},
      {"2h", kNow - 2 * kHour},
      {"1w", kNow - 7 * kDay},
      {"2026-11-23T15:22:00.123Z", kNow},
      {"2026-11-23t15:22:00.123z", kNow},
      {"2026-11-23 15:22:00.123Z", kNow},
      {"2026-11-23T15:22:00.1239999Z", kNow},
      {"2026-11-23T16:22:00.123+01:00", kNow},
      {"2026-11-23T04:52:00.123-10:30", kNow},
      {"1969-12-31T23:59:59Z", -1000},
      {"0000-01-01T00:00:00Z", -62'167'219'200'000},
      {"2016-12-31T23:59:60Z", 1'483'228'800'000},
      {"2026-11-23", 1'795'388'400'000},
      {"2026-11-23 16:22", kNow - 123},
      {"2026-11-23 16:22:05", kNow - 123 + 5000},
      {"2026-11-23T16:22:00.5", kNow - 123 + 500},
      {"2026-07-01 12:00", 1'782'900'000'000},  // summer time
  };
  for (const Row& row : table) {
    CAPTURE(row.text);
    CHECK(parse_time(row.text, kNow) == row.time);
  }
}

TEST_CASE("the second before 1970 is a time, not a failure") {
  const LocalZone zone("UTC0");
  CHECK(parse_time("1969-12-31 23:59:59", kNow) == -1000);
}

TEST_CASE("parse_time refuses what is no point in time") {
  for (const std::string_view text : {"",
                                      "tomorrow",
                                      "2026-11",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-02-29",
                                      "2026-11-31",
                                      "2026-1-1",
                                      "26-01-01",
                                      "2026-11-23T",
                                      "2026-11-23T24:00",
                                      "2026-11-23T12",
                                      "2026-11-23T12:60",
                                      "2026-11-23T12:00:61",
                                      "2026-11-23T12:00:00.",
                                      "2026-11-23T12:00:00+25:00",
                                      "2026-11-23T12:00:00+0100",
                                      "2026-11-23T12:00:00Zx",
                                      "2026-11-23Z",
                                      "2026/11/23",
                                      "12:00",
                                      "99999999999999999999",
                                      "-2h",
                                      "now "}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text, kNow));
  }
  CHECK_FALSE(parse_time("1w", INT64_MIN));
}

TEST_CASE("a date is a whole day, whatever the clocks do on it") {
  const LocalZone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  const auto day = [](std::string_view text, std::int64_t now) {
    return parse_time_span(text, now).value();
  };
  const std::int64_t hour = 3'600'000;
  const TimeSpan plain = day("2026-11-03", kNow);
  CHECK(plain.first_ms == parse_time("2026-11-03", kNow));
  CHECK(plain.last_ms - plain.first_ms == 24 * hour - 1);
  const TimeSpan short_day = day("2026-03-29", kNow);
  CHECK(short_day.last_ms - short_day.first_ms == 23 * hour - 1);
  const TimeSpan long_day = day("2026-10-25", kNow);
  CHECK(long_day.last_ms - long_day.first_ms == 25 * hour - 1);
  CHECK(day("yesterday", plain.last_ms + 1) == plain);
  CHECK(day("today", plain.last_ms) == plain);
  CHECK(day("2026-11-03 00:00", kNow) == TimeSpan{plain.first_ms, plain.first_ms});
  CHECK(day("2h", kNow) == TimeSpan{kNow - 2 * hour, kNow - 2 * hour});
  CHECK(day("now", kNow) == TimeSpan{kNow, kNow});
  CHECK(day("1234567890", kNow) == TimeSpan{1234567890, 1234567890});
  CHECK_FALSE(parse_time_span("2026-02-30", kNow));
}

TEST_CASE("what format_rfc3339 writes, parse_time reads") {
  for (const std::int64_t time : {std::int64_t{0}, kNow, std::int64_t{-62'167'219'200'000},
                                  std::int64_t{253'402'300'799'999}, INT64_MAX, INT64_MIN}) {
    CHECK(parse_time(format_rfc3339(time), kNow) == time);
  }
}

TEST_CASE("SystemClock tells the time") {
  SystemClock clock;
  const std::int64_t before = std::int64_t{std::time(nullptr)} * 1000;
  const std::int64_t now = clock.now_ms();
  CHECK(now >= before - 1000);
  CHECK(now <= before + 3'600'000);
}
