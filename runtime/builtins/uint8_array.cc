// Uint8Array, with base64 and hexadecimal (tc39.es/ecma262/#sec-uint8array.prototype.tobase64 and so on).
#include <cstring>
#include <vector>

#include "runtime/builtins/typed_array_builtins.h"
#include "support/numbers/string_to_number.h"

namespace jsx {

// ---- receivers and options ----

static Completion<TypedArray*> this_uint8_array(Isolate& iso, Arguments args, const char* method) {
    auto* array = cell_as<TypedArray>(args.this_value());
    if (array && array->type() == ElementType::kUint8) return array;
    return throw_incompatible_receiver(iso, method, args.this_value());
}

static Completion<String*> text_argument(Isolate& iso, Value v) {
    if (!is_string(v)) return iso.throw_type_error("input argument must be a string");
    return as_string(v);
}

/// An option whose value is one of a few texts: its number, or the TypeError. `options`: undefined or an object.
static Completion<int> text_option(Isolate& iso, Value options, String* name, std::initializer_list<const char*> choices) {
    if (options.is_undefined()) return 0;
    if (!is_object(options)) return iso.throw_type_error("invalid_argument");
    Value v = TRY(get(iso, as_object(options), PropertyKey(name)));
    if (v.is_undefined()) return 0;
    int n = 0;
    for (const char* choice : choices) {
        if (is_string(v) && Utf8Text(iso, as_string(v)).view() == choice) return n;
        n++;
    }
    return iso.throw_type_error("invalid option %V", &v);
}

enum Alphabet : int { kBase64, kBase64Url };
enum LastChunk : int { kLoose, kStrict, kStopBeforePartial };

static Completion<int> alphabet_option(Isolate& iso, Value options) {
    return text_option(iso, options, iso.names.alphabet, {"base64", "base64url"});
}
static Completion<int> last_chunk_option(Isolate& iso, Value options) {
    return text_option(iso, options, iso.names.lastChunkHandling, {"loose", "strict", "stop-before-partial"});
}

// ---- decoding ----

namespace {
struct Decoded {
    size_t read = 0;  // units
    std::vector<uint8_t> bytes;
    const char* error = nullptr;
};
constexpr const char* kBadCharacter = "Found a character that cannot be part of a valid base64 string.";
constexpr const char* kSingleCharacter = "The base64 input terminates with a single character, excluding padding (=).";
constexpr const char* kExtraBits = "The base64 input terminates with non-zero padding bits.";
constexpr const char* kBadHex = "Input string must contain hex characters in even length";
}  // namespace

static int base64_value(char16_t c, int alphabet) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == (alphabet == kBase64 ? '+' : '-')) return 62;
    if (c == (alphabet == kBase64 ? '/' : '_')) return 63;
    return -1;
}

/// The bytes of 2 or 3 digits; false if there are bits left over and that matters.
static bool decode_final_chunk(uint32_t chunk, int digits, bool is_strict, std::vector<uint8_t>& bytes) {
    int extra = digits == 2 ? 4 : 2;
    if (is_strict && (chunk & ((1u << extra) - 1))) return false;
    chunk >>= extra;
    if (digits == 3) bytes.push_back(uint8_t(chunk >> 8));
    bytes.push_back(uint8_t(chunk));
    return true;
}

// https://tc39.es/ecma262/#sec-frombase64
static Decoded from_base64(const FlatContent& text, int alphabet, int last_chunk, size_t max_length) {
    Decoded result;
    if (max_length == 0) return result;
    uint32_t chunk = 0;
    int digits = 0;
    size_t index = 0, length = text.length;
    auto skip_space = [&] {
        while (index < length && (text[uint32_t(index)] == ' ' || text[uint32_t(index)] == '\t' || text[uint32_t(index)] == '\n' ||
                                  text[uint32_t(index)] == '\f' || text[uint32_t(index)] == '\r')) {
            index++;
        }
    };
    auto fail = [&](const char* error) {
        result.error = error;
        return result;
    };
    auto finish = [&](bool is_strict) {
        if (!decode_final_chunk(chunk, digits, is_strict, result.bytes)) return fail(kExtraBits);
        result.read = length;
        return result;
    };
    for (;;) {
        skip_space();
        if (index == length) {
            if (digits > 0) {
                if (last_chunk == kStopBeforePartial) return result;
                if (digits == 1) return fail(kSingleCharacter);
                if (last_chunk == kStrict) return fail(kBadCharacter);
                return finish(false);
            }
            result.read = length;
            return result;
        }
        char16_t c = text[uint32_t(index++)];
        if (c == '=') {
            if (digits < 2) return fail(kBadCharacter);
            skip_space();
            if (digits == 2) {
                if (index == length) return last_chunk == kStopBeforePartial ? result : fail(kBadCharacter);
                if (text[uint32_t(index)] == '=') {
                    index++;
                    skip_space();
                }
            }
            if (index < length) return fail(kBadCharacter);
            return finish(last_chunk == kStrict);
        }
        int value = base64_value(c, alphabet);
        if (value < 0) return fail(kBadCharacter);
        size_t remaining = max_length - result.bytes.size();
        if ((remaining == 1 && digits == 2) || (remaining == 2 && digits == 3)) return result;
        chunk = chunk << 6 | uint32_t(value);
        if (++digits < 4) continue;
        result.bytes.push_back(uint8_t(chunk >> 16));
        result.bytes.push_back(uint8_t(chunk >> 8));
        result.bytes.push_back(uint8_t(chunk));
        chunk = 0;
        digits = 0;
        result.read = index;
        if (result.bytes.size() == max_length) return result;
    }
}

// https://tc39.es/ecma262/#sec-fromhex
static Decoded from_hex(const FlatContent& text, size_t max_length) {
    Decoded result;
    if (text.length % 2 != 0) {
        result.error = kBadHex;
        return result;
    }
    while (result.read < text.length && result.bytes.size() < max_length) {
        unsigned high = numbers::digit_value(text[uint32_t(result.read)]);
        unsigned low = numbers::digit_value(text[uint32_t(result.read) + 1]);
        if (high >= 16 || low >= 16) {
            result.error = kBadHex;
            return result;
        }
        result.bytes.push_back(uint8_t(high << 4 | low));
        result.read += 2;
    }
    return result;
}

/// A new array of the bytes, or the SyntaxError.
static Completion<Value> make_array(Isolate& iso, const Decoded& decoded) {
    if (decoded.error) return iso.throw_syntax_error("%s", decoded.error);
    TypedArray* array = TRY(new_typed_array(iso, ElementType::kUint8, double(decoded.bytes.size())));
    if (!decoded.bytes.empty()) std::memcpy(array->data(), decoded.bytes.data(), decoded.bytes.size());
    return array;
}

/// Stores the bytes, also of what was well formed before an error; the result { read, written }.
static Completion<Value> write_bytes(Isolate& iso, TypedArray* into, const Decoded& decoded) {
    if (!decoded.bytes.empty()) std::memcpy(into->data(), decoded.bytes.data(), decoded.bytes.size());
    if (decoded.error) return iso.throw_syntax_error("%s", decoded.error);
    Object* result = new_object(iso);
    result->put_named(iso, PropertyKey(iso.names.read), Value::number(uint64_t(decoded.read)), kAllAttributes);
    result->put_named(iso, PropertyKey(iso.names.written), Value::number(uint64_t(decoded.bytes.size())), kAllAttributes);
    return result;
}

// ---- methods ----

// https://tc39.es/ecma262/#sec-uint8array.prototype.tobase64
static Completion<Value> uint8_to_base64(Isolate& iso, Arguments args) {
    constexpr const char* kName = "Uint8Array.prototype.toBase64";
    TypedArray* array = TRY(this_uint8_array(iso, args, kName));
    int alphabet = TRY(alphabet_option(iso, args[0]));
    bool omits_padding = false;
    if (is_object(args[0])) {
        omits_padding = to_boolean(TRY(get(iso, as_object(args[0]), PropertyKey(atomize(iso, "omitPadding")))));
    }
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    const char* digits = alphabet == kBase64 ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                                             : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = array->length(), rest = length % 3;
    size_t size = length / 3 * 4 + (rest == 0 ? 0 : omits_padding ? rest + 1 : 4);
    FlatString* text = TRY(new_flat_string(iso, size, true));
    const uint8_t* in = array->data();
    Latin1* out = text->latin1();
    for (size_t i = 0; i + 3 <= length; i += 3, in += 3) {
        uint32_t chunk = uint32_t(in[0]) << 16 | uint32_t(in[1]) << 8 | in[2];
        for (int shift = 18; shift >= 0; shift -= 6) *out++ = Latin1(digits[chunk >> shift & 63]);
    }
    if (rest > 0) {
        uint32_t chunk = uint32_t(in[0]) << 16 | (rest == 2 ? uint32_t(in[1]) << 8 : 0);
        for (size_t i = 0; i <= rest; i++) *out++ = Latin1(digits[chunk >> (18 - 6 * i) & 63]);
        for (size_t i = rest; i < 3 && !omits_padding; i++) *out++ = '=';
    }
    return text;
}

// https://tc39.es/ecma262/#sec-uint8array.prototype.tohex
static Completion<Value> uint8_to_hex(Isolate& iso, Arguments args) {
    constexpr const char* kName = "Uint8Array.prototype.toHex";
    TypedArray* array = TRY(this_uint8_array(iso, args, kName));
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    size_t length = array->length();
    FlatString* text = TRY(new_flat_string(iso, uint64_t(length) * 2, true));
    for (size_t i = 0; i < length; i++) {
        text->latin1()[2 * i] = Latin1("0123456789abcdef"[array->data()[i] >> 4]);
        text->latin1()[2 * i + 1] = Latin1("0123456789abcdef"[array->data()[i] & 15]);
    }
    return text;
}

// https://tc39.es/ecma262/#sec-uint8array.frombase64
static Completion<Value> uint8_from_base64(Isolate& iso, Arguments args) {
    String* text = TRY(text_argument(iso, args[0]));
    int alphabet = TRY(alphabet_option(iso, args[1]));
    int last_chunk = TRY(last_chunk_option(iso, args[1]));
    return make_array(iso, from_base64(text->content(iso), alphabet, last_chunk, SIZE_MAX));
}

// https://tc39.es/ecma262/#sec-uint8array.fromhex
static Completion<Value> uint8_from_hex(Isolate& iso, Arguments args) {
    return make_array(iso, from_hex(TRY(text_argument(iso, args[0]))->content(iso), SIZE_MAX));
}

// https://tc39.es/ecma262/#sec-uint8array.prototype.setfrombase64
static Completion<Value> uint8_set_from_base64(Isolate& iso, Arguments args) {
    constexpr const char* kName = "Uint8Array.prototype.setFromBase64";
    TypedArray* into = TRY(this_uint8_array(iso, args, kName));
    if (into->buffer()->is_immutable()) return throw_immutable(iso, kName);
    String* text = TRY(text_argument(iso, args[0]));
    int alphabet = TRY(alphabet_option(iso, args[1]));
    int last_chunk = TRY(last_chunk_option(iso, args[1]));
    if (into->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    return write_bytes(iso, into, from_base64(text->content(iso), alphabet, last_chunk, into->length()));
}

// https://tc39.es/ecma262/#sec-uint8array.prototype.setfromhex
static Completion<Value> uint8_set_from_hex(Isolate& iso, Arguments args) {
    constexpr const char* kName = "Uint8Array.prototype.setFromHex";
    TypedArray* into = TRY(this_uint8_array(iso, args, kName));
    if (into->buffer()->is_immutable()) return throw_immutable(iso, kName);
    String* text = TRY(text_argument(iso, args[0]));
    if (into->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    return write_bytes(iso, into, from_hex(text->content(iso), into->length()));
}

static constexpr BuiltinSpec kUint8Statics[] = {
    number_constant("BYTES_PER_ELEMENT", 1),
    method("fromBase64", 1, uint8_from_base64),
    method("fromHex", 1, uint8_from_hex),
};
static constexpr BuiltinSpec kUint8Rows[] = {
    number_constant("BYTES_PER_ELEMENT", 1),
    method("toBase64", 0, uint8_to_base64),
    method("setFromBase64", 1, uint8_set_from_base64),
    method("toHex", 0, uint8_to_hex),
    method("setFromHex", 1, uint8_set_from_hex),
};
const ClassSpec kUint8ArrayClass = {
    .name = "Uint8Array",
    .constructor = uint8_array_constructor,
    .length = 3,
    .constructor_id = RealmObject::kUint8Array,
    .prototype_id = RealmObject::kUint8ArrayPrototype,
    .parent = RealmObject::kTypedArray,
    .prototype_parent = RealmObject::kTypedArrayPrototype,
    .prototype = kUint8Rows,
    .statics = kUint8Statics,
};

}  // namespace jsx
