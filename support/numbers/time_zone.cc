#include "support/numbers/time_zone.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <unicode/ucal.h>

#include "support/compiler.h"
#include "support/numbers/date.h"

namespace jsx::numbers {
namespace {

constexpr char kZoneFolder[] = "/usr/share/zoneinfo/";
constexpr double kForever = std::numeric_limits<double>::infinity();

uint32_t read_u32(const uint8_t* p) {
    return uint32_t(p[0]) << 24 | uint32_t(p[1]) << 16 | uint32_t(p[2]) << 8 | p[3];
}
int64_t read_i64(const uint8_t* p) {
    return int64_t(uint64_t(read_u32(p)) << 32 | read_u32(p + 4));
}

/// The part of a path after ".../zoneinfo/", or nothing.
std::string_view zone_of_path(std::string_view path) {
    size_t at = path.find("zoneinfo/");
    return at == std::string_view::npos ? std::string_view() : path.substr(at + 9);
}

/// A reader of POSIX rules: "CET-1CEST,M3.5.0,M10.5.0/3".
struct RuleReader {
    const char* p;
    const char* end;
    bool failed = false;

    bool at_end() const { return p == end; }
    bool skip(char c) {
        if (p == end || *p != c) return false;
        p++;
        return true;
    }
    void expect(char c) { failed |= !skip(c); }
    int number() {
        int value = 0;
        const char* start = p;
        while (p < end && *p >= '0' && *p <= '9' && p - start < 5) value = value * 10 + (*p++ - '0');
        failed |= p == start;
        return value;
    }
    void name() {
        const char* start = p;
        if (skip('<')) {
            while (p < end && *p != '>') p++;
            expect('>');
            return;
        }
        while (p < end && ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z')) p++;
        failed |= p - start < 3;
    }
    /// [+-]hh[:mm[:ss]] in seconds.
    int32_t time() {
        int sign = 1;
        if (skip('-')) {
            sign = -1;
        } else {
            skip('+');
        }
        int32_t seconds = number() * 3600;
        if (skip(':')) seconds += number() * 60;
        if (skip(':')) seconds += number();
        return sign * seconds;
    }
};

}  // namespace

void TimeZone::reset() {
    *this = TimeZone();
}

void TimeZone::ensure_loaded() {
    if (!is_loaded_) load_from_environment();
}

void TimeZone::load_from_environment() {
    if (const char* tz = std::getenv("TZ")) {
        load(tz);
        return;
    }
    is_loaded_ = true;
    char target[512];
    ssize_t length = readlink("/etc/localtime", target, sizeof target);
    if (length > 0) identifier_ = zone_of_path({target, size_t(length)});
    if (!load_file("/etc/localtime")) {
        types_.assign(1, Type{0, false});
        identifier_ = "UTC";
    } else if (identifier_.empty()) {
        if (FILE* file = std::fopen("/etc/timezone", "re")) {
            size_t count = std::fread(target, 1, sizeof target, file);
            std::fclose(file);
            std::string_view name(target, count);
            identifier_ = name.substr(0, name.find_first_of(" \n\t"));
        }
    }
}

void TimeZone::load(std::string_view tz) {
    reset();
    is_loaded_ = true;
    if (tz.starts_with(':')) tz.remove_prefix(1);
    if (!tz.empty() && tz.find("..") == std::string_view::npos) {
        std::string path = tz[0] == '/' ? std::string(tz) : kZoneFolder + std::string(tz);
        if (load_file(path.c_str())) {
            identifier_ = tz[0] == '/' ? zone_of_path(tz) : tz;
            return;
        }
        rule_ = parse_rule(tz);
    }
    types_.assign(1, Type{rule_.is_valid ? rule_.standard_offset : 0, false});
}

bool TimeZone::load_file(const char* path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    std::vector<uint8_t> data;
    struct stat info;
    constexpr off_t kLargest = 1 << 20;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= kLargest) {
        data.resize(size_t(info.st_size));
        size_t have = 0;
        while (have < data.size()) {
            ssize_t count = read(fd, data.data() + have, data.size() - have);
            if (count <= 0) break;
            have += size_t(count);
        }
        data.resize(have);
    }
    close(fd);
    return parse_tzif(data.data(), data.size());
}

// RFC 8536: a header and a block of 32-bit times, then (from version 2) the same with 64-bit times and a
// rule between two newlines.
bool TimeZone::parse_tzif(const uint8_t* data, size_t size) {
    constexpr size_t kHeader = 44;
    auto block_size = [](const uint8_t* header, size_t time_size) {
        size_t isutc = read_u32(header + 20), isstd = read_u32(header + 24), leap = read_u32(header + 28),
               times = read_u32(header + 32), types = read_u32(header + 36), chars = read_u32(header + 40);
        return times * (time_size + 1) + types * 6 + chars + leap * (time_size + 4) + isstd + isutc;
    };
    if (size < kHeader || std::memcmp(data, "TZif", 4) != 0) return false;
    size_t time_size = 4;
    if (data[4] >= '2') {
        size_t skipped = kHeader + block_size(data, 4);
        if (size < skipped + kHeader) return false;
        data += skipped;
        size -= skipped;
        time_size = 8;
    }
    size_t block = block_size(data, time_size);
    size_t time_count = read_u32(data + 32);
    size_t type_count = read_u32(data + 36);
    if (size - kHeader < block || type_count == 0 || type_count > 256) return false;
    const uint8_t* times = data + kHeader;
    const uint8_t* indices = times + time_count * time_size;
    const uint8_t* types = indices + time_count;
    for (size_t i = 0; i < time_count; i++) {
        const uint8_t* p = times + i * time_size;
        if (indices[i] >= type_count) return false;
        transitions_.push_back(time_size == 8 ? read_i64(p) : int64_t(int32_t(read_u32(p))));
        transition_types_.push_back(indices[i]);
    }
    for (size_t i = 0; i < type_count; i++) {
        types_.push_back({int32_t(read_u32(types + i * 6)), types[i * 6 + 4] != 0});
    }
    if (time_size == 8) {
        const char* footer = reinterpret_cast<const char*>(data + kHeader + block);
        size_t left = size - kHeader - block;
        if (left >= 2 && footer[0] == '\n') {
            std::string_view text(footer + 1, left - 1);
            rule_ = parse_rule(text.substr(0, text.find('\n')));
        }
    }
    return true;
}

TimeZone::Rule TimeZone::parse_rule(std::string_view text) {
    RuleReader reader{text.data(), text.data() + text.size()};
    Rule rule;
    auto date = [&] {
        RuleDate d;
        if (reader.skip('M')) {
            d.kind = RuleDate::Kind::kMonthWeekDay;
            d.month = reader.number();
            reader.expect('.');
            d.week = reader.number();
            reader.expect('.');
            d.day = reader.number();
            reader.failed |= d.month < 1 || d.month > 12 || d.week < 1 || d.week > 5 || d.day > 6;
        } else {
            d.kind = reader.skip('J') ? RuleDate::Kind::kJulian : RuleDate::Kind::kZeroBased;
            d.day = reader.number();
            reader.failed |= d.day > 365;
        }
        if (reader.skip('/')) d.time = reader.time();
        return d;
    };
    reader.name();
    rule.standard_offset = -reader.time();  // POSIX counts west of Greenwich
    if (!reader.at_end()) {
        rule.has_daylight = true;
        reader.name();
        rule.daylight_offset = rule.standard_offset + 3600;
        if (!reader.at_end() && *reader.p != ',') rule.daylight_offset = -reader.time();
        if (reader.at_end()) {
            // No dates: those of the United States, as everywhere.
            rule.begin = {RuleDate::Kind::kMonthWeekDay, 3, 2, 0, 7200};
            rule.end = {RuleDate::Kind::kMonthWeekDay, 11, 1, 0, 7200};
        } else {
            reader.expect(',');
            rule.begin = date();
            reader.expect(',');
            rule.end = date();
        }
    }
    rule.is_valid = !reader.failed && reader.at_end();
    return rule;
}

/// The rule's date in a year, in seconds of local time.
int64_t TimeZone::rule_instant(const RuleDate& date, int64_t year) {
    int64_t day = 0;
    switch (date.kind) {
    case RuleDate::Kind::kJulian: {
        // 1 to 365; February 29 has no number.
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        day = days_from_civil(year, 0, 1) + date.day - 1 + (leap && date.day >= 60);
        break;
    }
    case RuleDate::Kind::kZeroBased:
        day = days_from_civil(year, 0, 1) + date.day;
        break;
    case RuleDate::Kind::kMonthWeekDay: {
        int64_t first = days_from_civil(year, date.month - 1, 1);
        int64_t next_month = date.month == 12 ? days_from_civil(year + 1, 0, 1) : days_from_civil(year, date.month, 1);
        int weekday = int(((first + 4) % 7 + 7) % 7);
        day = first + (date.day - weekday + 7) % 7 + 7 * (date.week - 1);
        if (day >= next_month) day -= 7;
        break;
    }
    }
    return day * 86400 + date.time;
}

/// The interval around `seconds` by the rule, none of which lies before `not_before`.
TimeZone::Interval TimeZone::rule_interval(int64_t seconds, int64_t not_before) const {
    double earliest = not_before == INT64_MIN ? -kForever : double(not_before) * 1000;
    if (!rule_.has_daylight) return {earliest, kForever, rule_.standard_offset * 1000, false};
    int64_t year = date_fields(double(seconds + rule_.standard_offset) * 1000).year;
    // The changes of three years surround the instant, whatever the order of the two dates.
    struct Change {
        int64_t at;
        bool to_daylight;
    } changes[6];
    for (int i = 0; i < 3; i++) {
        changes[2 * i] = {rule_instant(rule_.begin, year - 1 + i) - rule_.standard_offset, true};
        changes[2 * i + 1] = {rule_instant(rule_.end, year - 1 + i) - rule_.daylight_offset, false};
    }
    std::sort(std::begin(changes), std::end(changes),
              [](const Change& a, const Change& b) { return a.at < b.at; });
    int i = 0;
    while (i + 1 < 6 && changes[i + 1].at <= seconds) i++;
    bool daylight = changes[i].to_daylight;
    Interval interval;
    interval.begin = std::max(earliest, double(changes[i].at) * 1000);
    interval.end = i + 1 < 6 ? double(changes[i + 1].at) * 1000 : double(seconds + 1) * 1000;
    interval.offset_ms = (daylight ? rule_.daylight_offset : rule_.standard_offset) * 1000;
    // Where winter is called daylight time (Dublin's negative hour), the names are the other way round.
    interval.is_daylight = daylight != (rule_.daylight_offset < rule_.standard_offset);
    return interval;
}

TimeZone::Interval TimeZone::compute_interval(double utc) const {
    int64_t seconds = int64_t(std::floor(utc / 1000));
    size_t after = size_t(std::upper_bound(transitions_.begin(), transitions_.end(), seconds) - transitions_.begin());
    if (after == transitions_.size() && rule_.is_valid) {
        return rule_interval(seconds, after ? transitions_[after - 1] : INT64_MIN);
    }
    const Type& type = types_[after ? transition_types_[after - 1] : 0];
    Interval interval;
    interval.begin = after ? double(transitions_[after - 1]) * 1000 : -kForever;
    interval.end = after < transitions_.size() ? double(transitions_[after]) * 1000 : kForever;
    interval.offset_ms = type.offset * 1000;
    interval.is_daylight = type.is_daylight;
    constexpr int64_t kNegativeHourSince = 57636000;  // 1971-10-29; Dublin before that had summer time
    if (rule_.has_daylight && rule_.daylight_offset < rule_.standard_offset && seconds >= kNegativeHourSince) {
        interval.is_daylight = !interval.is_daylight;
    }
    return interval;
}

const TimeZone::Interval& TimeZone::interval_at(double utc) {
    if (utc >= cached_.begin && utc < cached_.end) return cached_;
    ensure_loaded();
    cached_ = compute_interval(utc);
    return cached_;
}

int32_t TimeZone::offset_at_local(double local) {
    // Offsets stay within a day of UTC, so these two instants lie on either side of the local time.
    constexpr double kDay = double(kMsPerDay);
    int32_t before = offset_at_utc(local - kDay);
    // FAST: one interval holds them all.
    if (local + kDay < cached_.end) return before;
    int32_t after = offset_at_utc(local + kDay);
    if (before == after) {
        // Two changes within two days would show here alone.
        int32_t between = offset_at_utc(local - before);
        if (between == before) return before;
        return offset_at_utc(local - between) == between ? between : before;
    }
    // An overlap reads as both, and the earlier instant is the one with the offset from before.
    if (offset_at_utc(local - before) == before) return before;
    if (offset_at_utc(local - after) == after) return after;
    return before;  // a gap
}

std::string_view TimeZone::identifier() {
    ensure_loaded();
    return identifier_;
}

/// The instant of a year between 2008 and 2037 with the same calendar; times from 1970 to 2038 stay.
static double equivalent_time(double utc) {
    if (utc >= 0 && utc <= 2147483647000.0) return utc;
    DateFields f = date_fields(utc);
    bool is_leap = days_from_civil(f.year + 1, 0, 1) - days_from_civil(f.year, 0, 1) == 366;
    int64_t first = days_from_civil(f.year, 0, 1);
    int weekday = int(((first + 4) % 7 + 7) % 7);
    // Calendars repeat after 28 years, and the weekday of January 1 moves five days in twelve.
    int64_t year = 2008 + ((is_leap ? 1956 : 1967) + weekday * 12 % 28 + 3 * 28 - 2008) % 28;
    int64_t day = days_from_civil(year, f.month, f.day);
    return double(day * kMsPerDay) + time_within_day(utc);
}

std::string_view TimeZone::display_name(double utc) {
    ensure_loaded();
    constexpr std::string_view kUtcNames[] = {"UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT", "Universal",
                                              "Etc/Universal"};
    for (std::string_view name : kUtcNames) {
        if (identifier_ == name) return "Coordinated Universal Time";
    }
    Interval interval = interval_at(utc);
    // V8 names the season, not the instant: outside 1970 to 2038 that of a year with the same calendar.
    interval.is_daylight = interval_at(equivalent_time(utc)).is_daylight;
    std::string& name = names_[interval.is_daylight];
    if (name.empty() && !identifier_.empty()) name = icu_name(interval.is_daylight);
    if (!name.empty()) return name;
    char text[24];
    int minutes = std::abs(interval.offset_ms) / 60000;
    std::snprintf(text, sizeof text, "GMT%c%02d:%02d", interval.offset_ms < 0 ? '-' : '+', minutes / 60, minutes % 60);
    offset_name_ = text;
    return offset_name_;
}

std::string TimeZone::icu_name(bool is_daylight) const {
    UErrorCode status = U_ZERO_ERROR;
    UChar id[128];
    if (identifier_.size() >= std::size(id)) return {};
    std::copy(identifier_.begin(), identifier_.end(), id);
    UCalendar* calendar = ucal_open(id, int32_t(identifier_.size()), "en_US", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) return {};
    UChar name[128];
    int32_t length = ucal_getTimeZoneDisplayName(calendar, is_daylight ? UCAL_DST : UCAL_STANDARD, "en_US", name,
                                                 int32_t(std::size(name)), &status);
    ucal_close(calendar);
    if (U_FAILURE(status)) return {};
    std::string result;
    for (int32_t i = 0; i < length; i++) {
        // Names of other letters than ASCII's are few, all in the Basic Multilingual Plane.
        if (name[i] < 0x80) {
            result.push_back(char(name[i]));
        } else if (name[i] < 0x800) {
            result.push_back(char(0xC0 | name[i] >> 6));
            result.push_back(char(0x80 | (name[i] & 0x3F)));
        } else {
            result.push_back(char(0xE0 | name[i] >> 12));
            result.push_back(char(0x80 | (name[i] >> 6 & 0x3F)));
            result.push_back(char(0x80 | (name[i] & 0x3F)));
        }
    }
    return result;
}

}  // namespace jsx::numbers
