// tc39.es/ecma262/#sec-function-properties-of-the-global-object, URI handling and Annex B's escape and unescape.
#include "runtime/builtins/globals.h"

#include "runtime/builtins/builtins.h"
#include "runtime/builtins/structured_clone.h"
#include "runtime/object/job_queue.h"
#include "support/numbers/string_to_number.h"

namespace jsx {

namespace {

// ---- numbers ----

// https://tc39.es/ecma262/#sec-parseint-string-radix
Completion<Value> global_parse_int(Isolate& iso, Arguments args) {
    // FAST: an int32 in radix 10 is itself.
    if (args[0].is_int32() && args[1].is_undefined()) return args[0];
    // 1-2. Let S be the trimmed string (numbers::parse_int trims).
    String* s = TRY(to_string(iso, args[0]));
    // 6-14.
    int32_t radix = TRY(to_int32(iso, args[1]));
    FlatContent text = s->content(iso);
    return Value::number(text.is_latin1 ? numbers::parse_int(text.latin1(), text.length, radix)
                                        : numbers::parse_int(text.utf16(), text.length, radix));
}

// https://tc39.es/ecma262/#sec-parsefloat-string
Completion<Value> global_parse_float(Isolate& iso, Arguments args) {
    if (args[0].is_int32()) return args[0];
    String* s = TRY(to_string(iso, args[0]));
    FlatContent text = s->content(iso);
    return Value::number(text.is_latin1 ? numbers::parse_float(text.latin1(), text.length)
                                        : numbers::parse_float(text.utf16(), text.length));
}

// https://tc39.es/ecma262/#sec-isnan-number
Completion<Value> global_is_nan(Isolate& iso, Arguments args) {
    double number = TRY(to_number(iso, args[0]));
    return Value::boolean(number != number);
}

// https://tc39.es/ecma262/#sec-isfinite-number
Completion<Value> global_is_finite(Isolate& iso, Arguments args) {
    double number = TRY(to_number(iso, args[0]));
    return Value::boolean(std::isfinite(number));
}

// ---- eval ----

// https://tc39.es/ecma262/#sec-eval-x
Completion<Value> global_eval(Isolate& iso, Arguments args) {
    if (!is_string(args[0])) return args[0];
    return interp::indirect_eval(iso, callee_realm(args), args[0]);
}

// ---- URI handling ----

/// A set of ASCII characters, one bit each.
struct AsciiSet {
    uint64_t bits[2] = {};
    constexpr AsciiSet(std::string_view members) {
        for (char c : members) bits[uint8_t(c) >> 6] |= uint64_t(1) << (c & 63);
    }
    constexpr bool has(char32_t c) const { return c < 128 && (bits[c >> 6] >> (c & 63) & 1); }
};
#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
constexpr AsciiSet kUnescapedComponent = std::string_view(ALNUM "-_.!~*'()");
constexpr AsciiSet kUnescapedUri = std::string_view(ALNUM "-_.!~*'();/?:@&=+$,#");
constexpr AsciiSet kReservedUri = std::string_view(";/?:@&=+$,#");
constexpr AsciiSet kNone = std::string_view("");
constexpr AsciiSet kNotEscaped = std::string_view(ALNUM "@*_+-./");
#undef ALNUM
constexpr char kHexDigits[] = "0123456789ABCDEF";

Thrown throw_malformed(Isolate& iso) { return iso.throw_error(ErrorKind::kURIError, "URI malformed"); }

void append_escaped_byte(StringBuilder& out, uint8_t byte) {
    out.append(u'%');
    out.append(char16_t(kHexDigits[byte >> 4]));
    out.append(char16_t(kHexDigits[byte & 15]));
}

// https://tc39.es/ecma262/#sec-encode
Completion<Value> encode(Isolate& iso, String* string, const AsciiSet& unescaped) {
    FlatContent text = string->content(iso);
    StringBuilder out(iso);
    for (uint32_t k = 0; k < text.length; k++) {
        char32_t c = text[k];
        if (unescaped.has(c)) {
            out.append(char16_t(c));
            continue;
        }
        // d. Let cp be CodePointAt(string, k); an unpaired surrogate is malformed.
        if ((c & 0xFC00) == 0xDC00) return throw_malformed(iso);
        if ((c & 0xFC00) == 0xD800) {
            if (k + 1 == text.length || (text[k + 1] & 0xFC00) != 0xDC00) return throw_malformed(iso);
            c = 0x10000 + ((c - 0xD800) << 10) + (text[++k] - 0xDC00);
        }
        // e-f. Its UTF-8.
        if (c < 0x80) {
            append_escaped_byte(out, uint8_t(c));
        } else if (c < 0x800) {
            append_escaped_byte(out, uint8_t(0xC0 | c >> 6));
            append_escaped_byte(out, uint8_t(0x80 | (c & 63)));
        } else if (c < 0x10000) {
            append_escaped_byte(out, uint8_t(0xE0 | c >> 12));
            append_escaped_byte(out, uint8_t(0x80 | (c >> 6 & 63)));
            append_escaped_byte(out, uint8_t(0x80 | (c & 63)));
        } else {
            append_escaped_byte(out, uint8_t(0xF0 | c >> 18));
            append_escaped_byte(out, uint8_t(0x80 | (c >> 12 & 63)));
            append_escaped_byte(out, uint8_t(0x80 | (c >> 6 & 63)));
            append_escaped_byte(out, uint8_t(0x80 | (c & 63)));
        }
    }
    return TRY(out.finish());
}

/// The byte of two hexadecimal digits at `at`, or -1.
int hex_byte(const FlatContent& text, uint32_t at) {
    unsigned high = numbers::digit_value(text[at]), low = numbers::digit_value(text[at + 1]);
    return high < 16 && low < 16 ? int(high << 4 | low) : -1;
}

// https://tc39.es/ecma262/#sec-decode
Completion<Value> decode(Isolate& iso, String* string, const AsciiSet& preserve) {
    FlatContent text = string->content(iso);
    StringBuilder out(iso);
    for (uint32_t k = 0; k < text.length; k++) {
        char16_t c = text[k];
        if (c != u'%') {
            out.append(c);
            continue;
        }
        uint32_t start = k;
        if (k + 3 > text.length) return throw_malformed(iso);
        int byte = hex_byte(text, k + 1);
        if (byte < 0) return throw_malformed(iso);
        k += 2;
        if (byte < 0x80) {
            if (preserve.has(char32_t(byte))) {
                out.append(string, start, k + 1);
            } else {
                out.append(char16_t(byte));
            }
            continue;
        }
        // n = number of leading ones; n = 1 or n > 4 is malformed.
        int n = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        if (byte < 0xC2 || byte > 0xF4 || k + 3 * uint32_t(n - 1) >= text.length) return throw_malformed(iso);
        char32_t cp = char32_t(byte) & (0x7F >> n);
        for (int j = 1; j < n; j++) {
            k++;
            if (text[k] != u'%') return throw_malformed(iso);
            int continuation = hex_byte(text, k + 1);
            if (continuation < 0 || (continuation & 0xC0) != 0x80) return throw_malformed(iso);
            k += 2;
            cp = cp << 6 | char32_t(continuation & 63);
        }
        bool is_overlong = cp < (n == 2 ? 0x80u : n == 3 ? 0x800u : 0x10000u);
        if (is_overlong || cp > 0x10FFFF || (cp & 0xFFFFF800) == 0xD800) return throw_malformed(iso);
        out.append_code_point(cp);
    }
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-decodeuri-encodeduri
Completion<Value> global_decode_uri(Isolate& iso, Arguments args) {
    return decode(iso, TRY(to_string(iso, args[0])), kReservedUri);
}
// https://tc39.es/ecma262/#sec-decodeuricomponent-encodeduricomponent
Completion<Value> global_decode_uri_component(Isolate& iso, Arguments args) {
    return decode(iso, TRY(to_string(iso, args[0])), kNone);
}
// https://tc39.es/ecma262/#sec-encodeuri-uri
Completion<Value> global_encode_uri(Isolate& iso, Arguments args) {
    return encode(iso, TRY(to_string(iso, args[0])), kUnescapedUri);
}
// https://tc39.es/ecma262/#sec-encodeuricomponent-uricomponent
Completion<Value> global_encode_uri_component(Isolate& iso, Arguments args) {
    return encode(iso, TRY(to_string(iso, args[0])), kUnescapedComponent);
}

// https://tc39.es/ecma262/#sec-escape-string
Completion<Value> global_escape(Isolate& iso, Arguments args) {
    String* string = TRY(to_string(iso, args[0]));
    FlatContent text = string->content(iso);
    StringBuilder out(iso);
    for (uint32_t k = 0; k < text.length; k++) {
        char16_t c = text[k];
        if (kNotEscaped.has(c)) {
            out.append(c);
        } else if (c < 256) {
            append_escaped_byte(out, uint8_t(c));
        } else {
            out.append(u'%');
            out.append(u'u');
            for (int shift = 12; shift >= 0; shift -= 4) out.append(char16_t(kHexDigits[c >> shift & 15]));
        }
    }
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-unescape-string
Completion<Value> global_unescape(Isolate& iso, Arguments args) {
    String* string = TRY(to_string(iso, args[0]));
    FlatContent text = string->content(iso);
    StringBuilder out(iso);
    for (uint32_t k = 0; k < text.length; k++) {
        char16_t c = text[k];
        if (c == u'%') {
            if (k + 6 <= text.length && text[k + 1] == u'u') {
                int high = hex_byte(text, k + 2), low = hex_byte(text, k + 4);
                if (high >= 0 && low >= 0) {
                    c = char16_t(high << 8 | low);
                    k += 5;
                }
            } else if (k + 3 <= text.length) {
                int byte = hex_byte(text, k + 1);
                if (byte >= 0) {
                    c = char16_t(byte);
                    k += 2;
                }
            }
        }
        out.append(c);
    }
    return TRY(out.finish());
}

// ---- jobs ----

Completion<void> run_callback(Isolate& iso, Job* job) {
    (void)TRY(call(iso, job->argument(0), Value::undefined()));
    return {};
}

// https://html.spec.whatwg.org/#microtask-queuing
Completion<Value> global_queue_microtask(Isolate& iso, Arguments args) {
    if (!is_callable(args[0])) {
        Value v = args[0];
        return iso.throw_type_error("The \"callback\" argument must be of type function. Received %V", &v);
    }
    enqueue_job(iso, run_callback, callee_realm(args), {args[0]});
    return Value::undefined();
}

/// A function whose `caller` and `arguments` engines once showed: a normal one of sloppy code.
bool is_sloppy_function(Value v) {
    auto* f = cell_as<Function>(v);
    if (!f) return false;
    const bytecode::FunctionTemplate* source = f->code()->function();
    return source->kind == bytecode::FunctionKind::kNormal && !source->flags.strict && !source->flags.generator &&
           !source->flags.async;
}

// https://tc39.es/ecma262/#sec-%throwtypeerror%
Completion<Value> throw_type_error_function(Isolate& iso, Arguments args) {
    // DEVIATES: as in V8, a sloppy function's `caller` and `arguments` read as null and may be written to no effect.
    if (is_sloppy_function(args.this_value())) return args.count() == 0 ? Value::null() : Value::undefined();
    return iso.throw_type_error("'caller', 'callee', and 'arguments' properties may not be accessed on strict mode "
                                "functions or the arguments objects for calls to them");
}

struct GlobalFunction {
    RealmObject object;
    const char* name;
    uint32_t length;
    NativeFn fn;
};
constexpr GlobalFunction kFunctions[] = {
    {RealmObject::kThrowTypeError, "", 0, throw_type_error_function},
    {RealmObject::kEval, "eval", 1, global_eval},
    {RealmObject::kParseInt, "parseInt", 2, global_parse_int},
    {RealmObject::kParseFloat, "parseFloat", 1, global_parse_float},
    {RealmObject::kIsNaN, "isNaN", 1, global_is_nan},
    {RealmObject::kIsFinite, "isFinite", 1, global_is_finite},
    {RealmObject::kDecodeURI, "decodeURI", 1, global_decode_uri},
    {RealmObject::kDecodeURIComponent, "decodeURIComponent", 1, global_decode_uri_component},
    {RealmObject::kEncodeURI, "encodeURI", 1, global_encode_uri},
    {RealmObject::kEncodeURIComponent, "encodeURIComponent", 1, global_encode_uri_component},
    {RealmObject::kEscape, "escape", 1, global_escape},
    {RealmObject::kUnescape, "unescape", 1, global_unescape},
    {RealmObject::kQueueMicrotask, "queueMicrotask", 1, global_queue_microtask},
    {RealmObject::kStructuredClone, "structuredClone", 2, structured_clone},
};

}  // namespace

bool make_global_function(Isolate& iso, Realm* realm, RealmObject which) {
    for (const GlobalFunction& f : kFunctions) {
        if (f.object != which) continue;
        NativeFunction* function = new_function_in(iso, realm, f.fn, atomize(iso, f.name), f.length);
        realm->set_object(which, function);
        if (which == RealmObject::kThrowTypeError) {
            // Frozen, `length` and `name` included.
            MUST(set_integrity_level(iso, function, IntegrityLevel::kFrozen));
        }
        return true;
    }
    return false;
}

}  // namespace jsx
