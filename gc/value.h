// [doc:values] Value: one 64-bit word for every JavaScript value.
//
//   0                    empty: array hole, uninitialised binding, "an exception is pending"
//   2, 6, 7, 10          null, false, true, undefined
//   0x0000pppppppppppp   pointer to a heap cell, as it is
//   0xFFFE0000iiiiiiii   int32
//   anything between     double: its bits plus 2^49
//
// A cell pointer found in a register or on the native stack is a plain address. Producers prefer
// int32 where the number is one (never for -0); consumers accept both. A NaN is always the canonical
// quiet NaN, so adding 2^49 never wraps into the int range.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "support/compiler.h"

namespace jsx {

namespace gc {
class Cell;
}

class Value {
public:
    /// Set in full for int32; any of these bits set means a number.
    static constexpr uint64_t kIntTag = 0xFFFE'0000'0000'0000;
    static constexpr uint64_t kDoubleOffset = uint64_t(1) << 49;
    static constexpr uint64_t kOtherTag = 2;
    static constexpr uint64_t kNotCellMask = kIntTag | kOtherTag;

    constexpr Value() = default;
    static constexpr Value from_bits(uint64_t bits) { return Value(bits); }
    static constexpr Value empty() { return from_bits(0); }
    static constexpr Value null() { return from_bits(2); }
    static constexpr Value undefined() { return from_bits(10); }
    static constexpr Value boolean(bool b) { return Value(6 | uint64_t(b)); }
    static constexpr Value int32(int32_t i) { return Value(kIntTag | uint32_t(i)); }
    /// A double kept as one even when it is integral; NaNs are canonicalised.
    static constexpr Value raw_double(double d) {
        if (d != d) return Value(0x7FF8'0000'0000'0000 + kDoubleOffset);
        return Value(std::bit_cast<uint64_t>(d) + kDoubleOffset);
    }
    /// The number `d`, as int32 where it is one (-0 stays a double).
    static Value number(double d) {
        if (d >= -2147483648.0 && d <= 2147483647.0) {
            int32_t i = int32_t(d);
            if (double(i) == d && (i != 0 || !std::signbit(d))) return int32(i);
        }
        return raw_double(d);
    }
    static Value number(int32_t i) { return int32(i); }
    static Value number(uint32_t u) {
        return u <= uint32_t(std::numeric_limits<int32_t>::max()) ? int32(int32_t(u))
                                                                  : raw_double(double(u));
    }
    static Value number(int64_t i) {
        return i == int32_t(i) ? int32(int32_t(i)) : raw_double(double(i));
    }
    static Value number(uint64_t u) {
        return u <= uint64_t(std::numeric_limits<int32_t>::max()) ? int32(int32_t(u))
                                                                  : raw_double(double(u));
    }
    Value(const gc::Cell* cell) : bits_(reinterpret_cast<uint64_t>(cell)) {}

    constexpr uint64_t bits() const { return bits_; }
    constexpr bool is_empty() const { return bits_ == 0; }
    constexpr bool is_null() const { return bits_ == 2; }
    constexpr bool is_undefined() const { return bits_ == 10; }
    constexpr bool is_nullish() const { return (bits_ & ~uint64_t(8)) == 2; }
    constexpr bool is_boolean() const { return (bits_ & ~uint64_t(1)) == 6; }
    constexpr bool is_true() const { return bits_ == 7; }
    constexpr bool is_false() const { return bits_ == 6; }
    constexpr bool is_int32() const { return bits_ >= kIntTag; }
    constexpr bool is_number() const { return (bits_ & kIntTag) != 0; }
    constexpr bool is_double() const { return is_number() && !is_int32(); }
    /// A heap cell; false for empty.
    constexpr bool is_cell() const { return (bits_ & kNotCellMask) == 0 && bits_ != 0; }
    constexpr bool is_cell_or_empty() const { return (bits_ & kNotCellMask) == 0; }

    constexpr int32_t as_int32() const { return int32_t(uint32_t(bits_)); }
    constexpr double as_double() const { return std::bit_cast<double>(bits_ - kDoubleOffset); }
    constexpr double as_number() const { return is_int32() ? double(as_int32()) : as_double(); }
    constexpr bool as_boolean() const { return bits_ & 1; }
    gc::Cell* as_cell() const { return reinterpret_cast<gc::Cell*>(bits_); }

    /// Same bits: identity for cells, not SameValue for numbers.
    constexpr bool operator==(const Value&) const = default;

private:
    explicit constexpr Value(uint64_t bits) : bits_(bits) {}
    uint64_t bits_ = 0;
};
static_assert(sizeof(Value) == 8);

}  // namespace jsx
