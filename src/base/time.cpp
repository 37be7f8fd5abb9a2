#include "base/time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::base {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kWeek = 7 * kDay;

// 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z.
constexpr std::int64_t kFirstMs = -62'167'219'200'000;
constexpr std::int64_t kLastMs = 253'402'300'799'999;

bool has_calendar_date(std::int64_t time_ms) { return time_ms >= kFirstMs && time_ms <= kLastMs; }

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Digits of a non-negative number, with leading zeros up to `width`.
void append_padded(std::string& out, std::int64_t value, std::size_t width) {
  std::string digits;
  append_int64(digits, value);
  out.append(width > digits.size() ? width - digits.size() : 0, '0');
  out += digits;
}

std::string with_unit(std::uint64_t amount, std::string_view unit) {
  return std::to_string(amount).append(unit);
}

std::tm to_local(std::int64_t time_ms) {
  const std::time_t seconds = floor_divide(time_ms, kSecond);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local;
}

std::optional<std::int64_t> from_local(std::tm local) {
  local.tm_isdst = -1;
  local.tm_wday = -1;
  const std::time_t seconds = std::mktime(&local);
  if (local.tm_wday < 0) {  // -1 alone is also the second before 1970
    return std::nullopt;
  }
  return std::int64_t{seconds} * kSecond;
}

std::chrono::sys_days civil_day(const std::tm& local) {
  return std::chrono::year_month_day(std::chrono::year(local.tm_year + 1900),
                                     std::chrono::month(static_cast<unsigned>(local.tm_mon) + 1),
                                     std::chrono::day(static_cast<unsigned>(local.tm_mday)));
}

std::optional<std::int64_t> local_midnight(std::int64_t now_ms, int days_before) {
  std::tm local = to_local(now_ms);
  local.tm_mday -= days_before;
  local.tm_hour = local.tm_min = local.tm_sec = 0;
  return from_local(local);
}

/// Reads dates and times from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  bool take(char letter) {
    if (!rest_.starts_with(letter)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `count` digits, as a number from `low` to `high`.
  std::optional<int> take_number(std::size_t count, int low, int high) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') {
        return std::nullopt;
      }
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    if (number < low || number > high) {
      return std::nullopt;
    }
    return number;
  }
  /// Milliseconds of a fraction of at least one digit; digits beyond the third are dropped.
  std::optional<int> take_fraction() {
    int milliseconds = 0;
    std::size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      constexpr std::array<int, 3> kPlaces = {100, 10, 1};
      milliseconds += count < kPlaces.size() ? (rest_[count] - '0') * kPlaces[count] : 0;
    }
    rest_.remove_prefix(count);
    return count > 0 ? std::optional<int>(milliseconds) : std::nullopt;
  }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::year_month_day> read_date(Reader& reader) {
  const auto year = reader.take_number(4, 0, 9999);
  const bool first_dash = reader.take('-');
  const auto month = reader.take_number(2, 1, 12);
  const bool second_dash = reader.take('-');
  const auto day = reader.take_number(2, 1, 31);
  if (!year || !first_dash || !month || !second_dash || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  return date.ok() ? std::optional(date) : std::nullopt;
}

struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

/// `22:10`, `22:10:05`, `22:10:05.123`; a leap second `:60` is allowed.
std::optional<TimeOfDay> read_time_of_day(Reader& reader) {
  const auto hour = reader.take_number(2, 0, 23);
  const bool colon = reader.take(':');
  const auto minute = reader.take_number(2, 0, 59);
  if (!hour || !colon || !minute) {
    return std::nullopt;
  }
  TimeOfDay time{*hour, *minute, 0, 0};
  if (reader.take(':')) {
    const auto second = reader.take_number(2, 0, 60);
    if (!second) {
      return std::nullopt;
    }
    time.second = *second;
    if (reader.take('.')) {
      const auto fraction = reader.take_fraction();
      if (!fraction) {
        return std::nullopt;
      }
      time.millisecond = *fraction;
    }
  }
  return time;
}

/// `Z` or `+01:00` as milliseconds east of UTC.
std::optional<std::int64_t> read_zone(Reader& reader) {
  if (reader.take('Z') || reader.take('z')) {
    return 0;
  }
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) {
    return std::nullopt;
  }
  const auto hours = reader.take_number(2, 0, 23);
  const bool colon = reader.take(':');
  const auto minutes = reader.take_number(2, 0, 59);
  if (!hours || !colon || !minutes) {
    return std::nullopt;
  }
  const std::int64_t offset = *hours * kHour + *minutes * kMinute;
  return west ? -offset : offset;
}

std::optional<std::int64_t> parse_date_and_time(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date) {
    return std::nullopt;
  }
  TimeOfDay time;
  if (!reader.at_end()) {
    const bool separated = reader.take('T') || reader.take('t') || reader.take(' ');
    const auto given = separated ? read_time_of_day(reader) : std::nullopt;
    if (!given) {
      return std::nullopt;
    }
    time = *given;
    if (!reader.at_end()) {
      const auto offset = read_zone(reader);
      if (!offset || !reader.at_end()) {
        return std::nullopt;
      }
      const auto days = std::chrono::sys_days(*date).time_since_epoch().count();
      return days * kDay + time.hour * kHour + time.minute * kMinute + time.second * kSecond +
             time.millisecond - *offset;
    }
  }
  std::tm local{};
  local.tm_year = static_cast<int>(date->year()) - 1900;
  local.tm_mon = static_cast<int>(static_cast<unsigned>(date->month())) - 1;
  local.tm_mday = static_cast<int>(static_cast<unsigned>(date->day()));
  local.tm_hour = time.hour;
  local.tm_min = time.minute;
  local.tm_sec = time.second;
  const auto whole = from_local(local);
  return whole ? std::optional(*whole + time.millisecond) : std::nullopt;
}

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
// Largest first. `ms` stands before `m`, so that the longer name is tried first.
constexpr std::array<Unit, 6> kUnits = {
    {{"w", kWeek}, {"d", kDay}, {"h", kHour}, {"ms", 1}, {"m", kMinute}, {"s", kSecond}}};

}  // namespace

std::int64_t SystemClock::now_ms() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

std::string format_rfc3339(std::int64_t time_ms) {
  std::string text;
  if (!has_calendar_date(time_ms)) {
    append_int64(text, time_ms);
    return text;
  }
  const std::int64_t days = floor_divide(time_ms, kDay);
  const std::int64_t in_day = time_ms - days * kDay;
  const std::chrono::year_month_day date(
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days))));
  append_padded(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_padded(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_padded(text, static_cast<unsigned>(date.day()), 2);
  text += 'T';
  append_padded(text, in_day / kHour, 2);
  text += ':';
  append_padded(text, in_day % kHour / kMinute, 2);
  text += ':';
  append_padded(text, in_day % kMinute / kSecond, 2);
  text += '.';
  append_padded(text, in_day % kSecond, 3);
  text += 'Z';
  return text;
}

std::string format_local_short(std::int64_t time_ms, std::int64_t now_ms) {
  if (!has_calendar_date(time_ms) || !has_calendar_date(now_ms)) {
    return format_rfc3339(time_ms);
  }
  const std::tm then = to_local(time_ms);
  const std::tm now = to_local(now_ms);
  std::string month_and_day;
  append_padded(month_and_day, then.tm_mon + 1, 2);
  month_and_day += '-';
  append_padded(month_and_day, then.tm_mday, 2);
  std::string clock;
  append_padded(clock, then.tm_hour, 2);
  clock += ':';
  append_padded(clock, then.tm_min, 2);

  const auto days_ago = (civil_day(now) - civil_day(then)).count();
  if (days_ago == 0) {
    return clock;
  }
  if (days_ago > 0 && days_ago <= 6) {
    constexpr std::array<const char*, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    return std::string(kWeekdays[static_cast<std::size_t>(then.tm_wday)]) + ' ' + clock;
  }
  if (then.tm_year == now.tm_year) {
    return month_and_day + ' ' + clock;
  }
  std::string date;
  append_padded(date, std::max(then.tm_year + 1900, 0), 4);
  return date + '-' + month_and_day;
}

std::int64_t local_offset_ms(std::int64_t time_ms) {
  return std::int64_t{to_local(time_ms).tm_gmtoff} * kSecond;
}

std::string format_duration(std::int64_t duration_ms) {
  if (duration_ms < 0) {
    const std::int64_t positive = -std::max(duration_ms, -INT64_MAX);
    return '-' + format_duration(positive);
  }
  const auto whole = [duration_ms](std::int64_t unit) {
    return static_cast<std::uint64_t>(duration_ms / unit);
  };
  const auto pair = [&](std::int64_t unit, std::string_view name, std::int64_t part_unit,
                        std::string_view part_name) {
    const auto part = static_cast<std::uint64_t>(duration_ms % unit / part_unit);
    return with_unit(whole(unit), name) + (part > 0 ? with_unit(part, part_name) : std::string());
  };
  if (duration_ms == 0) {
    return "0s";
  }
  if (duration_ms < kSecond / 10) {
    return with_unit(whole(1), "ms");
  }
  if (duration_ms < 10 * kSecond) {
    const std::uint64_t tenths = whole(kSecond / 10);
    return std::to_string(tenths / 10) + '.' + with_unit(tenths % 10, "s");
  }
  if (duration_ms < kMinute) {
    return with_unit(whole(kSecond), "s");
  }
  if (duration_ms < 10 * kMinute) {
    return pair(kMinute, "m", kSecond, "s");
  }
  if (duration_ms < kHour) {
    return with_unit(whole(kMinute), "m");
  }
  if (duration_ms < kDay) {
    return pair(kHour, "h", kMinute, "m");
  }
  return duration_ms < 10 * kDay ? pair(kDay, "d", kHour, "h") : with_unit(whole(kDay), "d");
}

std::string format_age(std::int64_t time_ms, std::int64_t now_ms) {
  // Unsigned, because the difference of two int64 may need 64 bits and a sign.
  const bool ahead = time_ms > now_ms;
  const std::uint64_t age =
      ahead ? static_cast<std::uint64_t>(time_ms) - static_cast<std::uint64_t>(now_ms)
            : static_cast<std::uint64_t>(now_ms) - static_cast<std::uint64_t>(time_ms);
  struct Span {
    std::uint64_t below;
    std::uint64_t unit;
    std::string_view name;
  };
  constexpr std::uint64_t kMonth = kDay * 365 / 12;
  constexpr std::array<Span, 6> kSpans = {{{kMinute, kSecond, "s"},
                                           {kHour, kMinute, "m"},
                                           {kDay, kHour, "h"},
                                           {60 * kDay, kDay, "d"},
                                           {24 * kMonth, kMonth, "mo"},
                                           {UINT64_MAX, 12 * kMonth, "y"}}};
  if (age < kSecond) {
    return "now";
  }
  const auto* span = std::find_if(kSpans.begin(), kSpans.end() - 1,
                                  [age](const Span& candidate) { return age < candidate.below; });
  const std::string amount = with_unit(age / span->unit, span->name);
  return ahead ? "in " + amount : amount + " ago";
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  if (text.empty()) {
    return std::nullopt;
  }
  double total = 0;
  std::int64_t last_unit = INT64_MAX;
  while (!text.empty()) {
    const std::size_t number_end = text.find_first_not_of("0123456789.");
    if (number_end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::optional<double> amount = parse_double(text.substr(0, number_end));
    text.remove_prefix(number_end);
    const auto* unit = std::find_if(kUnits.begin(), kUnits.end(), [text](const Unit& candidate) {
      return text.starts_with(candidate.name);
    });
    if (!amount || unit == kUnits.end() || unit->ms >= last_unit) {
      return std::nullopt;
    }
    text.remove_prefix(unit->name.size());
    last_unit = unit->ms;
    total += *amount * static_cast<double>(unit->ms);
  }
  constexpr double kLimit = 9.2e18;
  return total < kLimit ? std::optional(std::int64_t{std::llround(total)}) : std::nullopt;
}

std::optional<std::int64_t> parse_time(std::string_view text, std::int64_t now_ms) {
  if (text == "now") {
    return now_ms;
  }
  if (text == "today") {
    return local_midnight(now_ms, 0);
  }
  if (text == "yesterday") {
    return local_midnight(now_ms, 1);
  }
  if (const auto milliseconds = parse_int64(text)) {
    return milliseconds;
  }
  if (const auto ago = parse_duration(text)) {
    std::int64_t time = 0;
    return __builtin_sub_overflow(now_ms, *ago, &time) ? std::nullopt : std::optional(time);
  }
  return parse_date_and_time(text);
}

std::optional<TimeSpan> parse_time_span(std::string_view text, std::int64_t now_ms) {
  const auto first = parse_time(text, now_ms);
  if (!first) {
    return std::nullopt;
  }
  const bool is_date = text.size() == std::string_view("2026-11-03").size() && text[4] == '-' &&
                       text.find_first_not_of("0123456789-") == std::string_view::npos;
  if (!is_date && text != "today" && text != "yesterday") {
    return TimeSpan{*first, *first};
  }
  const auto next_day = local_midnight(*first, -1);
  return next_day ? std::optional(TimeSpan{*first, *next_day - 1}) : std::nullopt;
}

}  // namespace mlt::base
