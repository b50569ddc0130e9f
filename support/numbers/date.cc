#include "support/numbers/date.h"

#include <cstring>
#include <ctime>

#include "support/compiler.h"
#include "support/numbers/number_to_string.h"

// The clauses prescribe each rounding: no fused multiply-add.
#pragma STDC FP_CONTRACT OFF

namespace jsx::numbers {
namespace {

constexpr char kWeekdays[] = "SunMonTueWedThuFriSat";
constexpr char kMonths[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0); }

char* put_name(char* p, const char* names, int index) {
    std::memcpy(p, names + 3 * index, 3);
    return p + 3;
}

/// At least `width` digits, with zeros in front.
char* put_padded(char* p, uint64_t value, int width) {
    char digits[kNumberTextMax];
    int length = int(uint64_to_string(value, digits));
    for (int i = length; i < width; i++) *p++ = '0';
    std::memcpy(p, digits, size_t(length));
    return p + length;
}

/// The year as in toString: at least four digits, a sign if negative.
char* put_year(char* p, int64_t year) {
    if (year < 0) *p++ = '-';
    return put_padded(p, uint64_t(year < 0 ? -year : year), 4);
}

char* put_clock(char* p, const DateFields& f) {
    p = put_padded(p, uint64_t(f.hour), 2);
    *p++ = ':';
    p = put_padded(p, uint64_t(f.minute), 2);
    *p++ = ':';
    return put_padded(p, uint64_t(f.second), 2);
}

}  // namespace

int64_t days_from_civil(int64_t year, int month, int day) {
    // Count from March, so that the leap day is the last of its year.
    int64_t y = month < 2 ? year - 1 : year;
    int m = (month + 10) % 12;  // March is 0
    int64_t era = floor_divide(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * m + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

DateFields date_fields(double time) {
    int64_t t = int64_t(time);
    int64_t days = floor_divide(t, kMsPerDay);
    int ms = int(t - days * kMsPerDay);
    DateFields f;
    f.millisecond = ms % 1000;
    f.second = ms / 1000 % 60;
    f.minute = ms / 60000 % 60;
    f.hour = ms / 3600000;
    f.weekday = int((days % 7 + 11) % 7);  // 1970-01-01 was a Thursday

    int64_t z = days + 719468;
    int64_t era = floor_divide(z, 146097);
    uint32_t day_of_era = uint32_t(z - era * 146097);
    uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint32_t m = (5 * day_of_year + 2) / 153;
    f.day = int(day_of_year - (153 * m + 2) / 5 + 1);
    f.month = int(m < 10 ? m + 2 : m - 10);
    f.year = int64_t(year_of_era) + era * 400 + (f.month < 2 ? 1 : 0);
    return f;
}

double make_time(double hour, double minute, double second, double millisecond) {
    // 1. If any is not finite, return NaN.
    if (!std::isfinite(hour) || !std::isfinite(minute) || !std::isfinite(second) ||
        !std::isfinite(millisecond)) {
        return std::nan("");
    }
    // 2-5. Let h, m, s and milli be the integers.
    double h = std::trunc(hour) + 0.0;
    double m = std::trunc(minute) + 0.0;
    double s = std::trunc(second) + 0.0;
    double milli = std::trunc(millisecond) + 0.0;
    // 6. Return ((h * msPerHour + m * msPerMinute) + s * msPerSecond) + milli, as Numbers.
    return ((h * 3600000.0 + m * 60000.0) + s * 1000.0) + milli;
}

double make_day(double year, double month, double day) {
    // 1. If any is not finite, return NaN.
    if (!std::isfinite(year) || !std::isfinite(month) || !std::isfinite(day)) return std::nan("");
    // 2-4. Let y, m and dt be the integers.
    double y = std::trunc(year);
    double m = std::trunc(month);
    double dt = std::trunc(day);
    // 5-6. Let ym be y + floor(m / 12); if that is no date that can be represented, return NaN.
    double ym = y + std::floor(m / 12);
    if (!(std::fabs(ym) <= 1e6)) return std::nan("");
    // 7. Let mn be m modulo 12.
    int mn = int(std::fmod(std::fmod(m, 12) + 12, 12));
    // 8-9. The day of the first of that month, plus dt - 1.
    return double(days_from_civil(int64_t(ym), mn, 1)) + dt - 1;
}

double make_date(double day, double time) {
    // 1. If either is not finite, return NaN.
    if (!std::isfinite(day) || !std::isfinite(time)) return std::nan("");
    // 2-4. Let tv be day * msPerDay + time; if it is not finite, return NaN.
    double tv = day * double(kMsPerDay) + time;
    return std::isfinite(tv) ? tv : std::nan("");
}

double make_full_year(double year) {
    if (std::isnan(year)) return year;
    double truncated = std::trunc(year) + 0.0;
    return truncated >= 0 && truncated <= 99 ? 1900 + truncated : truncated;
}

double current_time() {
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return double(int64_t(now.tv_sec) * 1000 + now.tv_nsec / 1000000);
}

size_t format_iso(double time, char* out) {
    DateFields f = date_fields(time);
    char* p = out;
    if (f.year >= 0 && f.year <= 9999) {
        p = put_padded(p, uint64_t(f.year), 4);
    } else {
        *p++ = f.year < 0 ? '-' : '+';
        p = put_padded(p, uint64_t(f.year < 0 ? -f.year : f.year), 6);
    }
    *p++ = '-';
    p = put_padded(p, uint64_t(f.month + 1), 2);
    *p++ = '-';
    p = put_padded(p, uint64_t(f.day), 2);
    *p++ = 'T';
    p = put_clock(p, f);
    *p++ = '.';
    p = put_padded(p, uint64_t(f.millisecond), 3);
    *p++ = 'Z';
    return size_t(p - out);
}

size_t format_utc(double time, char* out) {
    DateFields f = date_fields(time);
    char* p = put_name(out, kWeekdays, f.weekday);
    *p++ = ',';
    *p++ = ' ';
    p = put_padded(p, uint64_t(f.day), 2);
    *p++ = ' ';
    p = put_name(p, kMonths, f.month);
    *p++ = ' ';
    p = put_year(p, f.year);
    *p++ = ' ';
    p = put_clock(p, f);
    std::memcpy(p, " GMT", 4);
    return size_t(p + 4 - out);
}

size_t format_date(double local, char* out) {
    DateFields f = date_fields(local);
    char* p = put_name(out, kWeekdays, f.weekday);
    *p++ = ' ';
    p = put_name(p, kMonths, f.month);
    *p++ = ' ';
    p = put_padded(p, uint64_t(f.day), 2);
    *p++ = ' ';
    p = put_year(p, f.year);
    return size_t(p - out);
}

size_t format_time(double local, int32_t offset_ms, char* out) {
    char* p = put_clock(out, date_fields(local));
    std::memcpy(p, " GMT", 4);
    p += 4;
    *p++ = offset_ms < 0 ? '-' : '+';
    int minutes = (offset_ms < 0 ? -offset_ms : offset_ms) / 60000;
    p = put_padded(p, uint64_t(minutes / 60), 2);
    p = put_padded(p, uint64_t(minutes % 60), 2);
    return size_t(p - out);
}

size_t format_locale_date(double local, char* out) {
    DateFields f = date_fields(local);
    char* p = put_padded(out, uint64_t(f.month + 1), 1);
    *p++ = '/';
    p = put_padded(p, uint64_t(f.day), 1);
    *p++ = '/';
    // The year of its era: 1 BC is the year 0.
    p = put_padded(p, uint64_t(f.year > 0 ? f.year : 1 - f.year), 1);
    return size_t(p - out);
}

size_t format_locale_time(double local, char* out) {
    DateFields f = date_fields(local);
    bool is_afternoon = f.hour >= 12;
    char* p = put_padded(out, uint64_t((f.hour + 11) % 12 + 1), 1);
    *p++ = ':';
    p = put_padded(p, uint64_t(f.minute), 2);
    *p++ = ':';
    p = put_padded(p, uint64_t(f.second), 2);
    *p++ = ' ';
    *p++ = is_afternoon ? 'P' : 'A';
    *p++ = 'M';
    return size_t(p - out);
}

}  // namespace jsx::numbers
