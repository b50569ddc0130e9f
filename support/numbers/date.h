// [doc:date-algorithms] The date algorithms of ECMA-262, section 21.4.1, and dates as text.
//
// A time value is a double: milliseconds since 1970-01-01T00:00:00Z, an integer of magnitude at most
// 8.64e15, or NaN. Local times are the same shifted by the zone's offset (time_zone.h). Inside, a
// finite time value is an int64 and is split by Howard Hinnant's arithmetic on 400-year eras of a year
// that begins in March, so nothing loops.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace jsx::numbers {

class TimeZone;

inline constexpr int64_t kMsPerDay = 86'400'000;
inline constexpr double kMaxTimeValue = 8.64e15;

/// Days from 1970-01-01 of a day in the proleptic Gregorian calendar; `month` is 0 to 11.
int64_t days_from_civil(int64_t year, int month, int day);

/// A time value taken apart, for the functions from YearFromTime to msFromTime and WeekDay.
struct DateFields {
    int64_t year;
    int month;  // 0 to 11
    int day;    // 1 to 31
    int hour;
    int minute;
    int second;
    int millisecond;
    int weekday;  // 0 is Sunday
};
/// `time` is finite, and may lie a day outside the time values' range.
DateFields date_fields(double time);

/// https://tc39.es/ecma262/#sec-maketime and so on; arguments may be anything, NaN included.
double make_time(double hour, double minute, double second, double millisecond);
double make_day(double year, double month, double day);
double make_date(double day, double time);
/// https://tc39.es/ecma262/#sec-makefullyear
double make_full_year(double year);
/// https://tc39.es/ecma262/#sec-timeclip
inline double time_clip(double time) {
    if (!(std::fabs(time) <= kMaxTimeValue)) return std::nan("");
    return std::trunc(time) + 0.0;
}

/// Day(t) and TimeWithinDay(t) of a finite time value.
inline double day_of(double time) { return std::floor(time / double(kMsPerDay)); }
inline double time_within_day(double time) { return time - day_of(time) * double(kMsPerDay); }

/// The current time value; clamped to milliseconds.
double current_time();

// ---- Text --------------------------------------------------------------------------------------

/// Enough for any of the formats below, in characters.
inline constexpr size_t kDateTextMax = 64;

/// "2026-11-24T02:13:30.000Z"; `time` is a finite time value.
size_t format_iso(double time, char* out);
/// "Tue, 24 Nov 2026 02:13:30 GMT".
size_t format_utc(double time, char* out);
/// "Tue Nov 24 2026"; `local` is a local time.
size_t format_date(double local, char* out);
/// "02:13:30 GMT+0100"; the parenthesized name of the zone is the caller's.
size_t format_time(double local, int32_t offset_ms, char* out);
/// "11/24/2026" and "2:13:30 AM", as toLocaleDateString and toLocaleTimeString write for en-US.
size_t format_locale_date(double local, char* out);
size_t format_locale_time(double local, char* out);

/// https://tc39.es/ecma262/#sec-date.parse: the format of the standard, else V8's lenient grammar; NaN if
/// neither. Text without an offset is local time in `zone`, but a date alone in the standard format is UTC.
double parse_date(const uint8_t* text, size_t length, TimeZone& zone);
double parse_date(const char16_t* text, size_t length, TimeZone& zone);

}  // namespace jsx::numbers
