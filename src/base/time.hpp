#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mlt::base {

/// The only source of the present. Layers below the faces are given one.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds UTC since 1970-01-01.
  virtual std::int64_t now_ms() = 0;
};

class SystemClock final : public Clock {
 public:
  std::int64_t now_ms() override;
};

/// RFC 3339 in UTC with milliseconds: `2026-11-23T15:22:00.123Z`. A time outside the years
/// 0000–9999, which RFC 3339 cannot say, is its plain number.
std::string format_rfc3339(std::int64_t time_ms);
/// For people, in local time: `22:10` on the day of `now_ms`, `Mon 22:10` within six days, `11-03
/// 22:10` in the same year, `2025-11-03` before.
std::string format_local_short(std::int64_t time_ms, std::int64_t now_ms);
/// For people, cut (not rounded) to what matters: `40ms`, `0.3s`, `12s`, `1m30s`, `41m`, `3h12m`,
/// `2d4h`, `12d`; `-12s`.
std::string format_duration(std::int64_t duration_ms);
/// For people: `now`, `12s ago`, `3h ago`, `5d ago`, `4mo ago`, `2y ago`; `in 3h` for a time to
/// come.
std::string format_age(std::int64_t time_ms, std::int64_t now_ms);

/// By how much the local time of that moment is ahead of UTC, in milliseconds.
std::int64_t local_offset_ms(std::int64_t time_ms);

/// `90s`, `12m`, `2h`, `3d`, `1w`, `1h30m`, `1.5h`, `250ms` to milliseconds; larger units first.
std::optional<std::int64_t> parse_duration(std::string_view text);
/// Milliseconds since 1970 as an integer, RFC 3339 with zone, `2026-11-03`, `2026-11-03 22:10[:05]`
/// (local), `now`, `today`, `yesterday` (local midnights), or a duration meaning that long ago.
std::optional<std::int64_t> parse_time(std::string_view text, std::int64_t now_ms);

/// From the first to the last millisecond, both included.
struct TimeSpan {
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
  bool operator==(const TimeSpan&) const = default;
};
/// What parse_time() reads, as a whole day for `2026-11-03`, `today` and `yesterday`, else as one
/// moment.
std::optional<TimeSpan> parse_time_span(std::string_view text, std::int64_t now_ms);

}  // namespace mlt::base
