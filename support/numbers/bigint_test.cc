// Tests of BigInt arithmetic: against GMP's own integers with random operands, and edges by hand.
#include "support/numbers/bigint.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmp.h>
#include <gtest/gtest.h>

#include "support/numbers/math.h"

namespace jsx::numbers::bigint {
namespace {

/// A number with memory of its own.
struct Number {
    std::vector<Limb> limbs;
    bool negative = false;
    View view() const { return {limbs.data(), limbs.size(), negative}; }
};

template <class Operation>
Number run(size_t capacity, Operation operation) {
    Number n;
    n.limbs.assign(capacity + 1, 0xABABABABABABABAB);
    Result r = operation(n.limbs.data());
    EXPECT_LE(r.length, capacity);
    EXPECT_EQ(n.limbs[capacity], 0xABABABABABABABAB) << "wrote past its capacity";
    n.limbs.resize(r.length);
    n.negative = r.negative;
    EXPECT_TRUE(r.length == 0 ? !r.negative : n.limbs.back() != 0);
    return n;
}

Number number(const std::string& s) {
    const auto* p = reinterpret_cast<const uint8_t*>(s.data());
    auto text = scan_string(p, s.size());
    EXPECT_TRUE(text.is_valid) << s;
    std::u16string wide(s.begin(), s.end());
    Number a = run(parse_capacity(text.length, text.radix), [&](Limb* out) { return parse(out, text); });
    auto wide_text = scan_string(wide.data(), wide.size());
    Number b = run(parse_capacity(text.length, text.radix), [&](Limb* out) { return parse(out, wide_text); });
    EXPECT_TRUE(equal(a.view(), b.view()));
    return a;
}
bool is_valid(const std::string& s) {
    return scan_string(reinterpret_cast<const uint8_t*>(s.data()), s.size()).is_valid;
}

std::string text(const Number& n, int radix = 10) {
    std::string s(to_string_capacity(n.view(), radix), '?');
    size_t length = to_string(s.data(), n.view(), radix);
    EXPECT_LE(length, s.size());
    s.resize(length);
    return s;
}

struct Mpz {
    mpz_t z;
    Mpz() { mpz_init(z); }
    explicit Mpz(const Number& n) {
        mpz_init(z);
        mpz_import(z, n.limbs.size(), -1, 8, 0, 0, n.limbs.data());
        if (n.negative) mpz_neg(z, z);
    }
    ~Mpz() { mpz_clear(z); }
    std::string text(int radix = 10) const {
        char* s = mpz_get_str(nullptr, radix, z);
        std::string result = s;
        free(s);
        return result;
    }
};

Number random_number(RandomGenerator& random) {
    size_t sizes[] = {0, 1, 1, 1, 2, 2, 3, 5, 8, 30, 70};
    size_t length = sizes[random.next_bits() % std::size(sizes)];
    Number n;
    for (size_t i = 0; i < length; i++) {
        uint64_t kind = random.next_bits() % 5;
        n.limbs.push_back(kind == 0 ? 0 : kind == 1 ? ~Limb(0) : kind == 2 ? Limb(1) << 63 : random.next_bits());
    }
    while (!n.limbs.empty() && n.limbs.back() == 0) n.limbs.pop_back();
    n.negative = !n.limbs.empty() && (random.next_bits() & 1);
    return n;
}

TEST(BigInt, AgreesWithGmp) {
    RandomGenerator random(7);
    for (int round = 0; round < 3000; round++) {
        Number a = random_number(random);
        Number b = random_number(random);
        View x = a.view();
        View y = b.view();
        Mpz p(a), q(b), r, t;
        mpz_add(r.z, p.z, q.z);
        EXPECT_EQ(text(run(add_capacity(x, y), [&](Limb* out) { return add(out, x, y); })), r.text());
        mpz_sub(r.z, p.z, q.z);
        EXPECT_EQ(text(run(add_capacity(x, y), [&](Limb* out) { return subtract(out, x, y); })), r.text());
        mpz_mul(r.z, p.z, q.z);
        EXPECT_EQ(text(run(multiply_capacity(x, y), [&](Limb* out) { return multiply(out, x, y); })), r.text());
        mpz_and(r.z, p.z, q.z);
        EXPECT_EQ(text(run(logic_capacity(x, y), [&](Limb* out) { return bitwise_and(out, x, y); })), r.text());
        mpz_ior(r.z, p.z, q.z);
        EXPECT_EQ(text(run(logic_capacity(x, y), [&](Limb* out) { return bitwise_or(out, x, y); })), r.text());
        mpz_xor(r.z, p.z, q.z);
        EXPECT_EQ(text(run(logic_capacity(x, y), [&](Limb* out) { return bitwise_xor(out, x, y); })), r.text());
        mpz_com(r.z, p.z);
        EXPECT_EQ(text(run(not_capacity(x), [&](Limb* out) { return bitwise_not(out, x); })), r.text());
        if (!y.is_zero()) {
            mpz_tdiv_qr(r.z, t.z, p.z, q.z);
            Number remainder;
            remainder.limbs.resize(remainder_capacity(x, y) + 1);
            Number quotient = run(quotient_capacity(x, y), [&](Limb* out) {
                DivideResult d = divide(out, remainder.limbs.data(), x, y);
                remainder.limbs.resize(d.remainder.length);
                remainder.negative = d.remainder.negative;
                return d.quotient;
            });
            EXPECT_EQ(text(quotient), r.text());
            EXPECT_EQ(text(remainder), t.text());
        }
        uint64_t bits = random.next_bits() % 300;
        mpz_mul_2exp(r.z, p.z, bits);
        EXPECT_EQ(text(run(shift_left_capacity(x, bits), [&](Limb* out) { return shift_left(out, x, bits); })), r.text());
        mpz_fdiv_q_2exp(r.z, p.z, bits);
        EXPECT_EQ(text(run(shift_right_capacity(x, bits), [&](Limb* out) { return shift_right(out, x, bits); })), r.text());
        mpz_fdiv_r_2exp(r.z, p.z, bits);
        EXPECT_EQ(text(run(as_uint_n_capacity(x, bits), [&](Limb* out) { return as_uint_n(out, x, bits); })), r.text());
        if (bits > 0 && mpz_tstbit(r.z, bits - 1)) {
            mpz_ui_pow_ui(t.z, 2, bits);
            mpz_sub(r.z, r.z, t.z);
        }
        EXPECT_EQ(text(run(as_int_n_capacity(x, bits), [&](Limb* out) { return as_int_n(out, x, bits); })), r.text());
        int sign = mpz_cmp(p.z, q.z);
        EXPECT_EQ(compare(x, y), sign < 0 ? Order::kLess : sign > 0 ? Order::kGreater : Order::kEqual);
        int radix = 2 + int(random.next_bits() % 35);
        std::string s = text(a, radix);
        EXPECT_EQ(s, p.text(radix));
        Text<uint8_t> parts{reinterpret_cast<const uint8_t*>(s.data()) + a.negative, s.size() - a.negative, radix,
                            a.negative, true};
        EXPECT_TRUE(equal(run(parse_capacity(parts.length, radix), [&](Limb* out) { return parse(out, parts); }).view(), x));
        if (x.length <= 3) {
            uint64_t exponent = random.next_bits() % 40;
            mpz_pow_ui(r.z, p.z, exponent);
            size_t capacity = power_capacity(x, exponent);
            std::vector<Limb> scratch(capacity);
            EXPECT_EQ(text(run(capacity, [&](Limb* out) { return power(out, scratch.data(), x, exponent); })), r.text());
        }
    }
}

TEST(BigInt, LongTextsRoundTrip) {
    std::string s = "-1";
    for (int i = 0; i < 20000; i++) s += char('0' + (i * 7 + i / 9) % 10);
    EXPECT_EQ(text(number(s)), s);
    EXPECT_EQ(text(number("0x" + std::string(5000, 'f')), 16), std::string(5000, 'f'));
    EXPECT_EQ(text(number("0o" + std::string(5000, '7')), 8), std::string(5000, '7'));
    EXPECT_EQ(text(number("0b1" + std::string(5000, '0')), 2), "1" + std::string(5000, '0'));
}

TEST(BigInt, Grammar) {
    EXPECT_EQ(text(number("")), "0");
    EXPECT_EQ(text(number("  \n")), "0");
    EXPECT_EQ(text(number("-0")), "0");
    EXPECT_EQ(text(number(" +12 ")), "12");
    EXPECT_EQ(text(number("0X1f")), "31");
    EXPECT_EQ(text(number("000123")), "123");
    for (const char* bad : {"-0x1", "1n", "1.5", "1e3", "0x", "0b2", "1_0", "+", "-", "Infinity", "1 2", "0b"}) {
        EXPECT_FALSE(is_valid(bad)) << bad;
    }
    std::string literal = "0xFFFF_FFFF_FFFF_FFFF_Fn";
    auto parts = scan_literal(reinterpret_cast<const uint8_t*>(literal.data()), literal.size());
    EXPECT_EQ(text(run(parse_capacity(parts.length, parts.radix), [&](Limb* out) { return parse(out, parts); }), 16),
              "fffffffffffffffff");
    literal = "1_000_000_000_000_000_000_000n";
    parts = scan_literal(reinterpret_cast<const uint8_t*>(literal.data()), literal.size());
    EXPECT_EQ(text(run(parse_capacity(parts.length, parts.radix), [&](Limb* out) { return parse(out, parts); })),
              "1000000000000000000000");
}

TEST(BigInt, Doubles) {
    auto from = [](double value) {
        return text(run(kFromDoubleCapacity, [&](Limb* out) { return from_double(out, value); }));
    };
    EXPECT_EQ(from(-0.0), "0");
    EXPECT_EQ(from(-5), "-5");
    EXPECT_EQ(from(1e21), "1000000000000000000000");
    EXPECT_EQ(from(0x1p64), "18446744073709551616");
    EXPECT_EQ(from(1.7976931348623157e308).size(), 309u);
    auto to = [](const std::string& s) { return to_double(number(s).view()); };
    EXPECT_EQ(to("9007199254740993"), 9007199254740992.0);
    EXPECT_EQ(to("9007199254740995"), 9007199254740996.0);
    EXPECT_EQ(to("0x200000000000010000000000000000"), 0x20000000000001p64);
    EXPECT_EQ(to("0x1000000000000080000000000000000"), 0x1p120);
    EXPECT_EQ(to("0x1000000000000080000000000000001"), 0x1.0000000000001p120);
    EXPECT_EQ(to("0x" + std::string(256, 'f')), std::numeric_limits<double>::infinity());
    EXPECT_EQ(to("0x1" + std::string(255, '0')), 0x1p1020);
    auto order = [](const std::string& s, double d) { return compare(number(s).view(), d); };
    EXPECT_EQ(order("1", 1.5), Order::kLess);
    EXPECT_EQ(order("-1", -1.5), Order::kGreater);
    EXPECT_EQ(order("2", 1.5), Order::kGreater);
    EXPECT_EQ(order("0", -0.5), Order::kGreater);
    EXPECT_EQ(order("0", -0.0), Order::kEqual);
    EXPECT_EQ(order("9007199254740993", 9007199254740992.0), Order::kGreater);
    EXPECT_EQ(order("1", std::nan("")), Order::kUnordered);
    EXPECT_EQ(order("0x1" + std::string(300, '0'), std::numeric_limits<double>::infinity()), Order::kLess);
    EXPECT_EQ(order("0x1" + std::string(300, '0'), 1e308), Order::kGreater);
}

TEST(BigInt, WordsAndLimits) {
    EXPECT_EQ(to_uint64(number("-1").view()), ~uint64_t(0));
    EXPECT_EQ(to_uint64(number("0x10000000000000005").view()), 5u);
    int64_t value;
    EXPECT_TRUE(fits_int64(number("-9223372036854775808").view(), &value));
    EXPECT_EQ(value, INT64_MIN);
    EXPECT_FALSE(fits_int64(number("9223372036854775808").view(), &value));
    EXPECT_EQ(power_capacity(number("2").view(), kMaxBits), SIZE_MAX);
    EXPECT_NE(power_capacity(number("2").view(), kMaxBits - 1), SIZE_MAX);
    EXPECT_EQ(power_capacity(number("10").view(), uint64_t(1) << 40), SIZE_MAX);
    EXPECT_EQ(power_capacity(number("-1").view(), uint64_t(1) << 60), 1u);
    EXPECT_EQ(shift_left_capacity(number("1").view(), kMaxBits), SIZE_MAX);
    EXPECT_EQ(shift_left_capacity(number("0").view(), ~uint64_t(0)), 0u);
    EXPECT_EQ(as_uint_n_capacity(number("-1").view(), kMaxBits + 1), SIZE_MAX);
}

}  // namespace
}  // namespace jsx::numbers::bigint
