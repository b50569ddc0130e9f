// Tests of numbers as text and of text as numbers.
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "support/numbers/number_to_string.h"
#include "support/numbers/string_to_number.h"

namespace jsx::numbers {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string text(double value) {
    char buffer[kNumberTextMax];
    return std::string(buffer, number_to_string(value, buffer));
}
std::string radix(double value, int radix) {
    char buffer[kRadixTextMax];
    return std::string(buffer, number_to_radix_string(value, radix, buffer));
}
std::string fixed(double value, int digits) {
    char buffer[kFormattedTextMax];
    return std::string(buffer, number_to_fixed(value, digits, buffer));
}
std::string exponential(double value, int digits) {
    char buffer[kFormattedTextMax];
    return std::string(buffer, number_to_exponential(value, digits, buffer));
}
std::string precision(double value, int digits) {
    char buffer[kFormattedTextMax];
    return std::string(buffer, number_to_precision(value, digits, buffer));
}
std::string grouped(double value) {
    char buffer[kGroupedTextMax];
    return std::string(buffer, number_to_grouped(value, buffer));
}

const uint8_t* bytes(const std::string& s) { return reinterpret_cast<const uint8_t*>(s.data()); }
std::u16string wide(const std::string& s) {
    std::u16string result;
    for (char c : s) result.push_back(char16_t(uint8_t(c)));
    return result;
}

/// Runs both widths and demands the same bits.
template <class... Rest>
double both(double (*narrow)(const uint8_t*, size_t, Rest...), double (*wide_fn)(const char16_t*, size_t, Rest...),
            const std::string& s, Rest... rest) {
    std::u16string w = wide(s);
    double a = narrow(bytes(s), s.size(), rest...);
    double b = wide_fn(w.data(), w.size(), rest...);
    EXPECT_EQ(std::memcmp(&a, &b, sizeof a), 0) << s;
    return a;
}
double number(const std::string& s) { return both<>(string_to_number, string_to_number, s); }
double prefix(const std::string& s) { return both<>(parse_float, parse_float, s); }
double integer(const std::string& s, int32_t r = 0) { return both<int32_t>(parse_int, parse_int, s, r); }
double literal(const std::string& s) { return both<>(numeric_literal_value, numeric_literal_value, s); }

TEST(NumberToString, Radix10) {
    EXPECT_EQ(text(0), "0");
    EXPECT_EQ(text(-0.0), "0");
    EXPECT_EQ(text(9), "9");
    EXPECT_EQ(text(10), "10");
    EXPECT_EQ(text(99), "99");
    EXPECT_EQ(text(100), "100");
    EXPECT_EQ(text(-2147483648.0), "-2147483648");
    EXPECT_EQ(text(9007199254740991.0), "9007199254740991");
    EXPECT_EQ(text(9007199254740993.0), "9007199254740992");
    EXPECT_EQ(text(0.1), "0.1");
    EXPECT_EQ(text(-1.5), "-1.5");
    EXPECT_EQ(text(123456.789), "123456.789");
    EXPECT_EQ(text(1e20), "100000000000000000000");
    EXPECT_EQ(text(1e21), "1e+21");
    EXPECT_EQ(text(123456789012345680000.0), "123456789012345680000");
    EXPECT_EQ(text(1.5e300), "1.5e+300");
    EXPECT_EQ(text(0.000001), "0.000001");
    EXPECT_EQ(text(0.0000001), "1e-7");
    EXPECT_EQ(text(-1.2345e-7), "-1.2345e-7");
    EXPECT_EQ(text(5e-324), "5e-324");
    EXPECT_EQ(text(1.7976931348623157e308), "1.7976931348623157e+308");
    EXPECT_EQ(text(std::nan("")), "NaN");
    EXPECT_EQ(text(-kInfinity), "-Infinity");
    char buffer[kNumberTextMax];
    EXPECT_EQ(std::string(buffer, uint64_to_string(UINT64_MAX, buffer)), "18446744073709551615");
    EXPECT_EQ(std::string(buffer, int32_to_string(INT32_MIN, buffer)), "-2147483648");
}

TEST(NumberToString, OtherRadices) {
    EXPECT_EQ(radix(255, 16), "ff");
    EXPECT_EQ(radix(-255, 2), "-11111111");
    EXPECT_EQ(radix(35, 36), "z");
    EXPECT_EQ(radix(0.5, 2), "0.1");
    EXPECT_EQ(radix(0.1, 3), "0.0022002200220022002200220022002201");
    EXPECT_EQ(radix(3.141592653589793, 36), "3.53i5ab8p5f");
    EXPECT_EQ(radix(-0.0, 2), "0");
    EXPECT_EQ(radix(1e21, 7), "5135235413265003022600000");
    EXPECT_EQ(radix(0x1p100, 16), "10000000000000000000000000");
    EXPECT_EQ(radix(5e-324, 2).size(), 1076u);
    EXPECT_EQ(radix(1.7976931348623157e308, 2).size(), 1024u);
    EXPECT_EQ(radix(kInfinity, 8), "Infinity");
}

TEST(NumberToString, Formats) {
    EXPECT_EQ(fixed(0, 0), "0");
    EXPECT_EQ(fixed(0, 2), "0.00");
    EXPECT_EQ(fixed(-0.0, 2), "0.00");
    EXPECT_EQ(fixed(-0.0000001, 2), "-0.00");
    EXPECT_EQ(fixed(-0.5, 0), "-1");
    EXPECT_EQ(fixed(0.5, 0), "1");
    EXPECT_EQ(fixed(2.5, 0), "3");
    EXPECT_EQ(fixed(1.005, 2), "1.00");
    EXPECT_EQ(fixed(1.45, 1), "1.4");
    EXPECT_EQ(fixed(123.456, 2), "123.46");
    EXPECT_EQ(fixed(0.000123, 7), "0.0001230");
    EXPECT_EQ(fixed(1e20, 2), "100000000000000000000.00");
    EXPECT_EQ(fixed(1e21, 2), "1e+21");
    EXPECT_EQ(fixed(0.1, 30), "0.100000000000000005551115123126");
    EXPECT_EQ(fixed(999.999, 2), "1000.00");
    EXPECT_EQ(fixed(1e-100, 100).size(), 102u);
    EXPECT_EQ(exponential(0, 2), "0.00e+0");
    EXPECT_EQ(exponential(0, -1), "0e+0");
    EXPECT_EQ(exponential(123456, 2), "1.23e+5");
    EXPECT_EQ(exponential(123456, -1), "1.23456e+5");
    EXPECT_EQ(exponential(-0.00015, 0), "-1e-4");
    EXPECT_EQ(exponential(25, 0), "3e+1");
    EXPECT_EQ(exponential(1e-7, 3), "1.000e-7");
    EXPECT_EQ(exponential(1, 100).size(), 105u);
    EXPECT_EQ(precision(0, 1), "0");
    EXPECT_EQ(precision(0, 3), "0.00");
    EXPECT_EQ(precision(123.456, 4), "123.5");
    EXPECT_EQ(precision(123.456, 2), "1.2e+2");
    EXPECT_EQ(precision(0.000001, 2), "0.0000010");
    EXPECT_EQ(precision(0.0000001, 2), "1.0e-7");
    EXPECT_EQ(precision(1e21, 3), "1.00e+21");
    EXPECT_EQ(precision(99.99, 3), "100");
    EXPECT_EQ(precision(123, 3), "123");
    EXPECT_EQ(precision(123, 5), "123.00");
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(-0.0), "-0");
    EXPECT_EQ(grouped(1234567.891), "1,234,567.891");
    EXPECT_EQ(grouped(999.9996), "1,000");
    EXPECT_EQ(grouped(-0.0004), "-0");
    EXPECT_EQ(grouped(0.0005), "0.001");
    EXPECT_EQ(grouped(100), "100");
    EXPECT_EQ(grouped(1e21), "1,000,000,000,000,000,000,000");
    EXPECT_EQ(grouped(0.05), "0.05");
    EXPECT_EQ(grouped(12345.5), "12,345.5");
}

TEST(StringToNumber, Grammar) {
    EXPECT_EQ(number(""), 0);
    EXPECT_EQ(number(" \n\t\xA0 "), 0);
    EXPECT_EQ(number(" 12 "), 12);
    EXPECT_EQ(number("+.5"), 0.5);
    EXPECT_EQ(number("5."), 5);
    EXPECT_EQ(number("-5.e1"), -50);
    EXPECT_TRUE(std::signbit(number("-0")));
    EXPECT_EQ(number("0x1F"), 31);
    EXPECT_EQ(number("0b101"), 5);
    EXPECT_EQ(number("0O17"), 15);
    EXPECT_EQ(number("-Infinity"), -kInfinity);
    EXPECT_EQ(number("1e1000"), kInfinity);
    EXPECT_EQ(number("0e999999999999999999999"), 0);
    EXPECT_EQ(number("1e-999999999999999999999"), 0);
    EXPECT_EQ(number("0017"), 17);
    for (const char* bad : {".", "+", "-", "e5", "1e", "1e+", "0x", "0b2", "-0x1", "1_0", "Infinityx", "infinity",
                            "nan", "inf", "1 2", "--1", "0x1.8", "1n", "Inf"}) {
        EXPECT_TRUE(std::isnan(number(bad))) << bad;
    }
    std::u16string spaced = u"\uFEFF\u2028\u30007\u1680";
    EXPECT_EQ(string_to_number(spaced.data(), spaced.size()), 7);
}

TEST(StringToNumber, Rounding) {
    EXPECT_EQ(number("9007199254740993"), 9007199254740992.0);
    EXPECT_EQ(number("9007199254740993.0000000000000000000000000000000000000001"), 9007199254740994.0);
    EXPECT_EQ(number("0x20000000000001"), 9007199254740992.0);
    EXPECT_EQ(number("0x20000000000003"), 9007199254740996.0);
    EXPECT_EQ(number("0x200000000000010000000000000000001"), 0x20000000000002p76);
    EXPECT_EQ(number("2.2250738585072011e-308"), 2.2250738585072011e-308);
    EXPECT_EQ(number("5e-324"), 5e-324);
    EXPECT_EQ(number("2e-324"), 0);
    // A tie that one digit, 900 places on, breaks.
    std::string tie = "9007199254740993." + std::string(900, '0');
    EXPECT_EQ(number(tie), 9007199254740992.0);
    EXPECT_EQ(number(tie + "1"), 9007199254740994.0);
    EXPECT_EQ(number(std::string(1, '1') + std::string(400, '0') + "e-400"), 1);
    EXPECT_EQ(number("0." + std::string(5000, '0') + "1e5001"), 1);
    for (double value : {0.1, 1.0 / 3, 1e22, 1e23, 123456789.125, 5e-324, 1.7976931348623157e308}) {
        EXPECT_EQ(number(text(value)), value);
    }
}

TEST(ParseFloat, Prefixes) {
    EXPECT_EQ(prefix("  3.14abc"), 3.14);
    EXPECT_EQ(prefix("1e"), 1);
    EXPECT_EQ(prefix("1e+x"), 1);
    EXPECT_EQ(prefix("-Infinityx"), -kInfinity);
    EXPECT_EQ(prefix("0x10"), 0);
    EXPECT_EQ(prefix("1_000"), 1);
    EXPECT_EQ(prefix(".5.5"), 0.5);
    EXPECT_TRUE(std::signbit(prefix("-0x")));
    EXPECT_TRUE(std::isnan(prefix("")));
    EXPECT_TRUE(std::isnan(prefix(".e1")));
    EXPECT_TRUE(std::isnan(prefix("-.")));
}

TEST(ParseInt, Radices) {
    EXPECT_EQ(integer("  42px"), 42);
    EXPECT_EQ(integer("0x1f"), 31);
    EXPECT_EQ(integer("0x1f", 16), 31);
    EXPECT_EQ(integer("0x1f", 10), 0);
    EXPECT_EQ(integer("z", 36), 35);
    EXPECT_EQ(integer("-101", 2), -5);
    EXPECT_TRUE(std::signbit(integer("-0")));
    EXPECT_TRUE(std::isnan(integer("")));
    EXPECT_TRUE(std::isnan(integer("0x")));
    EXPECT_TRUE(std::isnan(integer("9", 8)));
    EXPECT_TRUE(std::isnan(integer("1", 1)));
    EXPECT_TRUE(std::isnan(integer("1", 37)));
    EXPECT_EQ(integer("9007199254740993"), 9007199254740992.0);
    EXPECT_EQ(integer("100000000000000000000000000000000"), 1e32);
    EXPECT_EQ(integer("1" + std::string(400, '0')), kInfinity);
    EXPECT_EQ(integer(std::string(700, '2'), 3), kInfinity);
    EXPECT_EQ(integer(std::string(2000, '0') + "12", 3), 5);
    EXPECT_EQ(integer("1" + std::string(1023, '0'), 2), 0x1p1023);
    EXPECT_EQ(integer("1" + std::string(1024, '0'), 2), kInfinity);
    EXPECT_EQ(integer("1" + std::string(36, '0'), 36), 106387358923716524807713475752456393740167855629859291136.0);
    EXPECT_EQ(integer("e5", 15), 215);
    EXPECT_EQ(integer("1e5", 10), 1);
}

TEST(NumericLiteral, Forms) {
    EXPECT_EQ(literal("0"), 0);
    EXPECT_EQ(literal("017"), 15);
    EXPECT_EQ(literal("089"), 89);
    EXPECT_EQ(literal("08.5"), 8.5);
    EXPECT_EQ(literal("1_000_000"), 1e6);
    EXPECT_EQ(literal("1_0.2_5e1_0"), 10.25e10);
    EXPECT_EQ(literal("0xFF_FF"), 65535);
    EXPECT_EQ(literal("0b1_1"), 3);
    EXPECT_EQ(literal(".5"), 0.5);
    EXPECT_EQ(literal("5."), 5);
    EXPECT_EQ(literal("1e-7"), 1e-7);
    EXPECT_EQ(literal("1E+400"), kInfinity);
}

}  // namespace
}  // namespace jsx::numbers
