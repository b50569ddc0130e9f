// [doc:time-zone] The local time zone.
//
// A zone is read from the system's TZif files (RFC 8536): a list of instants at which the offset
// changes, and a POSIX rule that holds after the last one. Around each query the interval in which the answer
// stays the same is kept, so that programs that stay in one season pay two comparisons.
//
// Which zone: $TZ if set (a name, a path or a POSIX rule), else /etc/localtime. Nothing is read before the
// first question. The long English names ("Central European Standard Time") are ICU's, asked for when a
// date is first printed in a zone other than UTC.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jsx::numbers {

class TimeZone {
public:
    /// The zone that the environment names now; see reset.
    TimeZone() = default;
    /// The zone that `tz`, in the syntax of $TZ, names.
    explicit TimeZone(std::string_view tz) { load(tz); }

    /// Forgets the zone: the next question reads the environment anew (a script has set TZ).
    void reset();
    /// As if $TZ were `tz`.
    void load(std::string_view tz);

    /// Milliseconds east of UTC at an instant (finite).
    int32_t offset_at_utc(double utc) { return interval_at(utc).offset_ms; }
    /// The offset by which UTC(t) reads a local time: in an overlap the earlier instant; in a gap, as if
    /// the clock had not yet been advanced.
    int32_t offset_at_local(double local);

    /// https://tc39.es/ecma262/#sec-localtime and sec-utc-t; finite arguments.
    double to_local(double utc) { return utc + offset_at_utc(utc); }
    double to_utc(double local) { return local - offset_at_local(local); }

    /// The long English name at an instant, UTF-8; "GMT+05:30" for want of another. May load ICU data.
    std::string_view display_name(double utc);
    /// IANA name, as found ("Europe/Berlin"); empty if unknown.
    std::string_view identifier();

private:
    struct Interval {
        double begin = 1;  // ms, inclusive; empty at first
        double end = 0;
        int32_t offset_ms = 0;
        bool is_daylight = false;
    };
    struct Type {
        int32_t offset;  // seconds
        bool is_daylight;
    };
    struct RuleDate {
        enum class Kind : uint8_t { kJulian, kZeroBased, kMonthWeekDay } kind = Kind::kJulian;
        int month = 0;  // 1 to 12
        int week = 0;   // 1 to 5, 5 is the last
        int day = 0;    // of the week, or of the year
        int32_t time = 7200;  // seconds of local time
    };
    struct Rule {
        bool is_valid = false;
        bool has_daylight = false;
        int32_t standard_offset = 0;  // seconds
        int32_t daylight_offset = 0;
        RuleDate begin;
        RuleDate end;
    };

    const Interval& interval_at(double utc);
    Interval compute_interval(double utc) const;
    Interval rule_interval(int64_t seconds, int64_t not_before) const;
    void ensure_loaded();
    void load_from_environment();
    bool load_file(const char* path);
    bool parse_tzif(const uint8_t* data, size_t size);
    static Rule parse_rule(std::string_view text);
    static int64_t rule_instant(const RuleDate& date, int64_t year);
    std::string icu_name(bool is_daylight) const;

    bool is_loaded_ = false;
    std::string identifier_;
    std::vector<int64_t> transitions_;  // seconds, ascending
    std::vector<uint8_t> transition_types_;
    std::vector<Type> types_;  // the first holds before the first transition
    Rule rule_;                // after the last transition
    Interval cached_;
    std::string names_[2];     // standard, daylight
    std::string offset_name_;  // for want of a name
};

}  // namespace jsx::numbers
