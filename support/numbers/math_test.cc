// Tests of float16 and of the arithmetic in math.h.
#include "support/numbers/math.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "support/numbers/float16.h"

namespace jsx::numbers {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::nan("");

TEST(Float16, EveryHalfRoundTrips) {
    for (uint32_t half = 0; half < 0x10000; half++) {
        double value = float16_to_double(uint16_t(half));
        if (std::isnan(value)) {
            EXPECT_EQ(float16_from_double(value) & 0x7FFF, 0x7E00);
        } else {
            EXPECT_EQ(float16_from_double(value), half);
        }
    }
}

TEST(Float16, RoundsOnce) {
    EXPECT_EQ(float16_from_double(65519.999), 0x7BFF);
    EXPECT_EQ(float16_from_double(65520), 0x7C00);
    EXPECT_EQ(float16_from_double(-65520), 0xFC00);
    EXPECT_EQ(float16_from_double(0x1p-25), 0);
    EXPECT_EQ(float16_from_double(0x1.0000000000001p-25), 1);
    EXPECT_EQ(float16_from_double(-0.0), 0x8000);
    EXPECT_EQ(float16_from_double(2049), 0x6800);
    EXPECT_EQ(float16_from_double(2051), 0x6802);
    EXPECT_EQ(float16_from_double(2049.0000000001), 0x6801);
    // Every pair of neighbours: the tie goes to the even one, anything above the tie up.
    for (uint32_t half = 0; half < 0x7BFF; half++) {
        double low = float16_to_double(uint16_t(half));
        double high = float16_to_double(uint16_t(half + 1));
        double tie = (low + high) / 2;
        EXPECT_EQ(float16_from_double(tie), half & 1 ? half + 1 : half);
        EXPECT_EQ(float16_from_double(std::nextafter(tie, kInfinity)), half + 1);
        EXPECT_EQ(float16_from_double(std::nextafter(tie, 0)), half);
    }
}

TEST(NumbersMath, Integers) {
    EXPECT_EQ(to_int32(0), 0);
    EXPECT_EQ(to_int32(-1.9), -1);
    EXPECT_EQ(to_int32(4294967296.0 + 5), 5);
    EXPECT_EQ(to_int32(2147483648.0), INT32_MIN);
    EXPECT_EQ(to_uint32(-1), 4294967295u);
    EXPECT_EQ(to_uint32(0x1.fffffffffffffp82), 0xC0000000u);
    EXPECT_EQ(to_uint32(-0x1.fffffffffffffp82), 0x40000000u);
    EXPECT_EQ(to_uint32(0x1p63), 0u);
    EXPECT_EQ(to_uint32(0x1.0000000000001p63), 2048u);
    EXPECT_EQ(to_int32(1e300), 0);
    EXPECT_EQ(to_int32(kInfinity), 0);
    EXPECT_EQ(to_int32(kNaN), 0);
    EXPECT_TRUE(is_int32(-5));
    EXPECT_FALSE(is_int32(-0.0));
    EXPECT_FALSE(is_int32(0.5));
    EXPECT_FALSE(is_int32(2147483648.0));
    EXPECT_FALSE(is_int32(kNaN));
    EXPECT_FALSE(std::signbit(to_integer_or_infinity(-0.5)));
}

TEST(NumbersMath, RemainderAndPower) {
    EXPECT_EQ(remainder(5, 3), 2);
    EXPECT_EQ(remainder(-5, 3), -2);
    EXPECT_TRUE(std::signbit(remainder(-6, 3)));
    EXPECT_TRUE(std::signbit(remainder(-0.0, 3)));
    EXPECT_EQ(remainder(5.5, -2), 1.5);
    EXPECT_TRUE(std::isnan(remainder(1, 0)));
    EXPECT_EQ(remainder(7, kInfinity), 7);
    EXPECT_TRUE(std::isnan(power(1, kInfinity)));
    EXPECT_TRUE(std::isnan(power(-1, -kInfinity)));
    EXPECT_TRUE(std::isnan(power(1, kNaN)));
    EXPECT_EQ(power(kNaN, 0), 1);
    EXPECT_EQ(power(2, 0.5), std::sqrt(2.0));
    EXPECT_EQ(power(-kInfinity, 3), -kInfinity);
}

TEST(NumbersMath, RoundAndHypot) {
    EXPECT_EQ(round_half_up(0.49999999999999994), 0);
    EXPECT_EQ(round_half_up(2.5), 3);
    EXPECT_EQ(round_half_up(-2.5), -2);
    EXPECT_TRUE(std::signbit(round_half_up(-0.2)));
    EXPECT_TRUE(std::signbit(round_half_up(-0.5)));
    EXPECT_EQ(round_half_up(4503599627370495.5), 4503599627370496.0);
    EXPECT_EQ(round_half_up(9007199254740991.0), 9007199254740991.0);
    EXPECT_EQ(round_half_up(-kInfinity), -kInfinity);
    std::vector<double> values{3, 4, 12};
    EXPECT_EQ(hypot(values.data(), 3), 13);
    values = {kNaN, -kInfinity};
    EXPECT_EQ(hypot(values.data(), 2), kInfinity);
    values = {1e200, 1e200, 1e200};
    EXPECT_DOUBLE_EQ(hypot(values.data(), 3), 1e200 * std::sqrt(3.0));
    values = {5e-324, 5e-324, 5e-324};
    EXPECT_EQ(hypot(values.data(), 3), 1e-323);
    EXPECT_EQ(hypot(nullptr, 0), 0);
}

double sum(std::initializer_list<double> values) {
    ExactSum s;
    for (double v : values) s.add(v);
    double first = s.result();
    double again = s.result();  // reading does not disturb
    EXPECT_EQ(std::memcmp(&first, &again, sizeof first), 0);
    return first;
}

TEST(NumbersMath, ExactSum) {
    EXPECT_TRUE(std::signbit(sum({})));
    EXPECT_TRUE(std::signbit(sum({-0.0, -0.0})));
    EXPECT_FALSE(std::signbit(sum({-0.0, 0.0})));
    EXPECT_FALSE(std::signbit(sum({1, -1})));
    EXPECT_EQ(sum({0.1, 0.2}), 0.1 + 0.2);
    EXPECT_EQ(sum({1e20, 0.1, -1e20}), 0.1);
    EXPECT_EQ(sum({1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308}), 0.30000000000000004);
    EXPECT_EQ(sum({1.7976931348623157e308, 1.7976931348623157e308, -1.7976931348623157e308}), 1.7976931348623157e308);
    EXPECT_EQ(sum({1.7976931348623157e308, 9.979201547673598e291}), 1.7976931348623157e308);
    EXPECT_EQ(sum({1.7976931348623157e308, 9.9792015476735990583e291}), kInfinity);
    EXPECT_EQ(sum({5e-324, 5e-324}), 1e-323);
    EXPECT_EQ(sum({2.2250738585072014e-308, -5e-324}), 2.225073858507201e-308);
    EXPECT_EQ(sum({-1, -0x1p-53, -0x1p-1074}), -1 - 0x1p-52);
    EXPECT_EQ(sum({1, 0x1p-53}), 1);
    EXPECT_EQ(sum({1, 0x1p-53, 0x1p-1074}), 1 + 0x1p-52);
    EXPECT_TRUE(std::isnan(sum({kInfinity, -kInfinity})));
    EXPECT_TRUE(std::isnan(sum({1, kNaN})));
    EXPECT_EQ(sum({1, -kInfinity}), -kInfinity);
    ExactSum many;
    for (int i = 0; i < 100000; i++) many.add(0.1);
    EXPECT_EQ(many.result(), 10000.000000000000555111512312578);
}

TEST(NumbersMath, Random) {
    RandomGenerator a(1), b(1), c(2);
    double total = 0;
    for (int i = 0; i < 10000; i++) {
        double x = a.next();
        EXPECT_EQ(x, b.next());
        EXPECT_TRUE(x >= 0 && x < 1);
        total += x;
    }
    EXPECT_NE(a.next_bits(), c.next_bits());
    EXPECT_NEAR(total / 10000, 0.5, 0.02);
}

}  // namespace
}  // namespace jsx::numbers
