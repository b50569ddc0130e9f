#include "support/numbers/bigint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>

#include <gmp.h>

#include "support/compiler.h"
#include "support/numbers/number_to_string.h"
#include "support/numbers/string_to_number.h"
#include "support/unicode.h"

namespace jsx::numbers::bigint {
namespace {

static_assert(sizeof(mp_limb_t) == sizeof(Limb) && GMP_NAIL_BITS == 0);

// GMP's limb is `unsigned long`, ours uint64_t; the builds are without strict aliasing.
mp_limb_t* mpn(Limb* limbs) { return reinterpret_cast<mp_limb_t*>(limbs); }
const mp_limb_t* mpn(const Limb* limbs) { return reinterpret_cast<const mp_limb_t*>(limbs); }

struct FreeDeleter {
    void operator()(void* memory) const { std::free(memory); }
};
template <class T>
using Scratch = std::unique_ptr<T[], FreeDeleter>;
template <class T>
Scratch<T> make_scratch(size_t count) {
    T* memory = static_cast<T*>(std::malloc(count * sizeof(T)));
    JSX_CHECK_MEMORY(memory);
    return Scratch<T>(memory);
}

Result normalize(const Limb* limbs, size_t length, bool negative) {
    while (length > 0 && limbs[length - 1] == 0) length--;
    return {length, length > 0 && negative};
}

Order compare_magnitudes(View a, View b) {
    if (a.length != b.length) return a.length < b.length ? Order::kLess : Order::kGreater;
    for (size_t i = a.length; i-- > 0;) {
        if (a.limbs[i] != b.limbs[i]) return a.limbs[i] < b.limbs[i] ? Order::kLess : Order::kGreater;
    }
    return Order::kEqual;
}

Order reverse(Order order) {
    if (order == Order::kLess) return Order::kGreater;
    if (order == Order::kGreater) return Order::kLess;
    return order;
}

/// a + b, where the sign of b is given.
Result add_signed(Limb* out, View a, View b, bool b_negative) {
    if (a.negative == b_negative) {
        // FAST: one limb each.
        if (a.length == 1 && b.length == 1) {
            out[0] = a.limbs[0] + b.limbs[0];
            out[1] = out[0] < a.limbs[0];
            return {size_t(1 + out[1]), a.negative};
        }
        if (a.length < b.length) std::swap(a, b);
        if (b.length == 0) {
            std::copy_n(a.limbs, a.length, out);
            return {a.length, a.length > 0 && b_negative};
        }
        out[a.length] = mpn_add(mpn(out), mpn(a.limbs), mp_size_t(a.length), mpn(b.limbs),
                                mp_size_t(b.length));
        return {a.length + (out[a.length] != 0), b_negative};
    }
    bool negative = a.negative;
    Order order = compare_magnitudes(a, b);
    if (order == Order::kEqual) return {};
    if (order == Order::kLess) {
        std::swap(a, b);
        negative = b_negative;
    }
    if (a.length == 1) {
        out[0] = a.limbs[0] - (b.length ? b.limbs[0] : 0);
        return {1, negative};
    }
    if (b.length == 0) {
        std::copy_n(a.limbs, a.length, out);
    } else {
        mpn_sub(mpn(out), mpn(a.limbs), mp_size_t(a.length), mpn(b.limbs), mp_size_t(b.length));
    }
    return normalize(out, a.length, negative);
}

/// The limbs of a number in two's complement, one after another, without end.
class TwosComplement {
public:
    explicit TwosComplement(View a) : view_(a), carry_(a.negative) {}
    Limb next() {
        Limb limb = index_ < view_.length ? view_.limbs[index_] : 0;
        index_++;
        if (!view_.negative) return limb;
        limb = ~limb + carry_;
        carry_ = carry_ && limb == 0;
        return limb;
    }

private:
    View view_;
    size_t index_ = 0;
    bool carry_;
};

/// Turns `length` limbs of two's complement into sign and magnitude.
Result from_twos_complement(Limb* limbs, size_t length, bool negative) {
    if (negative) {
        bool carry = true;
        for (size_t i = 0; i < length; i++) {
            limbs[i] = ~limbs[i] + carry;
            carry = carry && limbs[i] == 0;
        }
    }
    return normalize(limbs, length, negative);
}

template <class Operation>
Result logic(Limb* out, View a, View b, Operation operation) {
    // One limb more than the longer holds the sign, and the magnitude of -2^64k.
    size_t length = logic_capacity(a, b);
    TwosComplement x(a);
    TwosComplement y(b);
    for (size_t i = 0; i < length; i++) out[i] = operation(x.next(), y.next());
    return from_twos_complement(out, length, out[length - 1] >> 63);
}

/// The magnitude of the lowest `bits` bits of two's complement, in place.
size_t truncate_bits(Limb* limbs, size_t length, uint64_t bits) {
    size_t whole = size_t(bits / 64);
    if (whole < length) {
        limbs[whole] &= (Limb(1) << (bits % 64)) - 1;
        length = whole + 1;
    }
    return normalize(limbs, length, false).length;
}

Result shift_magnitude_left(Limb* out, View a, uint64_t bits) {
    size_t limbs = size_t(bits / 64);
    unsigned rest = unsigned(bits % 64);
    std::fill_n(out, limbs, Limb(0));
    size_t length = a.length + limbs;
    if (rest == 0) {
        std::copy_n(a.limbs, a.length, out + limbs);
    } else {
        out[length] = mpn_lshift(mpn(out + limbs), mpn(a.limbs), mp_size_t(a.length), rest);
        if (out[length] != 0) length++;
    }
    return {length, a.negative};
}

/// The largest power of the radix in a limb, and its exponent.
struct Chunk {
    int digits;
    Limb power;
};
constexpr auto kChunks = [] {
    struct Table {
        Chunk of[37];
    } table{};
    for (unsigned radix = 2; radix <= 36; radix++) {
        Chunk chunk{0, 1};
        while (chunk.power <= ~Limb(0) / radix) {
            chunk.power *= radix;
            chunk.digits++;
        }
        table.of[radix] = chunk;
    }
    return table;
}();

}  // namespace

uint64_t bit_length(View a) {
    return a.length == 0 ? 0 : uint64_t(a.length) * 64 - unsigned(std::countl_zero(a.limbs[a.length - 1]));
}

// ---- Comparison --------------------------------------------------------------------------------

Order compare(View a, View b) {
    if (a.negative != b.negative) return a.negative ? Order::kLess : Order::kGreater;
    Order order = compare_magnitudes(a, b);
    return a.negative ? reverse(order) : order;
}

Order compare(View a, double b) {
    if (std::isnan(b)) return Order::kUnordered;
    if (std::isinf(b)) return b < 0 ? Order::kGreater : Order::kLess;
    double whole = std::trunc(b);
    Limb limbs[kFromDoubleCapacity];
    Result r = from_double(limbs, whole);
    Order order = compare(a, View{limbs, r.length, r.negative});
    if (order != Order::kEqual || whole == b) return order;
    return whole < b ? Order::kLess : Order::kGreater;
}

bool equal(View a, View b) {
    return a.length == b.length && a.negative == b.negative &&
           (a.length == 0 || std::memcmp(a.limbs, b.limbs, a.length * sizeof(Limb)) == 0);
}

// ---- Arithmetic --------------------------------------------------------------------------------

Result add(Limb* out, View a, View b) { return add_signed(out, a, b, b.negative); }

Result subtract(Limb* out, View a, View b) {
    return add_signed(out, a, b, b.length > 0 ? !b.negative : a.negative);
}

Result multiply(Limb* out, View a, View b) {
    if (a.length == 0 || b.length == 0) return {};
    bool negative = a.negative != b.negative;
    // FAST: one limb each.
    if (a.length == 1 && b.length == 1) {
        unsigned __int128 product = (unsigned __int128)a.limbs[0] * b.limbs[0];
        out[0] = Limb(product);
        out[1] = Limb(product >> 64);
        return {size_t(1 + (out[1] != 0)), negative};
    }
    if (a.length < b.length) std::swap(a, b);
    if (a.limbs == b.limbs && a.length == b.length) {
        mpn_sqr(mpn(out), mpn(a.limbs), mp_size_t(a.length));
    } else {
        mpn_mul(mpn(out), mpn(a.limbs), mp_size_t(a.length), mpn(b.limbs), mp_size_t(b.length));
    }
    return normalize(out, a.length + b.length, negative);
}

DivideResult divide(Limb* quotient, Limb* remainder, View a, View b) {
    JSX_DCHECK(!b.is_zero());
    if (a.length < b.length) {
        std::copy_n(a.limbs, a.length, remainder);
        return {{}, {a.length, a.negative}};
    }
    bool negative = a.negative != b.negative;
    if (b.length == 1) {
        if (a.length == 1) {
            quotient[0] = a.limbs[0] / b.limbs[0];
            remainder[0] = a.limbs[0] % b.limbs[0];
        } else {
            remainder[0] =
                mpn_divrem_1(mpn(quotient), 0, mpn(a.limbs), mp_size_t(a.length), b.limbs[0]);
        }
        return {normalize(quotient, a.length, negative), normalize(remainder, 1, a.negative)};
    }
    mpn_tdiv_qr(mpn(quotient), mpn(remainder), 0, mpn(a.limbs), mp_size_t(a.length), mpn(b.limbs),
                mp_size_t(b.length));
    return {normalize(quotient, a.length - b.length + 1, negative),
            normalize(remainder, b.length, a.negative)};
}

size_t power_capacity(View a, uint64_t exponent) {
    if (exponent == 0 || a.length == 0) return 1;
    uint64_t bits = bit_length(a);
    if (bits == 1) return 1;
    // The result has at least (bits - 1) * exponent + 1 bits.
    if ((bits - 1) > (kMaxBits - 1) / exponent) return SIZE_MAX;
    return size_t(bits * exponent / 64) + a.length + 3;
}

Result power(Limb* out, Limb* scratch, View a, uint64_t exponent) {
    bool negative = a.negative && (exponent & 1);
    if (exponent == 0) {
        out[0] = 1;
        return {1, false};
    }
    if (a.length == 0) return {};
    // FAST: a power of two is a shift.
    if (a.length == 1 && std::has_single_bit(a.limbs[0])) {
        Limb one = 1;
        uint64_t shift = uint64_t(std::countr_zero(a.limbs[0])) * exponent;
        return {shift_magnitude_left(out, View{&one, 1, false}, shift).length, negative};
    }
    // From the top bit of the exponent down; the running power alternates between the two buffers.
    Limb* current = out;
    Limb* other = scratch;
    std::copy_n(a.limbs, a.length, current);
    size_t length = a.length;
    for (int bit = std::bit_width(exponent) - 2; bit >= 0; bit--) {
        mpn_sqr(mpn(other), mpn(current), mp_size_t(length));
        length = normalize(other, 2 * length, false).length;
        std::swap(current, other);
        if (exponent >> bit & 1) {
            if (length >= a.length) {
                mpn_mul(mpn(other), mpn(current), mp_size_t(length), mpn(a.limbs), mp_size_t(a.length));
            } else {
                mpn_mul(mpn(other), mpn(a.limbs), mp_size_t(a.length), mpn(current), mp_size_t(length));
            }
            length = normalize(other, length + a.length, false).length;
            std::swap(current, other);
        }
    }
    if (current != out) std::copy_n(current, length, out);
    return {length, negative};
}

// ---- Shifts and logic --------------------------------------------------------------------------

size_t shift_left_capacity(View a, uint64_t bits) {
    if (a.length == 0) return 0;
    if (bits > kMaxBits || bit_length(a) + bits > kMaxBits) return SIZE_MAX;
    return a.length + size_t(bits / 64) + 1;
}

Result shift_left(Limb* out, View a, uint64_t bits) {
    if (a.length == 0) return {};
    return shift_magnitude_left(out, a, bits);
}

size_t shift_right_capacity(View a, uint64_t bits) {
    size_t limbs = size_t(std::min<uint64_t>(bits / 64, a.length));
    return a.length - limbs + 1;
}

Result shift_right(Limb* out, View a, uint64_t bits) {
    if (a.length == 0) return {};
    if (bits / 64 >= a.length) {
        if (!a.negative) return {};
        out[0] = 1;
        return {1, true};
    }
    size_t limbs = size_t(bits / 64);
    unsigned rest = unsigned(bits % 64);
    size_t length = a.length - limbs;
    bool lost = false;
    for (size_t i = 0; i < limbs && !lost; i++) lost = a.limbs[i] != 0;
    if (rest == 0) {
        std::copy_n(a.limbs + limbs, length, out);
    } else {
        lost |= mpn_rshift(mpn(out), mpn(a.limbs + limbs), mp_size_t(length), rest) != 0;
    }
    // Toward minus infinity: a negative number that lost bits is one further down.
    if (a.negative && lost) {
        out[length] = mpn_add_1(mpn(out), mpn(out), mp_size_t(length), 1);
        length++;
    }
    return normalize(out, length, a.negative);
}

Result bitwise_and(Limb* out, View a, View b) {
    return logic(out, a, b, [](Limb x, Limb y) { return x & y; });
}
Result bitwise_or(Limb* out, View a, View b) {
    return logic(out, a, b, [](Limb x, Limb y) { return x | y; });
}
Result bitwise_xor(Limb* out, View a, View b) {
    return logic(out, a, b, [](Limb x, Limb y) { return x ^ y; });
}

Result bitwise_not(Limb* out, View a) {
    // ~a is -a - 1.
    Small one(1);
    return add_signed(out, View{a.limbs, a.length, a.length > 0 && !a.negative}, one.view(), true);
}

size_t as_uint_n_capacity(View a, uint64_t bits) {
    if (bits == 0 || a.length == 0) return 0;
    if (!a.negative) return a.length;
    return bits > kMaxBits ? SIZE_MAX : size_t((bits + 63) / 64) + 1;
}

Result as_uint_n(Limb* out, View a, uint64_t bits) {
    if (bits == 0 || a.length == 0) return {};
    size_t length = a.negative ? size_t((bits + 63) / 64) : a.length;
    TwosComplement x(a);
    for (size_t i = 0; i < length; i++) out[i] = x.next();
    return {truncate_bits(out, length, bits), false};
}

size_t as_int_n_capacity(View a, uint64_t bits) {
    if (bits == 0) return 0;
    return size_t(std::min<uint64_t>((bits + 63) / 64, a.length)) + 1;
}

Result as_int_n(Limb* out, View a, uint64_t bits) {
    if (bits == 0 || a.length == 0) return {};
    // A number shorter than `bits` is itself.
    if (bit_length(a) < bits) {
        std::copy_n(a.limbs, a.length, out);
        return {a.length, a.negative};
    }
    // So bits <= 64 * a.length.
    size_t length = size_t((bits + 63) / 64);
    TwosComplement x(a);
    for (size_t i = 0; i < length; i++) out[i] = x.next();
    unsigned top = unsigned((bits - 1) % 64);  // of the last limb
    bool negative = out[length - 1] >> top & 1;
    // Extend the sign over the rest of the last limb.
    if (top < 63) {
        Limb mask = (Limb(1) << (top + 1)) - 1;
        out[length - 1] = negative ? out[length - 1] | ~mask : out[length - 1] & mask;
    }
    // -2^(64k-1) has a magnitude of 64k bits: no limb more is needed.
    return from_twos_complement(out, length, negative);
}

// ---- Conversions -------------------------------------------------------------------------------

Result from_double(Limb* out, double value) {
    JSX_DCHECK(std::trunc(value) == value && std::isfinite(value));
    bool negative = value < 0;
    double magnitude = std::fabs(value);
    if (magnitude < 0x1p64) {
        out[0] = Limb(magnitude);
        return normalize(out, 1, negative);
    }
    uint64_t bits = std::bit_cast<uint64_t>(magnitude);
    uint64_t mantissa = (bits & 0xFFFFFFFFFFFFF) | uint64_t(1) << 52;
    uint64_t shift = (bits >> 52) - 1075;
    return {shift_magnitude_left(out, View{&mantissa, 1, false}, shift).length, negative};
}

double to_double(View a) {
    if (a.length == 0) return 0;
    double magnitude;
    if (a.length == 1) {
        magnitude = double(a.limbs[0]);
    } else {
        uint64_t bits = bit_length(a);
        if (bits > 1024) {
            magnitude = std::numeric_limits<double>::infinity();
        } else {
            int shift = std::countl_zero(a.limbs[a.length - 1]);
            Limb top = a.limbs[a.length - 1] << shift;
            Limb below = a.limbs[a.length - 2];
            if (shift) top |= below >> (64 - shift);
            bool sticky = (below << shift) != 0;
            for (size_t i = 0; i + 2 < a.length && !sticky; i++) sticky = a.limbs[i] != 0;
            if (sticky) top |= 1;
            magnitude = std::ldexp(double(top), int(bits) - 64);
        }
    }
    return a.negative ? -magnitude : magnitude;
}

uint64_t to_uint64(View a) {
    if (a.length == 0) return 0;
    return a.negative ? 0 - a.limbs[0] : a.limbs[0];
}

bool fits_int64(View a, int64_t* value) {
    if (a.length > 1) return false;
    uint64_t magnitude = a.length ? a.limbs[0] : 0;
    if (magnitude > uint64_t(INT64_MAX) + a.negative) return false;
    *value = int64_t(a.negative ? 0 - magnitude : magnitude);
    return true;
}

namespace {

template <class Char>
void take_radix_prefix(Text<Char>& text) {
    if (text.length < 2 || text.digits[0] != '0') return;
    switch (text.digits[1]) {
    case 'x':
    case 'X':
        text.radix = 16;
        break;
    case 'o':
    case 'O':
        text.radix = 8;
        break;
    case 'b':
    case 'B':
        text.radix = 2;
        break;
    default:
        return;
    }
    text.digits += 2;
    text.length -= 2;
}

template <class Char>
Text<Char> scan_string_impl(const Char* p, size_t length) {
    const Char* end = p + length;
    while (p < end && unicode::is_space_or_line_terminator(*p)) p++;
    while (end > p && unicode::is_space_or_line_terminator(end[-1])) end--;
    Text<Char> text{p, size_t(end - p), 10, false, false};
    if (p == end) {
        text.is_valid = true;
        return text;
    }
    take_radix_prefix(text);
    if (text.radix == 10 && (*p == '-' || *p == '+')) {
        text.negative = *p == '-';
        text.digits++;
        text.length--;
    }
    if (text.length == 0) return text;
    for (size_t i = 0; i < text.length; i++) {
        if (digit_value(text.digits[i]) >= unsigned(text.radix)) return text;
    }
    text.is_valid = true;
    return text;
}

template <class Char>
Text<Char> scan_literal_impl(const Char* p, size_t length) {
    if (length > 0 && p[length - 1] == 'n') length--;
    Text<Char> text{p, length, 10, false, true};
    take_radix_prefix(text);
    return text;
}

template <class Char>
Result parse_impl(Limb* out, const Text<Char>& text) {
    const Char* p = text.digits;
    const Char* end = p + text.length;
    unsigned radix = unsigned(text.radix);
    while (p < end && (*p == '0' || *p == '_')) p++;
    if (std::has_single_bit(radix)) {
        int shift = std::countr_zero(radix);
        size_t length = 0;
        Limb limb = 0;
        int filled = 0;
        while (end > p) {
            Char unit = *--end;
            if (unit == '_') continue;
            Limb digit = digit_value(unit);
            limb |= digit << filled;
            filled += shift;
            if (filled >= 64) {
                out[length++] = limb;
                filled -= 64;
                limb = filled ? digit >> (shift - filled) : 0;
            }
        }
        if (filled > 0) out[length++] = limb;
        return normalize(out, length, text.negative);
    }
    constexpr ptrdiff_t kQuadraticDigits = 1000;
    size_t length = 0;
    if (end - p <= kQuadraticDigits) {
        const Chunk chunk = kChunks.of[radix];
        while (p < end) {
            Limb value = 0;
            Limb factor = 1;
            for (int i = 0; p < end && i < chunk.digits; p++) {
                if (*p == '_') continue;
                value = value * radix + digit_value(*p);
                factor *= radix;
                i++;
            }
            if (length > 0) {
                Limb carry = mpn_mul_1(mpn(out), mpn(out), mp_size_t(length), factor);
                carry += mpn_add_1(mpn(out), mpn(out), mp_size_t(length), value);
                if (carry) out[length++] = carry;
            } else if (value != 0) {
                out[length++] = value;
            }
        }
        return {length, length > 0 && text.negative};
    }
    auto digits = make_scratch<unsigned char>(size_t(end - p));
    size_t count = 0;
    for (; p < end; p++) {
        if (*p != '_') digits[count++] = static_cast<unsigned char>(digit_value(*p));
    }
    length = size_t(mpn_set_str(mpn(out), digits.get(), count, int(radix)));
    return normalize(out, length, text.negative);
}

}  // namespace

Text<uint8_t> scan_string(const uint8_t* text, size_t length) { return scan_string_impl(text, length); }
Text<char16_t> scan_string(const char16_t* text, size_t length) { return scan_string_impl(text, length); }
Text<uint8_t> scan_literal(const uint8_t* text, size_t length) { return scan_literal_impl(text, length); }
Text<char16_t> scan_literal(const char16_t* text, size_t length) { return scan_literal_impl(text, length); }

size_t parse_capacity(size_t digits, int radix) {
    // log2 of the radix, rounded up in units of 1/32; two limbs more are what mpn_set_str may touch.
    double bits = double(digits) * std::ceil(std::log2(double(radix)) * 32) / 32;
    return size_t(bits / 64) + 3;
}

Result parse(Limb* out, const Text<uint8_t>& text) { return parse_impl(out, text); }
Result parse(Limb* out, const Text<char16_t>& text) { return parse_impl(out, text); }

size_t to_string_capacity(View a, int radix) {
    if (a.length == 0) return 1;
    // mpn_get_str asks for room for any number of as many limbs, and one character.
    double digits = double(a.length) * 64 / (std::floor(std::log2(double(radix)) * 32) / 32);
    return size_t(digits) + 3;
}

size_t to_string(char* out, View a, int radix_in) {
    unsigned radix = unsigned(radix_in);
    char* p = out;
    if (a.length == 0) {
        *p = '0';
        return 1;
    }
    if (a.negative) *p++ = '-';
    if (a.length == 1 && radix == 10) return size_t(p - out) + uint64_to_string(a.limbs[0], p);
    if (std::has_single_bit(radix)) {
        unsigned shift = unsigned(std::countr_zero(radix));
        uint64_t digits = (bit_length(a) + shift - 1) / shift;
        for (uint64_t i = digits; i-- > 0;) {
            uint64_t position = i * shift;
            size_t index = size_t(position / 64);
            unsigned offset = unsigned(position % 64);
            Limb digit = a.limbs[index] >> offset;
            if (offset + shift > 64 && index + 1 < a.length) digit |= a.limbs[index + 1] << (64 - offset);
            *p++ = kDigits[digit & (radix - 1)];
        }
        return size_t(p - out);
    }
    constexpr size_t kQuadraticLimbs = 24;
    if (a.length <= kQuadraticLimbs) {
        Limb rest[kQuadraticLimbs];
        std::copy_n(a.limbs, a.length, rest);
        size_t length = a.length;
        const Chunk chunk = kChunks.of[radix];
        char text[kQuadraticLimbs * 64];
        char* q = text + sizeof text;
        while (length > 0) {
            Limb value = mpn_divrem_1(mpn(rest), 0, mpn(rest), mp_size_t(length), chunk.power);
            while (length > 0 && rest[length - 1] == 0) length--;
            bool last = length == 0;  // then there are no leading zeros to write
            for (int i = 0; last ? value != 0 : i < chunk.digits; i++) {
                *--q = kDigits[value % radix];
                value /= radix;
            }
        }
        size_t count = size_t(text + sizeof text - q);
        std::memcpy(p, q, count);
        return size_t(p - out) + count;
    }
    auto limbs = make_scratch<Limb>(a.length + 1);
    std::copy_n(a.limbs, a.length, limbs.get());
    auto* digits = reinterpret_cast<unsigned char*>(p);
    size_t count = mpn_get_str(digits, int(radix), mpn(limbs.get()), mp_size_t(a.length));
    size_t zeros = 0;
    while (zeros < count && digits[zeros] == 0) zeros++;
    for (size_t i = zeros; i < count; i++) p[i - zeros] = kDigits[digits[i]];
    return size_t(p - out) + count - zeros;
}

}  // namespace jsx::numbers::bigint
