// Tests of the date algorithms, of dates as text and of time zones.
#include "support/numbers/date.h"

#include <string>

#include <gtest/gtest.h>

#include "support/numbers/time_zone.h"

namespace jsx::numbers {
namespace {

template <class... Arguments>
std::string run(size_t (*format)(double, Arguments..., char*), double time, Arguments... rest) {
    char text[kDateTextMax];
    return std::string(text, format(time, rest..., text));
}
std::string iso(double time) { return std::isnan(time) ? "NaN" : run<>(format_iso, time); }

double parse_in(TimeZone& zone, const std::string& s) {
    double a = parse_date(reinterpret_cast<const uint8_t*>(s.data()), s.size(), zone);
    std::u16string wide(s.begin(), s.end());
    double b = parse_date(wide.data(), wide.size(), zone);
    EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << s;
    return a;
}
std::string parsed(const std::string& s) {
    TimeZone utc("UTC");
    return iso(parse_in(utc, s));
}

TEST(Date, CivilDaysAreConsecutive) {
    int64_t expected = days_from_civil(-800, 0, 1);
    for (int64_t year = -800; year < 2500; year++) {
        for (int month = 0; month < 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
            for (int day = 1; day <= lengths[month]; day++) {
                ASSERT_EQ(days_from_civil(year, month, day), expected);
                DateFields f = date_fields(double(expected) * double(kMsPerDay) + 86399999);
                ASSERT_EQ(f.year, year);
                ASSERT_EQ(f.month, month);
                ASSERT_EQ(f.day, day);
                ASSERT_EQ(f.weekday, int(((expected + 4) % 7 + 7) % 7));
                ASSERT_EQ(f.hour, 23);
                ASSERT_EQ(f.millisecond, 999);
                expected++;
            }
        }
    }
}

TEST(Date, Make) {
    EXPECT_EQ(make_day(1970, 0, 1), 0);
    EXPECT_EQ(make_day(1970, -1, 1), -31);
    EXPECT_EQ(make_day(1970, 24, 1), 730);
    EXPECT_EQ(make_day(275760, 8, 13), 1e8);
    EXPECT_EQ(make_day(1970, 0, 1e9), 1e9 - 1);
    EXPECT_TRUE(std::isnan(make_day(1e300, 0, 1)));
    EXPECT_TRUE(std::isnan(make_day(NAN, 0, 1)));
    EXPECT_EQ(make_time(1, 2, 3, 4.9), 3723004);
    EXPECT_TRUE(std::isnan(make_time(1, INFINITY, 3, 4)));
    EXPECT_EQ(time_clip(8.64e15), 8.64e15);
    EXPECT_TRUE(std::isnan(time_clip(8.64e15 + 1)));
    EXPECT_FALSE(std::signbit(time_clip(-0.0)));
    EXPECT_EQ(make_full_year(99), 1999);
    EXPECT_EQ(make_full_year(-0.5), 1900);
    EXPECT_EQ(make_full_year(100), 100);
}

TEST(Date, Formats) {
    EXPECT_EQ(iso(0), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso(-1), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(iso(-1e14), "-001199-02-15T14:13:20.000Z");
    EXPECT_EQ(iso(8.64e15), "+275760-09-13T00:00:00.000Z");
    EXPECT_EQ(iso(-8.64e15), "-271821-04-20T00:00:00.000Z");
    EXPECT_EQ(run<>(format_utc, -1e14), "Thu, 15 Feb -1199 14:13:20 GMT");
    EXPECT_EQ(run<>(format_date, 1e12), "Sun Sep 09 2001");
    EXPECT_EQ(run<int32_t>(format_time, 1e12, -16200000), "01:46:40 GMT-0430");
    EXPECT_EQ(run<>(format_locale_date, -1e14), "2/15/1200");
    EXPECT_EQ(run<>(format_locale_time, 1e12), "1:46:40 AM");
    EXPECT_EQ(run<>(format_locale_time, 43200000), "12:00:00 PM");
    EXPECT_EQ(run<>(format_locale_time, 0), "12:00:00 AM");
}

TEST(DateParse, Standard) {
    EXPECT_EQ(parsed("2020"), "2020-01-01T00:00:00.000Z");
    EXPECT_EQ(parsed("2020-02"), "2020-02-01T00:00:00.000Z");
    EXPECT_EQ(parsed("2020-02-03"), "2020-02-03T00:00:00.000Z");
    EXPECT_EQ(parsed("2020-02-03T04:05"), "2020-02-03T04:05:00.000Z");
    EXPECT_EQ(parsed("2020-02-03T04:05:06.7Z"), "2020-02-03T04:05:06.700Z");
    EXPECT_EQ(parsed("2020-02-03T04:05:06.7891234567Z"), "2020-02-03T04:05:06.789Z");
    EXPECT_EQ(parsed("2020-02-03T04:05:06+01:30"), "2020-02-03T02:35:06.000Z");
    EXPECT_EQ(parsed("2020-02-03T24:00:00Z"), "2020-02-04T00:00:00.000Z");
    EXPECT_EQ(parsed("+275760-09-13T00:00:00.000Z"), "+275760-09-13T00:00:00.000Z");
    EXPECT_EQ(parsed("+275760-09-13T00:00:00.001Z"), "NaN");
    EXPECT_EQ(parsed("-000001-01-01T00:00:00Z"), "-000001-01-01T00:00:00.000Z");
    EXPECT_EQ(parsed("-000000-01-01T00:00:00Z"), "NaN");
    EXPECT_EQ(parsed("2020-02-03T24:01Z"), "NaN");
    EXPECT_EQ(parsed("2020-02-03T"), "NaN");
    EXPECT_EQ(parsed("2020-02-03T04"), "NaN");
    EXPECT_EQ(parsed("2020-02-03T04:60Z"), "NaN");
    EXPECT_EQ(parsed("2020-13-01"), "NaN");
}

TEST(DateParse, Lenient) {
    EXPECT_EQ(parsed("Tue Nov 24 2026 02:13:30 GMT+0100 (Central European Standard Time)"), "2026-11-24T01:13:30.000Z");
    EXPECT_EQ(parsed("Tue, 24 Nov 2026 02:13:30 GMT"), "2026-11-24T02:13:30.000Z");
    EXPECT_EQ(parsed("Nov 24, 2026"), "2026-11-24T00:00:00.000Z");
    EXPECT_EQ(parsed("24 November 99 1:02 PM"), "1999-11-24T13:02:00.000Z");
    EXPECT_EQ(parsed("1/2/3"), "2003-01-02T00:00:00.000Z");
    EXPECT_EQ(parsed("2011/12/13 14:15:16.17 EST"), "2011-12-13T19:15:16.170Z");
    EXPECT_EQ(parsed("12"), "2001-12-01T00:00:00.000Z");
    EXPECT_EQ(parsed("hello 5 6 2007"), "2007-05-06T00:00:00.000Z");
    EXPECT_EQ(parsed("hello5 6 2007"), "NaN");
    EXPECT_EQ(parsed("5 6 2007 hello"), "NaN");
    EXPECT_EQ(parsed("2020-1-2"), "2020-01-02T00:00:00.000Z");
    EXPECT_EQ(parsed("2020-01-02 03:04"), "2020-01-02T03:04:00.000Z");
    EXPECT_EQ(parsed("Jan 1 2000 12:00:00 UTC-3"), "2000-01-01T15:00:00.000Z");
    EXPECT_EQ(parsed("Jan 1 2000 13:00 PM"), "NaN");
    EXPECT_EQ(parsed(""), "NaN");
    EXPECT_EQ(parsed("abc"), "NaN");
}

TEST(TimeZone, Berlin) {
    TimeZone berlin("Europe/Berlin");
    if (berlin.identifier().empty()) GTEST_SKIP() << "no zone files";
    EXPECT_EQ(berlin.offset_at_utc(0), 3600000);
    EXPECT_EQ(berlin.offset_at_utc(1720000000000), 7200000);
    EXPECT_EQ(berlin.offset_at_utc(-1e13), 3208000);
    EXPECT_EQ(berlin.offset_at_utc(4e12), 7200000);   // 2096-10-02, by the rule
    EXPECT_EQ(berlin.offset_at_utc(4.005e12), 3600000);  // 2096-11-29
    // 2024-03-31 02:30 does not exist and is read as 03:30; 2024-10-27 02:30 happens twice.
    EXPECT_EQ(iso(parse_in(berlin, "2024-03-31T02:30:00")), "2024-03-31T01:30:00.000Z");
    EXPECT_EQ(iso(parse_in(berlin, "2024-03-31T01:59:59")), "2024-03-31T00:59:59.000Z");
    EXPECT_EQ(iso(parse_in(berlin, "2024-03-31T03:00:00")), "2024-03-31T01:00:00.000Z");
    EXPECT_EQ(iso(parse_in(berlin, "2024-10-27T02:30:00")), "2024-10-27T00:30:00.000Z");
    EXPECT_EQ(iso(parse_in(berlin, "2024-10-27T03:00:00")), "2024-10-27T02:00:00.000Z");
    EXPECT_EQ(iso(parse_in(berlin, "2024-07-01T12:00")), "2024-07-01T10:00:00.000Z");
    EXPECT_EQ(berlin.display_name(0), "Central European Standard Time");
    EXPECT_EQ(berlin.display_name(1720000000000), "Central European Summer Time");
}

TEST(TimeZone, OtherZones) {
    TimeZone utc("UTC");
    EXPECT_EQ(utc.offset_at_utc(1e12), 0);
    TimeZone rule("EST5EDT4,M3.2.0,M11.1.0");
    EXPECT_EQ(rule.offset_at_utc(0), -5 * 3600000);
    EXPECT_EQ(rule.offset_at_utc(1720000000000), -4 * 3600000);
    EXPECT_EQ(rule.display_name(0), "GMT-05:00");
    TimeZone unknown("Foo/Bar");
    EXPECT_EQ(unknown.offset_at_local(0), 0);
    EXPECT_EQ(unknown.display_name(0), "GMT+00:00");
    TimeZone fixed("<+03>-3");
    EXPECT_EQ(fixed.to_local(0), 3 * 3600000);
    // Samoa had no 2011-12-30: a gap of a day.
    TimeZone apia("Pacific/Apia");
    if (apia.identifier().empty()) GTEST_SKIP() << "no zone files";
    EXPECT_EQ(iso(parse_in(apia, "2011-12-30T12:00:00")), "2011-12-30T22:00:00.000Z");
    TimeZone howe("Australia/Lord_Howe");
    EXPECT_EQ(howe.offset_at_utc(1720000000000), 37800000);
    EXPECT_EQ(howe.offset_at_utc(1710000000000), 39600000);
    TimeZone dublin("Europe/Dublin");
    EXPECT_EQ(dublin.display_name(1720000000000), "Irish Standard Time");
    EXPECT_EQ(dublin.display_name(1705000000000), "Greenwich Mean Time");
    dublin.load("Asia/Kolkata");
    EXPECT_EQ(dublin.offset_at_utc(1720000000000), 19800000);
}

}  // namespace
}  // namespace jsx::numbers
